"""Words that refer without naming: 他, 双方, 两国, 两人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.knowledge.alternatives import any_of
from kg.knowledge.references import load_references
from kg.model import Candidate, EntityKind, Form

_KINDS = {
    "person": EntityKind.PERSON,
    "people": EntityKind.PERSON,
    "pair": EntityKind.PERSON,
    "sides": None,
    "states": EntityKind.COUNTRY,
}


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    lexicon = load_references()
    rule_of = {word: rule for rule in _KINDS for word in getattr(lexicon, rule)}
    return re.compile(any_of({*rule_of, *lexicon.not_person})), rule_of


def find_pronouns(text: str) -> Iterator[Candidate]:
    """Pronouns, longest first; the rule says what they refer to: person, people, sides or states."""
    pattern, rule_of = _pattern()
    for match in pattern.finditer(text):
        rule = rule_of.get(match.group())
        if rule is not None:
            yield Candidate(start=match.start(), end=match.end(), kind=_KINDS[rule], form=Form.PRONOUN, rule=rule)
