"""What is known before reading: countries, organizations, people, their offices and terms, cities.

All forms are in comparison form (`kg.fold.fold`) and without repeats; labels keep their script. The tables are
those of ontology/gazetteer and ontology/lexicon, described in their own head lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.errors import DataError
from kg.fold import fold
from kg.knowledge.entries import (
    BodyEntry,
    CityEntry,
    CountryEntry,
    Gazetteer,
    Learned,
    OfficeEntry,
    OrganizationEntry,
    PersonEntry,
    TenureEntry,
)
from kg.knowledge.organizations import load_ands
from kg.knowledge.tables import read_folded, read_table, split_cell
from kg.resources import ontology_dir

E = TypeVar("E")
Row = Mapping[str, str]

__all__ = [
    "BodyEntry",
    "CityEntry",
    "CountryEntry",
    "Gazetteer",
    "Learned",
    "OfficeEntry",
    "OrganizationEntry",
    "PersonEntry",
    "TenureEntry",
    "bodies_served",
    "folded_forms",
    "load_curated",
    "load_gazetteer",
    "read_persons",
]
_JOINTED_FROM = 7  # characters; in shorter names such a character is often no word of its own
RANKS = ("leaders", "ministers", "officials", "other")  # of offices and of those who hold them, highest first
HIGH = frozenset(RANKS[:2])  # of which a state or body has few, so that each means one person


def terms_of(gazetteer: Gazetteer) -> Mapping[str, tuple[TenureEntry, ...]]:
    """The terms of office of everyone who has any, by the person's id, in the order of the table."""
    found: dict[str, list[TenureEntry]] = {}
    for tenure in gazetteer.tenures:
        found.setdefault(tenure.person, []).append(tenure)
    return {person: tuple(terms) for person, terms in found.items()}


def bodies_served(gazetteer: Gazetteer) -> Mapping[str, tuple[str, ...]]:
    """The organizations of which someone holds or held an office, by the person's id, in the order of the table."""
    found: dict[str, dict[str, None]] = {}
    for tenure in gazetteer.tenures:
        if tenure.organization:
            found.setdefault(tenure.person, {})[tenure.organization] = None
    return {person: tuple(bodies) for person, bodies in found.items()}


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package, read once: what people wrote down and what was mined from news.

    Raises DataError where a table is broken.
    """
    return load_curated().with_learned(read_persons(ontology_dir() / "gazetteer" / "persons_mined.tsv"))


def read_persons(path: Path) -> Learned:
    """The people of a table as `kg.learn.write_learned` writes it. Raises DataError where it is broken."""
    return Learned(persons=tuple(_load(path, _person, "id").values()))


@cache
def load_curated() -> Gazetteer:
    """The gazetteer without the mined people: what mining starts from."""
    gazetteer = ontology_dir() / "gazetteer"
    lexicon = ontology_dir() / "lexicon"
    return Gazetteer(
        countries=_load(gazetteer / "countries.tsv", _country, "iso2"),
        organizations=_load(gazetteer / "organizations.tsv", _organization, "id"),
        bodies=_load(lexicon / "bodies.tsv", _body, "id"),
        persons=_load(gazetteer / "persons.tsv", _person, "id"),
        offices=_load(lexicon / "offices.tsv", _office, "id"),
        tenures=tuple(_tenure(row) for row in read_table(gazetteer / "tenures.tsv")),
        cities=_load(gazetteer / "cities.tsv", _city, "id"),
        not_countries=_words(lexicon / "not_countries.tsv"),
        not_names=_words(lexicon / "not_names.tsv"),
    )


def folded_forms(forms: Iterable[str]) -> tuple[str, ...]:
    """Forms in comparison form, each once, in the order given: ("台灣", "台湾") -> ("台湾",)."""
    return tuple(dict.fromkeys(fold(form) for form in forms if form))


def _load(path: Path, make: Callable[[Row, Row], E], key: str) -> dict[str, E]:
    """The entries of a table, each made of a row as it stands and in comparison form."""
    entries: dict[str, E] = {}
    for row, folded in read_folded(path):
        if row[key] in entries:
            raise DataError(f"{path.name}: {row[key]} stands twice")
        try:
            entries[row[key]] = make(row, folded)
        except (KeyError, ValueError) as error:
            raise DataError(f"{path.name}: {row[key]}: {error}") from error
    return entries


def _joint_variants(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The forms, and long ones with one word for "and" also with the others: 战略与国际…, 战略暨国际研究中心."""
    variants, (joints, alone) = list(forms), load_ands()
    for form in forms:
        if len(form) < _JOINTED_FROM:
            continue
        places = [match.start() for match in alone.finditer(form, 2, len(form) - 2)]
        if len(places) == 1:
            variants += [form[: places[0]] + joint + form[places[0] + 1 :] for joint in joints]
    return tuple(dict.fromkeys(variants))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split_cell(cell)))


