"""Opening and asking a graph: from a file or the store kept beside it, reading only, within bounds."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg.errors import InputError, KgError, UsageError
from kg.rdf import Graph, engine, open_graph
from kg.rdf.engine import store_of
from kg.rdf.limits import run_limited

ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def path(gold_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(gold_folder / "graph.ttl", tmp_path))


@pytest.fixture
def kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graph that counts as large, with the store made of it."""
    monkeypatch.setattr(engine, "KEPT_FROM", 0)
    open_graph(path)
    return path


def size(graph: Graph) -> int:
    return int(next(iter(graph.rows(ALL)))[0] or "")


def no_parsing(*_: object) -> None:
    raise AssertionError("the file was read again")


def test_a_small_graph_leaves_nothing_beside_it(path: Path, gold_graph: Graph) -> None:
    assert size(open_graph(path)) == len(gold_graph)
    assert [p.name for p in path.parent.iterdir()] == ["graph.ttl"]


def test_a_large_graph_is_read_once(kept: Path, gold_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_load", no_parsing)
    assert size(open_graph(kept)) == len(gold_graph)


def test_the_store_is_of_one_piece_however_it_was_loaded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large graph is loaded piece by piece, and looking something up in many pieces takes five times as long."""
    quads = list(engine.quads_of(path))

    def load(store: ox.Store, _: Path) -> None:
        for at in range(4):
            store.bulk_extend(quads[at::4])

    monkeypatch.setattr(engine, "_load", load)
    assert len(list(store_of(path).glob("*.sst"))) <= 5  # what identifies terms, and four for the graph


def test_a_touched_graph_is_told_by_its_digest(kept: Path, gold_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(kept, (1, 1))
    monkeypatch.setattr(engine, "_load", no_parsing)
    assert size(open_graph(kept)) == len(gold_graph)


def test_a_changed_graph_is_read_anew(kept: Path, gold_graph: Graph) -> None:
    with kept.open("a") as file:
        file.write("<http://a> <http://b> <http://c> .\n")
    assert size(open_graph(kept)) == len(gold_graph) + 1


@pytest.mark.parametrize("damage", ["note", "store", "files"])
def test_a_damaged_store_is_made_anew(kept: Path, gold_graph: Graph, damage: str) -> None:
    folder = kept.parent / engine.FOLDER
    if damage == "note":
        (folder / "graph.ttl.json").write_text("{")
    elif damage == "store":
        shutil.rmtree(folder / "graph.ttl.store")
    else:
        for file in (folder / "graph.ttl.store").iterdir():
            file.write_bytes(b"nothing of use")
    assert size(open_graph(kept)) == len(gold_graph)


def test_what_a_killed_process_left_is_removed(kept: Path) -> None:
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    folder = kept.parent / engine.FOLDER
    dead, living = (folder / f"graph.ttl.{process}.new" for process in (gone.pid, os.getppid()))
    dead.mkdir()
    living.mkdir()
    (folder / "graph.ttl.json").unlink()
    open_graph(kept)
    assert (dead.exists(), living.exists()) == (False, True)


def test_a_folder_that_cannot_be_written_is_no_hindrance(kept: Path, gold_graph: Graph) -> None:
    shutil.rmtree(kept.parent / engine.FOLDER)
    (kept.parent / engine.FOLDER).write_text("a file where the folder should be")
    assert size(open_graph(kept)) == len(gold_graph)


def test_the_store_can_be_opened_by_a_server(path: Path, gold_graph: Graph) -> None:
    assert len(ox.Store.read_only(str(store_of(path)))) == len(gold_graph)


def test_packed_n_triples_are_read_too(gold_folder: Path, gold_graph: Graph) -> None:
    assert size(open_graph(gold_folder / "graph.nt.gz")) == len(gold_graph)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("absent.ttl", None),
        ("odd.txt", b""),
        ("broken.ttl", b"<a> <b"),
        ("broken.nt.gz", b"no gzip"),
        ("short.nt.gz", gzip.compress(b"<a:a> <a:b> <a:c> .\n" * 99)[:-12]),
        ("latin.ttl", b'<a:a> <a:b> "\xff" .'),
    ],
)
def test_what_is_no_graph_is_told_in_one_line(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as told:
        open_graph(tmp_path / name)
    assert name in str(told.value)
    assert "\n" not in str(told.value)


def test_load_gives_an_rdflib_graph(path: Path, gold_graph: Graph) -> None:
    graph = kg.load(path)
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == len(gold_graph)
    [row] = graph.query("SELECT ?name { person:wang-yi rdfs:label ?name FILTER(LANG(?name) = 'en') }")
    assert str(row[0]) == "Wang Yi"  # type: ignore[index]
    with pytest.raises(InputError):
        kg.load(path.with_name("absent.ttl"))


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "LOAD <http://127.0.0.1/>",
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?where { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\\\" SERVICE <http://a/> { ?s ?p "" } }',
        "SELECT * { ?s ?p '''a'b''' SERVICE <http://a/> { ?s ?p ?o } }",
        "# '\nSELECT * { SERVICE <http://a/> { ?s ?p ?o } } # '",
        "SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1/> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT",
        "",
        "SELECT * { ?s ?p ",
        "\x00",
    ],
)
def test_queries_only_read_this_graph(gold_graph: Graph, query: str) -> None:
    before = len(gold_graph)
    with pytest.raises(UsageError):
        gold_graph.select(query)
    assert len(gold_graph) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service ?from { ?service ?from 'load' }",
        "SELECT * { ?s ?p '''it's \\'SERVICE\\' ''' }",
        "SELECT * { ?s <http://a/service> ?o } # SERVICE",
        "PREFIX service: <http://a/#> SELECT * { ?s service:service ?o FILTER(?o < 3 && ?o > 2) }",
        'ASK { ?s ?p "SERVICE <http://a/> {}" }',
    ],
)
def test_words_that_only_look_like_it_are_allowed(gold_graph: Graph, query: str) -> None:
    assert len(gold_graph.select(query).rows) in (0, 1)


def test_ask_and_construct_are_tables_too(gold_graph: Graph) -> None:
    assert gold_graph.select("ASK { ?s a dkg:Person }").rows == [(ox.Literal(True),)]
    found = gold_graph.select("CONSTRUCT { ?s dkg:x ?o } WHERE { ?s dkg:iso2 ?o }")
    assert found.columns == ("subject", "predicate", "object")
    assert found.rows


class Listener(BaseHTTPRequestHandler):
    """Notes that someone came."""

    visits = 0

    def do_GET(self) -> None:
        Listener.visits += 1

    do_POST = do_GET


@pytest.fixture
def listener() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_no_query_reaches_the_network(gold_graph: Graph, listener: str) -> None:
    for query in (f"SELECT * {{ SERVICE <{listener}> {{ ?s ?p ?o }} }}", f"SELECT * FROM <{listener}> {{ ?s ?p ?o }}"):
        with pytest.raises(UsageError):
            gold_graph.select(query)
    assert Listener.visits == 0


def test_what_runs_within_limits_connects_to_nobody(listener: str) -> None:
    def visit() -> None:
        with pytest.raises(PermissionError):
            socket.create_connection(("127.0.0.1", int(listener.rstrip("/").rpartition(":")[2])))

    before = Listener.visits
    assert run_limited(visit) == 0
    assert Listener.visits == before


def test_work_that_takes_too_long_is_stopped() -> None:
    began = time.monotonic()
    with pytest.raises(KgError, match=r"stopped after 0\.2 s"):
        run_limited(lambda: time.sleep(60), seconds=0.2)
    assert time.monotonic() - began < 5


def test_a_query_that_takes_too_long_is_stopped(path: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(KgError, match="stopped after"):
        run_limited(lambda: print(open_graph(path).select(endless)), seconds=0.5)


def test_work_that_takes_too_much_memory_is_stopped(path: Path) -> None:
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d"
    with pytest.raises(KgError, match="memory"):
        run_limited(lambda: print(open_graph(path).select(greedy)), seconds=60, megabytes=400)


def test_work_that_ends_well_or_in_a_known_way_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_limited(lambda: print("done")) == 0
    assert capfd.readouterr().out == "done\n"

    def fail() -> None:
        raise UsageError("no such thing")

    assert run_limited(fail) == 2
    assert capfd.readouterr().err == "kg: no such thing\n"


def test_the_note_holds_nothing_but_what_identifies_the_file(kept: Path) -> None:
    noted = json.loads((kept.parent / engine.FOLDER / "graph.ttl.json").read_text())
    assert set(noted) == {"stamp", "digest"}
