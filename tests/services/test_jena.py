"""Apache Jena, the engine of Fuseki: its bulk loader and store answer all queries, its SHACL finds the same faults.

Fuseki itself is not to be had from Debian, PyPI or npm. Debian's Jena leaves the messages of a library in its old
folder, without which it does not start; they are laid where it looks for them.
"""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.rdf import Graph, open_graph
from kg.rdf.named import load_queries
from kg.rdf.validate import check_by_sparql
from kg.resources import ontology_dir
from tests.programs import missing, program
from tests.rdf.test_queries import example_of, sparql_of
from tests.rdf.test_validate import TABLE, broken

pytestmark = pytest.mark.services
JARS = Path("/usr/share/java")
NEEDED = [
    "jena-arq",
    "jena-base",
    "jena-cmds",
    "jena-core",
    "jena-dboe-base",
    "jena-dboe-index",
    "jena-dboe-storage",
    "jena-dboe-trans-data",
    "jena-dboe-transaction",
    "jena-iri",
    "jena-rdfconnection",
    "jena-shacl",
    "jena-tdb2",
    "commons-cli",
    "commons-codec",
    "commons-compress",
    "commons-csv",
    "commons-io",
    "commons-lang3",
    "dexx.collection",
    "gson",
    "guava",
    "httpclient",
    "httpcore",
    "jackson-annotations",
    "jackson-core",
    "jackson-databind",
    "jcl-over-slf4j",
    "jsonld-java",
    "protobuf",
    "slf4j-api",
    "slf4j-nop",
    "thrift",
    "titanium-json-ld",
]
OLD, NEW = "org/apache/jena/ext/xerces/", "xerces/"
PROGRAM = Path(__file__).with_name("Jena.java")
Java = Callable[..., None]


@pytest.fixture(scope="module")
def java(tmp_path_factory: pytest.TempPathFactory) -> Java:
    """Runs a program of Jena, or one written against it."""
    binary = program("java", "apt-get install default-jdk-headless")
    if not (JARS / "jena-tdb2.jar").is_file():
        missing("Jena", "apt-get install libapache-jena-java")
    messages = tmp_path_factory.mktemp("messages")
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(OLD) and not name.endswith("/"):
                target = messages / (NEW + name.removeprefix(OLD))
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    path = os.pathsep.join([str(messages), *(f"{JARS}/{name}.jar" for name in NEEDED)])

    def run(*words: str | Path) -> None:
        done = subprocess.run([binary, "-cp", path, *map(str, words)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    return run


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return open_graph(folder / "graph.ttl")


def test_its_store_answers_every_query_as_it_is_answered_here(
    java: Java, folder: Path, graph: Graph, tmp_path: Path
) -> None:
    store, asked = tmp_path / "store", tmp_path / "asked"
    store.mkdir()
    asked.mkdir()
    java("tdb2.tdbloader", "--loc", store, folder / "graph.nt.gz")
    questions = {"count": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"}
    for name, query in load_queries().items():
        questions[name] = sparql_of(graph, query, {})
        questions[f"{name}-example"] = sparql_of(graph, query, example_of(query))
    for name, sparql in questions.items():
        (asked / f"{name}.rq").write_text(sparql, encoding="utf-8")
    java(PROGRAM, "ask", store, asked)
    for name, sparql in questions.items():
        rows = json.loads((asked / f"{name}.rq.json").read_text(encoding="utf-8"))["results"]["bindings"]
        columns = graph.select(sparql).columns
        found = sorted(tuple(row.get(column, {}).get("value", "") for column in columns) for row in rows)
        assert found == sorted(tuple(cell or "" for cell in row) for row in graph.rows(sparql)), name


def test_its_shacl_finds_the_faults_that_are_found_here(java: Java, graph: Graph, tmp_path: Path) -> None:
    ontology = (ontology_dir() / "kg.ttl").read_text(encoding="utf-8")
    graphs = {"seeds": graph} | {f"{n}": broken(less, more) for n, (_, less, more) in enumerate(TABLE)}
    for name, each in graphs.items():
        lines = "".join(f"{quad.triple} .\n" for quad in each.store)
        (tmp_path / f"{name}.ttl").write_text(ontology + lines, encoding="utf-8")
    java(PROGRAM, "validate", ontology_dir() / "shapes.ttl", tmp_path)
    for name, each in graphs.items():
        found = (tmp_path / f"{name}.ttl.tsv").read_text(encoding="utf-8").splitlines()
        faults = {f"{node}\t{fault.message}" for fault in check_by_sparql(each).faults for node in fault.nodes}
        assert set(found) == faults, name
        assert bool(faults) == (name != "seeds")
