"""Other forms of the graph: read back by independent programs, they say the same."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import kuzu
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from kg.rdf import Graph
from kg.rdf.export import as_jsonld, as_trig, context
from kg.rdf.property_graph import EDGES, NODES, PropertyGraph, as_csv, as_graphml, property_graph
from kg.resources import ontology_dir
from tests.rdf import gold


@pytest.fixture(scope="module")
def properties(gold_graph: Graph) -> PropertyGraph:
    return property_graph(gold_graph)


def triples(quads: object) -> set[str]:
    return {str(quad.triple) for quad in quads}  # type: ignore[attr-defined]


def test_json_ld_says_the_same(gold_folder: Path) -> None:
    text = "".join(as_jsonld(gold_folder / "graph.ttl"))
    expected = triples(ox.parse(path=gold_folder / "graph.ttl", format=ox.RdfFormat.TURTLE))
    library = rdflib.Graph().parse(data=text, format="json-ld")
    assert triples(ox.parse(library.serialize(format="nt"), ox.RdfFormat.N_TRIPLES)) == expected
    assert triples(ox.parse(text, ox.RdfFormat.JSON_LD)) == expected


def test_json_ld_is_readable(gold_folder: Path) -> None:
    whole = json.loads("".join(as_jsonld(gold_folder / "graph.ttl")))
    [meeting] = [x for x in whole["@graph"] if x["@id"] == "id:meeting/biden-xi-summit-2023-11"]
    assert meeting["@type"] == "dkg:Meeting"
    assert meeting["label"]["en"] == "Joe Biden, Xi Jinping (meeting, 2023-11)"
    assert meeting["participant"] == ["id:person/joe-biden", "id:person/xi-jinping"]
    assert meeting["startDate"] == {"@value": "2023-11", "@type": "xsd:gYearMonth"}
    assert meeting["sourceCount"] == "4"


def test_a_packed_graph_is_exported_as_well(gold_folder: Path) -> None:
    for export in (as_jsonld, as_trig):
        assert list(export(gold_folder / "graph.nt.gz")) == list(export(gold_folder / "graph.ttl"))


def test_the_context_has_every_property_that_needs_one() -> None:
    ontology = rdflib.Graph().parse(ontology_dir() / "kg.ttl")
    links = {str(p).partition("#")[2] for p in ontology.subjects(rdflib.RDF.type, rdflib.OWL.ObjectProperty)}
    assert {name for name in links if context().get(name, {}).get("@type") != "@id"} == set()


def test_trig_keeps_each_article_apart(gold_folder: Path) -> None:
    quads = list(ox.parse("".join(as_trig(gold_folder / "graph.ttl")), ox.RdfFormat.TRIG))
    assert triples(quads) == triples(ox.parse(path=gold_folder / "graph.ttl", format=ox.RdfFormat.TURTLE))
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert len(graphs) == len(gold.articles())
    place = "https://w3id.org/diplokg/ontology#inArticle"
    assert all(quad.graph_name == quad.object for quad in quads if quad.predicate.value == place)


def test_edges_tell_what_is_behind_them(properties: PropertyGraph) -> None:
    edges = {(e.source, e.type, e.target): e for e in properties.edges}
    edge = edges["person/joe-biden", "TOOK_PART", "meeting/biden-xi-summit-2023-11"]
    assert (edge.accounts, len(edge.articles), edge.confidence) == (3, 3, 0.9)  # the fourth names no one
    assert edges["person/wang-yi", "REPRESENTS", "country/CN"].accounts == 0


def load(database: kuzu.Connection, folder: Path, files: dict[str, bytes]) -> None:
    """The CSV files into an embedded Cypher database, each by its header."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
        header = next(csv.reader(io.StringIO(data.decode())))
        kind = name.partition("-")[2].removesuffix(".csv")
        if name.startswith("nodes-"):
            columns = ", ".join(f"`{c.strip(':')}` STRING" for c in header[1:])
            database.execute(f"CREATE NODE TABLE {kind}(id STRING PRIMARY KEY, {columns})")
            database.execute(f"COPY {kind} FROM '{folder / name}' (HEADER=true)")
    for kind, (sources, targets, _) in EDGES.items():
        ends = ", ".join(f"FROM {a} TO {b}" for a in sources.split("|") for b in targets.split("|"))
        database.execute(f"CREATE REL TABLE {kind}({ends}, accounts INT64, articles INT64, confidence DOUBLE)")
        for a in sources.split("|"):
            for b in targets.split("|"):
                part = folder / f"{kind}-{a}-{b}.csv"
                rows = list(csv.reader(io.StringIO(files[f"edges-{kind}.csv"].decode())))[1:]
                mine = [
                    r[:2] + r[3:] for r in rows if r[0].startswith(a.lower() + "/") and r[1].startswith(b.lower() + "/")
                ]
                if mine:
                    part.write_text("\n".join(",".join(r) for r in mine) + "\n", encoding="utf-8")
                    database.execute(f"COPY {kind} FROM '{part}' (FROM='{a}', TO='{b}')")


