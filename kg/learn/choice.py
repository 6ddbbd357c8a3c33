"""Which spellings of the people gathered are safe to look for everywhere, which only near a title or full name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec.structs import replace

from kg.fold import converted, fold
from kg.ids import slug
from kg.knowledge.gazetteer import Gazetteer, PersonEntry
from kg.knowledge.latin import latin_key
from kg.knowledge.names import NameLexicon, load_names
from kg.knowledge.organizations import load_org_context
from kg.learn.people import Person, ranked

MOST_FORMS = 6  # full forms kept of one person, the commonest
DOMINANT = 0.9  # share of the sightings of a shared surname from which on it means one person
DOMINANT_FROM = 10  # sightings that such a person has at least
FIRST_NAME_RATIO = 0.34  # a surname seen so often as a first name (托马斯 Thomas), in relation, is weak
SAFE_LENGTH = 3  # characters; a shorter surname is found inside other words too often
SAFE_FROM = 4  # articles; a surname met less often may well be someone else's in the next article
WEAK_FROM = 3  # articles; below, a surname is not kept at all
MOST_OFFICES = 3


def is_person(person: Person, things: Container[str]) -> bool:
    """Whether the forms are a person's: dotted or East Asian, or with a title, and no known place or body."""
    forms = [*person.full, *person.short]
    if not forms or any(form in things for form in forms):
        return False
    suffixes = (*load_org_context().suffixes, *load_names().thing_ends)
    if all(form.endswith(suffixes) for form in forms) and not person.offices:
        return False
    return bool(person.offices) or person.is_eastern or any("·" in form for form in forms)


def choose(
    people: Sequence[Person], gazetteer: Gazetteer, names: NameLexicon, things: Container[str]
) -> tuple[PersonEntry, ...]:
    """Entries of the people, sorted by id; known people keep their id and bring what the gazetteer lacks."""
    owners = _owners(people)
    firsts = _first_names(people)
    ids = _known_ids(gazetteer)
    entries: dict[str, PersonEntry] = {}
    for person in people:
        known = person.known or next((ids[key] for key in sorted(person.keys) if key in ids), None)
        entry = _entry(person, known, gazetteer)
        shorts = [form for form in _surnames(person) if person.short[form] > 1 or len(person.short) == 1]
        safe = [
            form
            for form in shorts
            if len(form) >= SAFE_LENGTH
            and len(person.articles) >= SAFE_FROM
            and form not in names.words
            and form not in things
            and _owns(form, person, owners)
            and firsts[form] <= FIRST_NAME_RATIO * person.short[form]
        ]
        weak = [form for form in shorts if form not in safe] if len(person.articles) >= WEAK_FROM else []
        entry = replace(entry, short=tuple(safe), weak=tuple(weak))
        if not (entry.full or entry.short or entry.weak or entry.also):
            continue
        entries[entry.id] = entries[entry.id].joined(entry) if entry.id in entries else entry
    return tuple(entries[key] for key in sorted(entries))


def _surnames(person: Person) -> list[str]:
    """The short forms without those that are the rest of another: 斯根 of 霍伊斯根, unless it is far commoner."""
    counts = person.short
    return [
        form
        for form, count in ranked(counts)
        if not any(other != form and other.endswith(form) and 2 * counts[other] >= count for other in counts)
    ]


def _entry(person: Person, known: str | None, gazetteer: Gazetteer) -> PersonEntry:
    full = [form for form, count in ranked(person.full)[:MOST_FORMS] if count > 1 or len(person.full) < MOST_FORMS]
    also = [latin for latin, count in ranked(person.latins) if latin != person.latin and count > 1]
    offices = tuple(office for office, _ in ranked(person.offices)[:MOST_OFFICES])
    if known is not None:
        mine = gazetteer.persons[known]
        return PersonEntry(
            id=known,
            latin=mine.latin,
            country=mine.country,
            hans=mine.hans,
            hant=mine.hant,
            full=tuple(form for form in full if form not in mine.full and not _strays(form, mine.full)),
            also=tuple(latin for latin in (person.latin, *also) if latin not in (mine.latin, *mine.also)),
            count=len(person.articles),
            offices=offices,
        )
    hans, hant = _labels(person)
    return PersonEntry(
        id=slug(person.latin),
        latin=person.latin,
        country=person.country,
        hans=hans,
        hant=hant,
        full=tuple(full),
        also=tuple(also),
        count=len(person.articles),
        offices=offices,
    )


def _strays(form: str, known: Iterable[str]) -> bool:
    """Whether a form is a known one with a character too many before it: 比贝拉克·奥巴马."""
    return any(form.endswith(name) and "·" in name and "·" not in form[: -len(name)] for name in known)


def _labels(person: Person) -> tuple[str, str]:
    """The best form in either script; where one script has only a surname, the other's whole name is converted."""
    hans, hant = (_best(person.written.get(script, Counter())) for script in ("Hans", "Hant"))
    plain, other = fold(hans), fold(hant)
    if "·" in plain and "·" not in other:
        return plain, traditional(plain)
    if not hans or ("·" in other and "·" not in plain):
        return other, hant
    return plain, hant or traditional(plain)


def _best(forms: Counter[str]) -> str:
    return max(forms, key=lambda form: ("·" in fold(form), forms[form], form), default="")


def traditional(name: str) -> str:
    """A name in traditional script; characters that names keep in both scripts stay: 里, 范, 于."""
    table = {ord(wrong): right for wrong, right in zip("裏範鬱鬥佈", "里范郁斗布", strict=True)}
    return converted(name, "s2t").translate(table)


def _known_ids(gazetteer: Gazetteer) -> dict[tuple[str, ...], str]:
    """Latin key -> id of the people known; a key that several share is left out."""
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for key, person in gazetteer.persons.items():
        for latin in (person.latin, *person.also):
            if latin:
                owners[latin_key(latin)].add(key)
    return {latin: next(iter(keys)) for latin, keys in owners.items() if len(keys) == 1}


def _owners(people: Iterable[Person]) -> dict[str, list[tuple[int, Person]]]:
    owners: dict[str, list[tuple[int, Person]]] = defaultdict(list)
    for person in people:
        for form, count in person.short.items():
            owners[form].append((count, person))
    return owners


def _owns(form: str, person: Person, owners: Mapping[str, Sequence[tuple[int, Person]]]) -> bool:
    mine = person.short[form]
    total = sum(count for count, _ in owners[form])
    return mine == total or (mine >= DOMINANT_FROM and mine >= DOMINANT * total)


def _first_names(people: Iterable[Person]) -> Counter[str]:
    return Counter(
        part for person in people for form, count in person.full.items() for part in form.split("·")[:-1] * count
    )


def known_things(gazetteer: Gazetteer) -> frozenset[str]:
    """The forms of countries, bodies and cities, and the words that hold names: none of them a person."""
    things = [form for country in gazetteer.countries.values() for form in (*country.forms, *country.capitals)]
    things += [
        form for table in (gazetteer.organizations, gazetteer.cities) for e in table.values() for form in e.forms
    ]
    return frozenset((*things, *gazetteer.not_countries, *gazetteer.not_names))
