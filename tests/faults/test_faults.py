"""Faults of the machine: no network, no space, a folder that goes away, two builds at once."""

import subprocess
import sys
from pathlib import Path

from tests.pipeline.conftest import ARTICLES, contents

OFFLINE = """
import socket, sys

def refuse(*args, **kwargs):
    raise AssertionError("a build opened a socket")

socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse
from pathlib import Path
from kg.config import Config
from kg.pipeline import build
build([Path(sys.argv[1])], Config(output=Path(sys.argv[2]), jobs=1))
"""
FULL = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as on a full disk: the write fails, the process lives
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["kg", *sys.argv[2:]]
runpy.run_module("kg", run_name="__main__")
"""


def kg(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_build_opens_no_socket(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OFFLINE, str(ARTICLES), str(tmp_path / "out")]
    subprocess.run(command, check=True)
    assert (tmp_path / "out" / "network.html").exists()


def test_a_full_disk_leaves_the_old_outputs(tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert kg("build", ARTICLES / "a1-hans.md", "-o", output, "-q", "--no-pages").returncode == 0
    before = contents(output)
    command = [sys.executable, "-c", FULL, "60000", "build", str(ARTICLES), "-o", str(output), "-q", "--jobs", "1"]
    failed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert failed.returncode == 2
    assert len(failed.stderr.strip().splitlines()) == 1
    assert contents(output) == before
    assert kg("build", ARTICLES, "-o", output, "-q").returncode == 0


def test_an_output_folder_that_was_removed_is_made_anew(tmp_path: Path) -> None:
    output = tmp_path / "deep" / "out"
    assert kg("build", ARTICLES, "-o", output, "-q", "--no-pages").returncode == 0
    before = contents(output)
    for path in output.iterdir():
        path.unlink()
    output.rmdir()
    assert kg("build", ARTICLES, "-o", output, "-q", "--no-pages").returncode == 0
    assert contents(output) == before


def test_one_unreadable_file_is_one_line_and_exit_1(tmp_path: Path) -> None:
    (tmp_path / "broken.md").write_bytes(bytes(range(256)) * 8)
    done = kg("build", ARTICLES, tmp_path / "broken.md", "-o", tmp_path / "out", "-q", "--no-pages")
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "broken.md" in line]
    assert (tmp_path / "out" / "graph.ttl").exists()


def test_strict_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.md").write_bytes(bytes(range(256)) * 8)
    done = kg("build", ARTICLES, tmp_path / "broken.md", "-o", tmp_path / "out", "-q", "--strict")
    assert done.returncode == 2
    assert not (tmp_path / "out").exists()


def test_nothing_to_read_is_exit_2(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert kg("build", tmp_path / "none", "-o", tmp_path / "out").returncode == 2
    assert kg("build", tmp_path / "missing", "-o", tmp_path / "out").returncode == 2
