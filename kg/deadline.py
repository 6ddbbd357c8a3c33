"""Work on one article ends in time, whatever the article makes it do."""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 10.0  # on the processor, for one article in one stage; the slowest real one takes 0.1 s
HARD = 2  # times the limit, after which a worker ends that Python could not stop


class OutOfTime(Exception):
    """The work took longer than allowed, as its text says. No OSError, which would pass for a file's fault."""


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Stop the block with OutOfTime after so many seconds, also inside a regular expression that backtracks.

    Seconds of this process on the processor, so that a busy machine changes no result. A library that gives Python no
    turn cannot be stopped so: where it runs in a worker process, that process is ended after twice the time, and its
    article counts as lost. Outside the main thread there is no limit.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTime(f"took more than {seconds:g} s")

    try:
        before = signal.signal(signal.SIGVTALRM, stop)
    except ValueError:  # not the main thread: no timer
        yield
        return
    is_worker = multiprocessing.parent_process() is not None
    if is_worker:  # the system ends a process that does not handle SIGPROF
        signal.setitimer(signal.ITIMER_PROF, HARD * seconds)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if is_worker:
            signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGVTALRM, before)
