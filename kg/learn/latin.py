"""Latin forms in brackets: which of them are personal names."""

from __future__ import annotations

import re
from collections.abc import Container

from kg.knowledge.latin import latin_words

_TOKEN = re.compile(r"(?:(?:[Dd]['’]|Mc|Mac|O['’]|al-|el-)?[A-ZÀ-ÖØ-Þ\u0100-\u024f][\w'’\-]*\.?|[A-Z]\.(?:[A-Z]\.)*)$")
_END = re.compile(r"[,;/|:()\u3400-\u9fff]")
_MOST_TOKENS = 6


def personal_latin(latin: str, body_words: Container[str]) -> str | None:
    """The personal name of at least two words in a bracket, without title; None for anything else.

    >>> personal_latin("Sen. Tom Cotton, 图左", frozenset()), personal_latin("RAND Corporation", {"Corporation"})
    ('Tom Cotton', None)
    """
    words = latin_words()
    tokens = _END.split(latin)[0].split()
    while tokens and tokens[0].rstrip(".").lower() in words["titles"]:
        tokens = tokens[1:]
    if not 2 <= len(tokens) <= _MOST_TOKENS:
        return None
    if any(token in body_words or token.rstrip(".,") in body_words for token in tokens):
        return None
    if not all(_is_name_token(token) for token in tokens) or tokens[-1].lower() in words["particles"]:
        return None
    if all(len(token.rstrip(".")) < 2 or token.rstrip(".").lower() in words["suffixes"] for token in tokens[1:]):
        return None
    return " ".join(_spelled(token) for token in tokens)


def _is_name_token(token: str) -> bool:
    words = latin_words()
    if token.lower() in words["particles"] or token.rstrip(".").lower() in words["suffixes"]:
        return True
    is_abbreviation = token.isupper() and len(token.rstrip(".")) in (2, 3) and "." not in token
    return bool(_TOKEN.match(token)) and not is_abbreviation


def _spelled(token: str) -> str:
    return token.title() if token.isupper() and len(token) > 4 else token
