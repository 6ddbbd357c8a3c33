"""Real servers and programs, started for the tests on loopback with their own folders, and stopped by them."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.rdf import write
from kg.rdf.servers import Server, server_of
from tests.programs import program
from tests.rdf import gold

ROOT = Path(__file__).parents[2]
GRAPH = "https://w3id.org/diplokg/graph"
VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CaseMode = 2
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 400
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(command: list[str], url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server from the moment it answers until the end of the block."""
    with (folder / "output.txt").open("wb") as output:
        found = {**os.environ, "PYTHONPATH": str(ROOT)}
        server = subprocess.Popen(command, cwd=folder, env=found, stdout=output, stderr=subprocess.STDOUT)
    try:
        _await(server, url, folder / "output.txt")
        yield server
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(server: subprocess.Popen[bytes], url: str, output: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"{server.args!r} ended: {output.read_text(errors='replace')}")
        with suppress(OSError):
            opener.open(url, timeout=5).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """graph.ttl and graph.nt.gz of the gold annotations of the seeds."""
    made = tmp_path_factory.mktemp("graph")
    write(made, gold.extractions(), gold.knowledge())
    return made


@contextmanager
def started_oxigraph(place: Path) -> Iterator[Server]:
    """An empty Oxigraph that keeps its store in a folder."""
    address = f"127.0.0.1:{free_port()}"
    command = [program("oxigraph", "pip install oxigraph"), "serve", "--location", str(place / "store")]
    with running([*command, "--bind", address], f"http://{address}/", place):
        yield server_of(f"http://{address}", "oxigraph")


@dataclass(frozen=True, slots=True, kw_only=True)
class Virtuoso:
    """A Virtuoso with its SPARQL endpoint, the port of its SQL, and the folder from which it may load files."""

    server: Server
    sql: int
    folder: Path


@contextmanager
def started_virtuoso(place: Path, *, buffers: int = 10_000) -> Iterator[Virtuoso]:
    """An empty Virtuoso that keeps all that it has in a folder; a buffer is 8 kB."""
    binary = program("virtuoso-t", "apt-get install virtuoso-opensource")
    http, sql = free_port(), free_port()
    settings = place / "virtuoso.ini"
    values = {"folder": place, "http": http, "sql": sql, "buffers": buffers, "dirty": buffers * 3 // 4}
    settings.write_text(VIRTUOSO.format(**values), encoding="utf-8")
    url = f"http://127.0.0.1:{http}"
    with running([binary, "+configfile", str(settings), "+foreground"], f"{url}/sparql", place):
        server = server_of(url, "virtuoso", graph=GRAPH, user="dba", password="dba")
        yield Virtuoso(server=server, sql=sql, folder=place)


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty Oxigraph."""
    with started_oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_with_sql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """An empty Virtuoso with its SQL."""
    with started_virtuoso(tmp_path_factory.mktemp("virtuoso")) as found:
        yield found


@pytest.fixture(scope="session")
def virtuoso(virtuoso_with_sql: Virtuoso) -> Server:
    """The SPARQL endpoint of it."""
    return virtuoso_with_sql.server
