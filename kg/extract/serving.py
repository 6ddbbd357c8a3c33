"""Whom people speak for: their state, a body, or nobody but themselves, as a judge holds it.

A minister speaks for a state, the head of a party or of the European Council for that; a professor, a witness and most
of those who once held an office speak for none. The judge tells them apart by the offices that the article gives
someone or that he is known to hold that day, the bodies that these are of or that stand before the name, and the
characters there. Media of a state speak for it where the article calls them official, no others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kg.extract.judge import Judges, load_judges, logit, shown, weigh
from kg.extract.speech_rules import GOVERNMENT, is_official, private_people, side_of_body
from kg.extract.speech_subjects import load_surroundings
from kg.extract.states import body_entity, media_state, state_key, union
from kg.fold import fold
from kg.knowledge.clauses import BREAK_OF_TEXT, clause_start
from kg.knowledge.entries import TenureEntry
from kg.knowledge.gazetteer import RANKS, bodies_served, load_gazetteer, terms_of
from kg.model import Entity, EntityKind, Linked, Mention, Tenure

JUDGE = "statement-sides"  # the model in ontology/models
PLACES = 3  # where someone is first named, around which the characters count
LEFT = 3  # characters before the name of which strings count
REACH = 30  # characters before the name in which his offices stand
CALLED = 10  # characters before the name of media in which the article may call them official
GAP = 4  # characters between a body and a name that are told apart
LENGTH = 6  # characters of a name above which it is just long

SORTS = NONE, STATE, BODY = "none", "state", "body"  # of sides

Case = tuple[str | None, list[str]]  # a side on offer, by key, with its traits
Offer = tuple[str | None, str, list[str]]  # a side on offer, by key, its sort, and the traits that are not of someone


class Service:
    """The people of one article, and whom each of them speaks for; each is found once.

    `private` are those whom the rules hold to speak for no state, which is one sign among others.
    """

    def __init__(self, linked: Linked, judges: Judges | None = None) -> None:
        self._folded, self._day = linked.folded, linked.article.day
        self._judges = judges or load_judges()
        self._entities: Mapping[str, Entity] = {e.key: e for e in linked.entities}
        self._tenures: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in linked.tenures:
            self._tenures[tenure.holder].append(tenure)
        self._names: dict[str, list[Mention]] = defaultdict(list)
        self._unions: list[Mention] = []
        self._mentions = linked.mentions
        for mention in linked.mentions:
            if mention.kind is EntityKind.PERSON and mention.form.names:
                for key in mention.entities:
                    self._names[key].append(mention)
            elif len(mention.entities) == 1 and self._entities[mention.entities[0]].category == "igo":
                self._unions.append(mention)
        self.private = private_people(linked)
        self._sides: dict[str, str | None] = {}

    def side_of(self, entity: Entity) -> str | None:
        """The key of the state or body that one of the article speaks for; None for private people, media and such."""
        if entity.key not in self._sides:
            self._sides[entity.key] = self._found_side(entity)
        return self._sides[entity.key]

    def _found_side(self, entity: Entity) -> str | None:
        if entity.category == "media":
            return self._side_of_media(entity)
        return self._likeliest_side(entity.key) if entity.kind is EntityKind.PERSON else side_of_body(entity)

    def _side_of_media(self, entity: Entity) -> str | None:
        """The state whose media speak for it: those of a state, where the article calls them official."""
        state, official = media_state(entity), load_surroundings().official
        named = (mention for mention in self._mentions if state and entity.key in mention.entities)
        is_official = any(official.search(self._folded, max(0, m.start - CALLED), m.start) for m in named)
        return state if is_official else None

    def _likeliest_side(self, person: str) -> str | None:
        traits = self._traits(person)
        told, weights = weigh(self._judges, JUDGE, SORTS, traits), self._judges[JUDGE]
        odds = {side: told[sort] + logit(weights, own) for side, sort, own in self._offers(person, traits)}
        return max(odds, key=lambda side: odds[side])

    def candidates(self, person: str) -> Iterator[Case]:
        """The sides that a person may speak for, with their traits; none is one of them."""
        traits = self._traits(person)
        for side, sort, own in self._offers(person, traits):
            yield side, [*own, *(f"{sort} {trait}" for trait in traits)]

    def _offers(self, person: str, traits: Sequence[str]) -> Iterator[Offer]:
        """The sides that someone of whom these traits are told may speak for.

        Who has an office of an armed group does not speak for the state, nor who is known to hold those of unions.
        """
        country = self._entities[person].country
        yield None, NONE, [NONE, f"{NONE} of {country}"]
        if country and "category armed-group" not in traits and not self._is_of_unions(person):
            yield state_key(country), STATE, [STATE, f"{STATE} of {country}"]
        for key, own in self._bodies(person).items():
            yield key, BODY, [BODY, *(f"own {mark}" for mark in own), f"own {key}"]

    def _is_of_unions(self, person: str) -> bool:
        """Whether all offices that a person is known to hold on the article's day are of unions of states."""
        return bool(unions_served(self._entities[person].known, self._day))

    def _bodies(self, person: str) -> dict[str, list[str]]:
        """The bodies that someone may speak for, by key, with what is known of each; a state's are the state.

        Those that he has an office of, and the unions named just before his name (欧洲议会对华关系代表团团长).
        """
        found: dict[str, list[str]] = defaultdict(list)
        for tenure in self._tenures[person]:
            body = self._entities.get(tenure.body or "")
            if body is not None and body.category not in GOVERNMENT:
                office = shown(fold(tenure.role))[-2:]
                marks = body.category, _when(tenure), f"{body.category} {office}"
                found[_for(body)] += filter(None, marks)
        for body in map(body_entity, _known_bodies().get(self._entities[person].known or "", ())):
            if body.category not in GOVERNMENT:
                found[_for(body)] += (str(body.category), "known", f"{body.category} known")
        for body, gap in self._unions_before(person):
            found[_for(body)] += ("near", f"near {gap // GAP}")
        return found

    def _unions_before(self, person: str) -> Iterator[tuple[Entity, int]]:
        """The unions named in the clause before someone's name, and how many characters stand between."""
        for name in self._names[person][:PLACES]:
            bounds = self._start(name), name.start
            low, high = (bisect_left(self._unions, place, key=lambda mention: mention.start) for place in bounds)
            for mention in self._unions[low:high]:
                yield self._entities[mention.entities[0]], name.start - mention.end

    def _start(self, name: Mention) -> int:
        """Where the words before a name begin that may tell who it is: in its clause."""
        return clause_start(self._folded, name.start, BREAK_OF_TEXT, since=max(0, name.start - REACH))

    def _traits(self, person: str) -> list[str]:
        """What is told of someone, whichever side is asked for."""
        who, tenures, names = self._entities[person], self._tenures[person], self._names[person]
        current = [tenure for tenure in tenures if tenure.modifier != "former"]
        size, known = min(2, len(current)), who.known is not None
        traits = [f"roles {min(3, len(current))} {len(tenures) > len(current)}", f"known {known}"]
        held = _held(who.known or "", self._day)
        traits += [f"holds {held}", f"holds {held} roles {size}", f"private {person in self.private}"]
        for tenure in tenures:
            traits += _of_role(shown(fold(tenure.role)), _when(tenure))
        bodies = [body for t in tenures if (body := self._entities.get(t.body or ""))]
        traits += [f"category {body.category}" for body in bodies]
        if any(tenure.body for tenure in current):
            traits.append("bodied")
        if any(tenure.country for tenure in current):
            traits.append("placed")
        longest = max((n.end - n.start for n in names), default=0)
        traits.append(f"length {min(LENGTH, longest)}")
        once = load_surroundings().once
        traits.append(f"once {any(once.search(self._folded, self._start(n), n.start) for n in names[:PLACES])}")
        for name in names[:PLACES]:
            before = _signs(self._folded[max(0, name.start - LEFT) : name.start])
            traits += [f"left {before[-n:]}" for n in range(1, LEFT + 1)]
        return traits


