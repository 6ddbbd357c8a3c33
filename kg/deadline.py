"""Work on one article ends in time, whatever the article makes it do."""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 10.0  # for one article in one stage; the slowest real one takes 0.1 s
HARD = 2  # times the limit, after which a worker ends that Python could not stop


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Stop the block with TimeoutError after so many seconds, also inside a regular expression that backtracks.

    A library that gives Python no turn cannot be stopped so. Where it runs in a worker process, that process is ended
    after twice the time on the processor, and its article counts as lost. Outside the main thread there is no limit.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"took more than {seconds:g} s")

    try:
        before = signal.signal(signal.SIGALRM, stop)
    except ValueError:  # not the main thread: no timer
        yield
        return
    is_worker = multiprocessing.parent_process() is not None
    if is_worker:  # the system ends a process that does not handle SIGPROF
        signal.setitimer(signal.ITIMER_PROF, HARD * seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if is_worker:
            signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGALRM, before)
