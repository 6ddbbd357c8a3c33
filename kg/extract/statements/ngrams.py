"""What the wording of a sentence sounds like: short strings of characters, weighed for each issue, each act and speech.

It knows what no list of signal words holds; `speakers`, `topics` and `acts` take its word as one sign among others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import ahocorasick_rs
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from kg.extract.statements.weights import BIAS, Weights
from kg.knowledge.tables import read_table

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of strings for each code, and each code's own."""

    weights: Mapping[str, Scores]
    bias: Scores


class Sound(Struct, frozen=True, gc=False):
    """How a sentence sounds, in log odds: like each issue, how much more or less like each act, and like speech."""

    issues: Scores
    acts: Scores
    said: float


def step(odds: float, least: int, most: int) -> int:
    """Log odds as the signs of the models have them: rounded, and kept between two numbers."""
    return least if odds <= least else most if odds >= most else round(odds)  # min and max take thrice the time


@dataclass(frozen=True, slots=True)
class Wording:
    """The strings as an automaton, how rare each is, and its weights: a row each; a column an issue, act or speech."""

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
        return Sound(
            dict(zip(self.issues, total, strict=False)), dict(zip(self.acts, total[cut:-1], strict=True)), total[-1]
        )


def make_wording(rarity: Mapping[str, float], issues: Weighed, said: Weights, acts: Weighed) -> Wording:
    """The model from the rarity (inverse document frequency) of each string and what it weighs."""
    strings = tuple(rarity)
    matrix = np.zeros((len(strings), len(issues.bias) + len(acts.bias) + 1), dtype=np.float32)
    matrix[:, -1] = [said.of.get(string, 0.0) for string in strings]
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
        np.array([*issues.bias.values(), *acts.bias.values(), said.bias], dtype=np.float32),
    )


def read_wording(path: Path) -> Wording:
    """A table of columns feature (the string), rarity, issues and acts (pairs code:weight), said (a weight, if any)."""
    rows = {row["feature"]: row for row in read_table(path)}
    bias = rows.pop(BIAS)
    issues, acts = (
        Weighed({string: _pairs(row[what]) for string, row in rows.items()}, _pairs(bias[what]))
        for what in ("issues", "acts")
    )
    said = Weights({string: float(row["said"]) for string, row in rows.items() if row["said"]}, float(bias["said"]))
    return make_wording({string: float(row["rarity"]) for string, row in rows.items()}, issues, said, acts)


def _pairs(cell: str) -> Scores:
    return {code: float(weight) for code, _, weight in (pair.partition(":") for pair in cell.split())}
