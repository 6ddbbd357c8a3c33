"""The committed outputs: what the build of seeds/ writes, and what users rely on in them."""

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import read
from kg.config import Config
from kg.model import Article
from kg.pipeline import build
from tests.pipeline.conftest import contents

ROOT = Path(__file__).parent.parent.parent
OUTPUTS, SEEDS = ROOT / "outputs", ROOT / "seeds"
PREFIX = "PREFIX dkg: <https://w3id.org/diplokg/ontology#>\n"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    graph = ox.Store()
    graph.bulk_load(path=str(OUTPUTS / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    return graph


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {a.id: a.text for a in read.run([SEEDS]) if isinstance(a, Article)}


def test_the_build_of_the_seeds_writes_the_committed_outputs(tmp_path: Path) -> None:
    build([SEEDS], Config(output=tmp_path / "outputs", jobs=1))
    written, committed = contents(tmp_path / "outputs"), contents(OUTPUTS)
    pictures = {name for name in committed if name.startswith("pictures/")}
    assert written.keys() == committed.keys() - pictures
    assert [name for name in written if written[name] != committed[name]] == []


@pytest.mark.parametrize("kind", ["Statement", "MeetingReport", "Tenure", "Readout"])
def test_every_account_has_a_passage_that_quotes_its_article(store: ox.Store, texts: dict[str, str], kind: str) -> None:
    accounts = {row["x"].value for row in store.query(PREFIX + f"SELECT ?x {{ ?x a dkg:{kind} }}")}
    query = f"""SELECT ?x ?a ?exact ?start ?end {{ ?x a dkg:{kind} ; dkg:inArticle ?a ; dkg:evidence ?p .
                ?p dkg:inArticle ?a ; dkg:exact ?exact ; dkg:start ?start ; dkg:end ?end }}"""
    seen = set()
    for row in store.query(PREFIX + query):
        text = texts[row["a"].value.rsplit("/", 1)[1]]
        assert text[int(row["start"].value) : int(row["end"].value)] == row["exact"].value
        seen.add(row["x"].value)
    assert accounts
    assert seen == accounts


def test_every_mention_quotes_its_article(store: ox.Store, texts: dict[str, str]) -> None:
    query = """SELECT ?a ?exact ?start ?end { ?m a dkg:Mention ; dkg:inArticle ?a ; dkg:exact ?exact ;
               dkg:start ?start ; dkg:end ?end }"""
    rows = list(store.query(PREFIX + query))
    assert len(rows) > 500
    for row in rows:
        text = texts[row["a"].value.rsplit("/", 1)[1]]
        assert text[int(row["start"].value) : int(row["end"].value)] == row["exact"].value


def test_both_libraries_read_the_same_triples(store: ox.Store) -> None:
    graph = rdflib.Graph().parse(OUTPUTS / "graph.ttl")
    again = rdflib.Graph()
    lines = "".join(f"{q.triple} .\n" for q in store)
    again.parse(data=lines, format="nt")
    assert len(graph) == len(store)
    assert set(map(_by_value, graph)) == set(map(_by_value, again))


def _by_value(triple: tuple[rdflib.term.Node, ...]) -> tuple[object, ...]:
    """A triple with its decimal by value: the store writes 1.0 as 1."""
    subject, predicate, value = triple
    is_decimal = isinstance(value, rdflib.Literal) and value.datatype == rdflib.XSD.decimal
    return subject, predicate, value.toPython() if is_decimal else value
