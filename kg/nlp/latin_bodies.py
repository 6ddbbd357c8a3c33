"""Bodies named in Latin letters beside the word for what they are: 网络安全公司Cyabra, Scytl公司, 时尚杂志Vogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from kg.knowledge.organizations import OrganizationLexicon
from kg.model import Candidate, Form
from kg.nlp.latin import RUN
from kg.nlp.lexicon import Hit
from kg.nlp.organizations import body

_CAPITAL_WORD = re.compile(r"(?<![A-Za-z0-9(])[A-Z]{3,6}(?![A-Za-z0-9])")
_CAPITALS = re.compile(r"[A-Z]{3,6}\)")
_ACRONYM = re.compile(r"[”」』》]?\s?\((?:[A-Z][^()\u3400-\u9fff]{3,70},\s?)?([A-Z]{3,6})\)")
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
            end = start + len(name)
            end += next((len(word) for word in context.latin_ends if text.startswith(word, end)), 0)
            yield body(start, end, rule="latin-body", category=categories[name])


def with_acronyms(text: str, bodies: Sequence[Candidate]) -> list[Candidate]:
    """The bodies, and further places of the capitals that explain a name: USCC after 美中经济安全审查委员会(USCC).

    In the bracket itself they belong to the name. Where a table knows another body by them, the name before them says
    whose they are here: 澳洲广播公司(ABC); a name that no table knows is that body (国际问题研究中心(CSIS)).
    """
    if _CAPITALS.search(text) is None:
        return list(bodies)
    known = {c.start: c.known for c in bodies if c.known}
    named: list[Candidate] = []
    explained: dict[str, Candidate] = {}
    for candidate in bodies:
        match = _ACRONYM.match(text, candidate.end)
        found = replace(candidate, known=candidate.known or known.get(match.start(1), ())) if match else candidate
        if match and found.known:
            explained.setdefault(match.group(1), found)
        named.append(found)
    kept = [c for c in named if explained.get(text[c.start : c.end], c).known == c.known]
    for match in _CAPITAL_WORD.finditer(text) if explained else ():
        if (whole := explained.get(match.group())) is not None:
            start, end = match.span()
            kept.append(replace(whole, start=start, end=end, form=Form.SHORT, rule="acronym"))
    return kept


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
