"""Work over processes: the same results for any number of workers, also when one of them dies."""

import os
from pathlib import Path

import pytest

from kg.pipeline.pool import FEW, spread

STATE: list[int] = []


def square(n: int) -> int:
    return n * n


def square_or_die(n: int) -> int:
    if n == 70:
        os._exit(9)
    return n * n


def with_state(n: int) -> int:
    return n + STATE[0]


def prepare() -> None:
    STATE[:] = [1000]


def lost(item: int, reason: str) -> int:
    assert reason
    return -item


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("size", [0, 1, FEW, 3 * FEW + 1])
def test_results_come_in_order(workers: int, size: int) -> None:
    assert list(spread(square, range(size), workers=workers, lost=lost)) == [n * n for n in range(size)]


def test_setup_runs_in_every_worker() -> None:
    found = list(spread(with_state, range(200), workers=2, lost=lost, setup=prepare))
    assert found == [n + 1000 for n in range(200)]


def test_a_worker_that_dies_loses_only_its_item() -> None:
    found = list(spread(square_or_die, range(150), workers=2, lost=lost))
    assert found == [-70 if n == 70 else n * n for n in range(150)]


def test_stopping_early_ends_the_workers(tmp_path: Path) -> None:
    results = spread(square, range(10_000), workers=2, lost=lost)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
