"""Communities: nodes tied more to each other than to the rest (Louvain: Blondel et al. 2008)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from kg.analysis.graph import Weights, types, weights, weights_of
from kg.analysis.louvain import partition
from kg.viewmodel import Cell, NodeType, Table, View, labels

if TYPE_CHECKING:
    import networkx as nx

Name = TypeVar("Name")
MEMBERS_SHOWN = 12


def communities(graph: nx.Graph[Any]) -> dict[Any, int]:
    """The number of the community of each node, 0 the largest; the same for the same graph on every run.

    >>> import networkx as nx
    >>> found = communities(nx.barbell_graph(4, 0))
    >>> sorted(found.items())
    [(0, 0), (1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1), (7, 1)]
    """
    return _named(list(graph), weights_of(graph))


def _named(names: Sequence[Name], near: Weights) -> dict[Name, int]:
    """The same of nodes by their number, whose neighbours stand in the order of a graph of networkx."""
    ordered: Weights = [{} for _ in names]  # as networkx yields its edges
    for one, found in enumerate(near):
        for two, weight in found.items():
            if two >= one:
                ordered[one][two] = ordered[two][one] = weight
    return _ranked(names, partition(ordered))


def _ranked(names: Sequence[Name], found: list[set[int]]) -> dict[Name, int]:
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
    return _named([node.id for node in view.nodes], weights(view))
