"""Encounters that turn out to be one when it is known who took part: a forum told under two words for it."""

from __future__ import annotations

from collections.abc import Iterable

from kg.days import DAY
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.occurrence import GUESSES, Occurrence
from kg.extract.meetings.talks import HOST

LEAST = 2  # people whom both have, so that they are one
REACH = 12  # sentences between an encounter and words that only guess at its sides


def without_twins(encounters: Iterable[Encounter]) -> list[Encounter]:
    """The encounters, those that are one put together under the first; who took part must be settled."""
    kept: list[Encounter] = []
    same: dict[int, Encounter] = {}
    for encounter in encounters:
        twin = next((other for other in kept if is_twin(encounter, other)), None)
        if twin is None:
            kept.append(encounter)
            continue
        same[id(encounter)] = twin
        _take_in(twin, encounter)
    for encounter in kept:
        around = encounter.sidelines_of
        encounter.sidelines_of = same.get(id(around), around)
    return kept


def is_twin(one: Encounter, other: Encounter) -> bool:
    """Whether two talks or gatherings are one: the same people, one kind and status, one day or nothing said of it."""
    if one.is_visit or other.is_visit or (one.state, one.form) != (other.state, other.form):
        return False
    if any(_is_apart(found) for encounter in (one, other) for found in encounter.occurrences):
        return False
    return _are_nested(one, other) and (_is_on_day(one, other) or _is_guess(one, other) or _is_guess(other, one))


def _is_apart(found: Occurrence) -> bool:
    """Whether words tell of one encounter of several: another one, the next, the second round, a banquet."""
    return found.is_other or found.is_next or bool(found.turn) or found.rule == HOST


def _are_nested(one: Encounter, other: Encounter) -> bool:
    """Whether all people and parties of the one are among those of the other, and they have two people in common."""
    people, theirs = set(one.sides.people), set(other.sides.people)
    if len(people & theirs) < LEAST or not (people <= theirs or theirs <= people):
        return False
    parties, others = set(one.sides.parties), set(other.sides.parties)
    return parties <= others or others <= parties


def _is_on_day(one: Encounter, other: Encounter) -> bool:
    """Whether both were on the same day."""
    return one.first is not None and len(one.first) == DAY and one.first == other.first


def _is_guess(one: Encounter, other: Encounter) -> bool:
    """Whether words of one that do not name its sides say nothing of its date, near where the other is told."""
    if one.first is not None or any(o.rule not in GUESSES for o in one.occurrences):
        return False
    places = {o.sentence for o in other.occurrences}
    return all(min(abs(o.sentence - place) for place in places) <= REACH for o in one.occurrences)


def _take_in(encounter: Encounter, twin: Encounter) -> None:
    encounter.sides = encounter.sides | twin.sides
    encounter.occurrences = sorted([*encounter.occurrences, *twin.occurrences], key=lambda found: found.position)
    encounter.first, encounter.last = encounter.first or twin.first, encounter.last or twin.last
    encounter.city, encounter.country = encounter.city or twin.city, encounter.country or twin.country
