"""The named queries of ontology/queries: a head of comments, then SPARQL that runs anywhere as it stands.

    # title: Who met whom
    # description: Pairs of people who took part in the same encounter.
    # param: person person  one of the two
    # example: kg query met --person 王毅

A parameter has a name, a kind (kg.rdf.resolve) and a meaning. Lines that begin with `#?` take part only when the
parameters they name as `{$person}` are given; then the braces hold the values, written as RDF terms. Lines that end
with `#!` take part only when no parameter is given: they hold back an answer that would be the whole graph. Where
names stand behind it (`#! person with`), they take part when none of these is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import DataError, InputError, UsageError
from kg.resources import ontology_dir

_HEAD: Final = re.compile(r"^# (title|description|param|example): (.*)$", re.MULTILINE)
_PARAM: Final = re.compile(r"(\w+) (\w+)(?:\s+(.*))?")
_OPTIONAL: Final = re.compile(r"^([ \t]*)#\? (.*)\n", re.MULTILINE)
_BARE: Final = re.compile(r"^.* #!((?: \w+)*)\n", re.MULTILINE)
_SLOT: Final = re.compile(r"\{\$(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """Something that a query can be asked about; `kind` says how its value is read."""

    name: str
    kind: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query with its head."""

    name: str
    title: str
    description: str
    params: tuple[Param, ...]
    example: str
    text: str


def load_queries() -> dict[str, NamedQuery]:
    """All named queries, by name in alphabetical order."""
    paths = sorted((ontology_dir() / "queries").glob("*.rq"))
    return {path.stem: parse_query(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def read_query(path: Path) -> NamedQuery:
    """A query of the user's own file, which may have a head too. Raises InputError if it cannot be read."""
    try:
        return parse_query(path.stem, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def find_query(name: str) -> NamedQuery:
    """The named query. Raises UsageError with the names there are."""
    queries = load_queries()
    if name not in queries:
        near = get_close_matches(name, queries)
        known = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(queries)}"
        raise UsageError(f"no query is named {name!r}; {known}")
    return queries[name]


def parse_query(name: str, text: str) -> NamedQuery:
    """A query and its head from the text of a file."""
    head: dict[str, list[str]] = {}
    for key, value in _HEAD.findall(text):
        head.setdefault(key, []).append(value.strip())
    return NamedQuery(
        name=name,
        title=" ".join(head.get("title", [name])),
        description=" ".join(head.get("description", [])),
        params=tuple(_param(name, value) for value in head.get("param", [])),
        example=" ".join(head.get("example", [])),
        text=text,
    )


def _param(name: str, value: str) -> Param:
    found = _PARAM.fullmatch(value)
    if not found:
        raise DataError(f"{name}: not a parameter: {value!r}")
    return Param(name=found[1], kind=found[2], help=found[3] or "")


def fill(query: NamedQuery, values: Mapping[str, Sequence[ox.NamedNode | ox.Literal]]) -> str:
    """The SPARQL of a query with values bound; terms are written by the RDF library, so no value can end a term.

    Raises UsageError for a parameter that the query does not have.
    """
    known = {param.name for param in query.params}
    for name in values:
        if name not in known:
            raise UsageError(f"{query.name} has no parameter --{name}; it has: {', '.join(sorted(known)) or 'none'}")

    def line(match: re.Match[str]) -> str:
        if not set(_SLOT.findall(match[2])) <= values.keys():
            return ""
        return match[1] + _SLOT.sub(lambda slot: f"{{ {' '.join(map(str, values[slot[1]]))} }}", match[2]) + "\n"

    def bare(match: re.Match[str]) -> str:
        return "" if values.keys() & (match[1].split() or known) else match[0]

    body = _HEAD.sub("", query.text).lstrip("\n")
    return _OPTIONAL.sub(line, _BARE.sub(bare, body))
