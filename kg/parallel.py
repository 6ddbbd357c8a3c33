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
from typing import BinaryIO

PR_SET_PDEATHSIG = 1  # linux/prctl.h
Send = Callable[[bytes], object]
Work = Callable[[Send], object]


@contextmanager
def beside(work: Work, *, alone: bool = False) -> Iterator[Callable[[], bytes]]:
    """Do `work`, which only writes files, while the block runs; it is done when the block ends.

    The work can send something, which the block waits for with the function that it gets. Where there can be no copy,
    with `alone`, or where the copy dies, nothing comes, and the work is done here at the end.
    """
    copy = None if alone or not _can_fork() else _Copy(work)
    try:
        yield copy.receive if copy else bytes
    except BaseException:
        if copy:
            os.kill(copy.number, signal.SIGKILL)
            copy.wait()
        raise
    if copy is None or copy.wait() != 0:
        work(len)


@contextmanager
def ahead(make: Callable[[], bytes], *, alone: bool = False) -> Iterator[Callable[[], bytes]]:
    """The block gets a function that waits for what `make` gives: a copy makes it meanwhile, or it is made here."""
    copy = None if alone or not _can_fork() else _Copy(lambda send: send(make()))
    try:
        yield lambda: (copy.receive() if copy else b"") or make()
    finally:
        if copy:
            os.kill(copy.number, signal.SIGKILL)
            copy.wait()


def _can_fork() -> bool:
    """Whether a copy is safe: no thread but daemons, whose locks the work does not take."""
    others = (thread for thread in threading.enumerate() if thread is not threading.current_thread())
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and all(thread.daemon for thread in others)


class _Copy:
    """A process that does the work and ends with this one, which may be killed."""

    def __init__(self, work: Work) -> None:
        reader, writer = os.pipe()
        parent = os.getpid()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads, from Python 3.12 on
            self.number = os.fork()
        if not self.number:
            os.close(reader)
            _work_and_end(work, writer, parent)
        os.close(writer)
        self._sent = b""
        self._listener = threading.Thread(target=self._listen, args=(os.fdopen(reader, "rb"),), daemon=True)
        self._listener.start()

    def _listen(self, pipe: BinaryIO) -> None:
        with pipe:
            self._sent = pipe.read()

    def receive(self) -> bytes:
        """What the work sends; nothing if it died before."""
        self._listener.join()
        return self._sent

    def wait(self) -> int:
        """How the process ended; 0 is well."""
        status = os.waitpid(self.number, 0)[1]
        self._listener.join()
        return status


def _work_and_end(work: Work, writer: int, parent: int) -> None:
    """Do the work in the copy."""

    def send(data: bytes) -> None:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(data)

    status = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            gc.disable()  # a collection would write to all that is shared
            work(send)
            status = 0
    finally:
        os._exit(status)
