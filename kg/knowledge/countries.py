"""What must stand around one-character countries and capitals (ontology/lexicon/country_context.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from kg.knowledge.names import load_yaml


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
    weak_lists: frozenset[str]
    compounds: frozenset[str]
    doubtful: frozenset[str]
    pairs: Mapping[str, tuple[str, str]]
    after_digit: frozenset[str]
    homonyms: Mapping[str, tuple[str, str]]
    pair_names: Mapping[str, tuple[str, ...]]
    common_seats: tuple[str, ...]
    strong: frozenset[str]
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
    data = load_yaml("country_context.yaml")
    return CountryLexicon(
        before=tuple(data["before"]),
        after=tuple(data["after"]),
        after_only={short: tuple(words) for short, words in data["after_only"].items()},
        weak=frozenset(data["weak"]),
        after_weak=tuple(data["after_weak"]),
        weak_lists=frozenset(data["weak_lists"]),
        compounds=frozenset(data["compounds"]),
        doubtful=frozenset(data["doubtful"]),
        pairs={pair: (value[0], value[1]) for pair, value in data["pairs"].items()},
        after_digit=frozenset(data["after_digit"]),
        homonyms={name: (value[0], value[1]) for name, value in data["homonyms"].items()},
        common_seats=tuple(data["common_seats"]),
        pair_names={word: tuple(codes) for word, codes in data["pair_names"].items()},
        strong=frozenset(data["strong"]),
        list_joints=frozenset(data["list_joints"]),
        regions=frozenset(data["regions"]),
        not_region_after=tuple(data["not_region_after"]),
        never=tuple(data["never"]),
        metonym_after=tuple(data["metonym_after"]),
        metonym_before=tuple(data["metonym_before"]),
        place_before=tuple(data["place_before"]),
        place_after=tuple(data["place_after"]),
        short_cities={
            short: (place, left, tuple(right)) for short, (place, left, right) in data["short_cities"].items()
        },
    )
