"""Files that change, vanish or turn into something else between being found and being read."""

import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from itertools import count
from pathlib import Path
from typing import BinaryIO

import pytest

from kg.model import Article
from kg.read import Skipped, Source, discover, files, load_source, read_source

PAGE = "<p>外长甲某会见外长乙某。</p>"
READ = """
import ctypes, json, sys

class Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]

libc = ctypes.CDLL(None, use_errno=True)
header, nothing = Header(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert libc.capset(ctypes.byref(header), nothing) == 0  # root like anyone else: permissions count
from kg.read import Skipped, run
found = [r for r in run([sys.argv[1]])]
print(json.dumps({r.source_file: r.reason if isinstance(r, Skipped) else "" for r in found}))
"""


def source(path: Path) -> Source:
    [found] = discover([path.parent])
    assert isinstance(found, Source)
    return found


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize(("changes", "is_read"), [(2, True), (99, False)])
def test_a_file_that_changes_while_it_is_read(
    page: Path, monkeypatch: pytest.MonkeyPatch, changes: int, is_read: bool
) -> None:
    """It is read again; if it never rests, that is told, and no mixture becomes an article."""
    state, calls = files._state, count(1)

    def changing(handle: BinaryIO) -> tuple[int, ...]:
        if next(calls) <= changes:
            with page.open("a") as again:
                again.write("\n")
        return state(handle)

    monkeypatch.setattr(files, "_state", changing)
    data = load_source(source(page))
    assert isinstance(data, bytes) == is_read
    if isinstance(data, Skipped):
        assert (data.kind, data.reason) == ("unreadable", "the file changes while it is read")


def test_a_file_that_was_cut_short_meanwhile_is_read_as_it_now_is(page: Path) -> None:
    found = source(page)
    page.write_text("<p>王毅。</p>", encoding="utf-8")
    [article] = read_source(found)
    assert isinstance(article, Article)
    assert article.text == "王毅。"


@pytest.mark.parametrize("name", ["a.md", "a.zip"])
def test_a_file_that_turned_into_a_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.md", PAGE)
    stream = discover([tmp_path])
    found = next(stream) if name == "a.md" else None
    path.unlink()
    os.mkfifo(path)
    signal.alarm(10)  # ends the tests if it is waited for
    result = load_source(found) if isinstance(found, Source) else next(stream)
    signal.alarm(0)
    assert isinstance(result, Skipped)
    assert (result.kind, "a pipe or device" in result.reason) == ("unreadable", True)


def test_a_file_that_turned_into_a_folder_or_vanished(page: Path) -> None:
    found = source(page)
    page.unlink()
    assert isinstance(load_source(found), Skipped)
    page.mkdir()
    assert isinstance(load_source(found), Skipped)


def test_a_pipe_that_the_user_names_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "a.md"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_text, args=(PAGE,), kwargs={"encoding": "utf-8"}, daemon=True).start()
    [found] = discover([pipe])
    assert isinstance(found, Source)
    assert load_source(found) == PAGE.encode()


def test_files_and_folders_without_permission(tmp_path: Path) -> None:
    for name in ("open.md", "shut.md", "shut/b.md", "shut.zip"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    for name in ("shut.md", "shut", "shut.zip"):
        (tmp_path / name).chmod(0)
    try:
        done = subprocess.run([sys.executable, "-c", READ, str(tmp_path)], capture_output=True, text=True, check=True)
    finally:
        (tmp_path / "shut").chmod(0o700)
    found = json.loads(done.stdout)
    assert found.keys() == {"open.md", "shut.md", "shut", "shut.zip"}
    assert found.pop("open.md") == ""
    assert all("Permission denied" in reason for reason in found.values())
