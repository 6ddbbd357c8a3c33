"""Who took part in an encounter, as a judge holds it, from all that an article says of it.

One sentence names the sides of one word of encounter (sides.py). An encounter is told in several, with a headline
above them: the judge weighs how often someone is named as a side there, beside whom, and in which words, so that it
finds those whom another sentence names, and leaves out those whom one sentence took for a side by mistake.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.judge import marked, probability, shown
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import ACTORS
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.units import Unit
from kg.extract.states import is_person
from kg.knowledge.clauses import CLAUSE_ENDS
from kg.model import Part

JUDGE = "meeting-members"  # the model in ontology/models
STAYS = 0.3  # from which on a side of a sentence stays one
# From which on someone else becomes one; lower finds more encounters, with parties that are right less often.
COMES = 0.5
MOST = 40  # names on offer; the most in 1,500 articles were fewer
STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)  # classes of how likely the judge of sides held someone
LEFT, RIGHT = 6, 8  # characters around a name of which the pairs count
REACH = 12  # characters next to the name, of those between it and the word, of which the pairs count
DISTANCES = (0, 3, 8, 20, 50)  # classes of how far a name stands from the word, in characters


class Naming(Struct, frozen=True, kw_only=True, gc=False):
    """Where an entity is named: the sentence, the unit, and whether the encounter is told there."""

    number: int
    unit: Unit
    is_here: bool


class Company(Struct, frozen=True, kw_only=True, gc=False):
    """Who is told to have taken part: the parties with the hosts, and whom each of the people serves."""

    parties: frozenset[str]
    served: tuple[str | None, ...]


class Members:
    """Who may have taken part in the encounters of an article."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        blocks, sentences = scene.linked.article.blocks, scene.linked.sentences
        self._first = {n for n, s in enumerate(sentences[:1]) if blocks[s.block].part is Part.HEADLINE}
        self._told: dict[int, list[tuple[str, Unit]]] = {}

    def settle(self, encounter: Encounter) -> None:
        """Give an encounter the sides that the judge holds it to have; those told stay where it holds nobody likely."""
        if encounter.is_bygone:
            return
        weights, sides = self.scene.judges[JUDGE], encounter.sides
        chances = [(key, probability(weights, traits)) for key, traits in self.candidates(encounter)]
        told = {*sides.people, *sides.parties}
        if all(o.is_stay for o in encounter.occurrences):  # the other countries of the journey are not in this one
            chances = [(key, chance) for key, chance in chances if is_person(key) or key in told]
        apart = {key for o in encounter.occurrences for key in o.apart} - told
        chances = [(key, chance) for key, chance in chances if key not in apart]
        members = self._of_group(encounter)
        chances = [(key, 1.0 if key in members else chance) for key, chance in chances]
        taken = {key: chance for key, chance in chances if chance > (STAYS if key in told else COMES)}
        left = [chance for key, chance in chances if key not in taken]
        encounter.sureness = sum(taken.values()) / (len(taken) + sum(left)) if taken else 0.0
        encounter.doubts = min(taken.values(), default=0.0), max(left, default=0.0)
        if not taken:
            return
        people = tuple(key for key in taken if is_person(key))
        parties = (key for key in taken if not is_person(key))
        served = (self.scene.cast.side_of(person) for person in people)
        encounter.sides = replace(sides, people=people, parties=tuple(dict.fromkeys(filter(None, (*parties, *served)))))

    def _of_group(self, encounter: Encounter) -> frozenset[str]:
        """The states of a group that met for sure, as its name says alone: those of 中亚五国外长第六次会晤."""
        met = {key for o in encounter.occurrences if o.is_certain and not o.is_weak for key in o.bodies}
        return frozenset(key for key in encounter.sides.parties if key in met and not self.scene.counts[key])

    def candidates(self, encounter: Encounter) -> Iterator[tuple[str, list[str]]]:
        """Those who may have taken part, people first, with their traits; the sides of the sentences come first."""
        named = self._named(encounter)
        sides, cast = encounter.sides, self.scene.cast
        company = Company(
            parties=frozenset((*sides.parties, *encounter.hosts)),
            served=tuple(cast.side_of(person) for person in sides.people),
        )
        people = [*sides.people, *(k for k in named if is_person(k) and k not in sides.people)][:MOST]
        for key in people:
            yield key, list(self._traits(encounter, key, named.get(key, ()), company))
        served = filter(None, (cast.side_of(person) for person in people))
        parties = dict.fromkeys((*sides.parties, *(k for k in named if not is_person(k)), *served))
        for key in list(parties)[:MOST]:
            if key not in encounter.hosts:
                yield key, list(self._traits(encounter, key, named.get(key, ()), company))

    def _named(self, encounter: Encounter) -> dict[str, list[Naming]]:
        """Where the entities named around the words of an encounter, or in the headline, are named."""
        here = {o.sentence for o in encounter.occurrences}
        found: dict[str, list[Naming]] = defaultdict(list)
        for number in sorted(here | self._first):
            for key, unit in self._in_sentence(number):
                found[key].append(Naming(number=number, unit=unit, is_here=number in here))
        return found

    def _in_sentence(self, number: int) -> list[tuple[str, Unit]]:
        """The people, states and bodies that a sentence names."""
        if number not in self._told:
            sentence, party = self.scene.linked.sentences[number], self.scene.cast.party
            absent = self.scene.line(number).absent()
            units = [u for u in self.scene.names.inside(sentence.start, sentence.end) if u.symbol in ACTORS]
            units = [u for u in units if not any(a.start <= u.start < a.end for a in absent)]
            pairs = ((e if is_person(e) else party(e), unit) for unit in units for e in unit.entities)
            self._told[number] = [(key, unit) for key, unit in pairs if key is not None]
        return self._told[number]

    def _traits(self, encounter: Encounter, key: str, named: Sequence[Naming], company: Company) -> Iterator[str]:
        cast, family = self.scene.cast, encounter.family.value[:2]
        what = "P" if is_person(key) else key[:1]
        own = [o for o in encounter.occurrences if key in o.sides.people or key in o.sides.parties]
        is_in = key in encounter.sides.people or key in encounter.sides.parties
        size = min(4, len(encounter.occurrences))
        base = f"{what} {family}"
        state = f"{what} {min(3, len(own))}" if is_in else f"{what} open" if encounter.sides.is_empty else f"{what} out"
        yield f"{base} in {is_in}"
        yield state
        yield f"{state} of {size}"
        yield f"{state} {family} {encounter.kind}"
        yield from (f"{what} rule {o.rule}" for o in own)
        yield from (f"{what} word {self.scene.linked.folded[o.start : o.end]}" for o in own)
        here = [naming for naming in named if naming.is_here]
        yield f"{state} here {min(3, len({n.number for n in here}))} of {size}"
        yield f"{state} headline {key in self.scene.headline}"
        yield f"{state} count {min(5, self.scene.counts[key])}"
        yield f"{state} likely {self._likely(encounter, key)}"
        yield from self._company(encounter, key, company, state, base)
        rivals = self._rivals(key, here)
        yield f"{state} rivals {rivals}"
        yield f"{state} rivals {rivals} {family}"
        if what == "P":
            yield f"{state} known {cast.entities[key].known is not None} {cast.is_official(key)}"
            yield f"{state} speaker {cast.is_spokesperson(key)}"
        elif key.isascii():  # states and bodies that the gazetteer knows
            yield f"{state} self {key}"
        if here:
            yield from self._words(encounter, here, state)

    def _likely(self, encounter: Encounter, key: str) -> int:
        asked = [chance for o in encounter.occurrences if o.likely for k, chance in o.likely if k == key]
        return bisect_right(STEPS, max(asked)) if asked else -1

    def _company(self, encounter: Encounter, key: str, company: Company, state: str, base: str) -> Iterator[str]:
        """Traits of who else is there."""
        sides, parties = encounter.sides, company.parties
        if is_person(key):
            side = self.scene.cast.side_of(key)
            mates = company.served.count(side) - (key in sides.people)
            yield f"{state} side {side in parties} {side in encounter.hosts} mates {min(2, mates)}"
            yield f"{base} side {side is None} mates {min(2, mates)} people {min(4, len(sides.people))}"
        else:
            mates = company.served.count(key)
            yield f"{state} mates {min(2, mates)}"
            yield f"{base} {state} mates {min(2, mates)} people {min(3, len(sides.people))}"
        yield f"{state} parties {min(4, len(parties))} people {min(4, len(sides.people))}"
        kind = encounter.kind or encounter.occurrences[0].kind
        yield f"{state} kind {kind}"
        yield f"{state} kind {kind} parties {min(4, len(sides.parties))} people {min(3, len(sides.people))}"
        yield f"{base} {state} bodies {len(encounter.bodies)} {encounter.family is Family.CONFERENCE}"

    def _rivals(self, key: str, here: Sequence[Naming]) -> int:
        """How many other people of the same side its sentences name, three at most."""
        side_of = self.scene.cast.side_of
        side = side_of(key) if is_person(key) else key
        named = {other for naming in here for other, _ in self._in_sentence(naming.number)}
        return min(3, sum(k != key and is_person(k) and side_of(k) == side for k in named))

    def _words(self, encounter: Encounter, here: Sequence[Naming], state: str) -> list[str]:
        """Traits of the words around the first place that names someone, and of those up to the nearest trigger."""
        line, unit, traits = self.scene.line(here[0].number), here[0].unit, list[str]()
        if line.covers(unit.start):
            at, what = line.index(unit.start), state[:1]
            before, after = shown(line.text[max(0, at - LEFT) : at]), shown(line.text[at + 1 : at + 1 + RIGHT])
            traits = [
                f"{state} left {before[-2:]}",
                f"{state} left {before[-1:]}",
                f"{state} right {after[:2]}",
                f"{state} right {after[:1]}",
                f"{what} left {before[-3:]}",
                f"{what} right {after[:3]}",
                f"{state} form {unit.form.value}",
                *marked(f"{state} before", before),
                *marked(f"{state} after", after),
            ]
        pairs = [
            (abs(n.unit.start - o.start), n, o) for n in here for o in encounter.occurrences if o.sentence == n.number
        ]
        return traits + self._stretch(*min(pairs, key=itemgetter(0))[1:], state) if pairs else traits

    def _stretch(self, naming: Naming, found: Occurrence, state: str) -> list[str]:
        """Traits of what stands between someone and the word of encounter."""
        line, unit, gap = self.scene.line(naming.number), naming.unit, naming.unit.start - found.start
        side = "before" if gap < 0 else "after"
        distance = f"{state} {side} {bisect_right(DISTANCES, abs(gap))}"
        if not line.covers(unit.start):
            return [distance]
        at, (start, end) = line.index(unit.start), line.span(found.start, found.end)
        between = line.text[at + 1 : start] if at < start else line.text[end:at]
        names, breaks = (min(3, sum(map(some.__contains__, between))) for some in (ACTORS, CLAUSE_ENDS))
        word, what = self.scene.linked.folded[found.start : found.end], state[:1]
        near = shown(between[-REACH:] if at < start else between[:REACH])
        return [
            distance,
            f"{state} {side} names {names} breaks {breaks}",
            f"{state} {found.family.value[:2]} {side} names {names} breaks {breaks}",
            f"{state} {side} names {names}",
            f"{state} {word} {side}",
            f"{state} {word} {side} names {names}",
            *marked(f"{what} {side} pair", near),
        ]
