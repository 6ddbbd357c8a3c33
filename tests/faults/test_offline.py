"""A build asks the network for nothing: neither its own process nor its workers, whatever links the articles hold."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.conftest import ARTICLES

OFFLINE = Path(__file__).parent / "offline"
COPIES = 60  # so many files are shared among workers
LURES = """<!DOCTYPE html [<!ENTITY % outside SYSTEM "http://192.0.2.1/a.dtd"> %outside; <!ENTITY a SYSTEM "http://192.0.2.1/b">]>
<html><head><base href="http://192.0.2.1/"><link rel="stylesheet" href="http://192.0.2.1/c.css">
<meta http-equiv="refresh" content="0;url=http://192.0.2.1/d"><script src="//192.0.2.1/e.js"></script></head>
<body><p>美国国务卿布林肯第{}次会见中国外长王毅。&a;<a href="http://192.0.2.1/f">详情</a></p>
<img src="http://192.0.2.1/g.png"><iframe src="http://192.0.2.1/h"></iframe></body></html>
"""


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    found = {**os.environ, "PYTHONPATH": str(OFFLINE)}
    return subprocess.run([sys.executable, *command], env=found, capture_output=True, text=True, check=False)


def test_a_build_and_its_workers_open_no_socket(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(COPIES):
        (tmp_path / "in" / f"{number}.html").write_text(LURES.replace("{}", str(number)), encoding="utf-8")
    output = tmp_path / "out"
    done = run("-m", "kg", "build", str(tmp_path / "in"), str(ARTICLES), "-o", str(output), "-q", "--jobs", "2")
    assert (done.returncode, done.stderr) == (0, "")
    assert (output / "network.html").exists()
    assert f"{COPIES + 6}" in (output / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.create_connection(('192.0.2.1', 80))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import ctypes; ctypes.CDLL(None).socket(2, 1, 0); ctypes.CDLL(None).socket(10, 1, 0)",
        "import multiprocessing as m; p = m.get_context('fork').Process(target=__import__('socket').socket); "
        "p.start(); p.join(); exit(p.exitcode)",
    ],
)
def test_the_guard_ends_what_asks_for_the_network(code: str) -> None:
    assert run("-c", code).returncode not in (0, 1)
