"""The forms in which files, pages and datelines write when an article was published."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?(?![\d-])",
    re.IGNORECASE,
)
_HAN = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]")
_SLASHED = re.compile(r"(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?:\s*-\s*(\d{1,2}):(\d{2}))?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_MONTH_NAMED = re.compile(r"\d{1,2} [A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8} \d{1,2}, \d{4}")

# Web news in Chinese begins in 1995; what lies outside these years is a slip or an attack, not a date of publication.
FIRST_YEAR, LAST_YEAR = 1900, 2100
FILED_DAYS = (0, 1, 2, 3, -1)  # days that a report may be older; in the east it is the next day first


def from_iso(text: str) -> str | None:
    """An ISO date or date-time, as a day or a UTC date-time; a time without a zone counts as UTC.

    >>> from_iso("2024-07-29T09:51:49+08:00")
    '2024-07-29T01:51:49Z'
    """
    match = _ISO.search(text)
    if match is None:
        return None
    if match[4] is None:
        return _day(match[1], match[2], match[3])
    try:
        moment = datetime(*(int(match[i] or 0) for i in range(1, 7)), tzinfo=_zone(match[7]))  # type: ignore[misc, arg-type]
    except ValueError:
        return _day(match[1], match[2], match[3])
    return _utc(moment)


def from_epoch(text: str) -> str | None:
    """Seconds or milliseconds since 1970 (the mirror writes milliseconds, or `NaN`).

    >>> from_epoch("1727503143000")
    '2024-09-28T05:59:03Z'
    """
    if not re.fullmatch(r"\d{9,14}", text):
        return None
    seconds = int(text) / 1000 if len(text) > 11 else int(text)
    return _utc(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


def from_words(text: str) -> str | None:
    """A date as pages print it: 2024年7月29日, 29/07/2020 - 12:29, Sat, 28 Sep 2024 05:42:02 GMT, 2024/7/29, ISO."""
    for pattern in (_HAN, _SLASHED):
        if match := pattern.search(text):
            return _day(match[1], match[2], match[3])
    if match := _DAY_FIRST.search(text):
        return _day(match[3], match[2], match[1])
    return from_iso(text) or _from_mail(text)


def from_field(text: str) -> str | None:
    """A date as front matter, a record or a cell of a table tells it: ISO, seconds since 1970, 20240927, or in words.

    >>> from_field("2024/09/27"), from_field("20240927")
    ('2024-09-27', '2024-09-27')
    """
    text = text[:200].strip()
    if match := re.fullmatch(_COMPACT, text):
        return _day(match[1], match[2], match[3])
    return from_iso(text) or from_epoch(text) or from_words(text)


def from_file_name(name: str) -> str | None:
    """A day in a file's name: 20221112.md, 2022-11-12-title.html."""
    match = _COMPACT.search(name.rsplit("/", 1)[-1])
    return _day(match[1], match[2], match[3]) if match else None


def _from_mail(text: str) -> str | None:
    """The forms of e-mail, RSS and English pages: Sat, 28 Sep 2024 05:42:02 GMT, 28 September 2024, Sep 28, 2024."""
    if not _MONTH_NAMED.search(text):
        return None
    has_time = ":" in text
    try:
        found = _utc(parsedate_to_datetime(text[:64] if has_time else f"{text[:64].strip()} 00:00"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if has_time or found is None else found[:10]


def _day(year: str, month: str, day: str) -> str | None:
    try:
        moment = datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None
    return moment.date().isoformat() if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _utc(moment: datetime) -> str | None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _zone(text: str | None) -> timezone:
    if not text or text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=min(hours, 23), minutes=min(minutes, 59)))


def filed_day(published: str | None, month: str | None, day: str) -> str | None:
    """The ISO day of a dateline, which gives the day of a month, next to the day of publication; None if far from it.

    >>> filed_day("2024-06-01T04:00:00Z", None, "31")
    '2024-05-31'
    """
    if published is None:
        return None
    one = date.fromisoformat(published[:10])
    near = (one - timedelta(days=back) for back in FILED_DAYS)
    found = (d for d in near if d.day == int(day) and (month is None or d.month == int(month)))
    return next((d.isoformat() for d in found), None)
