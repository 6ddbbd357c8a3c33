"""The shapes: one way at least to break each, found alike by pySHACL and by the shapes as SPARQL."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import SH

from kg.errors import DataError
from kg.knowledge.tables import read_table
from kg.rdf import Graph
from kg.rdf.shapes import ontology_graph, shapes_graph, translate
from kg.rdf.validate import check_by_shacl, check_by_sparql

VALID = Path(__file__).parent / "valid.ttl"
TABLE = [(row["message"], row["less"], row["more"]) for row in read_table(VALID.parent / "broken.tsv")]


def graph_of(library: rdflib.Graph) -> Graph:
    store = ox.Store()
    store.load(input=io.BytesIO(library.serialize(format="nt", encoding="utf-8")), format=ox.RdfFormat.N_TRIPLES)
    return Graph(store)


def broken(less: str, more: str) -> Graph:
    library = rdflib.Graph().parse(VALID)
    before = len(library)
    if less:
        library.update(f"DELETE DATA {{ {less} }}")
        assert len(library) < before, "nothing was taken away"
    if more:
        library.update(f"INSERT DATA {{ {more} }}")
    return graph_of(library)


def test_the_valid_graph_conforms_for_both() -> None:
    graph = graph_of(rdflib.Graph().parse(VALID))
    assert check_by_sparql(graph).faults == ()
    assert check_by_shacl(graph).faults == ()


def test_the_graph_of_the_seeds_conforms(gold_graph: Graph) -> None:
    assert check_by_sparql(gold_graph).faults == ()


def test_every_message_has_a_case() -> None:
    messages = {str(message) for message in shapes_graph().objects(None, SH.message)}
    assert {case[0] for case in TABLE} == messages


@pytest.mark.parametrize(("message", "less", "more"), TABLE)
def test_a_broken_graph_is_found_alike_by_both(message: str, less: str, more: str) -> None:
    graph = broken(less, more)
    by_sparql, by_shacl = check_by_sparql(graph), check_by_shacl(graph)
    assert message in {fault.message for fault in by_sparql.faults}
    assert by_sparql.faults == by_shacl.faults


def test_literals_are_read_as_before_once_pyshacl_has_run() -> None:
    before = rdflib.NORMALIZE_LITERALS
    check_by_shacl(graph_of(rdflib.Graph().parse(VALID)))
    assert before == rdflib.NORMALIZE_LITERALS


def test_a_constraint_that_is_not_translated_is_an_error() -> None:
    shapes = rdflib.Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .
        :S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:message "m" ; sh:hasValue 1 ] ."""
    )
    with pytest.raises(DataError, match="hasValue"):
        translate(shapes, ontology_graph())


def test_every_check_reads_whole_properties_and_looks_up_no_node_by_itself() -> None:
    after_the_class = [
        check.query.partition("?this a ?class . ")[2] for check in translate(shapes_graph(), ontology_graph())
    ]
    assert len(after_the_class) > 100
    assert all(where.startswith(("{ SELECT", "MINUS {")) for where in after_the_class)


@pytest.mark.parametrize(("count", "expected"), [("minCount 2", {"one", "none"}), ("maxCount 2", {"three"})])
def test_any_count_is_translated(count: str, expected: set[str]) -> None:
    shapes = rdflib.Graph().parse(
        data=f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .
        :S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:message "m" ; sh:{count} ] ."""
    )
    data = """@prefix : <http://example.org/> .
        :none a :C . :one a :C ; :p 1 . :two a :C ; :p 1, 2 . :three a :C ; :p 1, 2, 3 ."""
    (check,) = translate(shapes, rdflib.Graph())
    found = {node for (node,) in graph_of(rdflib.Graph().parse(data=data)).rows(check.query)}
    assert found == {f"http://example.org/{name}" for name in expected}
