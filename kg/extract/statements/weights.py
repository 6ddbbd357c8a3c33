"""Linear models as data: the weights of named features, in tables of ontology/models.

A feature is a string that is there or not. Tables rather than arrays: they can be read, compared and explained. Weights
are `exact`, so that sums of them depend neither on the order of the features nor on the version of Python.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.knowledge.tables import exact, read_table

BIAS = "(bias)"


@dataclass(frozen=True, slots=True)
class Choices:
    """Multinomial logistic regression: the `exact` weights of each feature, one a choice."""

    names: tuple[str, ...]
    of: dict[str, tuple[float, ...]]
    bias: tuple[float, ...]

    def summed(self, features: Iterable[str], before: Sequence[float] | None = None) -> Sequence[float]:
        """The log odds of each choice: those that features told `before`, or the bias, with those that these tell."""
        return list(map(sum, zip(before or self.bias, *filter(None, map(self.of.get, features)), strict=True)))

    def shares(
        self,
        features: Iterable[str],
        heard: Mapping[str, float] | None = None,
        before: Sequence[float] | None = None,
    ) -> list[float]:
        """How likely each choice is (0-1, together 1), in the order of `names`; `heard` is added to the log odds."""
        totals = self.summed(features, before)
        if heard is not None:
            totals = [total + heard[name] for name, total in zip(self.names, totals, strict=True)]
        most = max(totals)
        shares = [math.exp(total - most) for total in totals]
        whole = math.fsum(shares)
        return [share / whole for share in shares]

    def likeliest(self, shares: list[float]) -> str:
        """The choice with the largest share; of several alike the first."""
        return self.names[shares.index(max(shares))]


@dataclass(frozen=True, slots=True)
class Measured:
    """What share of statements was right, by how likely the models held them; a step function."""

    likely: tuple[float, ...]
    right: tuple[float, ...]

    def at(self, likely: float) -> float:
        """The measured share of right ones among statements held that likely."""
        return self.right[max(0, bisect_right(self.likely, likely) - 1)]


def read_choices(path: Path) -> Choices:
    """A table of a column feature and one column a choice."""
    rows = list(read_table(path))
    names = tuple(column for column in rows[0] if column != "feature")
    weights = {row["feature"]: tuple(exact(float(row[name])) for name in names) for row in rows}
    return Choices(names, weights, weights.pop(BIAS))


def read_measured(path: Path) -> Measured:
    """A table of columns likely (from where on), right."""
    rows = list(read_table(path))
    return Measured(tuple(float(r["likely"]) for r in rows), tuple(float(r["right"]) for r in rows))
