"""The judges: logistic models over named traits, whose weights are data (ontology/models/, written by kg.training)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from operator import add
from pathlib import Path
from typing import TypeVar

from kg.extract.meetings.frames import SYMBOLS
from kg.extract.signs import chance
from kg.knowledge.tables import read_weights
from kg.resources import ontology_dir

T = TypeVar("T")
V = TypeVar("V", bound=str)
P = TypeVar("P", bound=tuple[str | None, ...])
Weights = Mapping[str, float]  # log odds by trait, exact: their sums are the same in any order
Judges = Mapping[str, Weights]  # by name
NAMES = (
    "meeting-sides",
    "meeting-members",
    "meeting-hearing",
    "meeting-status",
    "meeting-kinds",
    "meeting-worth",
    "meeting-issues",
    "meeting-dates",
    "meeting-places",
    "statement-sides",
)
LETTERS = {ord(symbol): chr(ord(letter) + 0xFEE0) for letter, symbol in SYMBOLS.items()}
BASE = "base"  # the row that holds for every case
REMEMBERED = 1 << 15  # short strings whose form in traits is kept


@cache
def load_judges() -> Judges:
    """The judges that ship with the package. Raises DataError where a table is broken."""
    return read_judges(ontology_dir() / "models")


def read_judges(folder: Path) -> Judges:
    """The judges of a folder, as `python -m kg.training` writes it. Raises DataError where a table is broken."""
    return {name: read_weights(folder / f"{name}.tsv") for name in NAMES}


@lru_cache(maxsize=REMEMBERED)
def shown(text: str) -> str:
    """Characters of an article as part of a trait's name: units as full-width letters, white space as one sign."""
    return "".join(text.split()).translate(LETTERS)


def pieces(text: str, size: int = 2) -> list[str]:
    """The strings of so many characters in a text, one after the other: its pairs."""
    if size == 2:
        return list(map(add, text, text[1:]))  # most by far, and in half the time
    return [text[i : i + size] for i in range(len(text) - size + 1)]


def marked(mark: str, text: str, size: int = 2) -> list[str]:
    """The pieces of a text as traits, each behind a mark that says where it stands."""
    return [f"{mark} {piece}" for piece in pieces(text, size)]


def logit(weights: Weights, traits: Iterable[str]) -> float:
    """The log odds that a case with these traits is one; a trait that the judge does not know is 0."""
    return weights.get(BASE, 0.0) + sum(filter(None, map(weights.get, set(traits))))


def chances(weights: Weights, cases: Iterable[tuple[T, Iterable[str]]]) -> list[tuple[T, float]]:
    """How likely each of the values on offer is the true one, against the likeliest, which has 1."""
    odds = [(value, logit(weights, traits)) for value, traits in cases]
    top = max(log for _, log in odds)
    return [(value, math.exp(log - top)) for value, log in odds]


def doubted(cases: Iterable[tuple[P, float]], sure: float) -> list[tuple[P, float]]:
    """The chances, where a value whose first part is known must be likelier than none by so many log odds."""
    return [(value, chance / math.exp(sure) if value[0] else chance) for value, chance in cases]


def weigh(judges: Judges, name: str, offered: tuple[V, ...], traits: Iterable[str]) -> dict[V, float]:
    """The log odds of each value on offer, of one judge; the names of its traits begin with the value."""
    known = set(traits)
    if judges is load_judges():
        table = _by_trait(name, offered)
        rows = filter(None, map(table.get, known))
        return dict(zip(offered, map(sum, zip([0.0] * len(offered), *rows, strict=True)), strict=True))
    return {value: logit(judges[name], named) for value, named in offers(offered, known)}


def offers(offered: Iterable[V], traits: Iterable[str]) -> Iterator[tuple[V, list[str]]]:
    """Each value on offer, with the traits as a judge of them knows them: the value comes first."""
    known = list(dict.fromkeys(traits))
    for value in offered:
        yield value, [f"{value} {trait}" for trait in known]


@cache
def _by_trait(name: str, offered: tuple[str, ...]) -> dict[str, list[float]]:
    """The weights of a judge that ships with the package by trait, for every value: a look-up instead of several."""
    table: dict[str, list[float]] = {}
    for row, weight in load_judges()[name].items():
        value, _, trait = row.partition(" ")
        if value in offered:
            table.setdefault(trait, [0.0] * len(offered))[offered.index(value)] = weight
    return table


def probability(weights: Weights, traits: Iterable[str]) -> float:
    """How likely the judge holds a case with these traits to be one, between 0 and 1."""
    return chance(logit(weights, traits))
