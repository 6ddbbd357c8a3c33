"""The graph that a build of the seeds writes: it conforms, keeps to the ontology, and can be read without Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import OWL

from kg.config import Config
from kg.pipeline import build
from kg.rdf import Graph, open_graph
from kg.rdf.shapes import narrower, ontology_graph
from kg.rdf.validate import check_by_sparql

ROOT = Path(__file__).parents[2]
ENGLISH = '?x rdfs:label|skos:prefLabel ?en . FILTER(LANGMATCHES(LANG(?en), "en"))'


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    output = tmp_path_factory.mktemp("build") / "outputs"
    build([ROOT / "seeds"], Config(output=output, pages=False))
    return open_graph(output / "graph.ttl")


def share(graph: Graph, of: str) -> float:
    """The share of the ?x that a pattern finds (each ?m once) that have an English label."""
    everything = len(graph.select(f"SELECT DISTINCT ?x ?m {{ {of} }}").rows)
    named = len(graph.select(f"SELECT DISTINCT ?x ?m {{ {of} FILTER EXISTS {{ {ENGLISH} }} }}").rows)
    assert everything
    return named / everything


def test_it_conforms(graph: Graph) -> None:
    assert check_by_sparql(graph).faults == ()


@pytest.mark.parametrize(
    ("of", "least"),
    [
        ("?x a dkg:Country", 0.98),
        ("VALUES ?c { dkg:Issue dkg:Act dkg:MeetingKind dkg:MeetingStatus dkg:Camp } ?x a ?c", 1.0),
        ("?x a dkg:Meeting", 1.0),
        ("?x a dkg:Publisher", 1.0),
        ("?x a dkg:Person . ?m a dkg:Mention ; dkg:mentionOf ?x", 0.8),
    ],
    ids=["countries", "concepts", "meetings", "publishers", "mentions of people"],
)
def test_it_can_be_read_without_chinese(graph: Graph, of: str, least: float) -> None:
    assert share(graph, of) >= least


def test_nothing_is_of_two_classes_that_the_ontology_keeps_apart(graph: Graph) -> None:
    ontology = ontology_graph()
    apart = list(ontology.subject_objects(OWL.disjointWith))
    assert apart
    for one, other in apart:
        first, second = (" ".join(kind.n3() for kind in narrower(ontology, end)) for end in (one, other))
        both = f"SELECT ?x {{ VALUES ?a {{ {first} }} VALUES ?b {{ {second} }} ?x a ?a, ?b }}"
        assert list(graph.rows(both)) == []
