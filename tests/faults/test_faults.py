"""Faults of the machine: no space, a folder that goes away or cannot be written, two builds at once."""

import errno
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.config import Config
from kg.errors import OutputError
from kg.pipeline import build, cache, outputs, pages, publish
from kg.pipeline.publish import cache_folder, locked
from tests.pipeline.conftest import ARTICLES, contents

POWERLESS = """
import ctypes, runpy, sys

class Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]

header, nothing = Header(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert ctypes.CDLL(None).capset(ctypes.byref(header), nothing) == 0  # root like anyone else: permissions count
sys.argv = ["kg", *sys.argv[1:]]
runpy.run_module("kg", run_name="__main__")
"""


def kg(*arguments: str | Path, start: tuple[str, ...] = ("-m", "kg")) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *start, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build of the articles writes from scratch."""
    return contents(built(tmp_path_factory.mktemp("fresh") / "out"))


def built(output: Path, *inputs: Path, **options: Any) -> Path:
    build(list(inputs) or [ARTICLES], Config(output=output, jobs=1), **options)
    return output


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An output folder with a build of one article in it."""
    return built(tmp_path / "out", ARTICLES / "a1-hans.md")


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def no_space_in_the_cache(*_: object, **__: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


@pytest.mark.parametrize(
    ("module", "name", "fault"),
    [
        (cache.Cache, "put_readings", no_space_in_the_cache),
        (cache.Cache, "put_extractions", no_space_in_the_cache),
        (outputs, "write_blocks", no_space),
        (cache.Cache, "put_pieces", no_space_in_the_cache),
        (pages, "_write_pages", no_space),
        (outputs, "write_report", no_space),
        (publish, "_sync", no_space),
        (cache.Cache, "keep", no_space_in_the_cache),
        (cache.Cache, "keep_graph", no_space_in_the_cache),
    ],
)
def test_a_full_disk_at_every_stage(
    old: Path,
    fresh: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    fault: Callable[..., None],
) -> None:
    """The old outputs or, if the fault comes after the exchange, the new ones; then a build as from scratch."""
    before = contents(old)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, fault)
        with pytest.raises(OutputError) as told:
            built(old)
    assert "\n" not in str(told.value)
    assert contents(old) == (fresh if name == "keep_graph" else before)
    assert sorted(path.name for path in old.parent.iterdir()) == [cache_folder(old).name, "out"]
    assert contents(built(old)) == fresh


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: a real write fails, as on a full disk (Python ignores SIGXFSZ)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [5_000, 50_000, 100_000, 200_000, 400_000, 550_000])
def test_writes_that_fail_leave_the_old_outputs(old: Path, fresh: dict[str, bytes], size: int) -> None:
    before = contents(old)
    assert any(size < len(data) for data in fresh.values())
    with largest_file(size), pytest.raises(OutputError) as told:
        built(old)
    assert "\n" not in str(told.value)
    assert contents(old) == before
    assert contents(built(old)) == fresh


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of that size; skips the test where none may be made."""
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("only root may make a small file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_a_disk_that_fills_up(tmp_path: Path, fresh: dict[str, bytes]) -> None:
    """Disks from far too small to large enough, in steps, so that every stage meets the end of one."""
    whole = sum(map(len, fresh.values())) // 1024
    outcomes = []
    for step, size in enumerate(range(100, 6 * whole, max(1, whole // 4))):
        with small_disk(tmp_path / str(step), size) as disk:
            with suppress(OutputError):
                built(disk / "out")
            outcomes.append((disk / "out").exists())
            assert contents(disk / "out") == (fresh if outcomes[-1] else {})
        if outcomes[-1]:
            break
    assert len(outcomes) > 3
    assert outcomes == [False] * (len(outcomes) - 1) + [True]


@pytest.mark.parametrize("stage", ["read", "extract", "merge", "write", "pages"])
@pytest.mark.parametrize("which", ["out", ".out.new", ".out.cache", ""])
def test_a_folder_that_is_removed_in_mid_build(old: Path, fresh: dict[str, bytes], which: str, stage: str) -> None:
    """The outputs are whole or there are none; the next build is as from scratch."""
    before = contents(old)

    def remove(what: str, done: int, total: int) -> None:
        if what == stage and done in (0, 3):
            shutil.rmtree(old.parent / which, ignore_errors=True)

    with suppress(OutputError):
        built(old, progress=remove)
    assert contents(old) in ({} if which in ("", "out") else before, fresh)
    assert contents(built(old)) == fresh


def test_an_output_folder_that_was_removed_is_made_anew(old: Path, fresh: dict[str, bytes]) -> None:
    shutil.rmtree(old)
    assert contents(built(old)) == fresh


@pytest.mark.parametrize("which", ["out", "."])
def test_a_folder_that_cannot_be_written(old: Path, which: str) -> None:
    before = contents(old)
    place = (old.parent / which).resolve()
    place.chmod(0o555)
    try:
        done = kg("build", ARTICLES, "-o", old, "-q", start=("-c", POWERLESS))
    finally:
        place.chmod(0o755)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kg: cannot write {old}: permission denied\n"
    assert contents(old) == before


def test_a_second_build_into_one_folder_refuses_in_one_line(old: Path) -> None:
    with locked(old):
        done = kg("build", ARTICLES, "-o", old, "-q")
    assert (done.returncode, done.stderr) == (2, f"kg: another build is writing {old}\n")


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
