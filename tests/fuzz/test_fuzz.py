"""The fuzzer's targets on what was found, on changed inputs, and under the fuzzer for a moment."""

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

HERE = Path(__file__).parent
FOUND = sorted(path for path in (HERE / "found").rglob("*") if path.is_file())
CHANGED = 800  # inputs a target: a second or two
PIECES = (b"\x00", b"\xff", b"%", b"<", b"\xee\x80\x82", b"\xed\xa0\x80", "年月日".encode(), "（".encode(), b"\n\n")


def changed(seeds: list[bytes], count: int) -> Iterator[bytes]:
    """Inputs with a stretch cut out, doubled, or with something put in its place; the same on every run."""
    chance = random.Random(9)
    for _ in range(count):
        data = chance.choice(seeds)[:600]
        start, end = sorted(chance.choices(range(len(data) + 1), k=2))
        middle = chance.choice((b"", data[start:end] * 2, *PIECES))
        yield data[:start] + middle + data[end:]


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    TARGETS[path.parent.name].run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_changed_inputs(name: str) -> None:
    target = TARGETS[name]
    for data in (b"", b"\x00", *changed(target.seeds(), CHANGED)):
        target.run(data)


@pytest.mark.parametrize("name", TARGETS)
def test_the_fuzzer_runs(name: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="pip install atheris (Linux, Python 3.11 to 3.13)")
    command = [sys.executable, str(HERE / "fuzz.py"), name, "-runs=200", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert re.search(r"Done \d{3,} runs", done.stderr)
