"""Words that refer to people, states and bodies named elsewhere (ontology/lexicon/pronouns.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.knowledge.alternatives import longest_first
from kg.knowledge.records import load_words, make_record


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceLexicon:
    """Pronouns by what they refer to, longest first; `two_states` stand before an office that two states have.

    `heads` and `common` are ids of offices.
    """

    person: tuple[str, ...]
    people: tuple[str, ...]
    pair: tuple[str, ...]
    sides: tuple[str, ...]
    states: tuple[str, ...]
    two_states: tuple[str, ...]
    pointing: tuple[str, ...]
    not_person: tuple[str, ...]
    joints: tuple[str, ...]
    object_before: tuple[str, ...]
    object_after: tuple[str, ...]
    heads: tuple[str, ...]
    common: tuple[str, ...]
    leaders: tuple[str, ...]
    not_of_china: tuple[str, ...]
    office_before: tuple[str, ...]
    office_things: tuple[str, ...]
    office_meetings: tuple[str, ...]


@cache
def load_references() -> ReferenceLexicon:
    """The words that ship with the package, read once."""
    words = {key: longest_first(listed) for key, listed in load_words("pronouns.yaml").items()}
    return make_record(ReferenceLexicon, words)
