"""Degree and betweenness: who is tied to much, who stands between."""

from __future__ import annotations

from random import Random
from typing import Any

import networkx as nx

from kg.analysis.brandes import as_ties, dependencies
from kg.analysis.graph import whole
from kg.viewmodel import Table, View

# Steps (sources × (nodes + edges)) that betweenness may take: about a second. Below it the figure is exact,
# above it Brandes and Pich (2007) estimate it from a seeded sample of sources.
BUDGET = 10_000_000
SEED = 20240927


def betweenness(graph: nx.Graph[Any], *, budget: int = BUDGET) -> tuple[dict[Any, float], int]:
    """Normalised betweenness of each node and the number of sources that it was computed from.

    >>> betweenness(nx.path_graph(3))
    ({0: 0.0, 1: 1.0, 2: 0.0}, 3)
    """
    names = list(graph)
    size = len(names)
    sources = max(1, min(size, budget // max(1, size + graph.number_of_edges())))
    if size < 3:
        return dict.fromkeys(names, 0.0), sources
    numbers = range(size)
    chosen = Random(SEED).sample(numbers, sources) if sources < size else numbers
    # A source has no share in the paths that begin at it, so that it was passed by one source less than the others.
    other = 1 / (sources * (size - 2)) if sources < size else 1 / ((size - 1) * (size - 2))
    own = 1 / ((sources - 1) * (size - 2)) if 1 < sources < size else other
    scale = dict.fromkeys(chosen, own)
    sums = dependencies(as_ties(graph), chosen).tolist()
    return {name: sums[i] * scale.get(i, other) for i, name in enumerate(names)}, sources


def table(view: View, communities: dict[str, int]) -> Table:
    """Every node with its ties (degree), accounts behind them (strength), betweenness and community."""
    graph = whole(view)
    between, sources = betweenness(graph)
    strength = dict(graph.degree(weight="weight"))
    rows = [
        (
            node.id,
            node.type.value,
            node.names.hans,
            node.names.hant,
            node.names.latin,
            len(node.articles),
            node.publisher_count,
            graph.degree(node.id),
            strength[node.id],
            round(between[node.id], 6),
            sources,
            communities.get(node.id),
        )
        for node in view.nodes
    ]
    rows.sort(key=lambda row: (-row[7], row[0]))
    columns = ("id", "type", "zh_hans", "zh_hant", "latin", "articles", "publishers", "degree", "strength")
    return Table(name="nodes", columns=(*columns, "betweenness", "sources", "community"), rows=tuple(rows))
