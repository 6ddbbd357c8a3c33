"""When a body's name is no mention of that body (ontology/lexicon/org_context.yaml), and what ends unknown names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct

from kg.knowledge.alternatives import longest_first
from kg.knowledge.records import load_words, make_record
from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir

ANY = frozenset(("place", "body", "sound", "latin"))


class OrganizationLexicon(Struct, frozen=True, kw_only=True, eq=False):
    """Contexts in comparison form; sets hold ids, tuples are for `str.startswith` and `str.endswith`.

    `suffixes` gives the category and what must stand before (place, body, sound, latin ...: org_suffixes.tsv).
    """

    unnamed: frozenset[str]
    unnamed_alone: frozenset[str]
    never_named: frozenset[str]
    spoken: frozenset[str]
    spoken_after: tuple[str, ...]
    whole_forces: frozenset[str]
    platforms: frozenset[str]
    platform_after: tuple[str, ...]
    credit_before: tuple[str, ...]
    credit_after: tuple[str, ...]
    acts_after: tuple[str, ...]
    acts_before: tuple[str, ...]
    suffix_stops: tuple[str, ...]
    generic: frozenset[str]
    trades: frozenset[str]
    of_trades: frozenset[str]
    described: re.Pattern[str]
    latin_before: dict[str, str]
    latin_after: dict[str, str]
    latin_after_pattern: re.Pattern[str]
    latin_never: frozenset[str]
    latin_ends: tuple[str, ...]
    media_tail: re.Pattern[str]
    media_paper: re.Pattern[str]
    division: re.Pattern[str]
    division_stops: frozenset[str]
    divided: tuple[str, ...]
    kind_ends: frozenset[str]
    quoted_ends: frozenset[str]
    quoted_after: frozenset[str]
    phrase_marks: frozenset[str]
    never_ends: tuple[str, ...]
    other_ends: tuple[str, ...]
    media_marks: frozenset[str]
    media_ends: tuple[str, ...]
    media_never: tuple[str, ...]
    media_before: tuple[str, ...]
    media_after: tuple[str, ...]
    whole_names: tuple[str, ...]
    named_forces: tuple[str, ...]
    as_country: frozenset[str]
    national: frozenset[str]
    missions: frozenset[str]
    many_posted: tuple[str, ...]
    never_posts: frozenset[str]
    parts: Mapping[str, tuple[str, ...]]
    everywhere: frozenset[str]
    shared_names: frozenset[str]
    chinese_named: frozenset[str]
    at_home: frozenset[str]
    joint: Mapping[str, str]
    joint_ends: re.Pattern[str]
    joint_beside: frozenset[str]
    joint_words: frozenset[str]
    edition: str
    parliaments: frozenset[str]
    of_parliaments: frozenset[str]
    unnamed_unowned: frozenset[str]
    rarely_owned: frozenset[str]
    owners_after: Mapping[str, Mapping[str, tuple[str, ...]]]
    platform_not_after: tuple[str, ...]
    only_places: tuple[str, ...]
    one_word: Mapping[str, tuple[str, ...]]
    one_word_alone: Mapping[str, tuple[str, ...]]
    in_offices: Mapping[str, str]
    seats: frozenset[str]
    seats_after: tuple[str, ...]
    company_words: tuple[str, ...]
    buildings: tuple[str, ...]
    name_stops: frozenset[str]
    stop_words: frozenset[str]
    of_cities: frozenset[str]
    provinces: dict[str, str]
    local_end: re.Pattern[str]
    local_modifiers: tuple[str, ...]
    never_divisions: tuple[str, ...]
    autonomous: str
    of_divisions: frozenset[str]
    of_professions: frozenset[str]
    counts: frozenset[str]
    counted: frozenset[str]
    ordinal: str
    led: frozenset[str]
    central: tuple[str, ...]
    wide: tuple[str, ...]
    central_bodies: frozenset[str]
    short_names: Mapping[str, int]
    suffixes: dict[str, tuple[str, frozenset[str]]]

    def is_described(self, words: str) -> bool:
        """Whether words before a last word only describe it: 独立调查 before 委员会, 大型科技 before 公司."""
        return words in self.generic or words in self.trades or self.described.fullmatch(words) is not None


@cache
def load_org_context() -> OrganizationLexicon:
    """The contexts and suffixes that ship with the package, read once."""
    data = load_words("org_context.yaml")
    return make_record(
        OrganizationLexicon,
        data,
        joint_ends=_one_of(data["joint"]),
        described=_any_of((*data["generic"], *data["trades"], *data["described"])),
        latin_before=_by_word(data["latin_before"]),
        latin_after=_by_word(data["latin_after"]),
        latin_after_pattern=_one_of(_by_word(data["latin_after"])),
        local_end=re.compile("|".join(data["local_ends"])),
        kind_ends=frozenset(word[-1] for word in _by_word(data["latin_before"])),
        provinces=_by_word(data["provinces"]),
        suffixes={
            row["suffix"]: (row["category"], frozenset(split_cell(row["needs"])) or ANY)
            for row in read_table(ontology_dir() / "lexicon" / "org_suffixes.tsv")
        },
    )


@cache
def load_ands() -> tuple[str, re.Pattern[str]]:
    """The words for "and" in bodies' names (ontology/lexicon/and-words.tsv), and the pattern of one on its own."""
    rows = list(read_table(ontology_dir() / "lexicon" / "and-words.tsv"))
    alone = (f"(?<!{row['not_after']}){row['word']}(?!{row['not_before']})" for row in rows)
    return "".join(row["word"] for row in rows), re.compile("|".join(alone))


@cache
def body_codes() -> dict[str, str]:
    """Name -> the code by which a well-known international body goes (ontology/lexicon/body-codes.tsv)."""
    return {row["name"]: row["code"] for row in read_table(ontology_dir() / "lexicon" / "body-codes.tsv")}


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The pattern of one or more of the words in a row, longest first."""
    return re.compile(f"(?:{_one_of(words).pattern})+")


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(longest_first(words)))


def _by_word(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Each word of a table of lists, with the key of its list."""
    return {word: key for key, found in words.items() for word in found}
