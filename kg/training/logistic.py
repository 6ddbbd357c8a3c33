"""Logistic regression over named traits, with a ridge, by full-batch AdaGrad: the same input gives the same weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from kg.extract.meetings.judge import BASE

ROUNDS = 400
STEP = 0.5
RARE = 2  # cases that a trait must occur in to have a weight
SMALL = 0.005  # weights below are left out


def fit(cases: Sequence[Sequence[str]], truth: Sequence[bool], ridge: float) -> dict[str, float]:
    """The weights (log odds) of the traits and of BASE that best tell the true cases from the others.

    `ridge` is the strength of the pull of every weight to 0, in cases.
    """
    counts = Counter(trait for case in cases for trait in set(case))
    names = sorted(trait for trait, count in counts.items() if count >= RARE)
    place = {trait: i for i, trait in enumerate(names)}
    pairs = [(i, place[t]) for i, case in enumerate(cases) for t in sorted(set(case)) if t in place]
    rows, columns = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    answers = np.array(truth, dtype=np.float64)
    weights, base = np.zeros(len(names)), 0.0
    squares, base_square = np.full(len(names), 1e-8), 1e-8
    for _ in range(ROUNDS):
        odds = np.bincount(rows, weights[columns], minlength=len(cases)) + base
        errors = 1.0 / (1.0 + np.exp(-odds)) - answers
        slopes = np.bincount(columns, errors[rows], minlength=len(names)) + ridge * weights
        squares += slopes * slopes
        weights -= STEP * slopes / np.sqrt(squares)
        base_square += float(errors.sum()) ** 2
        base -= STEP * float(errors.sum()) / base_square**0.5
    found = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if abs(w) >= SMALL}
    return {BASE: round(base, 3), **found}


def as_table(weights: Mapping[str, float]) -> str:
    """The weights as the rows of a table of ontology/models, BASE first, then by name."""
    names = sorted(weights, key=lambda name: (name != BASE, name))
    return "trait\tweight\n" + "".join(f"{name}\t{weights[name]:g}\n" for name in names)
