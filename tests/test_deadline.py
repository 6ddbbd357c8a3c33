"""No article keeps a build waiting: the limit stops Python, patterns that backtrack, and in workers everything else."""

import multiprocessing
import re
import signal
import time

import pytest

from kg.deadline import OutOfTime, within

ENDLESS = re.compile("(a+)+$")
TRAP = "a" * 40 + "b"


def test_a_pattern_that_backtracks_is_stopped() -> None:
    start = time.perf_counter()
    with pytest.raises(OutOfTime, match=r"took more than 0\.3 s"), within(0.3):
        ENDLESS.match(TRAP)
    assert time.perf_counter() - start < 5


def test_what_is_done_in_time_is_left_alone() -> None:
    with within(0.05):
        pass
    end = time.process_time() + 0.1
    while time.process_time() < end:  # a timer that was left behind would end the tests here
        pass


def test_waiting_does_not_count() -> None:
    """As on a machine that others use: the result must not depend on them."""
    with within(0.1):
        time.sleep(0.3)


def test_no_one_takes_it_for_a_fault_of_a_file() -> None:
    assert not issubclass(OutOfTime, OSError | ValueError)


def deaf() -> None:
    """Hold the interpreter, as a library does that gives Python no turn."""
    with within(0.2):
        sum(range(10**11))


def test_a_worker_that_hears_nothing_is_ended() -> None:
    worker = multiprocessing.get_context("spawn").Process(target=deaf)
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGPROF
