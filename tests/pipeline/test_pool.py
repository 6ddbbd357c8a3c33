"""Work over processes: the same results for any number of workers, also when one of them dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.pipeline.pool import FEW, Workers, spread

BUSY = """
import multiprocessing, time
from kg.pipeline.pool import Workers, spread
with Workers(2) as crew:
    results = spread(time.sleep, [0.01] * 1_000_000, workers=crew, lost=lambda item, reason: None)
    next(results)
    print(*(process.pid for process in multiprocessing.active_children()), flush=True)
    list(results)
"""


def square(n: int) -> int:
    return n * n


def square_or_die(n: int) -> int:
    if n == 70:
        os._exit(9)
    return n * n


def process_id(_n: int) -> int:
    return os.getpid()


def lost(item: int, reason: str) -> int:
    assert reason
    return -item


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("size", [0, 1, FEW, 3 * FEW + 1])
def test_results_come_in_order(workers: int, size: int) -> None:
    with Workers(workers) as crew:
        assert list(spread(square, range(size), workers=crew, lost=lost)) == [n * n for n in range(size)]


def test_all_stages_share_the_same_processes() -> None:
    with Workers(2) as crew:
        first, second = (set(spread(process_id, range(200), workers=crew, lost=lost)) for _ in range(2))
    assert len(first | second) <= 2
    assert os.getpid() not in first | second


def test_a_worker_that_dies_loses_only_its_item() -> None:
    with Workers(2) as crew:
        found = list(spread(square_or_die, range(150), workers=crew, lost=lost))
    assert found == [-70 if n == 70 else n * n for n in range(150)]


def test_stopping_early_ends_the_workers() -> None:
    with Workers(2) as crew:
        results = spread(square, range(10_000), workers=crew, lost=lost)
        assert next(results) == 0
        results.close()  # type: ignore[attr-defined]
        assert next(spread(square, range(100), workers=crew, lost=lost)) == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_a_build_that_is_killed(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        workers = build.stdout.readline().split()
        assert len(workers) == 2
        build.send_signal(number)
        build.wait()
        end = time.monotonic() + 20
        while any(Path("/proc", worker).exists() for worker in workers) and time.monotonic() < end:
            time.sleep(0.05)
    assert [worker for worker in workers if Path("/proc", worker).exists()] == []


UNGUARDED = """
from pathlib import Path
import kg
folder = Path("news")
folder.mkdir(exist_ok=True)
for number in range(60):
    (folder / f"{number}.txt").write_text(f"王毅{number}日在北京会见来访的客人。")
kg.build([folder], "outputs", jobs=2)
"""


def test_a_script_that_builds_as_it_is_imported_is_told_why_no_worker_starts(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(UNGUARDED, encoding="utf-8")
    command = [sys.executable, "script.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode != 0
    assert "if __name__ == '__main__':" in run.stderr.splitlines()[-1]
