"""Where an encounter took place, as a judge holds it, of the cities and countries that the article offers.

The clause of an encounter gives its place (slots.py) where it says 在东京. Often a reader infers it: from the host,
from a visit on which it took place, from a city named in the sentence before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.extract.judge import chances, doubted
from kg.extract.meetings.dating import relation, sign
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import COUNTRY, PLACE
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.scope import Told
from kg.extract.states import country_code
from kg.model import MeetingKind, Status

JUDGE = "meeting-places"  # the model in ontology/models
REACH = 1  # sentences around those that tell of an encounter whose places are on offer
SURE = 1.0  # log odds by which a city must be likelier than none; 0 finds more cities, and more wrong ones
NOWHERE = frozenset({MeetingKind.CALL, MeetingKind.VIDEO})  # kinds that have no place

Place = tuple[str | None, str | None]  # key of the city, code of the country


class Placing:
    """The places of the encounters of an article."""

    def __init__(self, told: Told, scene: Scene) -> None:
        self.told = told
        self.scene = scene

    def candidates(self, index: int, kind: str, status: Status, own: Place) -> Iterator[tuple[Place, list[str]]]:
        """The places that an encounter, by its place in the list, may have, with their traits; none is one of them.

        `own` is the place that the rules give it; where it has a country, only places there are on offer.
        """
        encounter = self.told.encounters[index]
        marks: dict[Place, list[str]] = defaultdict(list)
        marks[None, None].append("none")
        for place, mark in self._offers(encounter, own):
            if mark not in marks[place]:
                marks[place].append(mark)
        role = self.told.role(encounter)
        given = f"{own[0] is not None} {own[1] is not None}"
        contexts = (kind, role, status, given, f"{kind} {given}", f"{kind} {len(encounter.sides.parties)}")
        for place, some in marks.items():
            if own[1] is not None and place[1] != own[1]:
                continue
            alike = (mark for other in marks if other[1] == place[1] and other != place for mark in marks[other])
            own_marks = [*some, *(f"with {mark}" for mark in dict.fromkeys(alike))]
            yield place, [*own_marks, *(f"{context} {mark}" for context in contexts for mark in own_marks)]

    def _offers(self, encounter: Encounter, own: Place) -> Iterator[tuple[Place, str]]:
        if own[1] is not None:
            yield own, f"own {own[0] is not None}"
            yield (None, own[1]), "country of own"
        cast = self.scene.cast
        for number, key in enumerate(encounter.sides.parties):
            code = country_code(key)
            if code is not None:
                yield (None, code), f"party {min(2, number)}"
                yield (None, code), f"people {min(2, sum(cast.side_of(p) == key for p in encounter.sides.people))}"
        for key in encounter.hosts:
            yield (None, country_code(key)), "host"
        for other in self.told.encounters:
            if other is not encounter and other.country:
                mark = f"of {relation(encounter, other)}"
                yield (other.city, other.country), mark
                yield (None, other.country), mark
        yield from self._named(encounter)

    def _named(self, encounter: Encounter) -> Iterator[tuple[Place, str]]:
        """The places and countries named around the words that speak of the encounter."""
        sentences, entities = self.scene.linked.sentences, self.scene.cast.entities
        folded = self.scene.linked.folded
        here = {o.sentence for o in encounter.occurrences}
        for number in sorted({n + shift for n in here for shift in (-REACH, 0, REACH)}):
            if not 0 <= number < len(sentences):
                continue
            gap = "here" if number in here else "beside"
            for unit in self.scene.names.inside(sentences[number].start, sentences[number].end):
                if unit.symbol == PLACE and unit.entities:
                    place: Place = (unit.entities[0], entities[unit.entities[0]].country)
                elif unit.symbol == COUNTRY and unit.entities:
                    place = (None, country_code(unit.entities[0]))
                else:
                    continue
                if place[1] is None:
                    continue
                what = "city" if place[0] else "country"
                yield place, f"{what} {gap}"
                yield place, f"{what} {gap} left {sign(folded[unit.start - 1 : unit.start])}"
                yield place, f"{what} {gap} right {sign(folded[unit.end : unit.end + 1])}"

    def judged(self, index: int, kind: str, status: Status, own: Place) -> Place:
        """City and country: what the rules give; else the likeliest country, and in it the likeliest city, if any."""
        if kind in NOWHERE or own[0] is not None or self.told.encounters[index].is_tour:
            return own
        cases = chances(self.scene.judges[JUDGE], self.candidates(index, kind, status, own))
        countries: dict[str | None, float] = defaultdict(float)
        for (_, country), chance in cases:
            countries[country] += chance
        best = max(countries, key=lambda country: countries[country])
        here = doubted([case for case in cases if case[0][1] == best], SURE)
        return max(here, key=lambda case: case[1])[0]
