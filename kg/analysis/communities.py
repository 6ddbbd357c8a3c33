"""Communities: nodes tied more to each other than to the rest (Louvain: Blondel et al. 2008)."""

from __future__ import annotations

from typing import Any

import networkx as nx

from kg.analysis.graph import types, whole
from kg.analysis.louvain import Weights, partition
from kg.viewmodel import Cell, NodeType, Table, View, labels

SEED = 20240927
MEMBERS_SHOWN = 12


def communities(graph: nx.Graph[Any]) -> dict[Any, int]:
    """The number of the community of each node, 0 the largest; the same for the same graph on every run.

    Nodes are numbered before Louvain runs, because it walks over sets, whose order would follow the hash of the text.

    >>> found = communities(nx.barbell_graph(4, 0))
    >>> sorted(found.items())
    [(0, 0), (1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1), (7, 1)]
    """
    names = list(graph)
    index = {name: number for number, name in enumerate(names)}
    weights: Weights = [{} for _ in names]
    for left, right, weight in graph.edges(data="weight", default=1):
        a, b = index[left], index[right]
        weights[a][b] = weights[b][a] = weight
    found = partition(weights, SEED)
    ranked = sorted((sorted(members) for members in found), key=lambda members: (-len(members), members[0]))
    return {names[member]: rank for rank, members in enumerate(ranked) for member in members}


def table(view: View, found: dict[str, int]) -> Table:
    """One row a community of at least two nodes: its size and the members that most articles speak of."""
    kind, name = types(view), labels(view)
    members: dict[int, list[tuple[int, str]]] = {}
    for node in view.nodes:
        members.setdefault(found[node.id], []).append((-len(node.articles), node.id))
    rows: list[tuple[Cell, ...]] = []
    for rank in sorted(rank for rank, nodes in members.items() if len(nodes) > 1):
        best = [node for _, node in sorted(members[rank])]
        shown = [[name[node] for node in best if kind[node] == type_][:MEMBERS_SHOWN] for type_ in NodeType]
        rows.append((rank, len(best), *("、".join(names) for names in shown)))
    return Table(
        name="communities", columns=("community", "size", *(type_.value for type_ in NodeType)), rows=tuple(rows)
    )


def find(view: View) -> dict[str, int]:
    """The community of every node of a view."""
    return communities(whole(view))
