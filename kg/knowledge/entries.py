"""Records of what is known before reading: countries, bodies, people, offices, terms of office, cities.

All forms are in comparison form (`kg.fold.fold`) and without repeats; labels keep their script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

NO_STATE = "-"  # the country of people who are known to serve none, and to speak for none that they come from


class CountryEntry(Struct, frozen=True, kw_only=True, gc=False):
    """A country or territory. `capitals` and `seats` stand for its government: 华盛顿, 白宫."""

    iso2: str
    en: str
    hans: str
    hant: str
    forms: tuple[str, ...]
    short: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


class OrganizationEntry(Struct, frozen=True, kw_only=True, gc=False):
    """A named body. `body` is the kind of body that it is for its country: 美国国务院 is the foreign-ministry of US."""

    id: str
    category: str
    en: str
    hans: str
    hant: str
    forms: tuple[str, ...]
    country: str | None = None
    parent: str | None = None
    body: str | None = None


class BodyEntry(Struct, frozen=True, kw_only=True, gc=False):
    """A generic body that a country before it makes a name: 外交部 in 中国外交部."""

    id: str
    category: str
    en: str
    forms: tuple[str, ...]


class PersonEntry(Struct, frozen=True, kw_only=True, gc=False):
    """A person. `full` forms are strong names; `short` ones (a surname) name him where nothing else is said.

    `weak` are shorts that many people or ordinary words share, for use only with a title, a country or the full name
    near; `also` are further Latin spellings; `count` is how many articles a mined name was seen in, else 0; `offices`
    are the titles it was seen with.
    """

    id: str
    latin: str | None
    country: str | None
    hans: str
    hant: str
    full: tuple[str, ...]
    short: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    count: int = 0
    offices: tuple[str, ...] = ()

    def joined(self, other: PersonEntry) -> PersonEntry:
        """This person with the spellings of another entry of the same person; what is a short here stays one."""
        latin = (other.latin,) if other.latin and other.latin != self.latin else ()
        return replace(
            self,
            country=self.country or other.country,
            full=_union(self.full, other.full),
            short=_union(self.short, other.short),
            weak=tuple(form for form in _union(self.weak, other.weak) if form not in self.short + other.short),
            also=_union(self.also, (*latin, *other.also)),
            count=self.count + other.count,
            offices=_union(self.offices, other.offices),
        )


class OfficeEntry(Struct, frozen=True, kw_only=True, gc=False):
    """An office without its country: 外交部长, 外长, 外相.

    `body` is the generic body it heads or serves, `country` the only (or by far likeliest) country that has it.
    """

    id: str
    en: str
    forms: tuple[str, ...]
    rank: str
    body: str | None = None
    country: str | None = None


class TenureEntry(Struct, frozen=True, kw_only=True, gc=False):
    """Who held an office, from `first` to `last` (ISO days, months or years; None: not known, or still).

    The office is of a country or of an organization (UN secretary-general).
    """

    person: str
    office: str
    country: str | None
    organization: str | None
    first: str | None
    last: str | None

    def covers(self, day: str | None) -> bool:
        """Whether the term includes the day (or any, if there is no day); dates of months and years count whole."""
        if day is None:
            return True
        return (self.first is None or self.first <= day) and (self.last is None or day[: len(self.last)] <= self.last)


class CityEntry(Struct, frozen=True, kw_only=True, gc=False):
    """A city or another place where people meet; `capital` says that it is the seat of its country's government.

    A building stands `within` a city, by id.
    """

    id: str
    en: str
    hans: str
    hant: str
    forms: tuple[str, ...]
    country: str
    population: int = 0
    capital: bool = False
    within: str | None = None


class Gazetteer(Struct, frozen=True, kw_only=True, eq=False):
    """All tables by id.

    `not_countries` are words that hold a country's name and name none (南中国海, 印度洋), `not_names` those that hold
    the name of another thing (世贸中心).
    """

    countries: Mapping[str, CountryEntry]
    organizations: Mapping[str, OrganizationEntry]
    bodies: Mapping[str, BodyEntry]
    persons: Mapping[str, PersonEntry]
    offices: Mapping[str, OfficeEntry]
    tenures: tuple[TenureEntry, ...]
    cities: Mapping[str, CityEntry]
    not_countries: tuple[str, ...]
    not_names: tuple[str, ...] = ()

    def with_learned(self, learned: Learned) -> Gazetteer:
        """A gazetteer that also knows the people learnt; those it knew gain their new spellings.

        A short form that names someone of the gazetteer stays his: for a learnt person it becomes a weak one.
        """
        taken = {form: key for key, person in self.persons.items() for form in person.short}
        persons = dict(self.persons)
        for person in learned.persons:
            kept = tuple(form for form in person.short if taken.get(form, person.id) == person.id)
            weak = (*person.weak, *(form for form in person.short if form not in kept))
            new = person if len(kept) == len(person.short) else replace(person, short=kept, weak=weak)
            persons[person.id] = persons[person.id].joined(new) if person.id in persons else new
        return replace(self, persons=persons)


class Learned(Struct, frozen=True, kw_only=True):
    """People read off a corpus; one whom the gazetteer knows has its id and brings only spellings."""

    persons: tuple[PersonEntry, ...]


def _union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
