"""GraphML and GEXF, against what networkx writes of the same nodes and edges."""

from hypothesis import given
from hypothesis import strategies as st

from kg import analysis
from kg.analysis.export import files, networkx_gexf, networkx_graphml, parts_of
from kg.patchwork import joined
from kg.viewmodel import Edge, Names, Node, NodeType, Relation, View

WORDS = st.text(st.sampled_from("王毅a&<>\"'\r\n\t =\x00\ud800\U0001f600"), max_size=6)
IDS = st.builds("person/{}".format, WORDS)


@st.composite
def views(draw: st.DrawFn) -> View:
    ids = sorted(draw(st.sets(IDS, max_size=5)))
    nodes = [
        Node(
            id=key,
            type=draw(st.sampled_from(NodeType)),
            names=Names(hans=draw(WORDS), latin=draw(WORDS)),
            articles=("a",) * draw(st.integers(0, 2)),
            countries=tuple(draw(st.lists(WORDS, max_size=2))),
            start=draw(st.none() | st.just("2024-09-27")),
            confidence=draw(st.floats(0, 1)),
        )
        for key in ids
    ]
    ends = st.sampled_from(ids) if ids else st.nothing()
    ties = draw(st.sets(st.tuples(ends, ends, st.sampled_from(Relation)), max_size=6)) if ids else set()
    edges = [
        Edge(source=a, target=b, relation=relation, count=draw(st.integers(1, 9)), confidence=draw(st.floats(0, 1)))
        for a, b, relation in sorted(ties)
    ]
    return View(nodes=tuple(nodes), edges=tuple(edges))


def assert_as_networkx_writes(view: View, communities: dict[str, int]) -> None:
    parts = parts_of(view, communities)
    assert {name: joined(pieces) for name, pieces in files(view, communities)} == {
        "graph.graphml": networkx_graphml(parts).encode(),
        "graph.gexf": networkx_gexf(parts).encode(),
    }


@given(view=views())
def test_the_bytes_are_those_of_networkx(view: View) -> None:
    assert_as_networkx_writes(view, {node.id: at for at, node in enumerate(view.nodes)})


def test_the_sample_is_written_as_networkx_does(sample: View) -> None:
    assert_as_networkx_writes(sample, analysis.run(sample).communities)
