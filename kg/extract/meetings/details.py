"""The further slots of a report: its name, where exactly, how long, who hosted and chaired, and with what result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypedDict

from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.occurrence import Family
from kg.model import Linked

OUTCOMES = ("no-breakthrough", "signed", "agreed")  # the first that the words give
MARKS = '"“”「」『』《》'  # a name may begin right behind one of a longer quotation
CLAUSE_ENDS = ",。;:!?\n"  # in comparison form

Clauses = Sequence[tuple[int, int]]


class Details(TypedDict):
    """What an account may add to the main slots; fields of MeetingReport."""

    name: str | None
    venue: str | None
    duration: str | None
    host: str | None
    chair: str | None
    outcome: str | None


def details_of(encounter: Encounter, linked: Linked, frames: Frames, *, is_open: bool) -> Details:
    """The details that the sentences speaking of an encounter give; what did not take place has no outcome yet."""
    clauses = list(_clauses(encounter, linked))
    return Details(
        name=_name(encounter, linked, frames.cues["name-begin"]),
        venue=_first(frames.cues["venue"], clauses, linked),
        duration=_duration(encounter, clauses, linked, frames),
        host=next(iter(encounter.hosts), None),
        chair=next((o.chair for o in encounter.occurrences if o.chair), None),
        outcome=None if is_open else _outcome(clauses, linked.folded, frames),
    )


def _name(encounter: Encounter, linked: Linked, breaks: re.Pattern[str]) -> str | None:
    """The longest of its names, each without what stands before it in a headline or tells who holds it."""
    names = list[str]()
    for start, end in (o.name for o in encounter.occurrences if o.name and not o.is_back):
        begin = max((found.end() for found in breaks.finditer(linked.folded, start, end)), default=start)
        names.append(linked.article.text[begin:end].strip(MARKS))
    return max(names, key=len, default=None)


def _clauses(encounter: Encounter, linked: Linked) -> Iterator[tuple[int, int]]:
    """From each frame to the end of the clause after it, within its sentence."""
    for found in encounter.occurrences:
        if found.family is Family.CONFERENCE and found.is_inside:
            continue
        end = linked.sentences[found.sentence].end
        start = found.left if found.left >= 0 else found.start
        yield start, min(end, found.end + 40)


def _first(pattern: re.Pattern[str], clauses: Clauses, linked: Linked) -> str | None:
    for start, end in clauses:
        match = pattern.search(linked.folded, start, end)
        if match:
            return linked.article.text[match.start() : match.end()].strip()
    return None


def _duration(encounter: Encounter, clauses: Clauses, linked: Linked, frames: Frames) -> str | None:
    """How long it lasted: of a visit days or many hours, for minutes are those of a talk on it."""
    folded, cues = linked.folded, frames.cues
    for start, end in clauses:
        for found in cues["duration"].finditer(folded, start, end):
            words = folded[found.start() : found.end()]
            if cues["not_lasting"].search(folded, start, found.start()):
                continue
            if cues["not_lasting_behind"].match(folded, found.end()):
                continue
            if not encounter.is_visit or cues["visit_long"].search(words):
                return linked.article.text[found.start() : found.end()].strip()
    return None


def _outcome(clauses: Clauses, folded: str, frames: Frames) -> str | None:
    for outcome in OUTCOMES:
        told = ((start, found) for start, end in clauses for found in frames.cues[outcome].finditer(folded, start, end))
        if any(_is_real(found, folded, start, frames) for start, found in told):
            return outcome
    return None


def _is_real(found: re.Match[str], folded: str, start: int, frames: Frames) -> bool:
    """Whether the words of an outcome tell what came of this encounter, not what is hoped for or came of another."""
    begin = max(start, *(folded.rfind(mark, start, found.start()) + 1 for mark in CLAUSE_ENDS))
    if frames.cues["unreal_outcome"].search(folded, begin, found.start()):
        return False
    return frames.cues["unreal_behind"].match(folded, found.end()) is None
