"""Whether two clusters of accounts tell of one meeting: what forbids it, what speaks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.merge.accounts import Account, bounds, name_key
from kg.model import MeetingKind, Status

K = MeetingKind

# Kinds that one encounter is reported as. A visit and the talks during it are two; a call is no meeting face to face.
SAME_CLASS = {
    frozenset({K.MEETING, K.CONFERENCE}),
    frozenset({K.VIDEO, K.CONFERENCE}),
    frozenset({K.VIDEO, K.CALL}),
}
TALKS = frozenset({K.MEETING, K.CALL, K.VIDEO})  # kinds with two sides, where the counterpart tells them apart
DAY_SLACK = 1  # days by which dates may differ (time zones)
VISIT_SLACK = 3  # arrival, talks and departure are all given as the date of a visit
HELD_BACK = 60  # days before its publication in which an undated account of the past may lie
PLANNED_AHEAD = 200  # days after its publication in which an undated plan may come about
UNDATED_APART = 45  # days in which all undated accounts of one meeting are published


@dataclass(frozen=True, slots=True)
class What:
    """What a cluster of accounts says. `casts` are the sets of participants that its accounts give."""

    kinds: frozenset[MeetingKind]
    statuses: frozenset[Status]
    casts: frozenset[frozenset[str]]
    sides: frozenset[frozenset[str]]  # the sets of parties
    first: int | None  # earliest and latest day the dates allow, as ordinals
    last: int | None
    precision: int  # length of the most exact date: 10, 7, 4, 0
    dates: frozenset[tuple[int, int, int]]  # (first, last, precision) of each
    cities: frozenset[str]
    countries: frozenset[str]
    names: frozenset[str]
    levels: frozenset[str]
    issues: frozenset[str]
    articles: frozenset[str]
    published: tuple[int, int] | None  # first and last day of publication
    held_from: int | None  # earliest publication that says it was held
    planned_to: int | None  # latest publication that says it is to come

    @property
    def people(self) -> frozenset[str]:
        """Everyone whom some account names as taking part."""
        return frozenset().union(*self.casts)

    @property
    def parties(self) -> frozenset[str]:
        """All sides that some account gives."""
        return frozenset().union(*self.sides)

    @property
    def is_talk(self) -> bool:
        """Whether all accounts have two sides face to face or on the line."""
        return self.kinds <= TALKS

    @property
    def is_whole(self) -> bool:
        """Whether it says enough to be told from other meetings of the same day."""
        if self.is_talk:
            return any(len(cast) > 1 for cast in self.casts)
        return any(self.casts) or bool(self.names)


def describe(account: Account) -> What:
    """What one account says."""
    date = account.start or account.end
    first = bounds(date)[0] if date else None
    last = bounds(account.end or date)[1] if date and (account.end or date) else None
    if first is not None and last is not None and last < first:
        last = bounds(date)[1] if date else first
    day = bounds(account.origin.day)[0] if account.origin.day else None
    is_ahead = account.status in (Status.PLANNED, Status.POSSIBLE)
    return What(
        kinds=frozenset({account.kind}),
        statuses=frozenset({account.status}),
        casts=frozenset({account.participants}) if account.participants else frozenset(),
        sides=frozenset({account.parties}) if account.parties else frozenset(),
        first=first,
        last=last,
        precision=len(date or ""),
        dates=frozenset({(first, last, len(date or ""))}) if first is not None and last is not None else frozenset(),
        cities=frozenset({account.city} if account.city else ()),
        countries=frozenset({account.country} if account.country else ()),
        names=frozenset({name_key(account.name)} if account.name else ()),
        levels=frozenset({account.level} if account.level else ()),
        issues=frozenset(account.issues),
        articles=frozenset({account.origin.article}),
        published=(day, day) if day else None,
        held_from=day if account.status is Status.HELD else None,
        planned_to=day if is_ahead else None,
    )


def combine(a: What, b: What) -> What:
    """What two clusters say together; of the dates the most exact bound it."""
    exact = [w for w in (a, b) if w.precision == max(a.precision, b.precision)]
    firsts = [w.first for w in exact if w.first is not None]
    lasts = [w.last for w in exact if w.last is not None]
    return What(
        kinds=a.kinds | b.kinds,
        statuses=a.statuses | b.statuses,
        casts=a.casts | b.casts,
        sides=a.sides | b.sides,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        precision=max(a.precision, b.precision),
        dates=a.dates | b.dates,
        cities=a.cities | b.cities,
        countries=a.countries | b.countries,
        names=a.names | b.names,
        levels=a.levels | b.levels,
        issues=a.issues | b.issues,
        articles=a.articles | b.articles,
        published=_hull(a.published, b.published),
        held_from=min((d for d in (a.held_from, b.held_from) if d is not None), default=None),
        planned_to=max((d for d in (a.planned_to, b.planned_to) if d is not None), default=None),
    )


def _hull(a: tuple[int, int] | None, b: tuple[int, int] | None) -> tuple[int, int] | None:
    if a is None or b is None:
        return a or b
    return min(a[0], b[0]), max(a[1], b[1])


def conflict(a: What, b: What) -> str | None:
    """What forbids that two clusters are one meeting, in a few words; None if nothing does."""
    for forbids in FORBIDDING:
        if reason := forbids(a, b):
            return reason
    return None


def _articles(a: What, b: What) -> str | None:
    return None if a.articles.isdisjoint(b.articles) else "two accounts of one article"


def _kinds(a: What, b: What) -> str | None:
    for x in sorted(a.kinds):
        for y in sorted(b.kinds):
            if x is not y and frozenset({x, y}) not in SAME_CLASS:
                return f"{min(x, y)} and {max(x, y)}"
    return None


def _dates(a: What, b: What) -> str | None:
    slack = VISIT_SLACK if K.VISIT in a.kinds and K.VISIT in b.kinds else DAY_SLACK
    for first, last, size in a.dates:
        for other_first, other_last, other_size in b.dates:
            gap = max(first, other_first) - min(last, other_last)
            if gap > (slack if size == other_size == 10 else 0):
                return "dates exclude each other"
    return None


def _casts(a: What, b: What) -> str | None:
    """Two sets of participants, neither inside the other, with fewer than two people in common.

    Of a conference every account names others.
    """
    is_talk = a.is_talk and b.is_talk
    if K.CONFERENCE in a.kinds and K.CONFERENCE in b.kinds:
        return None
    for x in a.casts:
        for y in b.casts:
            shared = len(x & y)
            if shared == 0 or (is_talk and shared < 2 and not _is_inside(x, y)):
                return "other participants"
    return None


def _sides(a: What, b: What) -> str | None:
    """Other parties: none shared, or other counterparts of a talk, or a tour and one of its stops."""
    is_visit = K.VISIT in a.kinds or K.VISIT in b.kinds
    is_talk = a.is_talk and b.is_talk
    pairs = [(x, y) for x in a.sides for y in b.sides]
    if any(not x & y or (is_talk and not _is_inside(x, y) and len(x & y) < 2) for x, y in pairs):
        return "other parties"
    if is_visit and any(not _is_inside(x, y) or (len(x) > 2) != (len(y) > 2) for x, y in pairs):
        return "a journey to other countries"
    return None


def _is_inside(x: frozenset[str], y: frozenset[str]) -> bool:
    return x <= y or y <= x


def _names(a: What, b: What) -> str | None:
    if a.names and b.names and not any(x in y or y in x for x in a.names for y in b.names):
        return "other name"
    return None


def _levels(a: What, b: What) -> str | None:
    """Leaders and ministers are two meetings where no account with both says otherwise."""
    if a.levels and b.levels and a.levels.isdisjoint(b.levels) and not (a.people & b.people):
        return "other level"
    return None


def _order(a: What, b: What) -> str | None:
    """An undated account far from the time of the other; a plan told after the meeting was held."""
    for x, y in ((a, b), (b, a)):
        if x.precision == 0 and x.published and y.first is not None and y.last is not None:
            ahead = x.planned_to is not None
            low = x.published[1] - (1 if ahead else HELD_BACK)
            high = x.published[0] + (PLANNED_AHEAD if ahead else 1)
            if y.last < low or y.first > high:
                return "told at another time"
        if x.held_from is None or x.last is None or y.planned_to is None:
            continue
        if y.planned_to > max(x.held_from, x.last) + DAY_SLACK:
            return "planned after it was held"
    both = _hull(a.published, b.published)
    if a.precision == b.precision == 0 and both and both[1] - both[0] > UNDATED_APART:
        return "told at another time"
    return None


FORBIDDING: tuple[Callable[[What, What], str | None], ...] = (
    _articles,
    _kinds,
    _dates,
    _casts,
    _sides,
    _names,
    _levels,
    _order,
)