def _when(tenure: Tenure) -> str:
    return "former" if tenure.modifier == "former" else "now"


def _of_role(role: str, when: str) -> Iterator[str]:
    """Traits of one office: how its name begins and ends, whether it is one of a state, or of private people."""
    for size in (1, 2, 3):
        yield f"{when} role {role[-size:]}"
    yield f"{when} begins {role[:2]}"
    yield f"{when} {'office' if is_official(role) else 'title'}"
    if load_surroundings().private.search(role):
        yield f"{when} private"


def _signs(text: str) -> str:
    """Characters beside a name as part of a trait: letters as they are, all else as one sign."""
    return shown("".join(c if c.isalnum() else "_" for c in text))


def _for(body: Entity) -> str:
    """The key of what someone with an office of a body speaks for: an organ's union, else the body itself."""
    return union(body) if body.category == "igo" else body.key


def _held(person: str, day: str | None) -> str:
    """The highest rank of the offices that someone is known to hold on a day; else whether he held one before."""
    terms = _known_terms().get(person, ())
    if not terms or not day:
        return "unknown"
    held = [load_gazetteer().offices[t.office].rank for t in _terms_on(person, day)]
    if held:
        return min(held, key=RANKS.index)
    return "past" if any(term.last and term.last < day for term in terms) else "none"


def unions_served(known: str | None, day: str | None) -> tuple[str, ...]:
    """The keys of the unions of states that someone of the gazetteer serves on a day; none if a state or firm too."""
    bodies = [body_entity(t.organization) if t.organization else None for t in _terms_on(known or "", day)]
    unions = [union(body) for body in bodies if body is not None and body.category == "igo"]
    return tuple(dict.fromkeys(unions)) if len(unions) == len(bodies) else ()


def _terms_on(person: str, day: str | None) -> list[TenureEntry]:
    """The offices that someone is known to hold on a day."""
    return [t for t in _known_terms().get(person, ()) if day and (t.first or t.last) and t.covers(day)]


@cache
def _known_terms() -> Mapping[str, Sequence[TenureEntry]]:
    return terms_of(load_gazetteer())


@cache
def _known_bodies() -> Mapping[str, Sequence[str]]:
    return bodies_served(load_gazetteer())
