"""What names are made of and what stands around them: characters, surnames, common words, context words.

The tables are ontology/lexicon/name_characters.tsv, surnames.tsv, words.tsv and names.yaml, all in comparison form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from kg.errors import DataError
from kg.fold import fold
from kg.knowledge.tables import read_table
from kg.resources import ontology_dir


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLexicon:
    """`weights` of a character: how much commoner it is in transliterated names than in news at large (logarithm).

    `sounds` are these characters, sorted.

    `surnames` by language (zh, ko, vi, ja); `words` are common words of two and three characters.
    """

    weights: Mapping[str, float]
    sounds: str
    surnames: Mapping[str, frozenset[str]]
    not_surname_alone: frozenset[str]
    words: frozenset[str]
    after_name: frozenset[str]
    before_name: frozenset[str]
    speech: tuple[str, ...]
    honorifics: tuple[str, ...]
    modifiers: Mapping[str, str]
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
    verb_titles: frozenset[str]
    envoys: tuple[str, ...]
    never_first: frozenset[str]
    never_last: frozenset[str]
    posted: str
    regions: frozenset[str]
    place_ends: frozenset[str]
    body_heads: frozenset[str]
    topic_stops: frozenset[str]
    hyphen_first: str
    encounters: tuple[str, ...]
    surname_after: tuple[str, ...]


@cache
def load_names() -> NameLexicon:
    """The name lexicon that ships with the package, read once. Raises DataError where a table is broken."""
    folder = ontology_dir() / "lexicon"
    context = load_yaml("names.yaml")
    surnames: dict[str, set[str]] = {}
    for row in read_table(folder / "surnames.tsv"):
        surnames.setdefault(row["language"], set()).add(fold(row["surname"]))
    weights = {row["character"]: float(row["weight"]) for row in read_table(folder / "name_characters.tsv")}
    return NameLexicon(
        weights=weights,
        sounds="".join(sorted(weights)),
        surnames={language: frozenset(names) for language, names in surnames.items()},
        not_surname_alone=frozenset(context["not_surname_alone"]) | frozenset(context["after_name"]),
        words=frozenset(row["word"] for row in read_table(folder / "words.tsv")),
        after_name=frozenset(context["after_name"]),
        before_name=frozenset(context["before_name"]),
        speech=_longest_first(context["speech"]),
        honorifics=_longest_first(context["honorifics"]),
        modifiers=dict(context["modifiers"]),
        role_words=_longest_first(context["role_words"]),
        shared_joints=_longest_first(context["shared_joints"]),
        name_joints=_longest_first(context["name_joints"]),
        latin_body_words=frozenset(context["latin_body_words"]),
        title_not_before=tuple(context["title_not_before"]),
        titles_behind=frozenset(context["titles_behind"]),
        shared_ranks=frozenset(context["shared_ranks"]),
        not_person_before=tuple(context["not_person_before"]),
        latin_titles=frozenset(context["latin_titles"]),
        list_ends=frozenset(context["list_ends"]),
        latin_place_words=frozenset(context["latin_place_words"]),
        topics=tuple(context["topics"]),
        envoys=tuple(context["envoys"]),
        verb_titles=frozenset(context["verb_titles"]),
        never_first=frozenset(context["never_first"]),
        never_last=frozenset(context["never_last"]),
        posted=context["posted"],
        regions=frozenset(context["regions"]),
        place_ends=frozenset(context["place_ends"]),
        body_heads=frozenset(context["body_heads"]),
        topic_stops=frozenset(context["topic_stops"]),
        hyphen_first=context["hyphen_first"],
        encounters=tuple(context["encounters"]),
        surname_after=tuple(context["surname_after"]),
    )


def load_yaml(name: str) -> dict[str, Any]:
    """One YAML mapping of ontology/lexicon. Raises DataError if it cannot be read or is no mapping."""
    path = ontology_dir() / "lexicon" / name
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"{name}: cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise DataError(f"{name}: not a mapping")
    return data


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)))
