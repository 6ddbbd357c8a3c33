"""Outputs: the old ones or the new ones, never a mixture; one build at a time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.pipeline.publish import cache_folder, locked, staged

CHILD = """
import sys, time
from pathlib import Path
from kg.pipeline.publish import locked, staged
output = Path(sys.argv[1])
for n in range(int(sys.argv[2]), int(sys.argv[2]) + 100000):
    with locked(output), staged(output) as folder:
        for name in "abcd":
            (folder / name).write_text(str(n))
            time.sleep(0.0005)
        (folder / "report.json").write_text('{"outputs": {"a": "", "b": "", "c": "", "d": ""}}')
    print(n, flush=True)
"""


def write(output: Path, text: str) -> None:
    with locked(output), staged(output) as folder:
        (folder / "a").write_text(text)
        (folder / "report.json").write_text('{"outputs": {"a": ""}}')


def test_replaces_the_old_outputs_whole(tmp_path: Path) -> None:
    output = tmp_path / "out"
    write(output, "old")
    write(output, "new")
    assert (output / "a").read_text() == "new"
    assert sorted(p.name for p in tmp_path.iterdir()) == [cache_folder(output).name, "out"]


def test_keeps_the_old_outputs_when_the_new_ones_fail(tmp_path: Path) -> None:
    output = tmp_path / "out"
    write(output, "old")
    with pytest.raises(OutputError), locked(output), staged(output) as folder:
        (folder / "missing" / "a").write_text("half")
    assert (output / "a").read_text() == "old"


def test_keeps_files_that_are_not_its_own(tmp_path: Path) -> None:
    output = tmp_path / "out"
    write(output, "old")
    (output / "notes.txt").write_text("mine")
    write(output, "new")
    assert (output / "notes.txt").read_text() == "mine"


def test_drops_files_that_an_earlier_build_wrote(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with locked(output), staged(output) as folder:
        (folder / "gone.html").write_text("")
        (folder / "report.json").write_text('{"outputs": {"gone.html": ""}}')
    write(output, "new")
    assert not (output / "gone.html").exists()


def test_refuses_a_second_build_of_the_same_folder(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with locked(output), pytest.raises(OutputError, match="another build"), locked(output):
        pass


def test_the_folder_is_free_when_a_build_ends_though_a_copy_of_its_process_still_lives(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with locked(output):
        copy = os.fork()
        if copy == 0:
            time.sleep(60)
            os._exit(0)
    try:
        write(output, "next")
    finally:
        os.kill(copy, signal.SIGKILL)
        os.waitpid(copy, 0)


def test_refuses_a_file_as_output_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="not a folder"), locked(tmp_path / "out"):
        pass


def test_a_killed_build_leaves_no_mixture(tmp_path: Path) -> None:
    output, first = tmp_path / "out", 0
    for round_ in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(output), str(first)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        first = int(child.stdout.readline()) + 1
        time.sleep(0.003 * round_)
        child.kill()
        child.wait()
        texts = {(output / name).read_text() for name in "abcd"}
        assert len(texts) == 1
