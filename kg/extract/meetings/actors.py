"""Who the units of a line are: people, the states and bodies they stand for, and the level at which they meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from kg.extract.meetings.frames import BODY, COUNTRY, PERSON, Frames
from kg.extract.meetings.units import Unit
from kg.extract.serving import unions_served
from kg.extract.states import is_person, is_state, state_key, union
from kg.fold import fold
from kg.knowledge.gazetteer import RANKS, load_gazetteer
from kg.model import Entity, EntityKind, Form, Linked, Tenure

STATE_BODIES = ("government", "military", "party")  # a body of these stands for its state


class Sides(Struct, frozen=True, kw_only=True, gc=False):
    """Those who take part: people and parties by key, in the order named, and the level if the words give it."""

    people: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    level: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named."""
        return not self.people and not self.parties

    def __or__(self, other: Sides) -> Sides:
        return Sides(
            people=tuple(dict.fromkeys((*self.people, *other.people))),
            parties=tuple(dict.fromkeys((*self.parties, *other.parties))),
            level=self.level or other.level,
        )


class Cast:
    """Everyone in one article, with what they serve and the classes of their offices."""

    def __init__(self, linked: Linked, frames: Frames) -> None:
        self.entities: dict[str, Entity] = {entity.key: entity for entity in linked.entities}
        self.frames = frames
        self._day = linked.article.day
        self._roles: dict[str, set[str]] = {}
        self._ranks: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        bodies = (e for e in linked.entities if e.kind is EntityKind.ORGANIZATION)
        self._groups = {e.key: states for e in bodies if (states := self.group(fold(e.name)))}
        for tenure in linked.tenures:
            if tenure.modifier == "former":
                continue
            self.note_office(tenure.holder, tenure.role)
            if tenure.body and (tenure.country is None or self._is_of_union(tenure)):
                self._bodies.setdefault(tenure.holder, tenure.body)

    def note_office(self, person: str, office: str) -> None:
        """Remember an office that the text gives someone."""
        office = fold(office)
        words = self.frames.roles_in(office)
        for word in words:
            self._roles.setdefault(person, set()).add(self.frames.roles.get(word, "other"))
        if office.endswith(self.frames.speakers):  # 外交部发言人 is an office of its own, and no class of offices
            self._roles.setdefault(person, set()).add("speaker")
        ranks = [self.frames.ranks[w] for w in words if w in self.frames.ranks]
        best = min((*ranks, self._ranks.get(person, "other")), key=RANKS.index)
        self._ranks[person] = best

    def _is_of_union(self, tenure: Tenure) -> bool:
        """Whether an office is one of a union itself, 欧洲理事会主席, and no state's seat there, 驻欧盟大使."""
        entity = self.entities.get(tenure.body or "")
        is_envoy = any(word in tenure.role for word in self.frames.lists["envoys"])
        return entity is not None and entity.category == "igo" and not is_envoy

    def is_spokesperson(self, person: str) -> bool:
        """Whether someone only speaks for others."""
        return "speaker" in self._roles.get(person, ())

    def is_official(self, person: str) -> bool:
        """Whether the gazetteer knows someone, or the text gives an office of a state or body."""
        return self.entities[person].known is not None or self._ranks.get(person, "other") != "other"

    def level(self, people: Iterable[str]) -> str | None:
        """The level of a talk between these people: that of the lower side; None where an office is not known."""
        ranks = [self._ranks[p] for p in people if p in self._ranks]
        return max(ranks, key=RANKS.index) if ranks else None

    def side_of(self, person: str, hints: Sequence[str] = ()) -> str | None:
        """The key of the state or body that a person serves, as the article says or as he is known to do that day."""
        entity, body = self.entities[person], self._bodies.get(person)
        if body in self.entities and self.is_union(body):
            return self.party(body)
        if unions := unions_served(entity.known, self._day):
            return unions[0]
        if entity.country:
            return state_key(entity.country)
        if body in self.entities:
            return self.party(body)
        return next((p for h in hints if (p := self.party(h))), None)

    def city(self, place: str | None) -> str | None:
        """A place, or the city that it stands in if the article names that: 北京 of 人民大会堂."""
        entity = self.entities.get(place or "")
        known = load_gazetteer().cities.get(entity.known or "") if entity and entity.kind is EntityKind.PLACE else None
        if known is None or known.within is None:
            return place
        return city if (city := f"place/{known.within}") in self.entities else None

    def is_union(self, key: str | None) -> bool:
        """Whether a body is one of several states."""
        entity = self.entities.get(key or "")
        return entity is not None and entity.category == "igo"

    def group(self, words: str) -> tuple[str, ...]:
        """The states of a group that has a name but is no body, 四方安全对话, if one is named in these words."""
        named = (states for names, states in self.frames.groups if any(name in words for name in names))
        return next(named, ())

    def party(self, key: str) -> str | None:
        """The state or body that takes part where this one is named: a ministry is its state, a council its union.

        None for a group of states that is no body: these take part (resolve).
        """
        entity = self.entities.get(key)
        if entity is None or entity.kind is EntityKind.COUNTRY:
            return key if is_state(key) else None
        if entity.kind is not EntityKind.ORGANIZATION or key in self._groups:
            return None
        if entity.category in STATE_BODIES:
            own = key if entity.known in load_gazetteer().organizations else None  # of a government in exile
            return state_key(entity.country) if entity.country else own
        if entity.category == "igo":
            return union(entity)
        return key

    def resolve(self, units: Sequence[Unit]) -> Sides:
        """The people and parties of a list of units; offices after countries (美澳外长) name those who hold them."""
        people: list[str] = []
        parties: list[str] = []
        roles = tuple(role for unit in units for role in unit.roles)
        for unit in units:
            for key in unit.entities:
                if unit.form is Form.PRONOUN and self.is_spokesperson(key):
                    continue
                if unit.symbol == PERSON or is_person(key):
                    people.append(key)
                    parties.extend(filter(None, (self.side_of(key, unit.sides),)))
                    continue
                known = self._groups.get(key) or filter(None, (self.party(key),))
                for party in known:
                    people.extend(self.holders(party, roles))
                    parties.append(party)
        level = self._level_of_roles(roles) or self.level(people)
        return Sides(people=tuple(dict.fromkeys(people)), parties=tuple(dict.fromkeys(parties)), level=level)

    def _level_of_roles(self, roles: Sequence[str]) -> str | None:
        for level in RANKS:
            if any(self.frames.levels.get(role) == level for role in roles):
                return level
        return None

    def holders(self, party: str, roles: Sequence[str]) -> list[str]:
        """The people of the article who hold such an office for this party, where it is clear who."""
        found = []
        for role in dict.fromkeys(roles):
            if role in ("other", "speaker", "ministers"):
                continue
            some = [p for p, held in self._roles.items() if role in held and self.side_of(p) == party]
            if len(some) == 1:
                found.append(some[0])
        return found


def countries_of(units: Iterable[Unit], cast: Cast) -> tuple[str, ...]:
    """The countries that places, countries and groups among the units lie in or are."""
    found: list[str] = []
    for unit in units:
        for key in unit.entities:
            entity = cast.entities[key]
            if unit.symbol in (COUNTRY, BODY) or is_state(key):
                found.extend(filter(None, (cast.party(key),)))
            elif entity.kind is EntityKind.PLACE and entity.country:
                found.append(state_key(entity.country))
    return tuple(dict.fromkeys(found))
