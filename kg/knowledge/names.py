"""What names are made of and what stands around them: characters, surnames, common words, context words.

The tables are ontology/lexicon/name_characters.tsv, surnames.tsv, words.tsv and names.yaml, all in comparison form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from kg.fold import fold
from kg.knowledge.alternatives import any_of, longest_first
from kg.knowledge.records import load_words, make_record
from kg.knowledge.tables import read_list, read_table
from kg.resources import ontology_dir

UNSEEN = -2.0  # weight of a character never seen in transliterated names


class NameLexicon(Struct, frozen=True, kw_only=True, eq=False):
    """`weights` of a character: how much commoner it is in transliterated names than in news at large (logarithm).

    `sounds` are these characters, sorted.

    `surnames` by language (zh, ko, vi, ja), `any_surnames` those of all; `words` are common words of two and three
    characters; `deputies` are the modifiers that make a deputy.
    """

    weights: Mapping[str, float]
    sounds: str
    surnames: Mapping[str, frozenset[str]]
    any_surnames: frozenset[str]
    not_surname_alone: frozenset[str]
    words: frozenset[str]
    after_name: frozenset[str]
    before_name: frozenset[str]
    speech: tuple[str, ...]
    honorifics: tuple[str, ...]
    modifiers: Mapping[str, str]
    modifiers_led: re.Pattern[str]
    never_deputy: frozenset[str]
    former: str
    former_after: frozenset[str]
    former_never: tuple[str, ...]
    former_stops: frozenset[str]
    former_verbs: frozenset[str]
    role_words: tuple[str, ...]
    shared_joints: tuple[str, ...]
    name_joints: tuple[str, ...]
    latin_body_words: frozenset[str]
    title_not_before: tuple[str, ...]
    titles_behind: frozenset[str]
    shared_ranks: frozenset[str]
    not_person_before: tuple[str, ...]
    latin_titles: frozenset[str]
    list_ends: frozenset[str]
    latin_place_words: frozenset[str]
    topics: tuple[str, ...]
    acting: str
    acting_before: tuple[str, ...]
    never_behind: frozenset[str]
    topics_abroad: tuple[str, ...]
    topics_led: tuple[str, ...]
    topics_within: tuple[str, ...]
    verb_titles: frozenset[str]
    envoys: tuple[str, ...]
    never_first: frozenset[str]
    never_last: frozenset[str]
    concurrent: str
    posted: str
    mission: str
    regions: frozenset[str]
    thing_ends: tuple[str, ...]
    short_states: frozenset[str]
    divisions: tuple[str, ...]
    subjects: tuple[str, ...]
    abroad: tuple[str, ...]
    place_ends: frozenset[str]
    long_place_ends: frozenset[str]
    body_heads: frozenset[str]
    topic_stops: frozenset[str]
    topic_joints: frozenset[str]
    hyphen_first: str
    encounters: tuple[str, ...]
    surname_after: tuple[str, ...]
    before_speech: re.Pattern[str]
    speech_to: re.Pattern[str]
    behind_name: tuple[str, ...]
    not_unusual: tuple[str, ...]
    small: frozenset[str]
    behind_words: frozenset[str]
    never_unusual: frozenset[str]
    person_ends: frozenset[str]
    not_kinds: frozenset[str]
    not_addressed: frozenset[str]
    after_kind: re.Pattern[str]
    assumed: re.Pattern[str]
    assumed_after: tuple[str, ...]
    named_words: tuple[str, ...]
    named: re.Pattern[str]
    named_ends: frozenset[str]
    addresses: tuple[str, ...]
    addressed: re.Pattern[str]
    latin_named: tuple[str, ...]
    latin_works: frozenset[str]
    latin_others: frozenset[str]
    bylines: tuple[str, ...]
    given_alone: frozenset[str]
    name_tails: tuple[str, ...]
    apposition: re.Pattern[str]
    adherents: frozenset[str]
    topic_heads: str
    list_joints: tuple[str, ...]
    chiefs: Mapping[str, str]
    chief: str
    not_chief: frozenset[str]
    usual_surnames: frozenset[str]
    never_before_any: frozenset[str]
    not_single: frozenset[str]
    counted: re.Pattern[str]
    attending: re.Pattern[str]
    sides: frozenset[str]
    country_joints: frozenset[str]
    unread: re.Pattern[str]
    of: str
    deputies: tuple[str, ...]

    def weight(self, character: str) -> float:
        """Weight of a character."""
        return self.weights.get(character, UNSEEN)

    def mean_weight(self, name: str) -> float:
        """Mean weight of a string's characters."""
        return sum(self.weights.get(c, UNSEEN) for c in name) / max(1, len(name))


_LIST = "[\u4e00-\u9fff·]{2,12}?(?:、[\u4e00-\u9fff·]{2,12}?)*?"  # names with pause marks between, as few as can be

_LONGEST_FIRST = ("speech", "honorifics", "role_words", "shared_joints", "name_joints")  # where the longest word counts
_SMALL = ("after_name", "before_name", "never_last", "never_unusual")  # together: what is in no unusual name


@cache
def load_names() -> NameLexicon:
    """The name lexicon that ships with the package, read once. Raises DataError where a table is broken."""
    folder = ontology_dir() / "lexicon"
    context = load_words("names.yaml")
    surnames: dict[str, set[str]] = {}
    for row in read_table(folder / "surnames.tsv"):
        surnames.setdefault(row["language"], set()).add(fold(row["surname"]))
    weights = {row["character"]: float(row["weight"]) for row in read_table(folder / "name_characters.tsv")}
    small = "".join(context[key] for key in _SMALL)
    return make_record(
        NameLexicon,
        context,
        **{name: tuple(longest_first(context[name])) for name in _LONGEST_FIRST},
        not_unusual=(*context["speech"], *context["title_not_before"]),
        small=frozenset(small),
        behind_name=tuple(longest_first([*context["honorifics"], *context["titles_behind"]])),
        deputies=tuple(word for word, modifier in context["modifiers"].items() if modifier == "deputy"),
        weights=weights,
        sounds="".join(sorted(weights)),
        surnames={language: frozenset(names) for language, names in surnames.items()},
        any_surnames=frozenset().union(*surnames.values()),
        not_surname_alone=frozenset(context["not_surname_alone"]) | frozenset(context["after_name"]),
        words=frozenset(read_list(folder / "words.tsv")),
        after_kind=re.compile(f"(?:[{context['person_ends']}](?![{small}])|{context['aged']})(?=[\u4e00-\u9fff])"),
        named=re.compile(f"{any_of(context['named_words'])}[“「『]?"),
        addressed=re.compile(any_of(context["addresses"])),
        attending=re.compile(rf"(?:^|[\n。;!?])\s*({_LIST}){context['attended']}[^,、。;:\n]{{0,10}}(?=[。;\n]|$)"),
    )
