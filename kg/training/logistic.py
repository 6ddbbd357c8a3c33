"""Logistic regression over named traits, with a ridge, by L-BFGS: the same input gives the same weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kg.errors import UsageError
from kg.extract.judge import BASE, Weights
from kg.knowledge.tables import exact

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ROUNDS = 70  # at most; figures on held-out articles are the same from 60 on
MANY_ROUNDS = 200  # the same of several choices with many traits
RARE = 3  # cases that a trait must occur in to have a weight
SMALL = 0.005  # weights below are left out

Vector = npt.NDArray[np.float64]


def fit(
    cases: Sequence[Sequence[str]], truth: Sequence[bool], ridge: float, before: Weights | None = None
) -> dict[str, float]:
    """The weights (log odds) of the traits and of BASE that best tell the true cases from the others.

    `ridge` is the strength of the pull of every weight to 0, in cases; with weights from `before`, to these.
    """
    known = before or {}
    names, table = tabulate(cases, RARE, known)
    turned, answers = table.T.tocsr(), np.array(truth, dtype=np.float64)
    start = np.array([*(known.get(name, 0.0) for name in names), known.get(BASE, 0.0)])
    pull = np.append(np.full(len(names), ridge), ridge if before else 0.0)

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds, moved = table @ weights[:-1] + weights[-1], weights - start
        errors = 1.0 / (1.0 + np.exp(-odds)) - answers
        cost = np.logaddexp(0.0, odds).sum() - (answers * odds).sum() + 0.5 * (moved * pull) @ moved
        return float(cost), np.append(turned @ errors, errors.sum()) + pull * moved

    found = _least(loss, start)
    return {BASE: exact(round(float(found[-1]), 3)), **_named(names, found, known)}


def fit_choice(
    choices: Sequence[Sequence[tuple[Sequence[str], bool]]], ridge: float, before: Weights | None = None
) -> dict[str, float]:
    """The weights that best tell the true one of the cases of each choice (a conditional logit)."""
    known = before or {}
    names, table = tabulate([traits for choice in choices for traits, _ in choice], RARE, known)
    if not names:
        return {BASE: 0.0, **known}
    start = np.array([known.get(name, 0.0) for name in names])
    turned, count = table.T.tocsr(), len(choices)
    answers = np.array([is_true for choice in choices for _, is_true in choice], dtype=np.float64)
    of = np.repeat(np.arange(count), [len(choice) for choice in choices])

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds, moved = table @ weights, weights - start
        top = np.full(count, -np.inf)
        np.maximum.at(top, of, odds)
        parts = np.exp(odds - top[of])
        whole = np.bincount(of, parts, count)
        cost = (np.log(whole) + top).sum() - (answers * odds).sum() + 0.5 * ridge * (moved @ moved)
        return float(cost), turned @ (parts / whole[of] - answers) + ridge * moved

    return {BASE: 0.0, **_named(names, _least(loss, start), known)}


def fit_shares(table: csr_matrix, answers: Vector, ridge: float, start: Vector, *, holds_bias: bool = False) -> Vector:
    """The weights (traits + 1, choices) that best tell how often each choice is made (cases, choices).

    The last row of weights holds for every case. All are pulled to what they `start` from, the last if it `holds_bias`.
    """
    turned, times = table.T.tocsr(), answers.sum(axis=1)
    pull = np.full((len(start), 1), ridge)
    pull[-1] *= holds_bias

    def loss(flat: Vector) -> tuple[float, Vector]:
        weights = flat.reshape(start.shape)
        odds, moved = table @ weights[:-1] + weights[-1], weights - start
        top = odds.max(axis=1, keepdims=True)
        parts = np.exp(odds - top)
        whole = parts.sum(axis=1, keepdims=True)
        cost = (times * (np.log(whole) + top)[:, 0]).sum() - (answers * odds).sum() + 0.5 * (pull * moved * moved).sum()
        errors = times[:, None] * parts / whole - answers
        slopes = np.concatenate([turned @ errors, errors.sum(axis=0, keepdims=True)]) + pull * moved
        return float(cost), slopes.ravel()

    return _least(loss, start.ravel(), rounds=MANY_ROUNDS).reshape(start.shape)


def need_sklearn() -> None:
    """Raise UsageError, which tells what to install, where scikit-learn (and scipy, which it brings) is missing."""
    need("sklearn", "scikit-learn")


def need(module: str, name: str) -> None:
    """Raise UsageError, which tells what to install, where a library of the extra `train` is missing."""
    try:
        import_module(module)
    except ImportError as error:
        raise UsageError(f"training needs {name}: pip install 'diplokg[train]'") from error


def tabulate(cases: Sequence[Sequence[str]], rare: int, known: Container[str] = ()) -> tuple[list[str], csr_matrix]:
    """The traits that are `known` or that at least `rare` cases have, and a row of ones and zeros a case."""
    need_sklearn()
    from scipy.sparse import csr_matrix

    counts = Counter(trait for case in cases for trait in set(case))
    names = sorted(trait for trait, count in counts.items() if count >= rare or trait in known)
    place = {trait: i for i, trait in enumerate(names)}
    columns = [[place[trait] for trait in sorted(set(case)) if trait in place] for case in cases]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.array([column for some in columns for column in some], dtype=np.int32)
    return names, csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(cases), len(names)))


def _least(loss: Callable[[Vector], tuple[float, Vector]], start: Vector, rounds: int = ROUNDS) -> Vector:
    """The weights at which a loss, given with its slopes, is least."""
    from scipy.optimize import minimize

    found: Vector = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    return found


def _named(names: Sequence[str], weights: Vector, known: Weights) -> dict[str, float]:
    """The weights by name, beside those known of traits that no case has, without small ones."""
    found = {**known, **dict(zip(names, weights.tolist(), strict=False))}
    return {name: exact(round(w, 3)) for name, w in found.items() if abs(w) >= SMALL and name != BASE}


def as_table(weights: Mapping[str, float]) -> str:
    """The weights as the rows of a table of ontology/models, BASE first, then by name."""
    names = sorted(weights, key=lambda name: (name != BASE, name))
    return "trait\tweight\n" + "".join(f"{name}\t{weights[name]:g}\n" for name in names)


def between(before: Mapping[str, float], after: Mapping[str, float], share: float) -> dict[str, float]:
    """Weights a share (0-1) of the way from those before to those learnt (Wortsman et al., CVPR 2022)."""
    names = {*before, *after}
    return {n: round((1 - share) * before.get(n, 0.0) + share * after.get(n, 0.0), 3) for n in names}
