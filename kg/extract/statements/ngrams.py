"""What the wording of a sentence sounds like: short strings of characters, weighed for each issue and each act.

It knows what no list of signal words holds; `topics` and `acts` take its word as one sign among others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from kg.extract.statements.weights import BIAS
from kg.knowledge.tables import read_table

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of strings for each code, and each code's own."""

    weights: Mapping[str, Scores]
    bias: Scores


@dataclass(frozen=True, slots=True)
class Sound:
    """How a sentence sounds, in log odds: like each issue, and how much more or less like each act."""

    issues: Scores
    acts: Scores


@dataclass(frozen=True, slots=True)
class Wording:
    """The strings as an automaton, how rare each is, and its weights: one row a string, one column an issue or act."""

    strings: tuple[str, ...]
    automaton: ahocorasick_rs.AhoCorasick
    issues: tuple[str, ...]
    acts: tuple[str, ...]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def strings_in(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """The numbers of the strings in folded text, and how much each counts there: a vector of length 1."""
        rows = np.fromiter(
            sorted({which for which, _, _ in self.automaton.find_matches_as_indexes(text, overlapping=True)}),
            dtype=np.intp,
        )
        rarity = self.rarity[rows]
        return rows, rarity / np.sqrt(rarity @ rarity) if len(rows) else rarity

    def sound_of(self, text: str) -> Sound:
        """How folded text sounds."""
        rows, shares = self.strings_in(text)
        total = (self.bias + shares @ self.weights.take(rows, axis=0)).tolist()
        cut = len(self.issues)
        return Sound(dict(zip(self.issues, total, strict=False)), dict(zip(self.acts, total[cut:], strict=True)))


def make_wording(rarity: Mapping[str, float], issues: Weighed, acts: Weighed) -> Wording:
    """The model from the rarity (inverse document frequency) of each string and what is weighed: issues and acts."""
    strings, columns = tuple(rarity), (*issues.bias, *acts.bias)
    matrix = np.zeros((len(strings), len(columns)), dtype=np.float32)
    row = {string: i for i, string in enumerate(strings)}
    for weighed, first in ((issues, 0), (acts, len(issues.bias))):
        column = {code: first + i for i, code in enumerate(weighed.bias)}
        for string, weights in weighed.weights.items():
            for code, weight in weights.items():
                matrix[row[string], column[code]] = weight
    return Wording(
        strings,
        ahocorasick_rs.AhoCorasick(list(strings)),
        tuple(issues.bias),
        tuple(acts.bias),
        np.array([rarity[string] for string in strings], dtype=np.float32),
        matrix,
        np.array([*issues.bias.values(), *acts.bias.values()], dtype=np.float32),
    )


def read_wording(path: Path) -> Wording:
    """A table of columns feature (the string), rarity, issues and acts (pairs code:weight)."""
    rows = {row["feature"]: row for row in read_table(path)}
    bias = rows.pop(BIAS)
    issues, acts = (
        Weighed({string: _pairs(row[what]) for string, row in rows.items()}, _pairs(bias[what]))
        for what in ("issues", "acts")
    )
    return make_wording({string: float(row["rarity"]) for string, row in rows.items()}, issues, acts)


def _pairs(cell: str) -> Scores:
    return {code: float(weight) for code, _, weight in (pair.partition(":") for pair in cell.split())}
