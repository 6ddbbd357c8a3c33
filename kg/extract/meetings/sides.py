"""Who takes part, as a judge holds it: every name of a sentence beside a word of encounter.

Frames name the sides where their words are met; the judge knows from annotated articles how a name stands to such a
word (before or after it, what stands between, in how many clauses, who it is), so that it also finds sides that no
frame foresees, and those whom a frame leaves out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.judge import pieces, probability, shown
from kg.extract.meetings.actors import Cast, countries_of
from kg.extract.meetings.frames import ACTORS, ADVERBIAL, BODY, COUNTRY, GROUP, PERSON, PLACE, SYMBOLS
from kg.extract.meetings.matching import ASIDE, Hit, Spot
from kg.extract.meetings.near import goal
from kg.extract.meetings.occurrence import BY_JUDGE, TRAVEL, Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.talks import MANY, SURE, kind_of
from kg.extract.meetings.units import Line, Unit
from kg.extract.meetings.visits import begins_region
from kg.extract.meetings.where import city_of
from kg.extract.states import country_code
from kg.knowledge.clauses import CLAUSE_ENDS
from kg.model import MeetingKind

JUDGE = "meeting-sides"  # the model in ontology/models
LIKELY = 0.6  # from which on a name is taken for a side; 0.5 to 0.7 give the same F1 on held-out articles
SURER = 0.9  # the same where a frame names others
TALKS = frozenset({"talk", "weak", "face", "receive", "call", "video", "summit", "debate"})
JUDGED = TALKS | TRAVEL  # classes of triggers that are judged
LETTERS = {symbol: letter for letter, symbol in SYMBOLS.items()}
REACH = 12  # characters between a name and a trigger of which the pairs count
DISTANCES = (0, 2, 7, 19)  # upper ends of the classes of distance, in characters
FAR = 20  # characters after a trigger within which a side still belongs to its frame
OPENING, CLOSING = "“", "”"
# What is no sentence is not judged as one: a list of thousands would take the square of its length. The most in 1,500
# articles were 24 names and 9 triggers.
MOST_NAMES = 60  # names nearest to a trigger that are judged
MOST_TRIGGERS = 40  # triggers of a sentence; where there are more, none is judged


class Beside(Struct, frozen=True, kw_only=True, gc=False):
    """A name of a sentence and the trigger beside which it is judged."""

    scene: Scene
    line: Line
    masked: Line
    hit: Hit
    hits: Sequence[Hit]
    place: tuple[int, int]  # of the trigger in the line
    named: frozenset[str] | None  # whom the frames take for its sides, None where they name none
    first: Unit | None  # the first actor of the sentence
    is_quoted: bool  # whether the trigger is


def candidates(
    scene: Scene, number: int, hit: Hit, hits: Sequence[Hit], found: Sequence[Occurrence], *, but: Collection[str] = ()
) -> Iterator[tuple[Unit, list[str]]]:
    """The names of the sentence with their traits beside a trigger; none where the trigger is part of a name.

    `found` are the occurrences that the frames make of the trigger; those named in `but` (by key) are left out.
    """
    line = scene.line(number)
    if not line.covers(hit.start) or line.units[line.index(hit.start)] is not None:
        return
    sides = [o for o in found if not o.sides.is_empty]
    keys = frozenset[str]().union(*(o.actors for o in sides))
    beside = Beside(
        scene=scene,
        line=line,
        masked=scene.masked(number),
        hit=hit,
        hits=hits,
        place=line.span(hit.start, hit.end),
        named=keys if sides else None,
        first=next((u for u in line.units if u is not None and u.symbol in ACTORS), None),
        is_quoted=_depth(line, hit.start),
    )
    for index, unit in _nearest(line, beside.place[0]):
        if unit.entities[0] not in but:
            yield unit, list(_traits(beside, index, unit))


def _nearest(line: Line, at: int) -> list[tuple[int, Unit]]:
    """The names that can be sides or places, with where they stand in the line, in its order."""
    names = [(i, u) for i, u in enumerate(line.units) if u and u.entities and (u.symbol in ACTORS or u.symbol == PLACE)]
    if len(names) <= MOST_NAMES:
        return names
    return sorted(sorted(names, key=lambda name: abs(name[0] - at))[:MOST_NAMES], key=itemgetter(0))


def _traits(beside: Beside, index: int, unit: Unit) -> Iterator[str]:
    at, end = beside.place
    side = "before" if index < at else "after"
    letter = LETTERS.get(unit.symbol, "?")
    key = f"{beside.hit.name} {side} {letter}"
    yield key
    yield f"{beside.scene.linked.folded[beside.hit.start : beside.hit.end]} {side} {letter}"
    yield from _between(beside, index, unit, key)
    yield from _around(beside.line.text, index, f"{side} {letter}", key)
    yield f"{key} lead {shown(beside.line.text[max(0, at - 1) : at])}"
    yield f"{key} tail {shown(beside.line.text[end : end + 1])}"
    yield from _standing(beside, unit, key)
    named = "none" if beside.named is None else str(not beside.named.isdisjoint(unit.entities))
    yield f"frame {named}"
    yield f"{key} frame {named}"


def _between(beside: Beside, index: int, unit: Unit, key: str) -> Iterator[str]:
    """Traits of the stretch between a name and the trigger."""
    (at, end), text = beside.place, beside.line.text
    between = text[index + 1 : at] if index < at else text[end:index]
    side = "before" if index < at else "after"
    names, breaks = min(3, sum(c in ACTORS for c in between)), min(3, sum(c in CLAUSE_ENDS for c in between))
    first, last = sorted((unit.start, beside.hit.start))
    crossed = min(2, sum(first < h.start < last for h in beside.hits if h.name in JUDGED))
    yield f"{key} names {names}"
    yield f"{key} breaks {breaks}"
    yield f"{side} names {names} breaks {min(2, breaks)}"
    yield f"{key} distance {bisect_left(DISTANCES, len(between))}"
    yield f"{key} crossed {crossed}"
    yield f"{side} crossed {crossed} breaks {min(2, breaks)}"
    near = between[-REACH:] if index < at else between[:REACH]
    yield from (f"{side} pair {shown(pair)}" for pair in pieces(near))


def _around(text: str, index: int, plain: str, key: str) -> Iterator[str]:
    """Traits of the characters right before and after a name."""
    before, after = text[max(0, index - 2) : index], text[index + 1 : index + 3]
    yield f"{key} left {shown(before[-1:])}"
    yield f"{plain} left {shown(before)}"
    yield f"{key} right {shown(after[:1])}"
    yield f"{plain} right {shown(after)}"


def _standing(beside: Beside, unit: Unit, key: str) -> Iterator[str]:
    """Traits of who is named, and of where in sentence and article."""
    cast, line, who = beside.scene.cast, beside.line, unit.entities[0]
    masked = beside.masked
    cover = masked.units[masked.index(unit.start)] if masked.covers(unit.start) else None
    is_masked = cover is None or cover.symbol == ADVERBIAL
    yield f"{key} form {unit.form.value}"
    yield f"{key} masked {is_masked}"
    yield f"{key} first {beside.first is unit}"
    yield f"{key} told {min(3, beside.scene.counts[who])}"
    yield f"{key} headline {who in beside.scene.headline}"
    yield f"{key} quoted {_depth(line, unit.start)} {beside.is_quoted}"
    if unit.symbol == PERSON:
        yield f"{key} speaker {cast.is_spokesperson(who)}"
        yield f"{key} known {cast.entities[who].known is not None}"
        yield f"{key} official {cast.is_official(who)}"


def _depth(line: Line, offset: int) -> bool:
    before = line.text[: line.index(offset)]
    return before.count(OPENING) > before.count(CLOSING)


def with_judged(spot: Spot, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """The occurrences at a trigger with the sides that the judge adds, or one that it makes where frames name none."""
    named = [o for o in found if not o.sides.is_empty]
    if spot.hit.name not in JUDGED or len(named) > 1 or any(o.rule in ASIDE for o in found):
        return found
    if len(spot.hits) > MOST_TRIGGERS or (named and (spot.hit.name in TRAVEL or named[0].family is not Family.TALK)):
        return found
    weights = spot.scene.judges[JUDGE]
    known = (*named[0].sides.people, *named[0].sides.parties) if named else ()
    cases = candidates(spot.scene, spot.number, spot.hit, spot.hits, found, but=known)
    judged = [(unit, probability(weights, traits)) for unit, traits in cases]
    likely = [unit for unit, chance in judged if chance > LIKELY]
    if spot.hit.name in TRAVEL:
        return _visits(spot, likely) or found
    asked = tuple((key, chance) for unit, chance in judged for key in unit.entities)
    found = [replace(o, likely=asked) for o in found]
    named = [o for o in found if not o.sides.is_empty]
    acting = [unit for unit in likely if unit.symbol in ACTORS]
    if named:
        sure = [unit for unit, chance in judged if chance > SURER and unit.symbol in ACTORS]
        return [_with_more(o, sure, spot.scene.cast) if o is named[0] else o for o in found]
    made = [_talk(spot, some) for some in _apart(spot, acting)]
    return [replace(one, likely=asked) for one in made if one is not None] or found


def _with_more(found: Occurrence, units: Sequence[Unit], cast: Cast) -> Occurrence:
    """A talk with those whom its frame leaves out: of a side that it has nobody of, or all if it is a guess."""
    if found.family is not Family.TALK:
        return found
    served = {cast.side_of(person) for person in found.sides.people}
    more = [u for u in units if found.rule == "near" or not served & set(cast.resolve([u]).parties)]
    sides = found.sides | cast.resolve(more)
    return replace(found, sides=sides, is_partial=found.is_partial and len(sides.parties) < MANY - 1)


def _apart(spot: Spot, acting: Sequence[Unit]) -> list[Sequence[Unit]]:
    """Those of a talk; of calls with several states the first one with each of the others by himself."""
    parties = [spot.scene.cast.resolve([unit]).parties for unit in acting]
    if spot.hit.name != "call" or len(set(parties)) < MANY or not all(parties):
        return [acting]
    return [[acting[0], unit] for unit, party in zip(acting, parties, strict=True) if party != parties[0]]


def _talk(spot: Spot, acting: Sequence[Unit]) -> Occurrence | None:
    hit, sides = spot.hit, spot.scene.cast.resolve(acting)
    if len(sides.people) < 2 and len(sides.parties) < 2:
        return None
    kind = kind_of(hit.name, sides.parties)
    is_many = hit.name in ("summit", "conference") and len(sides.parties) >= MANY
    return Occurrence(
        family=Family.CONFERENCE if is_many else Family.TALK,
        kind=MeetingKind.CONFERENCE if is_many else kind,
        is_kind_sure=hit.name in SURE,
        sides=sides,
        level=sides.level,
        start=hit.start,
        end=hit.end,
        left=min((hit.start, *(unit.start for unit in acting))),
        right=max((hit.end, *(unit.end for unit in acting if unit.start - hit.start < FAR))),
        rule=BY_JUDGE,
        confidence=0.5,
    )


def _visits(spot: Spot, likely: Sequence[Unit]) -> list[Occurrence]:
    """The visits that are likely, one to each country."""
    cast, hit = spot.scene.cast, spot.hit
    movers = cast.resolve([unit for unit in likely if unit.symbol == PERSON])
    places = [unit for unit in likely if unit.symbol in (COUNTRY, PLACE, GROUP, BODY)]
    targets = goal(spot) or [u for u in places if not begins_region(spot, u)]
    hosts = [key for key in countries_of(targets, cast) if key not in movers.parties]
    if not movers.people:
        return []
    made = Occurrence(
        family=Family.VISIT,
        kind=MeetingKind.VISIT,
        is_kind_sure=True,
        sides=movers,
        is_stay=len(hosts) > 1,
        level=movers.level,
        start=hit.start,
        end=hit.end,
        left=min((hit.start, *(unit.start for unit in likely if unit.symbol in ACTORS))),
        right=max((hit.end, *(unit.end for unit in targets))),
        city=city_of(targets) if len(hosts) == 1 else None,
        rule=BY_JUDGE,
        confidence=0.5,
    )
    return [replace(made, hosts=(host,), country=country_code(host)) for host in hosts]
