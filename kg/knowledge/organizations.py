"""When a body's name is no mention of that body (ontology/lexicon/org_context.yaml), and what ends unknown names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.knowledge.names import load_yaml
from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir

ANY = frozenset(("place", "sound", "latin"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationLexicon:
    """Contexts in comparison form; sets hold ids, tuples are for `str.startswith` and `str.endswith`.

    `suffixes` gives the category and what must stand before (place, sound, latin).
    """

    unnamed: frozenset[str]
    never_named: frozenset[str]
    whole_forces: frozenset[str]
    platforms: frozenset[str]
    platform_after: tuple[str, ...]
    credit_before: tuple[str, ...]
    credit_after: tuple[str, ...]
    acts_after: tuple[str, ...]
    acts_before: tuple[str, ...]
    suffix_stops: tuple[str, ...]
    generic: frozenset[str]
    company_words: tuple[str, ...]
    buildings: tuple[str, ...]
    name_stops: frozenset[str]
    of_cities: frozenset[str]
    suffixes: dict[str, tuple[str, frozenset[str]]]


@cache
def load_org_context() -> OrganizationLexicon:
    """The contexts and suffixes that ship with the package, read once."""
    data = load_yaml("org_context.yaml")
    return OrganizationLexicon(
        unnamed=frozenset(data["unnamed"]),
        never_named=frozenset(data["never_named"]),
        whole_forces=frozenset(data["whole_forces"]),
        platforms=frozenset(data["platforms"]),
        platform_after=tuple(data["platform_after"]),
        credit_before=tuple(data["credit_before"]),
        credit_after=tuple(data["credit_after"]),
        acts_after=tuple(data["acts_after"]),
        acts_before=tuple(data["acts_before"]),
        suffix_stops=tuple(data["suffix_stops"]),
        generic=frozenset(data["generic"]),
        company_words=tuple(data["company_words"]),
        buildings=tuple(data["buildings"]),
        name_stops=frozenset(data["name_stops"]),
        of_cities=frozenset(data["of_cities"]),
        suffixes={
            row["suffix"]: (row["category"], frozenset(split_cell(row["needs"])) or ANY)
            for row in read_table(ontology_dir() / "lexicon" / "org_suffixes.tsv")
        },
    )
