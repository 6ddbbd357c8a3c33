"""People and their spellings, learnt from articles: names with their Latin form in brackets, names behind titles."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kg.ids import digest
from kg.knowledge.gazetteer import Learned, PersonEntry, load_curated
from kg.learn.choice import MOST_OFFICES, SAFE_LENGTH, choose, is_person, known_things, traditional
from kg.learn.division import Named, divide
from kg.learn.frames import Frame, FrameReader, load_frames
from kg.learn.introductions import Introductions, introduced, introductions, names_behind
from kg.learn.people import majority, people_of, ranked
from kg.learn.sightings import Sighting, sightings
from kg.learn.table import write_learned
from kg.learn.titled import Behind, Titled, TitledNames, behind_titles
from kg.learn.usage import unsafe_forms
from kg.model import Article

__all__ = [
    "Behind",
    "Frame",
    "FrameReader",
    "Introductions",
    "Learned",
    "Named",
    "Sighting",
    "divide",
    "introduced",
    "introductions",
    "learn",
    "names_behind",
    "write_learned",
]


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
        for behind in behind_titles(article):
            titled.add(behind)
    things = known_things(gazetteer)
    found = [person for person in people_of(pairs, gazetteer, frames) if is_person(person, things)]
    persons = choose(found, gazetteer, frames.names, things)
    known = {form for p in (*persons, *gazetteer.persons.values()) for form in (*p.full, *p.short, *p.weak)}
    untied = (_entry(name, entry) for name, entry in titled.names() if name not in known and name not in things)
    return _vetted((*persons, *untied), again, frames)


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
