"""Days of a stay: when a visit began, if it goes on, which dates beside a talk are of the visit it is on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as calendar
from datetime import timedelta

from kg.days import MONTH
from kg.extract.meetings.encounter import FUTURE
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.occurrence import GIVEN, Family, Occurrence
from kg.knowledge.numerals import number
from kg.model import DateMention

CLAUSE_BREAK = re.compile(r"[,。;!?]")  # a colon does not part a date or place from what is announced behind it
DAYS_REACH = 12  # characters before a word of travel in which it is told how many days the journey was


def is_of_stay(date: DateMention, one: Occurrence, found: Sequence[Occurrence], folded: str, frames: Frames) -> bool:
    """Whether a date is one of several days, so that only its month tells when the encounter was or began."""
    is_apart = one.is_stay or _is_on_visit(folded, one, date, frames) or _is_before_stay(folded, one, date, frames)
    return is_apart or _is_of_visit(date, one, found, folded, frames)


def _is_on_visit(folded: str, found: Occurrence, date: DateMention, frames: Frames) -> bool:
    """Whether a date is of what is done on a visit, not of the visit itself.

    14日会见来华进行国事访问的卢拉, 3日接见参议长访问团; 率团访台，10日前往总统府. 周三到访的王毅 came on Wednesday.
    """
    if not found.is_visit or date.end == found.start:
        return False
    if date.end < found.start:
        return found.rule in GIVEN or frames.cues["received"].match(folded, date.end, found.start) is not None
    return date.start >= found.end and CLAUSE_BREAK.search(folded, found.end, date.start) is not None


def _is_before_stay(folded: str, talk: Occurrence, date: DateMention, frames: Frames) -> bool:
    """Whether a date is of the day from which one stays somewhere, on one day of which a talk is.

    17日抵台,访台期间与总统会晤; 将于周一开始拜会行程,包括会见总统; 与周三到访的王毅会谈.
    """
    if talk.family is not Family.TALK:
        return False
    if is_of_guest(folded, talk, date, frames):
        return True
    mark = CLAUSE_BREAK.search(folded, date.end, max(date.end, talk.start))
    is_stay = mark is not None and frames.cues["stay"].search(folded, mark.end(), talk.start) is not None
    return is_stay or frames.cues["programme"].search(folded, date.end, max(date.end, talk.start)) is not None


def is_of_guest(folded: str, talk: Occurrence, date: DateMention, frames: Frames) -> bool:
    """Whether it is told beside a name when its bearer came: 与周三到访的王毅会谈."""
    came = frames.cues["came-then"].match(folded, date.end)
    return talk.family is Family.TALK and came is not None and came.end() <= talk.start


def _is_of_visit(date: DateMention, talk: Occurrence, found: Sequence[Occurrence], folded: str, frames: Frames) -> bool:
    """Whether a date is of the visit on which a talk is to be, whose day is not told: 周日到访台北将与议长会面.

    It is of both where one goes somewhere to talk: 将于周日到台北与议长会面.
    """
    if talk.is_visit or talk.status not in FUTURE:
        return False
    for visit in found:
        if visit.is_visit and date.end <= visit.start < talk.start and set(visit.sides.people) & set(talk.sides.people):
            between = folded[visit.end : talk.start]
            return bool(CLAUSE_BREAK.search(between) or frames.cues["planned"].search(between))
    return False


def start_of_stay(folded: str, found: Occurrence, date: DateMention, frames: Frames) -> str | None:
    """The first day of a visit; only its month where the date is of its end, and it is not told how long it was.

    12日结束四天访台行程, 四天访台行程于12日结束: from the 9th to the 12th; 访台第二天,18日: from the 17th. Nor is it
    told when one began that was over by then (结束访问后), under way (正逢访台), or at its second or last stop.
    """
    cues, start, end = frames.cues, date.end, max(date.end, found.start)
    if date.first != date.last:
        return date.first
    if date.start >= found.end and (day := cues["day-of-stay"].match(folded, found.end, date.end)):
        return month_of(date.first) if day["n"] is None else _days_before(date, number(day["n"]) - 1)
    is_before = date.end <= found.start
    is_stop = cues["later-stop"].match(folded, found.end) or cues["onward"].search(folded, date.end, found.start)
    if is_before and (is_stop or cues["amid"].match(folded, date.end, found.start)):
        return month_of(date.first)
    is_end = cues["ended"].search(folded, start, end) is not None
    if is_before and cues["over-behind"].match(folded, found.end):
        is_end = is_end or not cues["sets-out"].search(folded, start, end)
    if found.end <= date.start and cues["over"].match(folded, date.end):
        is_end, start, end = True, max(0, found.start - DAYS_REACH), date.start
    if not is_end:
        return date.first
    days = cues["days"].search(folded, start, end)
    if days is None or cues["before-after"].match(folded, found.until):
        return month_of(date.first)
    return _days_before(date, number(days["n"]) - 1)


def is_under_way(folded: str, found: Occurrence, since: int, frames: Frames) -> bool:
    """Whether a sentence that starts at `since` tells of an encounter as one that goes on: 正在访问东京的外长."""
    if found.status in FUTURE or found.is_vague or found.family is Family.CONFERENCE:
        return False
    return frames.cues["under-way"].search(folded, since, found.start) is not None


def _days_before(date: DateMention, days: int) -> str:
    return (calendar.fromisoformat(date.first or "") - timedelta(days=days)).isoformat()


def month_of(date: str | None) -> str | None:
    """The month of a day: all that days on a journey say of one stay, or of a visit as a whole."""
    return date[:MONTH] if date else None
