"""Fitting what is done with an issue: a multinomial regression over signs, and over the strings of the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.extract.statements.weights import Choices
from kg.extract.wording import Wording
from kg.knowledge.tables import exact
from kg.training.layers import in_half
from kg.training.logistic import fit_shares, tabulate

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RARE = 10  # a sign seen in fewer cases has no weight
SMALL = 0.02  # nor one with a weight below this
LOUDNESS = 3.0  # how much a sentence's strings together weigh beside one sign; set on held-out articles
RIDGE = 10.0  # in cases; set on held-out articles
FIRMER = 3.0  # times as firm is the pull to weights from before: they come from more articles


@dataclass(frozen=True, slots=True)
class ActCase:
    """What there is, the line's text, and how many times each act counts as done there."""

    signs: list[str]
    text: str
    done: dict[str, float]


def fit_choices(cases: Sequence[ActCase]) -> Choices:
    """The acts by signs alone."""
    names, table = tabulate([case.signs for case in cases], RARE)
    acts = tuple(sorted({act for case in cases for act in case.done}))
    weights = fit_shares(table, _answers(cases, acts), RIDGE, np.zeros((len(names) + 1, len(acts))))
    return _choices(names, acts, weights)


def fit_tones(cases: Sequence[ActCase], wording: Wording, before: Choices | None = None) -> tuple[Choices, Wording]:
    """The acts by signs and strings together.

    Of weights from `before` they go on, and from the tones of the wording: all are pulled to what they were.
    """
    from scipy.sparse import hstack

    known = before.of if before else {}
    names, table = tabulate([case.signs for case in cases], RARE, known)
    first = before.names if before else ()
    acts = (*first, *sorted({act for case in cases for act in case.done}.difference(first)))
    start = np.zeros((len(names) + len(wording.strings) + 1, len(acts)))
    columns = [acts.index(act) for act in wording.acts]
    if before:
        silent = (0.0,) * len(first)
        start[: len(names), : len(first)] = [known.get(name, silent) for name in names]
        start[len(names) : -1, columns] = wording.tones / LOUDNESS
        start[-1] = [*before.bias, *[min(before.bias)] * (len(acts) - len(first))]
    both = hstack([table, LOUDNESS * _strings(cases, wording)]).tocsr()
    ridge = RIDGE * (FIRMER if before else 1.0)
    weights = fit_shares(both, _answers(cases, acts), ridge, start, holds_bias=before is not None)
    tones = LOUDNESS * weights[len(names) : -1, columns]
    signs = _choices(names, acts, np.delete(weights, np.s_[len(names) : -1], axis=0))
    more = (0.0,) * (len(acts) - len(first))
    rest = {name: (*row, *more) for name, row in known.items() if name not in set(names)}
    return replace(signs, of={**rest, **signs.of}), replace(wording, tones=in_half(tones))


def _answers(cases: Sequence[ActCase], acts: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[case.done.get(act, 0.0) for act in acts] for case in cases])


def _strings(cases: Sequence[ActCase], wording: Wording) -> csr_matrix:
    from scipy.sparse import csr_matrix

    found = list(wording.strings_in(case.text for case in cases))
    starts = [0, *accumulate(len(rows) for rows, _ in found)]
    rows, shares = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return csr_matrix((shares, rows, starts), shape=(len(cases), len(wording.strings)))


def _choices(names: Sequence[str], acts: tuple[str, ...], weights: NDArray[np.float64]) -> Choices:
    *rows, bias = weights.round(3).tolist()
    kept = {name: tuple(map(exact, row)) for name, row in zip(names, rows, strict=True) if max(map(abs, row)) >= SMALL}
    return Choices(acts, kept, tuple(map(exact, bias)))
