"""Which names of an article are the same person, and which person of the gazetteer that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.fold import JOINTS
from kg.ids import slug
from kg.knowledge.entries import NO_STATE
from kg.knowledge.latin import is_compatible, latin_key
from kg.knowledge.roles import load_roles
from kg.link.gazetteer import KnownPeople
from kg.model import Annotated, Candidate, Entity, EntityKind, Form, Introduced, Mention, Tenure

_NAMED = (Form.FULL, Form.SHORT, Form.COMPOUND)
WEAK_RULES = ("known-weak", "compound", "surname")  # names that count only where the person is named otherwise


@dataclass
class Name:
    """All occurrences of one string that names a person, with the titles it bears; none comes in once it is asked."""

    text: str
    candidates: list[Candidate] = field(default_factory=list)
    titles: list[Candidate] = field(default_factory=list)
    introduced: Introduced | None = None  # what other articles tell of the name

    @property
    def bare(self) -> str:
        """The string without separators, in which spellings are compared."""
        return bare(self.text)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries its titles give."""
        return frozenset(title.country for title in self.titles if title.country and title.rule == "title")

    @cached_property
    def offices(self) -> frozenset[str]:
        """The ids of the offices its titles name."""
        return frozenset(office for title in self.titles for office in title.known)

    @cached_property
    def former(self) -> frozenset[str]:
        """Those of them that it no longer holds: 前总统."""
        return frozenset(office for title in self.titles if title.modifier == "former" for office in title.known)

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The people of the gazetteer who bear it."""
        return tuple(dict.fromkeys(person for c in self.candidates for person in c.known))

    @cached_property
    def own_latin(self) -> str | None:
        """The Latin form beside it, if any."""
        return next((c.latin for c in self.candidates if c.latin), None)

    @property
    def lesson(self) -> Introduced | None:
        """What other articles tell of the name, unless the gazetteer has it or a title here gives another country."""
        found = self.introduced
        if found is None or self.known:
            return None
        countries = self.countries
        return None if found.country and countries and found.country not in countries else found

    @property
    def latin(self) -> str | None:
        """The Latin form beside it, else the one that another article gives it."""
        return self.own_latin or (self.lesson.latin if self.lesson else None)

    @property
    def is_weak(self) -> bool:
        """Whether it can only point to a person who is named otherwise."""
        return not self.titles and not self.latin and all(c.rule in WEAK_RULES for c in self.candidates)


@dataclass(slots=True)
class Person:
    """One person of an article; `countries` are those that titles give.

    `latin` is the Latin form, the longest if there are several; one of this article goes first.
    """

    names: list[Name]
    known: str | None = None
    countries: frozenset[str] = field(init=False)
    latin: str | None = field(init=False)

    def __post_init__(self) -> None:
        self._sum_up()

    def add(self, name: Name) -> None:
        """Take in one more name of the person."""
        self.names.append(name)
        self._sum_up()

    def _sum_up(self) -> None:
        self.countries = frozenset().union(*(name.countries for name in self.names))
        own = [name.own_latin for name in self.names if name.own_latin]
        told = own or [name.latin for name in self.names if name.latin]
        self.latin = max(told, key=lambda latin: (len(latin), latin), default=None)

    @property
    def first(self) -> int:
        """Where the person is named first."""
        return min(c.start for name in self.names for c in name.candidates)


def bare(text: str) -> str:
    """A name without separators and spaces: 安东尼·布林肯 -> 安东尼布林肯."""
    return text.replace("·", "").replace("-", "").replace(" ", "")


def link_people(annotated: Annotated, titles: Iterable[Candidate], known: KnownPeople) -> list[Person]:
    """The people of an article in the order of their first mention."""
    names = sorted(_collect(annotated, titles), key=lambda n: (n.is_weak, "·" not in n.text, -len(n.text), n.text))
    states = {code for c in annotated.candidates if c.kind is EntityKind.COUNTRY for code in c.known}
    people: list[Person] = []
    for name in names:
        if _is_surname_of(name, people):
            name.introduced = None  # the fuller name of this article says better whose it is
        identity = _named_in_full(name, people, known) or _identify(name, known, annotated.article.day, states)
        person = next((p for p in people if _is_same(name, identity, p, known)), None)
        if person is not None:
            if person.known is None and identity and not _is_other(name, identity, person, known):
                person.known = identity
            person.add(name)
        elif not name.is_weak:
            people.append(Person(names=[name], known=identity))
    return sorted(people, key=lambda person: person.first)


def _collect(annotated: Annotated, titles: Iterable[Candidate]) -> Iterable[Name]:
    borne: dict[tuple[int, int], list[Candidate]] = {}
    for title in titles:
        for holder in title.holders:
            borne.setdefault((holder.start, holder.end), []).append(title)
    introduced = {bare(name.form): name for name in annotated.introduced}
    names: dict[str, Name] = {}
    for c in annotated.candidates:
        if c.kind is EntityKind.PERSON and c.form in _NAMED:
            text = annotated.folded[c.start : c.end]
            plain = bare(text)
            name = names.setdefault(plain, Name(text=text, introduced=introduced.get(plain)))
            name.candidates.append(c)
            name.titles += borne.get((c.start, c.end), ())
    return names.values()


def _named_in_full(name: Name, people: Iterable[Person], known: KnownPeople) -> str | None:
    """The one of those who bear a surname whom the article names in full: 克林顿 beside 比尔·克林顿.

    None of those who share it with one whom it means where nothing else is said: 拜登 beside 博·拜登.
    """
    if len(name.known) < 2 or "·" in name.text or name.offices or name.latin:
        return None
    told = {p.known for p in people if p.known in name.known and _is_part_of(name, p)}
    sure = {person for person in name.known if name.bare in known.gazetteer.persons[person].short}
    return told.pop() if len(told) == 1 and told <= (sure or told) else None


def _identify(name: Name, known: KnownPeople, day: str | None, states: Collection[str]) -> str | None:
    """The known person that a name means in an article that names these states.

    A surname that many bear, without a country, means nobody of a state that is not named, but by his own office.
    """
    if name.latin and (person := known.by_latin.get(slug(name.latin))):
        return person
    if len(name.bare) == 1 and name.offices and not name.known:
        return known.leader(name.bare, name.offices, day)
    person = known.choose(name.known, name.countries, name.offices - name.former, day, name.former)
    if person and name.latin and not known.is_called(person, name.latin):
        return person if known.holds(person, name.offices, day) else None
    is_surname = all(c.rule == "known-weak" for c in name.candidates)
    if person is None or not is_surname or name.countries or name.latin or known.holds(person, name.offices, day):
        return person
    is_abroad = (known.country(person) or NO_STATE) not in (*states, NO_STATE)
    return None if is_abroad or known.is_elsewhere(person, name.offices) else person


def _is_same(name: Name, identity: str | None, person: Person, known: KnownPeople) -> bool:
    if identity and (person.known or len(name.bare) == 1):
        return identity == person.known
    if name.latin and person.latin:
        return slug(name.latin) == slug(person.latin) or _is_told_alike(name, person)
    if name.countries and person.countries and not name.countries & person.countries:
        return False
    if person.known and name.known and person.known in name.known:
        return True
    return any(is_part(name.text, other.text, is_initial=name.is_weak) for other in person.names)


def _is_surname_of(name: Name, people: Iterable[Person]) -> bool:
    """Whether a surname that other articles introduce is part of a name of this article."""
    if name.introduced is None or name.introduced.is_full:
        return False
    return any(_is_part_of(name, person) for person in people)


def _is_part_of(name: Name, person: Person) -> bool:
    return any(is_part(name.text, other.text) for other in person.names)


def _is_told_alike(name: Name, person: Person) -> bool:
    """Whether one of two Latin forms comes from another article, which may spell it out less or more."""
    is_told = name.own_latin is None or all(other.own_latin is None for other in person.names)
    return is_told and is_compatible(latin_key(name.latin or ""), latin_key(person.latin or ""))


def _is_other(name: Name, identity: str, person: Person, known: KnownPeople) -> bool:
    """Whether the person of the gazetteer behind a surname is someone else than the person of the article.

    伯恩 may be known, but after 帕特里克·伯恩(Patrick Byrne) it means him.
    """
    if person.latin and not known.is_called(identity, person.latin):
        return True
    is_doubtful = all(c.rule == "known-weak" for c in name.candidates)
    return is_doubtful and any("·" in other.text for other in person.names)


def is_part(short: str, full: str, *, is_initial: bool = False) -> bool:
    """Whether `short` can stand for `full` once that has been said: 布林肯 for 安东尼·布林肯, 茂木 for 茂木敏充."""
    if is_initial and len(short) == 1:
        return full.rpartition("·")[2].startswith(short)
    if full[:1] < "\u0250":  # Biswas for Rajiv Biswas
        return short in (words := full.split()) and len(words) > 1
    parts = [part.strip() for part in JOINTS.split(full)]
    if len(parts) > 1:
        return short in parts or (bare(full).endswith(bare(short)) and len(bare(short)) >= 2)
    return len(short) < len(full) and full.startswith(short) and len(full) - len(short) <= 2 and len(short) <= 2


def person_entities(people: list[Person], annotated: Annotated, known: KnownPeople) -> Iterator[tuple[Person, Entity]]:
    """An entity for each person: known ones by their gazetteer id, the others by number."""
    for number, person in enumerate(people, start=1):
        longest = max((c for n in person.names for c in n.candidates), key=lambda c: _fullness(c, annotated.folded))
        yield (
            person,
            Entity(
                key=f"person/{person.known or number}",
                kind=EntityKind.PERSON,
                name=annotated.article.text[longest.start : longest.end],
                latin=person.latin,
                country=_country(person, known),
                known=person.known,
            ),
        )


def _fullness(candidate: Candidate, folded: str) -> tuple[bool, int, int]:
    """How well a mention names an entity: in Chinese rather than in Latin letters, then long, then early."""
    return folded[candidate.start] > "\u3400", candidate.end - candidate.start, -candidate.start


def _country(person: Person, known: KnownPeople) -> str | None:
    if person.known and (country := known.country(person.known)):
        return country
    titles = [title for name in person.names for title in name.titles if title.country]
    explicit = [title for title in titles if title.rule == "title"]
    told = [name.lesson.country for name in person.names if name.lesson and name.lesson.country]
    if told and not explicit:
        return min(told)
    counts = Counter(title.country for title in explicit or titles)
    return min(counts, key=lambda code: (-counts[code], code), default=None)


def latin_forms(annotated: Annotated) -> dict[str, list[Candidate]]:
    """The Latin forms in brackets, by what they spell."""
    found: dict[str, list[Candidate]] = {}
    for c in annotated.candidates:
        if c.form is Form.LATIN and c.kind is EntityKind.PERSON and c.latin:
            found.setdefault(slug(c.latin), []).append(c)
    return found


def person_mentions(person: Person, entity: Entity, latin: Mapping[str, Sequence[Candidate]]) -> Iterator[Mention]:
    """The mentions that name the person; `latin` are the article's Latin forms, of which it has its own."""
    for name in person.names:
        for c in name.candidates:
            yield Mention(
                start=c.start,
                end=c.end,
                entities=(entity.key,),
                kind=EntityKind.PERSON,
                form=c.form,
                rule=c.rule,
                confidence=c.confidence,
            )
    for spelling in sorted({slug(name.latin) for name in person.names if name.latin}):
        for c in latin.get(spelling, ()):
            yield Mention(
                start=c.start, end=c.end, entities=(entity.key,), kind=EntityKind.PERSON, form=c.form, rule=c.rule
            )


def inherited_country(holder: Entity, body: Entity | None) -> str | None:
    """The country of an office that no words give one: its holder's, but of none in a body of many states."""
    return None if body is not None and body.category == "igo" else holder.country


def person_tenures(
    person: Person, entity: Entity, annotated: Annotated, bodies: Mapping[tuple[int, int], Entity]
) -> Iterator[Tenure]:
    """The roles the article gives the person; `bodies` maps spans of bodies to entity keys."""
    text = annotated.article.text
    for name in person.names:
        for title in name.titles:
            if load_roles().no_office.issuperset(title.known):
                continue
            holder = next(h for h in title.holders for c in name.candidates if (h.start, h.end) == (c.start, c.end))
            body = bodies.get((title.body.start, title.body.end)) if title.body else None
            role = text[title.end - len(title.role or "") : title.end]
            yield Tenure(
                holder=entity.key,
                role=role,
                start=min(title.start, holder.start),
                end=max(title.end, holder.end),
                country=title.country if title.rule == "title" else inherited_country(entity, body),
                modifier=title.modifier,
                body=body.key if body else None,
            )
