"""Communities are those of networkx, to the node."""

from random import Random

import networkx as nx
import pytest

from kg.analysis.communities import SEED
from kg.analysis.louvain import Weights, partition


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


@pytest.mark.parametrize("seed", [*range(60), SEED])
def test_the_same_communities_as_networkx(seed: int) -> None:
    chance = Random(seed)
    graph = random_graph(chance, chance.choice([1, 2, 5, 30, 100, 300]))
    theirs = nx.community.louvain_communities(graph, weight="weight", seed=seed)
    assert sorted(map(sorted, partition(weights_of(graph), seed))) == sorted(map(sorted, theirs))


def test_nothing_has_no_communities() -> None:
    assert partition([], SEED) == []
