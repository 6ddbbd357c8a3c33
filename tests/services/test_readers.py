"""Other people's programs read the Turtle: N3.js, Comunica, rapper, and Oxigraph's server through `kg serve`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kg.rdf import Graph, open_graph
from kg.rdf.named import load_queries
from kg.rdf.servers import count, server_of
from tests.programs import node_module, program
from tests.rdf import gold
from tests.rdf.test_queries import example_of, sparql_of
from tests.services.conftest import free_port, running

pytestmark = pytest.mark.services
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return open_graph(folder / "graph.ttl")


def test_in_ci_nothing_is_skipped_for_want_of_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="not installed"):
        program("no-such-program", "apt-get install it")
    script = (gold.ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "export CI=true" in script
    assert all(word in script for word in ("virtuoso-opensource", "raptor2-utils", "libapache-jena-java", "npm ci"))


def test_n3_reads_it_and_comunica_answers_every_query_as_it_is_answered_here(folder: Path, graph: Graph) -> None:
    node = program("node", "apt-get install nodejs")
    for name in ("n3", "@comunica/query-sparql-rdfjs"):
        node_module(HERE, name)
    queries = {name: sparql_of(graph, query, example_of(query)) for name, query in load_queries().items()}
    asked = {name: {"query": sparql, "columns": graph.select(sparql).columns} for name, sparql in queries.items()}
    done = subprocess.run(
        [node, "ask.mjs", str(folder / "graph.ttl")],
        cwd=HERE,
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["triples"] == len(graph)
    for name, sparql in queries.items():
        expected = sorted(tuple(cell or "" for cell in row) for row in graph.rows(sparql))
        assert sorted(map(tuple, found["answers"][name])) == expected, name


def test_rapper_reads_it_without_a_warning(folder: Path, graph: Graph) -> None:
    rapper = program("rapper", "apt-get install raptor2-utils")
    done = subprocess.run(
        [rapper, "-c", "-i", "turtle", str(folder / "graph.ttl")], capture_output=True, text=True, check=True
    )
    lines = [line for line in done.stderr.splitlines() if line]
    assert re.search(rf"returned {len(graph)} triples", lines[-1])
    assert len(lines) == 2, "a warning"


def test_kg_serve_answers_and_lets_nothing_be_written(folder: Path, graph: Graph, tmp_path: Path) -> None:
    program("oxigraph", "pip install oxigraph")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [
        sys.executable,
        "-m",
        "kg",
        "serve",
        "-g",
        str(folder / "graph.ttl"),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with running(command, url, tmp_path):
        assert count(server_of(url, "oxigraph")) == len(graph)
        page = urllib.request.urlopen(url).read()
        assert b"<html" in page.lower()
        for path in ("/update", "/store?default"):
            request = urllib.request.Request(url + path, data=b"<a:a> <a:b> <a:c> .", method="POST")
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(request)
        assert count(server_of(url, "oxigraph")) == len(graph)
