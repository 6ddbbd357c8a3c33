"""Servers that cannot be had here: a stand-in keeps to the addresses and requests that their manuals give.

Fuseki: "Fuseki: Server Protocol"; GraphDB: "RDF4J REST API"; QLever: "SPARQL 1.1 Graph Store HTTP Protocol".
"""

from __future__ import annotations

import http.server
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.rdf.servers import count, load_into, server_of

PLACES = {  # kind of server -> its base, then where it takes graphs, queries and updates
    "fuseki": ("/diplokg", "/diplokg/data", "/diplokg/sparql", "/diplokg/update"),
    "graphdb": (
        "/repositories/diplokg",
        "/repositories/diplokg/rdf-graphs/service",
        "/repositories/diplokg",
        "/repositories/diplokg/statements",
    ),
    "qlever": ("", "/", "/", "/"),
}
TRIPLES = "".join(f"<http://a/{n}> <http://b> <http://c> .\n" for n in range(7))


class Standin(http.server.BaseHTTPRequestHandler):
    """A SPARQL server over an embedded store."""

    places: tuple[str, ...] = ()
    token: str | None = None
    store = ox.Store()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        graphs, queries, updates = Standin.places[1:]
        url = urllib.parse.urlsplit(self.path)
        found = (url.path, self.headers["Content-Type"])
        if Standin.token and self.headers["Authorization"] != f"Bearer {Standin.token}":
            self.answer(403)
        elif found == (queries, "application/x-www-form-urlencoded"):
            results = Standin.store.query(urllib.parse.parse_qs(body.decode())["query"][0])
            assert isinstance(results, ox.QuerySolutions)
            self.answer(200, results.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        elif found == (updates, "application/sparql-update"):
            Standin.store.update(body.decode())
            self.answer(204)
        elif found == (graphs, "application/n-triples"):
            Standin.store.load(body, ox.RdfFormat.N_TRIPLES, to_graph=self.graph(url.query))
            self.answer(204)
        else:
            self.answer(404)

    def do_DELETE(self) -> None:
        url = urllib.parse.urlsplit(self.path)
        if url.path == Standin.places[1]:
            Standin.store.clear_graph(self.graph(url.query))
        self.answer(204 if url.path == Standin.places[1] else 405)

    def graph(self, query: str) -> ox.NamedNode | ox.DefaultGraph:
        given = urllib.parse.parse_qs(query, keep_blank_values=True)
        return ox.NamedNode(given["graph"][0]) if "graph" in given else ox.DefaultGraph()

    def answer(self, code: int, body: bytes = b"") -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(params=PLACES)
def kind(request: pytest.FixtureRequest) -> str:
    Standin.places, Standin.store, Standin.token = PLACES[request.param], ox.Store(), None
    return str(request.param)


@pytest.fixture
def url(kind: str) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Standin)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{PLACES[kind][0]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("graph", [None, "http://example.org/graph"])
@pytest.mark.parametrize("by", ["store", "update"])
def test_a_graph_is_sent_counted_and_exchanged(kind: str, url: str, tmp_path: Path, by: str, graph: str | None) -> None:
    path = tmp_path / "graph.nt"
    path.write_text(TRIPLES, encoding="utf-8")
    server = server_of(url, kind, graph=graph)
    assert load_into(server, path, by=by).after == 7
    path.write_text("<http://a/new> <http://b> <http://c> .\n", encoding="utf-8")
    assert load_into(server, path, by=by, replace=True).after == count(server) == 1


def test_a_token_is_sent(kind: str, url: str) -> None:
    Standin.token = "secret"
    assert count(server_of(url, kind, token="secret")) == 0
    with pytest.raises(KgError, match="403"):
        count(server_of(url, kind))
