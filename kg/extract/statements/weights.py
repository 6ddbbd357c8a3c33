"""Linear models as data: the weights of named features, in tables of ontology/models.

A feature is a string that is there or not. Tables rather than arrays: they can be read, compared and explained. Sums
are exact (`fsum`), so that they depend neither on the order of the features nor on the version of Python.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from kg.knowledge.tables import read_table

BIAS = "(bias)"
FAR = 30.0  # log odds beyond which a probability is 0 or 1 anyway


@dataclass(frozen=True, slots=True)
class Weights:
    """Logistic regression: the weight of each feature, in log odds, and of none at all."""

    of: dict[str, float]
    bias: float

    def probability(self, features: Iterable[str]) -> float:
        """How likely the answer is yes, in 0-1."""
        total = self.bias + math.fsum(map(self.of.get, features, repeat(0.0)))
        return 1 / (1 + math.exp(-max(-FAR, min(FAR, total))))


@dataclass(frozen=True, slots=True)
class Choices:
    """Multinomial logistic regression: the weights of each feature, one a choice."""

    names: tuple[str, ...]
    of: dict[str, tuple[float, ...]]
    bias: tuple[float, ...]

    def ranked(self, features: Iterable[str], heard: Mapping[str, float] | None = None) -> list[tuple[float, str]]:
        """How likely each choice is (0-1, together 1), the likeliest first; `heard` is added to the log odds."""
        known = [weights for feature in features if (weights := self.of.get(feature)) is not None]
        if heard is not None:
            known.append(tuple([heard[name] for name in self.names]))
        totals = list(map(math.fsum, zip(self.bias, *known, strict=True)))
        most = max(totals)
        shares = [math.exp(total - most) for total in totals]
        whole = math.fsum(shares)
        ranked = sorted(zip([-share / whole for share in shares], self.names, strict=True))
        return [(-share, name) for share, name in ranked]


@dataclass(frozen=True, slots=True)
class Measured:
    """What share of statements was right, by how likely the models held them; a step function."""

    likely: tuple[float, ...]
    right: tuple[float, ...]

    def at(self, likely: float) -> float:
        """The measured share of right ones among statements held that likely."""
        return self.right[max(0, bisect_right(self.likely, likely) - 1)]


def read_weights(path: Path) -> Weights:
    """A table of columns feature, weight."""
    weights = {row["feature"]: float(row["weight"]) for row in read_table(path)}
    return Weights(weights, weights.pop(BIAS))


def read_choices(path: Path) -> Choices:
    """A table of a column feature and one column a choice."""
    rows = list(read_table(path))
    names = tuple(column for column in rows[0] if column != "feature")
    weights = {row["feature"]: tuple(float(row[name]) for name in names) for row in rows}
    return Choices(names, weights, weights.pop(BIAS))


def read_measured(path: Path) -> Measured:
    """A table of columns likely (from where on), right."""
    rows = list(read_table(path))
    return Measured(tuple(float(r["likely"]) for r in rows), tuple(float(r["right"]) for r in rows))
