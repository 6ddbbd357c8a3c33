"""Betweenness by Brandes (2001) over arrays: many sources step outwards together.

The sums are formed in the order in which a loop over sources, nodes and neighbours forms them, so that the figures are
those of `networkx.betweenness_centrality` to the last bit, in a tenth of its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.analysis.graph import Weights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BATCH = 1 << 17  # cells (sources × nodes) that are worked on together: 1 MB an array


class Ties(NamedTuple):
    """A graph as arrays: the neighbours of node i are targets[first[i] : first[i + 1]]."""

    first: Ints
    targets: Ints


class Step(NamedTuple):
    """One step outwards: the cells it leaves, those it reaches, and the positions in both that shortest paths join.

    A cell is a source's number × nodes + a node.
    """

    left: Ints
    reached: Ints
    origin: Ints
    target: Ints


def as_ties(near: Weights) -> Ties:
    """The neighbours of each node in their order.

    >>> ties = as_ties([{1: 1}, {0: 1, 2: 1}, {1: 1}])
    >>> ties.first.tolist(), ties.targets.tolist()
    ([0, 1, 3, 4], [1, 0, 2, 1])
    """
    first = np.concatenate([[0], np.cumsum([len(others) for others in near], dtype=np.int64)])
    return Ties(first.astype(np.int64), np.fromiter(chain.from_iterable(near), dtype=np.int64))


def dependencies(ties: Ties, sources: Sequence[int]) -> Floats:
    """For each node the sum over sources and targets of the share of shortest paths that pass through it.

    >>> dependencies(as_ties([{1: 1}, {0: 1, 2: 1}, {1: 1}]), [0, 1, 2]).tolist()
    [0.0, 2.0, 0.0]
    """
    size = len(ties.first) - 1
    total = np.zeros(size)
    count = max(1, BATCH // max(1, size))
    batches = [np.array(sources[start : start + count], dtype=np.int64) for start in range(0, len(sources), count)]
    for batch in batches:
        for row in _of_batch(ties, batch):
            total += row
    return total


def _of_batch(ties: Ties, sources: Ints) -> Floats:
    """The same for each of several sources, a row each."""
    size = len(ties.first) - 1
    origin = np.arange(len(sources)) * size + sources
    paths = np.zeros(len(sources) * size)
    paths[origin] = 1.0
    depends = np.zeros_like(paths)
    for step in reversed(_outwards(ties, origin, paths, size)):
        share = (1.0 + depends[step.reached]) / paths[step.reached]
        order = np.argsort(-step.target, kind="stable")  # farthest first, as they are taken from a stack
        value = paths[step.left][step.origin] * share[step.target]
        depends[step.left] = np.bincount(step.origin[order], weights=value[order], minlength=len(step.left))
    depends[origin] = 0.0
    return depends.reshape(len(sources), size)


def _outwards(ties: Ties, origin: Ints, paths: Floats, size: int) -> list[Step]:
    """The steps until nothing new is reached; the number of shortest paths to each cell is filled in."""
    depth = np.full(len(paths), -1, dtype=np.int32)
    place = np.zeros(len(paths), dtype=np.int64)
    depth[origin] = 0
    steps: list[Step] = []
    left = origin
    while len(left):
        start, cells = _neighbours(ties, left, size)
        new = cells[depth[cells] < 0]
        place[new[::-1]] = np.arange(len(new))[::-1]
        reached = new[place[new] == np.arange(len(new))]  # each once, where it comes first
        depth[reached] = len(steps) + 1
        place[reached] = np.arange(len(reached))
        onward = depth[cells] == len(steps) + 1
        step = Step(left, reached, start[onward], place[cells[onward]])
        paths[reached] = np.bincount(step.target, weights=paths[left][step.origin], minlength=len(reached))
        steps.append(step)
        left = reached
    return steps


def _neighbours(ties: Ties, cells: Ints, size: int) -> tuple[Ints, Ints]:
    """The neighbours of all cells, one after the other, each with the position of the cell it is next to."""
    node = cells % size
    first, count = ties.first[node], ties.first[node + 1] - ties.first[node]
    start = np.repeat(np.arange(len(cells)), count)
    within = np.arange(len(start)) - np.repeat(np.cumsum(count) - count, count)
    return start, ties.targets[first[start] + within] + (cells - node)[start]
