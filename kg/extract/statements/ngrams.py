"""Which issues the wording of a sentence sounds like: short strings of characters, weighed for each issue.

It knows what no list of signal words holds; `topics` takes its word as one sign among others.
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
class Wording:
    """The strings as an automaton, how rare each is, and its weights: one row a string, one column an issue."""

    strings: tuple[str, ...]
    automaton: ahocorasick_rs.AhoCorasick
    codes: tuple[str, ...]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def sounds_like(self, text: str) -> Scores:
        """How much folded text sounds like each issue, in log odds."""
        found = {which for which, _, _ in self.automaton.find_matches_as_indexes(text, overlapping=True)}
        if not found:
            return dict(zip(self.codes, self.bias.tolist(), strict=True))
        rows = np.fromiter(sorted(found), dtype=np.intp)
        rarity = self.rarity[rows]
        total = self.bias + (rarity / np.sqrt(rarity @ rarity)) @ self.weights[rows]
        return dict(zip(self.codes, total.tolist(), strict=True))


def make_wording(rarity: Mapping[str, float], weights: Mapping[str, Scores], bias: Scores) -> Wording:
    """The model from the rarity (inverse document frequency) and the weights of each string."""
    codes, strings = tuple(bias), tuple(rarity)
    column = {code: i for i, code in enumerate(codes)}
    matrix = np.zeros((len(strings), len(codes)), dtype=np.float32)
    for i, string in enumerate(strings):
        for code, weight in weights.get(string, {}).items():
            matrix[i, column[code]] = weight
    rare = np.array([rarity[string] for string in strings], dtype=np.float32)
    flat = np.array([bias[code] for code in codes], dtype=np.float32)
    return Wording(strings, ahocorasick_rs.AhoCorasick(list(strings)), codes, rare, matrix, flat)


def read_wording(path: Path) -> Wording:
    """A table of columns feature (the string), rarity, weights (pairs code:weight)."""
    rows = {row["feature"]: row for row in read_table(path)}
    bias = _pairs(rows.pop(BIAS)["weights"])
    rarity = {string: float(row["rarity"]) for string, row in rows.items()}
    return make_wording(rarity, {string: _pairs(row["weights"]) for string, row in rows.items()}, bias)


def _pairs(cell: str) -> Scores:
    return {code: float(weight) for code, _, weight in (pair.partition(":") for pair in cell.split())}
