"""The further slots of a report: its name, where exactly, how long, who hosted and chaired, and with what result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypedDict

from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.occurrence import Family
from kg.model import Linked

OUTCOMES = ("no-breakthrough", "signed", "agreed")  # the first that the words give
MARKS = '"“”「」『』《》'  # a name may begin right behind one of a longer quotation


class Details(TypedDict):
    """What an account may add to the main slots; fields of MeetingReport."""

    name: str | None
    venue: str | None
    duration: str | None
    host: str | None
    chair: str | None
    outcome: str | None


def details_of(encounter: Encounter, linked: Linked, frames: Frames) -> Details:
    """The details that the sentences speaking of an encounter give."""
    clauses = list(_clauses(encounter, linked))
    return Details(
        name=_name(encounter, linked),
        venue=_first(frames.cues["venue"], clauses, linked),
        duration=_first(frames.cues["duration"], clauses, linked),
        host=next(iter(encounter.hosts), None),
        chair=next((o.chair for o in encounter.occurrences if o.chair), None),
        outcome=_outcome(clauses, linked.folded, frames),
    )


def _name(encounter: Encounter, linked: Linked) -> str | None:
    spans = (o.name for o in encounter.occurrences if o.name and not o.is_back)
    names = [linked.article.text[start:end].strip(MARKS) for start, end in spans]
    return max(names, key=len) if names else None


def _clauses(encounter: Encounter, linked: Linked) -> Iterator[tuple[int, int]]:
    """From each frame to the end of the clause after it, within its sentence."""
    for found in encounter.occurrences:
        if found.family is Family.CONFERENCE and found.is_inside:
            continue
        end = linked.sentences[found.sentence].end
        start = found.left if found.left >= 0 else found.start
        yield start, min(end, found.end + 40)


def _first(pattern: re.Pattern[str], clauses: list[tuple[int, int]], linked: Linked) -> str | None:
    for start, end in clauses:
        match = pattern.search(linked.folded, start, end)
        if match:
            return linked.article.text[match.start() : match.end()].strip()
    return None


def _outcome(clauses: list[tuple[int, int]], folded: str, frames: Frames) -> str | None:
    for outcome in OUTCOMES:
        if any(frames.cues[outcome].search(folded, start, end) for start, end in clauses):
            return outcome
    return None
