"""Whether an encounter took place, from the words around its trigger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from kg.days import DAY
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.occurrence import GIVEN, Family, Occurrence
from kg.extract.meetings.stays import month_of
from kg.extract.meetings.units import Line
from kg.knowledge.clauses import BREAK_OR_QUOTE, clause_start
from kg.model import Status

LATELY = timedelta(days=2)  # before publication: a journey that began then still goes on
BEHIND = 24  # characters after a trigger and its frame in which it may be said what became of it
NEAR = 12  # characters before a trigger in which a word like 已 or 了 is about it
# Cues with the status that they tell: behind a trigger; before it in its clause; right before it, where it is the
# setting of something else; and before it together with behind it.
RIGHT = (
    ("right_held", Status.HELD),
    ("right_threatened", Status.POSSIBLE),
    ("right_cancelled", Status.CANCELLED),
    ("right_postponed", Status.POSSIBLE),
    ("right_possible", Status.POSSIBLE),
    ("right_planned", Status.PLANNED),
)
LEFT = (
    ("threatened", Status.POSSIBLE),
    ("postponed", Status.POSSIBLE),
    ("cancelled", Status.CANCELLED),
    ("denied", Status.DENIED),
    ("possible", Status.POSSIBLE),
    ("planned", Status.PLANNED),
)
ATTENDANCE = ("may-attend", Status.PLANNED)  # the same, of a gathering
BOUND = (
    ("undone", Status.DENIED),
    ("refused", Status.CANCELLED),
    ("hoped", Status.POSSIBLE),
    ("settled", Status.PLANNED),
)
PAIRS = (
    ("lacking", "a-plan", Status.DENIED),
    ("requested", "turned-down", Status.CANCELLED),
    ("urged", "at-it", Status.PLANNED),
    ("seized", "a-chance", Status.HELD),
    ("not-to-come", "spoke-after", Status.HELD),
)
MEANT = ("meant", "failed", Status.CANCELLED)  # the same, but of what is the setting of something else
QUOTED = re.compile("“[^”]*”")
BLANK = "·"  # stands for each character of what is quoted, so that what is near stays as near as it was


def status_of(line: Line, occurrence: Occurrence, frames: Frames) -> Status | None:
    """Held, planned, possible, cancelled or denied; None where the words do not say (which mostly means held)."""
    at, end = line.index(occurrence.start), line.index(occurrence.until - 1) + 1
    left, right = _left_context(line, at, occurrence, frames), line.text[end : end + BEHIND]
    if occurrence.rule in GIVEN:
        return Status.PLANNED if frames.cues["about-to"].search(left) else None
    left = frames.cues["asked"].sub("", left)
    told = _of_visitors(line, at, occurrence) or left
    is_sure = frames.cues["held_sure"].search(told) and not _is_unsure(left + line.text[at:end] + right, right, frames)
    if is_sure or _is_done(told, frames):
        return Status.HELD
    is_setting = frames.cues["nominal"].match(right) is not None
    if (paired := _paired(left, line.text[end:], PAIRS if is_setting else (*PAIRS, MEANT), frames)) is not None:
        return paired
    is_reason = frames.cues["because"].search(left) is not None  # 因他不出席大会|而作罢
    tests = [(name, right, status) for name, status in RIGHT if not (is_reason and status is Status.CANCELLED)]
    if is_setting and not frames.cues["announced"].search(left):
        tests += [(name, left, status) for name, status in BOUND]
    else:
        is_open = occurrence.family is Family.CONFERENCE  # who will be there, not whether it is held
        tests += [(name, left, status) for name, status in ((ATTENDANCE, *LEFT) if is_open else LEFT)]
        tests.append(("held", told[-NEAR:] + line.text[at : end + 2], Status.HELD))
    status = next((status for name, text, status in tests if frames.cues[name].search(text)), None)
    is_stop = status is Status.CANCELLED and occurrence.is_visit and frames.cues["stay"].search(left)
    if status is None and _goes_on(line, at, occurrence, frames):
        return Status.PLANNED
    is_onward = occurrence.is_visit and frames.cues["onward"].search(left)
    return None if is_stop or is_onward else status  # 访法期间取消造访墓园; 将继续前往上海


def with_bound(line: Line, found: Sequence[Occurrence], day: str | None, frames: Frames) -> list[Occurrence]:
    """The occurrences of a sentence; a gathering to which someone only goes (抵达万象，出席…会议) is to come.

    The day on which he goes, shortly before publication, is not its own.
    """
    told = list(found)
    for place, one in enumerate(told):
        if one.family is not Family.CONFERENCE or one.status is not None or not line.covers(one.start):
            continue
        if not frames.cues["bound"].search(line.text, 0, line.index(one.left)) or not _is_news(one.first, day):
            continue
        month = month_of(one.first)
        told[place] = replace(one, status=Status.PLANNED, first=month, last=month, is_past=False, is_today=False)
    return told


def stages_to_come(line: Line, found: Sequence[Occurrence], day: str | None, frames: Frames) -> list[Occurrence]:
    """The occurrences of a sentence; of a journey that has only begun, all countries but the first are still to come.

    昨天开始对巴西、智利和秘鲁进行访问.
    """
    begun = [o for o in found if o.is_tour and len(o.hosts) > 1 and _has_only_begun(o, line, day, frames)]
    later = {(o.start, host) for o in begun for host in o.hosts[1:]}
    return [
        replace(o, status=Status.PLANNED, is_past=False, is_today=False)
        if o.is_stay and o.status is None and (o.start, o.hosts[0]) in later
        else o
        for o in found
    ]


def _has_only_begun(journey: Occurrence, line: Line, day: str | None, frames: Frames) -> bool:
    """Whether a journey goes on beyond the day of publication, or is said to begin shortly before it."""
    first, last = journey.first, journey.last
    if day is None or not line.covers(journey.start):
        return False
    if first and last and len(first) == len(last) == DAY and first <= day < last:
        return True
    left = line.index(journey.left) if journey.left >= 0 else 0
    is_start = frames.cues["sets-out"].search(line.text, left, line.index(journey.start)) is not None
    if first is None or len(first) < DAY:
        return is_start and day.startswith(first or "")
    return is_start and abs(date.fromisoformat(day) - date.fromisoformat(first)) <= LATELY


def _is_news(first: str | None, day: str | None) -> bool:
    """Whether a day is that of publication or the one before it, or not known."""
    if first is None or day is None or len(first) < DAY:
        return first is None
    return date.fromisoformat(day) - date.fromisoformat(first) <= timedelta(days=1)


def _paired(left: str, rest: str, pairs: Sequence[tuple[str, str, Status]], frames: Frames) -> Status | None:
    """What words before a trigger and words behind it tell together: 没有|访问|的计划; what was only put off may be."""
    for before, behind, status in pairs:
        if frames.cues[before].search(left) and frames.cues[behind].search(rest):
            is_put_off = status is Status.CANCELLED and frames.cues["postponed"].search(rest)
            return Status.POSSIBLE if is_put_off else status
    return None


def _is_done(told: str, frames: Frames) -> bool:
    """Whether words right before a trigger say that it took place, whatever else was planned: 就其计划举行了|会谈."""
    done = frames.cues["done"].search(told)
    return done is not None and not frames.cues["doubted"].search(told, 0, done.start())


def _is_unsure(text: str, right: str, frames: Frames) -> bool:
    """Whether words around a trigger, or those to its right, speak of a wish, plan or condition."""
    return bool(frames.cues["unreal"].search(text) or frames.cues["right_possible"].search(right))


def _of_visitors(line: Line, at: int, occurrence: Occurrence) -> str:
    """What stands between visitors and a word of travel; what they do not do is done by another: 曾赞许他的访问."""
    return line.text[line.index(occurrence.left) : at] if occurrence.is_visit and occurrence.left >= 0 else ""


def _goes_on(line: Line, at: int, occurrence: Occurrence, frames: Frames) -> bool:
    """Whether the clause only goes on with what someone is to do: 还将出席论坛，并同总理|会晤."""
    start = clause_start(line.text, min(line.index(occurrence.since), at))
    return bool(frames.cues["goes-on"].match(line.text[start:]) and frames.cues["will-do"].search(line.text[:start]))


def _left_context(line: Line, at: int, occurrence: Occurrence, frames: Frames) -> str:
    """The clause up to the trigger, from where its frame begins or the clause breaks, whichever is earlier.

    A clause that goes on with a list (会见总统，以及外长) is one with that before it. The name of a conference often
    stands in quotation marks, which then break no clause; what else is quoted in the clause speaks of something else.
    """
    start = line.index(occurrence.since)
    if occurrence.family is Family.CONFERENCE:
        return line.text[clause_start(line.text, min(start, at)) : at]
    start = clause_start(line.text, min(start, at), BREAK_OR_QUOTE)
    while start and frames.cues["listed-on"].match(line.text[start:]):
        start = clause_start(line.text, start - 1, BREAK_OR_QUOTE)
    return QUOTED.sub(lambda quoted: BLANK * len(quoted[0]), line.text[start:at])
