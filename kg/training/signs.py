"""Fitting the network of signs (kg.extract.signs) to cases with an answer: Adam, dropout, one seed, all in numpy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.signs import ALWAYS, Signs, Vectors, likely
from kg.training.layers import Adam, in_half
from kg.training.logistic import need_sklearn

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RARE = 10  # a sign in fewer cases has no vector
WIDTH = 32  # of the vectors; all of these figures set on held-out articles
DROPPED, LEFT_OUT = 0.2, 0.3  # share of signs, of the layer
ROUNDS, BATCH, LEAST_STEPS = 5, 512, 300  # times over all cases, cases at a time, steps for a few cases
RATE, WARM, DECAY = 3e-3, 100, 0.05  # of learning, steps until it is reached, and pull of the vectors to 0
SIZES = {"vectors": 0.05, "numbers": 0.05, "told": 0.1}  # of the weights before the first step
FIRST = -1.0  # log odds of everything before the first step


@dataclass(frozen=True, slots=True)
class Case:
    """What there is, the numbers beside it, how likely yes is (0-1), and how many times that counts."""

    signs: list[str]
    numbers: Vectors
    answer: float
    times: float


def fit_signs(cases: Sequence[Case], *, start: Signs | None = None, rate: float = RATE, rounds: int = ROUNDS) -> Signs:
    """The network that tells the answers of these cases; the same cases give the same network on the same machine.

    One to `start` from learns on: it keeps its signs, those that it lacks are added.
    """
    names, table = _table(cases, start.rows if start else ())
    numbers = np.stack([case.numbers for case in cases]).astype(np.float32)
    answers, times = (
        np.array([case.answer for case in cases], np.float32),
        np.array([case.times for case in cases], np.float32),
    )
    random = np.random.default_rng(0)
    shapes = {"vectors": (len(names), WIDTH), "numbers": (numbers.shape[1], WIDTH), "told": (WIDTH + 1,)}
    layers = {name: (random.standard_normal(shape) * SIZES[name]).astype(np.float32) for name, shape in shapes.items()}
    layers["vectors"][0], layers["told"][-1] = 0, FIRST
    if start:
        layers = {
            "vectors": np.pad(start.vectors[:-1], ((0, len(names) - len(start.rows)), (0, 0))),
            "numbers": start.numbers.copy(),
            "told": start.told.copy(),
        }
    adam = Adam(layers, rate, WARM, {"vectors": DECAY})
    batches = -(-len(cases) // BATCH)
    steps = max(rounds * batches, LEAST_STEPS)
    for number in range(steps):
        if number % batches == 0:
            order = random.permutation(len(cases))
        some = order[number % batches * BATCH : (number % batches + 1) * BATCH]
        slopes = _slopes(layers, table[some], numbers[some], answers[some], times[some], random)
        adam.step(slopes, (number + 1) / (steps + 1))
    rounded = {name: in_half(layer) for name, layer in layers.items()}
    vectors = np.pad(rounded["vectors"], ((0, 1), (0, 0)))
    return Signs({name: row for row, name in enumerate(names)}, vectors, rounded["numbers"], rounded["told"])


def _table(cases: Sequence[Case], known: Iterable[str]) -> tuple[list[str], csr_matrix]:
    """The signs, ALWAYS first, then those `known`, and a row a case: how loud each is in it."""
    need_sklearn()
    from scipy.sparse import csr_matrix

    numbers = {sign: number for number, sign in enumerate(dict.fromkeys((ALWAYS, *known)))}
    first = len(numbers)
    columns = [numbers.setdefault(sign, len(numbers)) for case in cases for sign in (ALWAYS, *case.signs)]
    ends = np.cumsum([0, *(len(case.signs) + 1 for case in cases)])
    table = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(cases), len(numbers)))
    table.sum_duplicates()
    table.data[:] = 1
    often = np.bincount(table.indices, minlength=len(numbers)) >= RARE
    new = (number for sign, number in sorted(numbers.items()) if number >= first and often[number])
    kept = [*range(first), *new]
    names = list(numbers)
    return [names[i] for i in kept], table[:, kept].tocsr()


def _slopes(
    layers: dict[str, Vectors],
    signs: csr_matrix,
    numbers: Vectors,
    answers: NDArray[np.floating[Any]],
    times: Vectors,
    random: np.random.Generator,
) -> dict[str, Vectors]:
    """The slopes of the cross entropy of a batch at every weight."""
    signs.data *= (random.random(len(signs.data)) >= DROPPED) / np.float32(1 - DROPPED)
    before = signs @ layers["vectors"] + numbers @ layers["numbers"]
    kept = (random.random(before.shape) >= LEFT_OUT) * (before > 0) / np.float32(1 - LEFT_OUT)
    layer = before * kept
    chances = likely(layer @ layers["told"][:-1] + layers["told"][-1])
    errors = ((chances - answers) * times / times.sum()).astype(np.float32)
    back = np.outer(errors, layers["told"][:-1]) * kept
    return {
        "vectors": signs.T.tocsr() @ back,
        "numbers": numbers.T @ back,
        "told": np.append(layer.T @ errors, errors.sum()),
    }