def _words(path: Path) -> tuple[str, ...]:
    return folded_forms(row["form"] for row in read_table(path))


def _all_forms(folded: Row) -> tuple[str, ...]:
    """The labels and the forms, without those with a minus before them."""
    cells = split_cell(folded["forms"])
    dropped = {cell[1:] for cell in cells if cell[0] == "-"}
    forms = dict.fromkeys((folded["hans"], folded["hant"], *cells))
    return tuple(form for form in forms if form and form[0] != "-" and form not in dropped)


def _country(row: Row, folded: Row) -> CountryEntry:
    return CountryEntry(
        iso2=row["iso2"],
        en=row["en"],
        hans=row["hans"],
        hant=row["hant"],
        forms=_all_forms(folded),
        short=_listed(folded["short"]),
        capitals=_listed(folded["capitals"]),
        seats=_listed(folded["seats"]),
    )


def _organization(row: Row, folded: Row) -> OrganizationEntry:
    return OrganizationEntry(
        id=row["id"],
        category=row["category"],
        en=row["en"],
        hans=row["hans"],
        hant=row["hant"],
        forms=_joint_variants(_all_forms(folded)),
        country=row["country"] or None,
        parent=row["parent"] or None,
        body=row["body"] or None,
    )


def _body(row: Row, folded: Row) -> BodyEntry:
    forms = _listed(folded["forms"])
    return BodyEntry(id=row["id"], category=row["category"], en=row["en"], forms=forms)


def _person(row: Row, folded: Row) -> PersonEntry:
    return PersonEntry(
        id=row["id"],
        latin=row["latin"] or None,
        country=row["country"] or None,
        hans=row["hans"],
        hant=row["hant"],
        full=_listed(folded["full"]),
        short=_listed(folded["short"]),
        weak=_listed(folded["weak"]),
        also=split_cell(row["also"]),
        count=int(row.get("count") or 0),
        offices=_listed(folded.get("offices", "")),
    )


def _office(row: Row, folded: Row) -> OfficeEntry:
    if row["rank"] not in RANKS:
        raise ValueError(f"no such rank: {row['rank']}")
    return OfficeEntry(
        id=row["id"],
        en=row["en"],
        forms=_listed(folded["forms"]),
        rank=row["rank"],
        body=row["body"] or None,
        country=row["country"] or None,
    )


def _tenure(row: Row) -> TenureEntry:
    return TenureEntry(
        person=row["person"],
        office=row["office"],
        country=row["country"] or None,
        organization=row["organization"] or None,
        first=row["first"] or None,
        last=row["last"] or None,
    )


def _city(row: Row, folded: Row) -> CityEntry:
    return CityEntry(
        id=row["id"],
        en=row["en"],
        hans=row["hans"],
        hant=row["hant"],
        forms=_all_forms(folded),
        country=row["country"],
        population=int(row["population"] or 0),
        capital=row["capital"] == "yes",
        within=row["within"] or None,
    )
