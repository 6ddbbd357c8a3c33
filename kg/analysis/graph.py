"""A view as graphs: the whole one for measures, and projections onto nodes of one type."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.viewmodel import NodeType, Relation, View

if TYPE_CHECKING:
    import networkx as nx

Weights = list[dict[int, int]]  # of the edges of each node, by its neighbours; a node may be its own

MEASURED = (Relation.PARTICIPANT, Relation.PARTY, Relation.REPRESENTS, Relation.DISCUSSED, Relation.SAID)


def weights(view: View) -> Weights:
    """People, countries, organizations, meetings and issues as one undirected graph, nodes by their place in the view.

    Weights count accounts; neighbours come in the order of the edges.

    >>> from kg.viewmodel import Edge, Names, Node
    >>> nodes = [Node(id=i, type=t, names=Names(hans=i)) for i, t in [("m", NodeType.MEETING), ("p", NodeType.PERSON)]]
    >>> edge = Edge(source="p", target="m", relation=Relation.PARTICIPANT, count=2)
    >>> weights(View(nodes=tuple(nodes), edges=(edge,)))
    [{1: 2}, {0: 2}]
    """
    number = {node.id: at for at, node in enumerate(view.nodes)}
    near: Weights = [{} for _ in view.nodes]
    for edge in view.edges:
        if edge.relation in MEASURED and edge.source != edge.target:
            one, two = number[edge.source], number[edge.target]
            near[one][two] = near[two][one] = near[one].get(two, 0) + edge.count
    return near


def weights_of(graph: nx.Graph[Any]) -> Weights:
    """The same of a graph of networkx, nodes by their place in it."""
    number = {node: at for at, node in enumerate(graph)}
    return [{number[other]: edge.get("weight", 1) for other, edge in graph.adj[node].items()} for node in graph]


def groups(view: View, relation: Relation, *, by_target: bool = True) -> dict[str, list[str]]:
    """The sources of each target of a relation (or the targets of each source), in the view's order."""
    found: dict[str, list[str]] = {}
    for edge in view.edges:
        if edge.relation == relation:
            key, value = (edge.target, edge.source) if by_target else (edge.source, edge.target)
            found.setdefault(key, []).append(value)
    return found


def pairs(members: Iterable[str]) -> list[tuple[str, str]]:
    """Every two different members, each pair once and sorted.

    >>> pairs(["b", "a", "a"])
    [('a', 'b')]
    """
    return list(combinations(sorted(set(members)), 2))


def types(view: View) -> dict[str, NodeType]:
    """The type of each node by id."""
    return {node.id: node.type for node in view.nodes}
