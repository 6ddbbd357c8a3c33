"""Logistic regression over named traits, with a ridge, by L-BFGS: the same input gives the same weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kg.errors import UsageError
from kg.extract.meetings.judge import BASE
from kg.knowledge.tables import exact

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ROUNDS = 70  # at most; figures on held-out articles are the same from 60 on
RARE = 3  # cases that a trait must occur in to have a weight
SMALL = 0.005  # weights below are left out

Vector = npt.NDArray[np.float64]


def fit(cases: Sequence[Sequence[str]], truth: Sequence[bool], ridge: float) -> dict[str, float]:
    """The weights (log odds) of the traits and of BASE that best tell the true cases from the others.

    `ridge` is the strength of the pull of every weight to 0, in cases.
    """
    names, table = tabulate(cases, RARE)
    turned, answers = table.T.tocsr(), np.array(truth, dtype=np.float64)

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = table @ weights[:-1] + weights[-1]
        errors = 1.0 / (1.0 + np.exp(-odds)) - answers
        cost = np.logaddexp(0.0, odds).sum() - (answers * odds).sum() + 0.5 * ridge * (weights[:-1] @ weights[:-1])
        return float(cost), np.append(turned @ errors + ridge * weights[:-1], errors.sum())

    found = _least(loss, len(names) + 1)
    return {BASE: exact(round(float(found[-1]), 3)), **_named(names, found)}


def fit_choice(choices: Sequence[Sequence[tuple[Sequence[str], bool]]], ridge: float) -> dict[str, float]:
    """The weights that best tell the true one of the cases of each choice (a conditional logit)."""
    names, table = tabulate([traits for choice in choices for traits, _ in choice], RARE)
    if not names:
        return {BASE: 0.0}
    turned, count = table.T.tocsr(), len(choices)
    answers = np.array([is_true for choice in choices for _, is_true in choice], dtype=np.float64)
    of = np.repeat(np.arange(count), [len(choice) for choice in choices])

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = table @ weights
        top = np.full(count, -np.inf)
        np.maximum.at(top, of, odds)
        parts = np.exp(odds - top[of])
        whole = np.bincount(of, parts, count)
        cost = (np.log(whole) + top).sum() - (answers * odds).sum() + 0.5 * ridge * (weights @ weights)
        return float(cost), turned @ (parts / whole[of] - answers) + ridge * weights

    return {BASE: 0.0, **_named(names, _least(loss, len(names)))}


def need_sklearn() -> None:
    """Raise UsageError, which tells what to install, where scikit-learn (and scipy, which it brings) is missing."""
    need("sklearn", "scikit-learn")


def need(module: str, name: str) -> None:
    """Raise UsageError, which tells what to install, where a library of the extra `train` is missing."""
    try:
        import_module(module)
    except ImportError as error:
        raise UsageError(f"training needs {name}: pip install 'diplokg[train]'") from error


def tabulate(cases: Sequence[Sequence[str]], rare: int) -> tuple[list[str], csr_matrix]:
    """The traits that at least `rare` cases have, and a row of ones and zeros a case: which of them it has."""
    need_sklearn()
    from scipy.sparse import csr_matrix

    counts = Counter(trait for case in cases for trait in set(case))
    names = sorted(trait for trait, count in counts.items() if count >= rare)
    place = {trait: i for i, trait in enumerate(names)}
    columns = [[place[trait] for trait in sorted(set(case)) if trait in place] for case in cases]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.array([column for some in columns for column in some], dtype=np.int32)
    return names, csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(cases), len(names)))


def _least(loss: Callable[[Vector], tuple[float, Vector]], size: int) -> Vector:
    """The weights at which a loss, given with its slopes, is least."""
    from scipy.optimize import minimize

    found: Vector = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return found


def _named(names: Sequence[str], weights: Vector) -> dict[str, float]:
    kept = [(name, weight) for name, weight in zip(names, weights.tolist(), strict=False) if abs(weight) >= SMALL]
    return {name: exact(round(weight, 3)) for name, weight in kept}


def as_table(weights: Mapping[str, float]) -> str:
    """The weights as the rows of a table of ontology/models, BASE first, then by name."""
    names = sorted(weights, key=lambda name: (name != BASE, name))
    return "trait\tweight\n" + "".join(f"{name}\t{weights[name]:g}\n" for name in names)
