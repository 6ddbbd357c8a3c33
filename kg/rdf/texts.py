"""Triples as text: Turtle grouped by subject, N-Triples one a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from kg import vocab as v
from kg.rdf.passages import Passages, Row, Rows
from kg.rdf.terms import Term, Triple, integer, iri, string

_LOCAL: Final = re.compile(r"\w(?:[\w.-]*[\w-])?", re.ASCII)
_NUMBER: Final = re.compile(rf'"(-?\d+(?:\.\d+)?)"\^\^<{re.escape(v.XSD)}(?:integer|decimal)>')
_TYPED: Final = re.compile(r'(".*")\^\^(<[^>]*>)', re.DOTALL)
_BY_NAMESPACE: Final = {namespace: prefix for prefix, namespace in v.PREFIXES.items()}
NEXT: Final = " ;\n    "  # between the predicates of a subject
_END: Final = " .\n\n"
TRUTH: Final = {f'"{word}"^^<{v.XSD}boolean>': word for word in ("true", "false")}


def turtle_header() -> str:
    """The prefix lines that every Turtle chunk needs above it, once."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in v.PREFIXES.items())


@lru_cache(maxsize=1 << 15)
def compact(term: Term) -> str:
    """A term as Turtle writes it shortest: `person:wang-yi`, `12`, `0.9`, `"2024-09"^^xsd:gYearMonth`."""
    if term[0] == "<":
        return _compact_iri(term)
    if term[-1] != ">":
        return term  # a plain string, or one in a language
    if number := _NUMBER.fullmatch(term):
        return number[1]
    if term in TRUTH:
        return TRUTH[term]
    if datatype := _TYPED.fullmatch(term):
        return f"{datatype[1]}^^{_compact_iri(Term(datatype[2]))}"
    return term


def _compact_iri(term: Term) -> str:
    text = term[1:-1]
    cut = max(text.rfind("/"), text.rfind("#")) + 1
    prefix, tail = _BY_NAMESPACE.get(text[:cut]), text[cut:]
    return f"{prefix}:{tail}" if prefix and _LOCAL.fullmatch(tail) else term


@cache
def _verb(predicate: Term) -> str:
    return "a" if predicate == f"<{v.TYPE}>" else _compact_iri(predicate)


def turtle(triples: Iterable[Triple]) -> Iterator[str]:
    """Triples as Turtle text without the header: one paragraph for each run of triples of one subject."""
    subject = predicate = None
    for s, p, o in triples:
        if s != subject:
            yield f"{_END if subject else ''}{_compact_iri(s)} {_verb(p)} {compact(o)}"
        elif p != predicate:
            yield f"{NEXT}{_verb(p)} {compact(o)}"
        else:
            yield f", {compact(o)}"
        subject, predicate = s, p
    if subject:
        yield _END


def ntriples(triples: Iterable[Triple]) -> Iterator[str]:
    """Triples as lines."""
    return (f"{s} {p} {o} .\n" for s, p, o in triples)


@dataclass(frozen=True, slots=True)
class Texts:
    """A piece of the graph in both forms, without the header of Turtle, and how many triples it has."""

    turtle: str
    ntriples: str
    count: int


def passage_texts(passages: Passages) -> Texts:
    """The passages of an article: the same as their triples one by one, in a third of the time.

    Nine of ten triples of a graph are of passages, which is why they have a way of their own.
    """
    text, base = passages.article.text, passages.base
    article = iri(v.article_iri(passages.article.id))
    opening, _, closing = _compact_iri(Term(f"<{base}0-0>")).rpartition("0-0")
    where = f"{NEXT}{_said((v.IN_ARTICLE, article))}{NEXT}{_verb(iri(v.EXACT))} "
    start_verb, end_verb = (f"{NEXT}{_verb(iri(p))} " for p in (v.START, v.END))
    places = [(f"{NEXT}{_rows_turtle(rows)}" if rows else "", _lines(rows)) for rows in passages.places()]
    in_article = f" <{v.IN_ARTICLE}> {article} .\n"
    ttl, lines, count = [], [], 0
    for start, end, rows, block in passages.stretches():
        exact, (place, place_lines) = string(text[start:end]), places[block]
        ttl.append(
            f"{opening}{start}-{end}{closing} {_rows_turtle(rows)}{where}{exact}"
            f"{start_verb}{start}{end_verb}{end}{place}{_END}"
        )
        bounds = f" <{v.START}> {integer(start)} .\n", f" <{v.END}> {integer(end)} .\n"
        said = ("", *_lines(rows), in_article, f" <{v.EXACT}> {exact} .\n", *bounds, *place_lines)
        lines.append(f"<{base}{start}-{end}>".join(said))  # the subject before each line
        count += len(said) - 1
    return Texts("".join(ttl), "".join(lines), count)


def _said(row: Row) -> str:
    return f"{_verb(iri(row[0]))} {compact(row[1])}"


@lru_cache(maxsize=1 << 14)
def _rows_turtle(rows: Rows) -> str:
    """The rows of a passage, those with one predicate joined."""
    text, last = "", ""
    for predicate, value in rows:
        if predicate == last:
            text += f", {compact(value)}"
        else:
            text += f"{NEXT if text else ''}{_said((predicate, value))}"
        last = predicate
    return text


@lru_cache(maxsize=1 << 14)
def _lines(rows: Rows) -> tuple[str, ...]:
    """The lines of a passage, without their subject."""
    return tuple(f" {iri(p)} {o} .\n" for p, o in rows)
