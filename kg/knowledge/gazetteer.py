"""What is known before reading: countries, organizations, people, their offices and terms, cities.

All forms are in comparison form (`kg.fold.fold`) and without repeats; labels keep their script. The tables are
those of ontology/gazetteer and ontology/lexicon, described in their own head lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.errors import DataError
from kg.fold import fold
from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir

E = TypeVar("E")

RANKS = ("leaders", "ministers", "officials", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryEntry:
    """A country or territory. `capitals` and `seats` stand for its government: 华盛顿, 白宫."""

    iso2: str
    en: str
    hans: str
    hant: str
    forms: tuple[str, ...]
    short: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationEntry:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyEntry:
    """A generic body that a country before it makes a name: 外交部 in 中国外交部."""

    id: str
    category: str
    en: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """A person. `full` forms are strong names; `short` ones (a surname) name him where nothing else is said.

    `weak` are shorts that many people or ordinary words share, for use only with a title, a country or the full name
    near; `also` are further Latin spellings; `count` is how many articles a mined name was seen in, else 0.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeEntry:
    """An office without its country: 外交部长, 外长, 外相.

    `body` is the generic body it heads or serves, `country` the only (or by far likeliest) country that has it.
    """

    id: str
    en: str
    forms: tuple[str, ...]
    rank: str
    body: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureEntry:
    """Who held an office, from `first` to `last` (ISO days, months or years; None: not known, or still).

    The office is of a country or of an organization (UN secretary-general).
    """

    person: str
    office: str
    country: str | None
    organization: str | None
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CityEntry:
    """A city or another place where people meet; `capital` says that it is the seat of its country's government."""

    id: str
    en: str
    hans: str
    hant: str
    forms: tuple[str, ...]
    country: str
    population: int = 0
    capital: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
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


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package, read once. Raises DataError where a table is broken."""
    gazetteer = ontology_dir() / "gazetteer"
    lexicon = ontology_dir() / "lexicon"
    curated = _load(gazetteer / "persons.tsv", _person, "id")
    mined = _load(gazetteer / "persons_mined.tsv", _person, "id")
    return Gazetteer(
        countries=_load(gazetteer / "countries.tsv", _country, "iso2"),
        organizations=_load(gazetteer / "organizations.tsv", _organization, "id"),
        bodies=_load(lexicon / "bodies.tsv", _body, "id"),
        persons={**mined, **curated},
        offices=_load(lexicon / "offices.tsv", _office, "id"),
        tenures=tuple(_tenure(row) for row in read_table(gazetteer / "tenures.tsv")),
        cities=_load(gazetteer / "cities.tsv", _city, "id"),
        not_countries=_words(lexicon / "not_countries.tsv"),
        not_names=_words(lexicon / "not_names.tsv"),
    )


def folded_forms(forms: Iterable[str]) -> tuple[str, ...]:
    """Forms in comparison form, each once, in the order given: ("台灣", "台湾") -> ("台湾",)."""
    return tuple(dict.fromkeys(fold(form) for form in forms if form))


def _load(path: Path, make: Callable[[Mapping[str, str]], E], key: str) -> dict[str, E]:
    entries: dict[str, E] = {}
    for row in read_table(path):
        if row[key] in entries:
            raise DataError(f"{path.name}: {row[key]} stands twice")
        try:
            entries[row[key]] = make(row)
        except (KeyError, ValueError) as error:
            raise DataError(f"{path.name}: {row[key]}: {error}") from error
    return entries


def _words(path: Path) -> tuple[str, ...]:
    return folded_forms(row["form"] for row in read_table(path))


def _all_forms(row: Mapping[str, str]) -> tuple[str, ...]:
    cells = split_cell(row["forms"])
    dropped = {fold(cell[1:]) for cell in cells if cell.startswith("-")}
    forms = folded_forms((row["hans"], row["hant"], *(cell for cell in cells if not cell.startswith("-"))))
    return tuple(form for form in forms if form not in dropped)


def _country(row: Mapping[str, str]) -> CountryEntry:
    return CountryEntry(
        iso2=row["iso2"],
        en=row["en"],
        hans=row["hans"],
        hant=row["hant"],
        forms=_all_forms(row),
        short=folded_forms(split_cell(row["short"])),
        capitals=folded_forms(split_cell(row["capitals"])),
        seats=folded_forms(split_cell(row["seats"])),
    )


def _organization(row: Mapping[str, str]) -> OrganizationEntry:
    return OrganizationEntry(
        id=row["id"],
        category=row["category"],
        en=row["en"],
        hans=row["hans"],
        hant=row["hant"],
        forms=_all_forms(row),
        country=row["country"] or None,
        parent=row["parent"] or None,
        body=row["body"] or None,
    )


def _body(row: Mapping[str, str]) -> BodyEntry:
    forms = folded_forms(split_cell(row["forms"]))
    return BodyEntry(id=row["id"], category=row["category"], en=row["en"], forms=forms)


def _person(row: Mapping[str, str]) -> PersonEntry:
    return PersonEntry(
        id=row["id"],
        latin=row["latin"] or None,
        country=row["country"] or None,
        hans=row["hans"],
        hant=row["hant"],
        full=folded_forms(split_cell(row["full"])),
        short=folded_forms(split_cell(row["short"])),
        weak=folded_forms(split_cell(row["weak"])),
        also=split_cell(row["also"]),
        count=int(row.get("count") or 0),
    )


def _office(row: Mapping[str, str]) -> OfficeEntry:
    if row["rank"] not in RANKS:
        raise ValueError(f"no such rank: {row['rank']}")
    return OfficeEntry(
        id=row["id"],
        en=row["en"],
        forms=folded_forms(split_cell(row["forms"])),
        rank=row["rank"],
        body=row["body"] or None,
        country=row["country"] or None,
    )


def _tenure(row: Mapping[str, str]) -> TenureEntry:
    return TenureEntry(
        person=row["person"],
        office=row["office"],
        country=row["country"] or None,
        organization=row["organization"] or None,
        first=row["first"] or None,
        last=row["last"] or None,
    )


def _city(row: Mapping[str, str]) -> CityEntry:
    return CityEntry(
        id=row["id"],
        en=row["en"],
        hans=row["hans"],
        hant=row["hant"],
        forms=_all_forms(row),
        country=row["country"],
        population=int(row["population"] or 0),
        capital=row["capital"] == "yes",
    )
