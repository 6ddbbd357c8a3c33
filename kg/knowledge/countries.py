"""What must stand around one-character countries and capitals (ontology/lexicon/country_context.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from kg.knowledge.records import load_words, make_record


class CountryLexicon(Struct, frozen=True, kw_only=True, eq=False):
    """Contexts in comparison form; tuples are for `str.startswith` and `str.endswith`.

    `short_cities` give the place of a character, and what must stand before and after it.
    `pairs` say which country a character means beside another one: 巴 in 以巴 is Palestine, in 印巴 Pakistan.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    after_only: Mapping[str, tuple[str, ...]]
    weak: frozenset[str]
    after_weak: tuple[str, ...]
    before_weak: tuple[str, ...]
    visit_ends: tuple[str, ...]
    weak_lists: frozenset[str]
    side: str
    compounds: frozenset[str]
    doubtful: frozenset[str]
    pairs: Mapping[str, tuple[str, str]]
    after_digit: frozenset[str]
    homonyms: Mapping[str, tuple[str, str]]
    pair_names: Mapping[str, tuple[str, ...]]
    common_seats: tuple[str, ...]
    strong: frozenset[str]
    prepositions: frozenset[str]
    list_joints: frozenset[str]
    regions: frozenset[str]
    not_region_after: tuple[str, ...]
    never: tuple[str, ...]
    metonym_after: tuple[str, ...]
    metonym_before: tuple[str, ...]
    place_before: tuple[str, ...]
    place_after: tuple[str, ...]
    short_cities: Mapping[str, tuple[str, str, tuple[str, ...]]]


@cache
def load_country_context() -> CountryLexicon:
    """The contexts that ship with the package, read once."""
    data = load_words("country_context.yaml")
    cities = {short: (place, left, tuple(right)) for short, (place, left, right) in data["short_cities"].items()}
    return make_record(CountryLexicon, data, short_cities=cities)
