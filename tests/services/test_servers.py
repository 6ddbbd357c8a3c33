"""Loading into real databases: all triples arrive, every named query answers as it does here, and failures are told."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, UsageError
from kg.rdf import Graph, open_graph
from kg.rdf import servers as module
from kg.rdf.named import load_queries
from kg.rdf.servers import Server, ask, count, load_into, server_of
from tests.programs import program
from tests.rdf.test_queries import example_of, sparql_of
from tests.services.conftest import Virtuoso

pytestmark = pytest.mark.services
QUERIES = load_queries()


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return open_graph(folder / "graph.ttl")


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def loaded(request: pytest.FixtureRequest, folder: Path) -> Server:
    server: Server = request.getfixturevalue(request.param)
    load_into(server, folder / "graph.nt.gz", replace=True)
    return server


def answers(server: Server, query: str, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    place = f"?default-graph-uri={server.graph}" if server.graph else ""
    rows = ask(replace(server, query=server.query + place), query)
    return sorted(tuple(row.get(column, {}).get("value", "") for column in columns) for row in rows)


def test_all_triples_arrive(loaded: Server, graph: Graph) -> None:
    assert count(loaded) == len(graph)


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("with_example", [False, True], ids=["bare", "example"])
def test_every_query_answers_as_it_does_here(loaded: Server, graph: Graph, name: str, with_example: bool) -> None:
    query = QUERIES[name]
    sparql = sparql_of(graph, query, example_of(query) if with_example else {})
    expected = sorted(tuple(cell or "" for cell in row) for row in graph.rows(sparql))
    assert answers(loaded, sparql, graph.select(sparql).columns) == expected


def test_loading_again_changes_nothing(loaded: Server, folder: Path, graph: Graph) -> None:
    result = load_into(loaded, folder / "graph.ttl")
    assert (result.before, result.sent, result.after) == (len(graph), len(graph), len(graph))


def test_batches_and_updates_arrive_too(
    oxigraph: Server, folder: Path, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 1000)
    steps: list[int] = []
    result = load_into(
        oxigraph, folder / "graph.ttl", by="update", replace=True, tell=lambda _, done, __: steps.append(done)
    )
    assert result.after == count(oxigraph) == len(graph)
    assert len(steps) > 10


def test_a_named_graph_is_kept_apart(oxigraph: Server, folder: Path, graph: Graph) -> None:
    apart = replace(oxigraph, graph="http://example.org/apart")
    assert load_into(apart, folder / "graph.ttl").after == len(graph)
    assert load_into(apart, folder / "graph.ttl", replace=True).before == 0


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
@pytest.mark.parametrize("by", ["store", "update"])
def test_a_load_that_fails_half_way_leaves_the_old_graph(
    request: pytest.FixtureRequest, folder: Path, tmp_path: Path, kind: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = replace(request.getfixturevalue(kind), graph="http://example.org/kept")
    old, new = tmp_path / "old.nt", tmp_path / "new.nt"
    old.write_text("".join(f"<http://a/old{n}> <http://b> <http://c> .\n" for n in range(5)))
    new.write_text("".join(f"<http://a/new{n}> <http://b> <http://c> .\n" for n in range(30)) + "no triple\n")
    monkeypatch.setattr(module, "BATCH", 10)
    load_into(server, old, replace=True, by=by)
    with pytest.raises(InputError):
        load_into(server, new, replace=True, by=by)
    subjects = "SELECT ?s { GRAPH <http://example.org/kept> { ?s ?p ?o } }"
    assert {row["s"]["value"] for row in ask(server, subjects)} == {f"http://a/old{n}" for n in range(5)}
    new.write_text(new.read_text().replace("no triple\n", ""))
    assert load_into(server, new, replace=True, by=by).after == count(server) == 30


def test_virtuoso_loads_it_in_bulk_by_isql(virtuoso_with_sql: Virtuoso, folder: Path, graph: Graph) -> None:
    isql, name = program("isql-vt", "apt-get install virtuoso-opensource"), "http://example.org/bulk"
    shutil.copy(folder / "graph.nt.gz", virtuoso_with_sql.folder)
    lines = [f"ld_dir('{virtuoso_with_sql.folder}', 'graph.nt.gz', '{name}');", "rdf_loader_run();", "checkpoint;"]
    lines += [f"SPARQL SELECT (COUNT(*) AS ?n) FROM <{name}> {{ ?s ?p ?o }};"]
    command = [isql, f"127.0.0.1:{virtuoso_with_sql.sql}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF"]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True)
    assert str(len(graph)) in done.stdout.split()
    assert count(replace(virtuoso_with_sql.server, graph=name)) == len(graph)


def test_a_wrong_password_is_told(virtuoso: Server, folder: Path) -> None:
    with pytest.raises(KgError, match="401"):
        load_into(replace(virtuoso, password="wrong"), folder / "graph.ttl")


def test_blank_nodes_are_refused(oxigraph: Server, tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text("[] <http://a> 1 .")
    with pytest.raises(InputError, match="blank nodes"):
        load_into(oxigraph, path)


class Flaky(http.server.BaseHTTPRequestHandler):
    """Answers the first requests with 503, then counts what it is sent and tells too few."""

    failures = 0
    told = b'{"results": {"bindings": [{"n": {"value": "0"}}]}}'

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        code = 503 if Flaky.failures > 0 else 200
        Flaky.failures -= 1
        self.send_response(code)
        self.end_headers()
        self.wfile.write(Flaky.told)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def flaky(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(module, "FIRST_WAIT", 0.01)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Flaky)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server_of(f"http://127.0.0.1:{server.server_port}", "oxigraph")
    server.shutdown()
    server.server_close()


def test_passing_failures_are_tried_again(flaky: Server) -> None:
    Flaky.failures = 3
    assert count(flaky) == 0


def test_lasting_failures_end_it(flaky: Server) -> None:
    Flaky.failures = 99
    with pytest.raises(KgError, match="503"):
        count(flaky)


def test_a_server_that_lost_triples_is_found_out(flaky: Server, folder: Path) -> None:
    Flaky.failures = 0
    with pytest.raises(KgError, match="holds 0 triples"):
        load_into(flaky, folder / "graph.ttl")


class Suspicious(http.server.BaseHTTPRequestHandler):
    """Wants to be told the password again and again, each time in answer to another challenge."""

    asked = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        Suspicious.asked += 1
        self.send_response(401)
        self.send_header("WWW-Authenticate", f'Digest realm="SPARQL", nonce="{Suspicious.asked}", qop="auth"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_a_server_that_never_takes_the_password_is_told() -> None:
    """Python's client gives up after some tries, with an error that has no answer of the server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Suspicious)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        known = server_of(f"http://127.0.0.1:{server.server_port}", "oxigraph")
        with pytest.raises(KgError, match="401"):
            count(replace(known, user="dba", password="wrong"))
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_that_is_not_there_is_told(flaky: Server, folder: Path) -> None:
    with pytest.raises(KgError, match="cannot be reached"):
        load_into(server_of("http://127.0.0.1:1", "oxigraph"), folder / "graph.ttl")


def test_only_http_addresses_are_taken() -> None:
    with pytest.raises(UsageError):
        server_of("file:///etc/passwd", "oxigraph")
