"""Who faces whom in a debate of which only the office is told: 第二场总统辩论 is one of the two who held the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from kg.days import YEAR
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.occurrence import Occurrence

PAIR = 2  # candidates who face each other
REACH = 8  # characters before the words in which it may be said to be one of deputies


def with_rivals(found: Sequence[Occurrence], folded: str, frames: Frames) -> list[Occurrence]:
    """The occurrences of an article, its dated or counted debates without names given those who debate elsewhere in it.

    That is the one pair of the office that is told, or the pair told most often. A mere 辩论 of which nobody is named
    is none.
    """
    debates = [o for o in found if frames.cues["debated"].search(folded, o.start, o.end)]
    pairs = [one for one in debates if len(one.sides.people) == PAIR and len(one.sides.parties) == 1]
    deputies = {one.sides.people for one in pairs if _is_of_deputies(one, folded, frames)}
    told = []
    for one in found:
        if one not in debates or one.sides.people:
            told.append(one)
        elif folded[one.start : one.end] not in frames.lists["debates"]:
            told.append(_faced(one, _of_office(one, pairs, deputies, folded, frames)))
    return told


def _faced(found: Occurrence, pairs: Sequence[Occurrence]) -> Occurrence:
    """A debate with those of the pairs who are told most often, where it can be told from others of theirs."""
    known = [one for one in pairs if _may_be_of_year(found, one)]
    is_told = any(one.first == found.first for one in known)  # so that it goes back to that one
    if not known or not (found.turn or (found.first and not is_told)):
        return found
    counts = Counter(frozenset(one.sides.people) for one in known)
    most = max(known, key=lambda one: counts[frozenset(one.sides.people)])
    return replace(found, sides=most.sides, level=most.level, is_back=False)


def _of_office(
    found: Occurrence, pairs: Sequence[Occurrence], deputies: set[tuple[str, ...]], folded: str, frames: Frames
) -> list[Occurrence]:
    """The pairs who may hold a debate: those who stand for its office, or the only ones where it names none."""
    if _is_of_deputies(found, folded, frames):
        return [one for one in pairs if one.sides.people in deputies]
    if frames.cues["of-leaders"].search(folded, max(0, found.start - REACH), found.end):
        return [one for one in pairs if one.sides.people not in deputies]
    return list(pairs) if len({frozenset(one.sides.people) for one in pairs}) == 1 else []


def _is_of_deputies(found: Occurrence, folded: str, frames: Frames) -> bool:
    return frames.cues["deputies"].search(folded, max(0, found.since - REACH), found.end) is not None


def _may_be_of_year(found: Occurrence, known: Occurrence) -> bool:
    """Whether two debates may be of one year; those of other years had other candidates."""
    return not (found.first and known.first) or found.first[:YEAR] == known.first[:YEAR]
