"""Bodies named in Latin letters beside the word for what they are: 网络安全公司Cyabra, Scytl公司, 时尚杂志Vogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.knowledge.organizations import OrganizationLexicon
from kg.model import Candidate
from kg.nlp.latin import RUN
from kg.nlp.lexicon import Hit
from kg.nlp.organizations import body

_OPENERS = ' “「"『《'
_CLOSERS = ' ”」"』》'


def find_latin_bodies(text: str, hits: Sequence[Hit], context: OrganizationLexicon) -> Iterator[Candidate]:
    """The bodies that a word before or behind them shows, and their names wherever else they stand."""
    runs = [(match.start(), match.group().rstrip(".-'’")) for match in RUN.finditer(text)]
    if not runs:
        return
    taken = {offset for hit in hits for offset in range(hit.start, hit.end)}
    ends = {hit.end for hit in hits if hit.lexeme.organizations}
    categories: dict[str, str] = {}
    for start, name in runs:
        if start not in taken and name not in context.latin_never:
            category = _category(text, start, start + len(name), ends, context)
            if category is not None:
                categories.setdefault(name, category)
    for start, name in runs:
        if start not in taken and name in categories:
            yield body(start, start + len(name), rule="latin-body", category=categories[name])


def _category(text: str, start: int, end: int, ends: set[int], context: OrganizationLexicon) -> str | None:
    """The category that the word before or behind gives; a known body's name before it is no such word."""
    place = start - (start > 0 and text[start - 1] in _OPENERS)
    if place not in ends and (found := _said(text, place, context.latin_before)):
        return found
    place = end + (text[end : end + 1] in _CLOSERS and end < len(text))
    match = context.latin_after_pattern.match(text, place)
    return context.latin_after[match.group()] if match else None


def _said(text: str, end: int, words: Mapping[str, str]) -> str | None:
    return next((words[text[end - size : end]] for size in (5, 4, 3, 2) if text[end - size : end] in words), None)
