"""kg serve: it answers, changes nothing and reaches no other server."""

from __future__ import annotations

import http.client
import http.server
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import program
from tests.services.conftest import free_port, running

pytestmark = pytest.mark.services


class Other(http.server.BaseHTTPRequestHandler):
    """Another server, which notes who comes."""

    visits = 0

    def do_GET(self) -> None:
        Other.visits += 1
        self.send_response(500)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program("oxigraph", "pip install oxigraph")
    port, place = free_port(), tmp_path_factory.mktemp("serve")
    graph = ["-g", str(folder / "graph.ttl"), "--host", "127.0.0.1", "--port", str(port)]
    with running([sys.executable, "-m", "kg", "serve", *graph], f"http://127.0.0.1:{port}/", place):
        yield f"http://127.0.0.1:{port}"


def ask(url: str, path: str, **form: str) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url + path, urllib.parse.urlencode(form).encode(), timeout=30) as answer:
        data: bytes = answer.read()
        return data


def test_it_answers(url: str) -> None:
    assert b"true" in ask(url, "/query", query="ASK { ?s ?p ?o }")


def test_it_changes_nothing(url: str) -> None:
    with pytest.raises(urllib.error.HTTPError):
        ask(url, "/update", update="DROP ALL")
    assert b"true" in ask(url, "/query", query="ASK { ?s ?p ?o }")


def test_a_query_reaches_no_other_server(url: str) -> None:
    other = http.server.HTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    service = f"SERVICE SILENT <http://127.0.0.1:{other.server_port}/> {{ ?s ?p ?o }}"
    assert ask(url, "/query", query=f"ASK {{ {service} }}")
    assert b"true" in ask(url, "/query", query="ASK { ?s ?p ?o }")
    other.shutdown()
    other.server_close()
    assert Other.visits == 0


def test_a_query_that_needs_too_much_memory_harms_only_the_server(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    url, graph = f"http://127.0.0.1:{port}", ["-g", str(folder / "graph.ttl"), "--host", "127.0.0.1", "--memory", "256"]
    command = [sys.executable, "-m", "kg", "serve", *graph, "--port", str(port), "--timeout", "30"]
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d"
    with running(command, f"{url}/", tmp_path) as server:
        assert b"true" in ask(url, "/query", query="ASK { ?s ?p ?o }")
        with pytest.raises((urllib.error.URLError, OSError, http.client.HTTPException)):
            ask(url, "/query", query=greedy)
        assert server.wait(30) != 0
