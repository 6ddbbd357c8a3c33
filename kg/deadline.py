"""Work on one article ends in time, whatever the article makes it do."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self, TypeVar

SECONDS = 10.0  # on the processor, for one article in one step; the slowest real one takes 0.1 s in all
HARD = 2  # times the limit, after which a worker ends that Python could not stop

Result = TypeVar("Result")


class OutOfTime(Exception):
    """The work took longer than allowed, as its text says. No OSError, which would pass for a file's fault."""


class Clock:
    """Stops work with OutOfTime after so many seconds, also inside a regular expression that backtracks.

    Seconds of this process on the processor, so that a busy machine changes no result. A library that gives Python no
    turn cannot be stopped so: where it runs in a worker process, that process is ended after twice the time, and its
    article counts as lost. Outside the main thread there is no limit.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._is_worker = multiprocessing.parent_process() is not None
        self._is_timing = False

    def __enter__(self) -> Self:
        try:
            self._before = signal.signal(signal.SIGVTALRM, self._stop)
            self._can_stop = True
        except ValueError:  # not the main thread: no timer
            self._can_stop = False
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_timing = False
        if self._can_stop:
            self._set(0)
            signal.signal(signal.SIGVTALRM, self._before)

    def time(self, work: Callable[[], Result]) -> Result:
        """The result of some work. Raises OutOfTime."""
        self.start()
        try:
            return work()
        finally:
            self._is_timing = False

    def start(self) -> None:
        """Begin to count."""
        if self._can_stop:
            self._set(self.seconds)
        self._is_timing = True

    def _set(self, seconds: float) -> None:
        if self._is_worker:  # the system ends a process that does not handle SIGPROF
            signal.setitimer(signal.ITIMER_PROF, HARD * seconds)
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        if self._is_timing:  # the time may be over when the work just was
            raise OutOfTime(f"took more than {self.seconds:g} s")


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Stop the block as a Clock stops work."""
    with Clock(seconds) as clock:
        clock.start()
        yield
