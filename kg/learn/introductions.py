"""What a build learns from its own input: the names that some article introduces and the gazetteer lacks.

`introductions` reads one article and keeps little; `introduced` puts what all articles give together. Precision goes
first: a name is learnt where a clear pair or several offices introduce it, and only if it can be nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from kg.knowledge.gazetteer import Gazetteer, load_gazetteer
from kg.knowledge.latin import latin_key
from kg.learn.choice import is_person, known_things
from kg.learn.division import divide, sound
from kg.learn.frames import load_frames
from kg.learn.people import Divide, Person, majority, people_of
from kg.learn.sightings import Sighting, sightings
from kg.learn.titled import FEWEST_ARTICLES, LONGEST, Behind, TitledNames, behind_titles, no_people
from kg.model import Article, Introduced

SHORTEST = 3  # characters of a whole name; shorter ones stand inside other words too often
SHORTEST_SURNAME = 4  # of a surname, which must also sound foreign
LEAST_SOUND = 0.8  # mean weight of the characters of a surname

NamesBehind = Callable[[Sequence[Behind]], list[Introduced]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Introductions:
    """Of one article: pairs of a name with its Latin form, and what stands behind titles; known names left out."""

    pairs: tuple[Sighting, ...] = ()
    behind: tuple[Behind, ...] = ()


def introductions(article: Article) -> Introductions:
    """What one article introduces that the gazetteer has not; it depends on the article alone."""
    known = _known()
    return Introductions(
        pairs=tuple(s for s in sightings(article, load_frames()) if not known.has(s)),
        behind=tuple(behind_titles(article, known.begins)),
    )


def names_behind(same: Sequence[Behind]) -> list[Introduced]:
    """The names among strings of one beginning behind titles."""
    known, gathered = _known(), TitledNames(load_frames())
    for one in same:
        gathered.add(one)
    return [
        Introduced(form=name, country=majority(entry.countries))
        for name, entry in gathered.names()
        if len(name) >= SHORTEST and not known.clashes(name)
    ]


def introduced(
    found: Iterable[Introductions], *, divide: Divide = divide, titled: NamesBehind = names_behind
) -> tuple[Introduced, ...]:
    """The names to look for in every article, sorted by form; the same for any order of the articles.

    `divide` is what cuts names out of the sightings of one person, `titled` what tells those behind titles
    (`names_behind`); both may remember.
    """
    pairs: list[Sighting] = []
    behind: list[Behind] = []
    for one in found:
        pairs += one.pairs
        behind += one.behind
    learnt = {name.form: name for name in (*_titled(behind, titled), *_paired(pairs, divide))}
    return tuple(learnt[form] for form in sorted(learnt))


def _titled(behind: Iterable[Behind], titled: NamesBehind) -> Iterator[Introduced]:
    """Names that several articles give behind titles, without Latin form; strings of one beginning at a time."""
    for _, group in groupby(sorted(behind, key=lambda b: (b.words, b.article)), key=lambda b: b.words[:2]):
        same = list(group)
        if len({b.article for b in same}) >= FEWEST_ARTICLES:
            yield from titled(same)


def _paired(pairs: Iterable[Sighting], divide: Divide) -> Iterator[Introduced]:
    """Names tied to one Latin form: whole ones, and surnames that stand with it themselves."""
    known = _known()
    gazetteer = known.gazetteer
    ordered = sorted(pairs, key=lambda s: (s.article, s.latin, s.run))
    people = people_of(ordered, gazetteer, load_frames(), divide=divide)
    parts = _parts(people)
    owners = Counter(form for person in people for form in {*person.full, *person.short})
    for person in people:
        if not is_person(person, known.things):
            continue
        entry = gazetteer.persons.get(person.known or "")
        country = entry.country if entry else person.country if len(person.articles) > 1 else None
        for form in (*person.full, *_surnames(person)):
            is_full = form in person.full
            is_own = owners[form] == 1 and (is_full or parts[form] == {id(person)})
            if is_own and len(form) >= SHORTEST and not known.clashes(form):
                yield Introduced(form=form, latin=person.latin, country=country, is_full=is_full)


def _surnames(person: Person) -> Iterator[str]:
    """The surnames that stand right before the Latin form, long and foreign enough to be nothing else."""
    lasts = Counter[str]()
    for form, count in person.full.items():
        lasts[form.rpartition("·")[2]] += count
    names, forms = load_frames().names, (*person.full, *person.short)
    for form, count in person.short.items():
        is_foreign = len(form) >= SHORTEST_SURNAME and sound(form, names) >= LEAST_SOUND
        is_cut = any(other != form and other.endswith(form) and not other.endswith("·" + form) for other in forms)
        if is_foreign and "·" not in form and count > lasts[form] and not is_cut:
            yield form


def _parts(people: Iterable[Person]) -> Mapping[str, set[int]]:
    """Part of a name -> the people who bear it, as surname or as first name."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for person in people:
        for form in (*person.full, *person.short):
            for part in form.split("·"):
                bearers[part].add(id(person))
    return bearers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the gazetteer has: forms of people by Latin key, whole names, parts of names, and all other forms."""

    gazetteer: Gazetteer
    by_latin: Mapping[tuple[str, ...], frozenset[str]]
    full: frozenset[str]
    parts: frozenset[str]
    things: frozenset[str]

    def has(self, sighting: Sighting) -> bool:
        """Whether the pair says only what the gazetteer knows."""
        return any(
            sighting.run.endswith(form) and not sighting.run.endswith("·" + form)
            for form in self.by_latin.get(latin_key(sighting.latin), ())
        )

    def begins(self, words: str) -> bool:
        """Whether a known name stands first."""
        return any(words[:size] in self.full for size in range(2, LONGEST + 1))

    def clashes(self, form: str) -> bool:
        """Whether a form is anything else, or a part of the name of someone known."""
        return form in self.full or form in self.parts or form in self.things or form in no_people()


@cache
def _known() -> _Known:
    gazetteer, names = load_gazetteer(), load_frames().names
    by_latin: dict[tuple[str, ...], set[str]] = defaultdict(set)
    full: set[str] = set()
    parts: set[str] = set()
    for person in gazetteer.persons.values():
        full.update(person.full)
        parts.update((*person.short, *person.weak), *(form.split("·") for form in person.full))
        for latin in (person.latin, *person.also):
            if latin:
                by_latin[latin_key(latin)].update(person.full, person.short)
    offices = (form for office in gazetteer.offices.values() for form in office.forms)
    bodies = (form for body in gazetteer.bodies.values() for form in body.forms)
    return _Known(
        gazetteer=gazetteer,
        by_latin={key: frozenset(forms) for key, forms in by_latin.items()},
        full=frozenset(full),
        parts=frozenset(parts),
        things=known_things(gazetteer) | names.words | frozenset(offices) | frozenset(bodies),
    )
