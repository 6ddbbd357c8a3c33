"""What became of an encounter, where a sentence tells it beyond doubt: moved, come to nothing, turned down, agreed to.

So too where it leaves no doubt that it is still open.
"""

from __future__ import annotations

import re

from kg.extract.meetings.encounter import FUTURE, Encounter
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.occurrence import GIVEN, Family, Occurrence
from kg.extract.meetings.units import Line
from kg.knowledge.clauses import BREAK_OR_QUOTE, clause_start
from kg.model import Status

# Cues with the status that they tell, the first that fits: before the words of encounter in their clause, and behind
# them up to the end of the sentence; None where the other alone tells it.
OF_EVENT = (
    ("moved-before", None, Status.PLANNED),
    (None, "moved-behind", Status.PLANNED),
    ("meant", "moved-later", Status.PLANNED),
    (None, "set-for", Status.PLANNED),
    (None, "came-to-nothing", Status.CANCELLED),
    ("meant", "given-up", Status.CANCELLED),
    ("hoped-for", "failed-later", Status.CANCELLED),
    (None, "failed-chance", Status.CANCELLED),
)
# The same, but of a gathering only who will be there.
OF_MEETING = (
    ("may-use", None, Status.POSSIBLE),
    ("open-question", None, Status.POSSIBLE),
    ("only-likely", None, Status.POSSIBLE),
    ("asked-for", "answered-no", Status.CANCELLED),
    ("turned-away", "a-request", Status.CANCELLED),
    ("invited", "accepted", Status.PLANNED),
)
UNDONE = frozenset({Status.CANCELLED, Status.DENIED})
UNTIL = re.compile("[。;!?”]")  # how far a sentence tells, behind an encounter, what became of it


def fate_of(line: Line, found: Occurrence, frames: Frames) -> Status | None:
    """What the sentence tells of how it ended or stands; None where it tells nothing, or only as a doubt.

    原定星期三的访问推迟到6月10日: planned; 原想访问中国，因健康原因而作罢: cancelled; 能否会晤: possible.
    """
    if found.rule in GIVEN:
        return None
    at, end = line.index(found.start), line.index(found.until - 1) + 1
    left = line.text[clause_start(line.text, min(line.index(found.since), at), BREAK_OR_QUOTE) : at]
    stop = UNTIL.search(line.text, end)
    right = line.text[end : stop.start() if stop else len(line.text)]
    if frames.cues["because"].search(left) or frames.cues["nominal"].match(right):
        return None
    fates = OF_EVENT if found.family is Family.CONFERENCE else (*OF_EVENT, *OF_MEETING)
    told = next((status for before, behind, status in fates if _fits(left, right, before, behind, frames)), None)
    return None if told is not Status.POSSIBLE and frames.cues["fate-doubted"].search(left) else told


def _fits(left: str, right: str, before: str | None, behind: str | None, frames: Frames) -> bool:
    """Whether the words before and those behind tell it, and those up to them hold no doubt: 可能|取消."""
    if before is not None and frames.cues[before].search(left) is None:
        return False
    if behind is None:
        return True
    told = frames.cues[behind].match(right)
    return told is not None and frames.cues["fate-doubted"].search(told[0]) is None


def is_another(encounter: Encounter, found: Occurrence) -> bool:
    """Whether a talk is not that of an encounter because only one of both was called off.

    People who may meet do not mean talks that were called off between states; what is told to have come to nothing is
    not the talk of a day gone by, nor what its sentence goes on to tell: 拒绝了会谈提议，只在晚宴上寒暄.
    """
    if found.family is not Family.TALK or encounter.family is not Family.TALK:
        return False
    said = encounter.statuses - {None}
    if said and said <= UNDONE and found.status in FUTURE:
        return bool(found.sides.people) and not encounter.sides.people
    if found.is_sure and found.status in UNDONE:
        return encounter.is_past and not said & (FUTURE | UNDONE)
    is_told_here = any(o.is_sure and o.status in UNDONE and o.sentence == found.sentence for o in encounter.occurrences)
    return is_told_here and found.status in (None, Status.HELD) and not (found.is_back or found.is_definite)
