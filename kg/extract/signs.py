"""A small network that weighs signs: what is there speaks for and against an answer, alone and together.

Each sign has a vector. The vectors of all signs that are there are added up, with a weighted sum of a few numbers (how
a sentence sounds); one layer of rectified units hears the sum and tells the log odds of yes. Two signs may thus mean
together what neither means alone, which a regression must be told pair by pair.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kg.errors import DataError

Vectors = NDArray[np.float32]
ALWAYS = ""  # the sign that is there in every case
LOWEST, HIGHEST, UNIT = -6.0, 2.0, 4.0  # log odds as numbers are kept between the first two and divided by the third
ARRAYS = ("vectors", "numbers", "told")
FAR = 30.0  # log odds beyond which a probability is 0 or 1 anyway


@dataclass(frozen=True, slots=True)
class Signs:
    """The network: vectors of V signs (V + 1, d), numbers (k, d), and weights of the layer (d + 1).

    The first sign is ALWAYS; the last vector, of what is unknown, is 0; the last of `told` is there whatever is heard.
    """

    rows: dict[str, int]
    vectors: Vectors
    numbers: Vectors
    told: Vectors

    def hear(self, numbers: Vectors) -> Vectors:
        """What numbers (n, k) add to the layer (n, d)."""
        heard: Vectors = numbers @ self.numbers
        return heard

    def chances(self, cases: Iterable[Iterable[str]], heard: Vectors) -> list[float]:
        """How likely yes is in each case (0-1), given its signs; `heard` (n, d), or (d) if it is the same for all."""
        row_of, unknown = self.rows.get, repeat(len(self.rows))
        rows: list[int] = []
        starts: list[int] = []
        for case in cases:
            starts.append(len(rows))
            rows.append(0)
            rows += map(row_of, case, unknown)
        if not rows:
            return []
        layer = np.add.reduceat(self.vectors.take(rows, axis=0), starts, axis=0)
        layer += heard
        np.maximum(layer, 0, out=layer)
        return [chance(odds) for odds in (layer @ self.told[:-1] + self.told[-1]).tolist()]


def chance(odds: float) -> float:
    """The probability that log odds mean."""
    kept = odds if -FAR < odds < FAR else math.copysign(FAR, odds)  # min and max take thrice the time
    return 1.0 / (1.0 + math.exp(-kept))


def likely(odds: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """The probabilities that many log odds mean."""
    chances: NDArray[np.floating[Any]] = 1 / (1 + np.exp(-np.clip(odds, -FAR, FAR)))
    return chances


def as_numbers(odds: ArrayLike) -> Vectors:
    """Log odds (n, k) as the network takes them."""
    numbers: Vectors = np.clip(np.array(odds, dtype=np.float32), LOWEST, HIGHEST) / np.float32(UNIT)
    return numbers


def read_signs(path: Path) -> Signs:
    """The network from its file, numpy's arrays `signs` and ARRAYS. Raises DataError if there is no such file."""
    try:
        with np.load(path) as file:  # of itself numpy reads no pickles
            rows = {sign: row for row, sign in enumerate(file["signs"].tolist())}
            return Signs(rows, *(file[name].astype(np.float32, order="C") for name in ARRAYS))
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error


def write_signs(network: Signs, path: Path) -> None:
    """Write the file that read_signs reads, in half precision; equal networks give equal bytes."""
    arrays: dict[str, Any] = {name: getattr(network, name).astype(np.float16) for name in ARRAYS}
    with path.open("wb") as file:
        np.savez_compressed(file, signs=np.array(list(network.rows)), **arrays)
