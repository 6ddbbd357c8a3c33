"""What a graph says of a subject, as plain values: the rows of a SELECT sorted out by predicate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import unquote

from kg import vocab as v

Rows = Callable[
    [str], Iterable[tuple[str | None, ...]]
]  # a SELECT -> its rows as plain strings, as Graph.rows gives them
Facts = dict[str, list[str]]  # predicate IRI -> values


@lru_cache(maxsize=1 << 16)
def tail(iri: str) -> str:
    """The id of a thing or concept of this graph; any other IRI as it is.

    >>> tail("https://w3id.org/diplokg/id/person/%E7%8E%8B%E6%AF%85"), tail("https://w3id.org/diplokg/issue/taiwan")
    ('person/王毅', 'issue/taiwan')
    """
    if iri.startswith(v.ID):
        return unquote(iri[len(v.ID) :])
    return unquote(iri[len(v.HOME) :]) if iri.startswith(v.HOME) else iri


def ids(facts: Facts, predicate: str) -> tuple[str, ...]:
    """The ids that a predicate points to, sorted."""
    return tuple(sorted({tail(value) for value in facts.get(predicate, ())}))


def first(facts: Facts, predicate: str) -> str | None:
    """The least value of a predicate, so that several do not depend on the order of the rows."""
    return min(facts.get(predicate, ()), default=None)


def first_id(facts: Facts, predicate: str) -> str | None:
    """The least id that a predicate points to."""
    return next(iter(ids(facts, predicate)), None)


def number(facts: Facts, predicate: str, otherwise: float) -> float:
    """A number, or what is taken where none is given."""
    value = first(facts, predicate)
    return float(value) if value is not None else otherwise


def code(facts: Facts, predicate: str) -> str:
    """The code of the concept that a predicate points to: `held` of `status/held`."""
    return (first_id(facts, predicate) or "").rpartition("/")[2]


def described(rows: Rows, kind: str) -> dict[str, Facts]:
    """Everything said of the members of a class, labels apart, by id."""
    found: dict[str, Facts] = {}
    names = f"<{v.LABEL}>, <{v.PREF_LABEL}>, <{v.ALT_LABEL}>"
    query = f"SELECT ?s ?p ?o WHERE {{ ?s a <{kind}> ; ?p ?o . FILTER(?p NOT IN ({names})) }}"
    for subject, predicate, value in rows(query):
        if subject and predicate and value is not None:
            found.setdefault(tail(subject), {}).setdefault(predicate, []).append(value)
    return dict(sorted(found.items()))
