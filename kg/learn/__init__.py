"""People and their spellings, learnt from articles: names with their Latin form in brackets, names behind titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.ids import digest, slug
from kg.knowledge.gazetteer import Gazetteer, Learned, PersonEntry, load_curated
from kg.knowledge.latin import latin_key
from kg.learn.choice import MOST_OFFICES, SAFE_LENGTH, choose, is_person, known_things, traditional
from kg.learn.division import divide
from kg.learn.frames import FrameReader, load_frames
from kg.learn.people import Person, gather, join_latins, majority, ranked
from kg.learn.sightings import Sighting, sightings
from kg.learn.table import write_learned
from kg.learn.titled import Titled, TitledNames
from kg.learn.usage import unsafe_forms
from kg.model import Article

__all__ = ["Learned", "learn", "write_learned"]

Group = tuple[tuple[str, ...], str]  # Latin key, and the id of the gazetteer or ""


def learn(articles: Iterable[Article], *, again: Iterable[Article] | None = None) -> Learned:
    """The people whose names stand with a Latin form or behind titles: spellings, country, offices, number of articles.

    蓬佩奥(Mike Pompeo) in one article and 庞皮欧(Mike Pompeo) in another are one person with two spellings. `again`
    is the same articles for a second reading, which tells the forms that are parts of other words; without it,
    forms of two characters are held for such. Known are the people that the gazetteer has without mining, so that
    the same articles give the same people whatever was mined before.
    """
    frames, gazetteer = load_frames(), load_curated()
    titled = TitledNames(frames)
    pairs: list[Sighting] = []
    for article in articles:
        pairs += sightings(article, frames)
        titled.read(article)
    things = known_things(gazetteer)
    groups = _group(pairs, gazetteer)
    people = [_person(group, groups[group], frames) for group in sorted(groups)]
    found = [person for person in join_latins(people) if is_person(person, things)]
    persons = choose(found, gazetteer, frames.names, things)
    known = {form for p in (*persons, *gazetteer.persons.values()) for form in (*p.full, *p.short, *p.weak)}
    untied = (_entry(name, entry) for name, entry in titled.names() if name not in known and name not in things)
    return _vetted((*persons, *untied), again, frames)


def _group(found: Iterable[Sighting], gazetteer: Gazetteer) -> dict[Group, list[Sighting]]:
    """The sightings by Latin key and, where the Latin form is exactly one of the gazetteer's, the id it has there."""
    exact = {
        slug(latin): key for key, person in gazetteer.persons.items() for latin in (person.latin, *person.also) if latin
    }
    groups: dict[Group, list[Sighting]] = defaultdict(list)
    for sighting in found:
        groups[latin_key(sighting.latin), exact.get(slug(sighting.latin), "")].append(sighting)
    return groups


def _person(group: Group, found: list[Sighting], frames: FrameReader) -> Person:
    key, known = group
    person = gather(key, divide(found, frames), frames.names)
    person.known = known or None
    return person


def _entry(name: str, titled: Titled) -> PersonEntry:
    return PersonEntry(
        id=f"zh-{digest(name, size=8)}",
        latin=None,
        country=majority(titled.countries),
        hans=name,
        hant=traditional(name),
        full=(name,),
        count=len(titled.articles),
        offices=tuple(office for office, _ in ranked(titled.offices)[:MOST_OFFICES]),
    )


def _vetted(persons: Iterable[PersonEntry], again: Iterable[Article] | None, frames: FrameReader) -> Learned:
    """The people with forms that are parts of other words moved to the weak ones."""
    kept = tuple(persons)
    forms = {form for person in kept for form in (*person.full, *person.short) if "·" not in form}
    if again is None:
        unsafe = frozenset(form for form in forms if len(form) < SAFE_LENGTH)
    else:
        unsafe = unsafe_forms(again, forms, frames.names)
    return Learned(
        persons=tuple(
            replace(
                person,
                full=tuple(form for form in person.full if form not in unsafe),
                short=tuple(form for form in person.short if form not in unsafe),
                weak=(*person.weak, *(form for form in (*person.full, *person.short) if form in unsafe)),
            )
            for person in kept
        )
    )
