"""A view as networkx graphs: the whole one for measures, and projections onto nodes of one type."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import networkx as nx

from kg.viewmodel import NodeType, Relation, View

MEASURED = (Relation.PARTICIPANT, Relation.PARTY, Relation.REPRESENTS, Relation.DISCUSSED, Relation.SAID)


def whole(view: View) -> nx.Graph[str]:
    """People, countries, organizations, meetings and issues as one undirected graph; `weight` counts accounts.

    >>> from kg.viewmodel import Edge, Names, Node
    >>> nodes = [Node(id=i, type=t, names=Names(hans=i)) for i, t in [("m", NodeType.MEETING), ("p", NodeType.PERSON)]]
    >>> edge = Edge(source="p", target="m", relation=Relation.PARTICIPANT, count=2)
    >>> whole(View(nodes=tuple(nodes), edges=(edge,))).edges(data="weight")
    EdgeDataView([('m', 'p', 2)])
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.id for node in view.nodes)
    for edge in view.edges:
        if edge.relation not in MEASURED or edge.source == edge.target:
            continue
        known = graph.get_edge_data(edge.source, edge.target, {"weight": 0})
        graph.add_edge(edge.source, edge.target, weight=known["weight"] + edge.count)
    return graph


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