def one(database: kuzu.Connection, query: str) -> list[list[object]]:
    result = database.execute(query)
    assert isinstance(result, kuzu.QueryResult)
    rows: list[list[object]] = []
    while result.has_next():
        rows.append(list(result.get_next()))
    return rows


def test_a_cypher_database_takes_the_csv_files_and_answers(
    properties: PropertyGraph, gold_graph: Graph, tmp_path: Path
) -> None:
    database = kuzu.Connection(kuzu.Database(str(tmp_path / "kuzu")))
    load(database, tmp_path, as_csv(properties))
    for label in NODES:
        expected = sum(node.label == label for node in properties.nodes)
        assert one(database, f"MATCH (n:{label}) RETURN count(*)") == [[expected]]
    for kind in EDGES:
        expected = sum(edge.type == kind for edge in properties.edges)
        assert one(database, f"MATCH ()-[e:{kind}]->() RETURN count(*)") == [[expected]]
    met = one(
        database,
        """MATCH (:Person {id: 'person/wang-yi'})-[:TOOK_PART]->(m:Meeting)<-[:TOOK_PART]-(o:Person)
        WHERE o.id <> 'person/wang-yi' AND m.status = 'held' RETURN DISTINCT o.id, m.id ORDER BY o.id, m.id""",
    )
    here = gold_graph.rows(
        """SELECT DISTINCT ?o ?m { ?m dkg:participant person:wang-yi, ?o ; dkg:status status:held ; a dkg:Meeting
        FILTER(?o != person:wang-yi) } ORDER BY ?o ?m"""
    )
    assert met == [[str(x).partition("/id/")[2] for x in row] for row in here]


NEO4J_TYPES = (
    "int|long|float|double|boolean|byte|short|char|string|point|date|localtime|time|localdatetime|datetime|duration"
)
NEO4J_FIELD = re.compile(rf"[A-Za-z]\w*(:({NEO4J_TYPES})(\[\])?)?")  # Operations Manual, "Import", "CSV header format"


def test_the_csv_files_keep_to_the_format_of_neo4j_admin(properties: PropertyGraph) -> None:
    """Headers as its manual has them, ids that are unique in all files, edges between them, one line a row."""
    ids: list[str] = []
    ends: set[str] = set()
    for name, data in as_csv(properties).items():
        header, *rows = csv.reader(io.StringIO(data.decode()))
        assert len(data.decode().splitlines()) == len(rows) + 1
        assert {len(row) for row in rows} <= {len(header)}
        if name.startswith("nodes-"):
            first, *fields, last = header
            assert (first, last) == ("id:ID", ":LABEL")
            ids += [row[0] for row in rows]
        else:
            *special, _, _, _ = header
            fields = header[3:]
            assert special == [":START_ID", ":END_ID", ":TYPE"]
            ends |= {end for row in rows for end in row[:2]}
            assert all(int(row[3]) >= 0 and int(row[4]) >= 0 and 0 <= float(row[5]) <= 1 for row in rows)
        assert all(NEO4J_FIELD.fullmatch(field) for field in fields)
        assert len(set(header)) == len(header)
    assert len(set(ids)) == len(ids)
    assert ends <= set(ids)


def test_networkx_reads_the_graphml(properties: PropertyGraph) -> None:
    read = nx.read_graphml(io.BytesIO(as_graphml(properties)))
    assert read.number_of_nodes() == len(properties.nodes)
    assert read.number_of_edges() == len(properties.edges)
    assert read.nodes["person/wang-yi"]["nameHans"] == "王毅"


def test_no_cell_can_become_a_formula_and_no_character_breaks_the_xml() -> None:
    store = ox.Store()
    wild = "=1+1\x00\ud7ff<&>\"'\n,\x0b"
    person, label = ox.NamedNode("https://w3id.org/diplokg/id/person/x"), ox.Literal(wild, language="en")
    kind = ox.NamedNode("https://w3id.org/diplokg/ontology#Person")
    store.add(ox.Quad(person, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind))
    store.add(ox.Quad(person, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), label))
    found = property_graph(Graph(store))
    rows = list(csv.reader(io.StringIO(as_csv(found)["nodes-Person.csv"].decode())))
    assert rows[1][1].startswith("'=")
    assert nx.read_graphml(io.BytesIO(as_graphml(found))).number_of_nodes() == 1


@pytest.mark.parametrize("form", ["jsonld", "trig", "graphml"])
def test_the_command_writes_files_or_to_stdout(gold_folder: Path, tmp_path: Path, form: str) -> None:
    command = [sys.executable, "-m", "kg", "export", form, "-g", str(gold_folder / "graph.ttl")]
    said = subprocess.run(command, capture_output=True, check=True, cwd=gold.ROOT).stdout
    subprocess.run([*command, "-o", str(tmp_path / "out")], check=True, cwd=gold.ROOT)
    assert said == (tmp_path / "out").read_bytes()
    assert len(said) > 10_000
