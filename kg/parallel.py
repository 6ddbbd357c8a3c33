"""Work done beside other work, in a copy of this process: it costs no sending, and shares what is read."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@contextmanager
def beside(work: Callable[[], object], *, alone: bool = False) -> Iterator[None]:
    """Do `work`, which only writes files, while the block runs; it is done when the block ends.

    Where there can be no copy, with `alone`, or where the copy dies, it is done here at the end.
    """
    copy = 0 if alone or not _can_fork() else _forked(work)
    try:
        yield
    except BaseException:
        if copy:
            os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)
        raise
    if not copy or os.waitpid(copy, 0)[1] != 0:
        work()


def _can_fork() -> bool:
    """Whether a copy is safe: no thread but daemons, whose locks the work does not take."""
    others = (thread for thread in threading.enumerate() if thread is not threading.current_thread())
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and all(thread.daemon for thread in others)


def _forked(work: Callable[[], object]) -> int:
    """The number of a process that does the work, and ends with this one, which may be killed."""
    parent = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, from Python 3.12 on
        copy = os.fork()
    if copy:
        return copy
    status = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            gc.disable()  # a collection would write to all that is shared
            work()
            status = 0
    finally:
        os._exit(status)
