"""Degree and betweenness: who is tied to much, who stands between."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from kg.analysis.brandes import as_ties, dependencies
from kg.analysis.graph import Weights, weights, weights_of
from kg.viewmodel import Table, View

if TYPE_CHECKING:
    import networkx as nx

# Steps (sources × (nodes + edges)) that betweenness may take: about a second. Below it the figure is exact,
# above it Brandes and Pich (2007) estimate it from a seeded sample of sources.
BUDGET = 10_000_000
SEED = 20240927


def betweenness(graph: nx.Graph[Any], *, budget: int = BUDGET) -> tuple[dict[Any, float], int]:
    """Normalised betweenness of each node and the number of sources that it was computed from.

    >>> import networkx as nx
    >>> betweenness(nx.path_graph(3))
    ({0: 0.0, 1: 1.0, 2: 0.0}, 3)
    """
    found, sources = _between(weights_of(graph), budget)
    return dict(zip(graph, found, strict=True)), sources


def _between(near: Weights, budget: int = BUDGET) -> tuple[list[float], int]:
    """The same of nodes by their number."""
    size = len(near)
    edges = sum(len(others) + (node in others) for node, others in enumerate(near)) // 2
    sources = max(1, min(size, budget // max(1, size + edges)))
    if size < 3:
        return [0.0] * size, sources
    numbers = range(size)
    chosen = Random(SEED).sample(numbers, sources) if sources < size else numbers
    # A source has no share in the paths that begin at it, so that it was passed by one source less than the others.
    other = 1 / (sources * (size - 2)) if sources < size else 1 / ((size - 1) * (size - 2))
    own = 1 / ((sources - 1) * (size - 2)) if 1 < sources < size else other
    scale = dict.fromkeys(chosen, own)
    sums = dependencies(as_ties(near), chosen).tolist()
    return [total * scale.get(node, other) for node, total in enumerate(sums)], sources


def table(view: View, communities: dict[str, int]) -> Table:
    """Every node with its ties (degree), accounts behind them (strength), betweenness and community."""
    near = weights(view)
    between, sources = _between(near)
    rows = [
        (
            node.id,
            node.type.value,
            node.names.hans,
            node.names.hant,
            node.names.latin,
            len(node.articles),
            node.publisher_count,
            len(near[at]),
            sum(near[at].values()),
            round(between[at], 6),
            sources,
            communities.get(node.id),
        )
        for at, node in enumerate(view.nodes)
    ]
    rows.sort(key=lambda row: (-row[7], row[0]))
    columns = ("id", "type", "zh_hans", "zh_hant", "latin", "articles", "publishers", "degree", "strength")
    return Table(name="nodes", columns=(*columns, "betweenness", "sources", "community"), rows=tuple(rows))
