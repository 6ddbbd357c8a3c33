"""Encounters that a picture shows: two of different sides whom its caption places, 习近平(左)与马克龙(右)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kg.extract.meetings.frames import PERSON, Frames
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.talks import kind_of
from kg.model import Linked

FACE = "face"  # the class of words for talks in one room
SIDES = 2  # people and parties that must be seen


def places_shown(linked: Linked, frames: Frames) -> dict[int, list[int]]:
    """Where a sentence (its number) says at which places in a picture people stand, 左 and 右 in brackets."""
    starts = [sentence.start for sentence in linked.sentences]
    shown: dict[int, list[int]] = {}
    for match in frames.patterns["shown-at"].finditer(linked.folded):
        shown.setdefault(bisect_right(starts, match.start()) - 1, []).append(match.start())
    return {number: places for number, places in shown.items() if number >= 0 and len(places) >= SIDES}


def find_pictured(scene: Scene, number: int, places: Sequence[int], found: Sequence[Occurrence]) -> Occurrence | None:
    """The encounter of those shown in a sentence, unless its words already tell of one of theirs."""
    line = scene.line(number)
    units = [unit for place in places if (unit := line.units[line.index(place)]) is not None]
    sides = scene.cast.resolve([unit for unit in units if unit.symbol == PERSON])
    if len(sides.people) < SIDES or len(sides.parties) < SIDES:
        return None
    if any(set(sides.people) <= set(o.sides.people) for o in found):
        return None
    start, end = units[-1].start, units[-1].end
    return Occurrence(
        family=Family.TALK,
        kind=kind_of(FACE, sides.parties),
        sides=sides,
        level=sides.level,
        start=start,
        end=end,
        left=min(unit.start for unit in units),
        right=end,
        rule="pair",
        confidence=0.8,
    )
