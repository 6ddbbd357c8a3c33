"""Real servers and programs, started for the tests on loopback with their own folders, and stopped by them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kg.rdf import write
from kg.rdf.servers import Server, server_of
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
NumberOfBuffers = 10000
CaseMode = 2
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 4000
"""


def program(name: str, package: str) -> str:
    """A program's path; on a developer's machine its absence skips the test, in CI it fails."""
    here = Path(sys.executable).parent
    found = shutil.which(name, path=os.pathsep.join([str(here), os.environ.get("PATH", "")]))
    if found is None:
        message = f"{name} is not installed ({package})"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


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


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty Oxigraph."""
    place, port = tmp_path_factory.mktemp("oxigraph"), free_port()
    address = f"127.0.0.1:{port}"
    command = [
        program("oxigraph", "pip install oxigraph"),
        "serve",
        "--location",
        str(place / "store"),
        "--bind",
        address,
    ]
    with running(command, f"http://{address}/", place):
        yield server_of(f"http://{address}", "oxigraph")


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty Virtuoso."""
    binary = program("virtuoso-t", "apt-get install virtuoso-opensource")
    place, http, sql = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    settings = place / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=place, http=http, sql=sql), encoding="utf-8")
    url = f"http://127.0.0.1:{http}"
    with running([binary, "+configfile", str(settings), "+foreground"], f"{url}/sparql", place):
        yield server_of(url, "virtuoso", graph=GRAPH, user="dba", password="dba")
