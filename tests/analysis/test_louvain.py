"""Communities are those of networkx, to the node."""

from random import Random

import networkx as nx
import pytest

from kg.analysis.louvain import Weights, partition


class InOrder(Random):
    """A seed for networkx that leaves nodes in their order."""

    def shuffle(self, x: object) -> None:
        """Leave all as it is."""


def weights_of(graph: nx.Graph) -> Weights:
    found: Weights = [{} for _ in graph]
    for left, right, weight in graph.edges(data="weight"):
        found[left][right] = found[right][left] = weight
    return found


def random_graph(chance: Random, size: int) -> nx.Graph:
    """Some nodes, with fewer or more edges; not all hang together."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(size))
    for _ in range(chance.randint(0, 4 * size)):
        left, right = chance.randrange(size), chance.randrange(size)
        if left != right:
            graph.add_edge(left, right, weight=chance.randint(1, 9))
    return graph


@pytest.mark.parametrize("seed", range(61))
def test_the_same_communities_as_networkx(seed: int) -> None:
    chance = Random(seed)
    graph = random_graph(chance, chance.choice([1, 2, 5, 30, 100, 300]))
    theirs = nx.community.louvain_communities(graph, weight="weight", seed=InOrder())
    assert sorted(map(sorted, partition(weights_of(graph)))) == sorted(map(sorted, theirs))


def test_nothing_has_no_communities() -> None:
    assert partition([]) == []


def test_a_node_more_changes_only_the_community_that_it_joins() -> None:
    chance = Random(7)
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(400))
    for left, right in ((chance.randrange(400), chance.randrange(400)) for _ in range(6000)):
        if left != right:
            graph.add_edge(left, right, weight=9 if left // 40 == right // 40 else 1)
    before = set(map(frozenset, partition(weights_of(graph))))
    graph.add_edge(400, 399, weight=1)
    after = set(map(frozenset, partition(weights_of(graph))))
    assert len(before - after) == len(after - before) == 1
