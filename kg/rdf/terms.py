"""RDF terms as N-Triples text, escaped for any character."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NewType
from urllib.parse import quote

from kg.vocab import XSD

Term = NewType("Term", str)  # `<iri>`, `"text"@zh-Hans` or `"12"^^<datatype>`
Triple = tuple[Term, Term, Term]

_UNSAFE_TEXT = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')
_UNSAFE_IRI = re.compile(r"[^!#-;=?-Z_a-z~]|%(?![0-9A-Fa-f]{2})")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
DECIMALS = 4  # of confidences


def _escape_character(match: re.Match[str]) -> str:
    char = match.group()
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"  # half of a surrogate pair is no character: nothing else can be written for it
    return _SHORT.get(char) or f"\\u{ord(char):04X}"


def escape(text: str) -> str:
    """Text as it stands between the quotes of a literal; valid in N-Triples and Turtle."""
    return _UNSAFE_TEXT.sub(_escape_character, text)


@lru_cache(maxsize=1 << 16)
def iri(text: str) -> Term:
    """An IRI in ASCII; characters that no URI may hold are percent-encoded (UTF-8).

    >>> iri("http://example.org/a b")
    '<http://example.org/a%20b>'
    """
    return Term(f"<{_UNSAFE_IRI.sub(lambda m: quote(m.group(), safe='', errors='replace'), text)}>")


def string(text: str) -> Term:
    """A plain string."""
    return Term(f'"{escape(text)}"')


def tagged(text: str, language: str) -> Term:
    """A string in a language."""
    return Term(f'"{escape(text)}"@{language}')


def typed(text: str, datatype: str) -> Term:
    """A literal of an XML Schema datatype, given by its local name."""
    return Term(f'"{escape(text)}"^^<{XSD}{datatype}>')


@lru_cache(maxsize=1 << 14)
def integer(value: int) -> Term:
    """A whole number."""
    return typed(str(value), "integer")


def boolean(value: bool) -> Term:
    """True or false."""
    return typed("true" if value else "false", "boolean")


@lru_cache(maxsize=1 << 12)
def decimal(value: float) -> Term:
    """A decimal of at most four places, always with a point."""
    digits = f"{value:.{DECIMALS}f}".rstrip("0")
    return typed(digits + "0" if digits.endswith(".") else digits, "decimal")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1 << 12)
def when(text: str) -> Term:
    """An ISO date as xsd:date, gYearMonth or gYear by its length; anything else stays a string.

    >>> when("2024-09")
    '"2024-09"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    if not _DATE.fullmatch(text) or not text.isascii():
        return string(text)
    first_day = (text + "-01-01")[:10]
    return typed(text, _DATE_TYPES[len(text)]) if _is_day(first_day) else string(text)
