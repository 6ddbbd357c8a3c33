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
from contextlib import contextmanager, suppress
from functools import partial
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO, Generic, Self, TypeVar

PR_SET_PDEATHSIG = 1  # linux/prctl.h
Send = Callable[[bytes], object]
Work = Callable[[Send], object]
State = TypeVar("State")
END = (1 << 64) - 1  # in the place of the length of a message: there is none more


@contextmanager
def beside(work: Work, *, alone: bool = False) -> Iterator[Callable[[], bytes]]:
    """Do `work`, which only writes files, while the block runs; it is done when the block ends.

    The work can send messages, which the block waits for with the function that it gets, one by one. Where there can be
    no copy, with `alone`, or where the copy dies, nothing comes, and the work is done here at the end.
    """
    copy = None if alone or not _can_fork() else _Copy(lambda _, send: work(send))
    try:
        yield copy.receive if copy else bytes
    except BaseException:
        if copy:
            copy.end()
        raise
    if copy is None or copy.wait() != 0:
        work(len)


class Helper(Generic[State]):
    """A copy that gets ready while it is not yet known what there is to do, then works on the messages that it is told.

    Where there can be no copy, with `alone`, or where the copy dies, all is done here when the answer is asked for. The
    copy ends with the `with` block.
    """

    def __init__(
        self, ready: Callable[[], State], work: Callable[[State, Iterator[bytes]], bytes], *, alone: bool = False
    ) -> None:
        self._ready, self._work = ready, work
        self._told: list[bytes] = []
        self._copy = None if alone or not _can_fork() else _Copy(lambda told, send: send(work(ready(), told)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._copy:
            self._copy.end()
            self._copy = None

    @property
    def is_beside(self) -> bool:
        """Whether there is a copy, so that something else may be done meanwhile."""
        return self._copy is not None

    def tell(self, message: bytes) -> None:
        """Give the work a message, which may wait for others."""
        self._told.append(message)
        if self._copy:
            self._copy.tell(message)

    def hurry(self) -> None:
        """Let no message wait any longer."""
        if self._copy:
            self._copy.hurry()

    def answer(self) -> bytes:
        """What the work gives, once it has all messages."""
        copy, self._copy = self._copy, None
        if copy:
            copy.tell(None)
            copy.hurry()
            found = copy.receive()
            if copy.wait() == 0:
                return found
        return self._work(self._ready(), iter(self._told))


def _can_fork() -> bool:
    """Whether a copy is safe: no thread but daemons, whose locks the work does not take."""
    others = (thread for thread in threading.enumerate() if thread is not threading.current_thread())
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and all(thread.daemon for thread in others)


class _Copy:
    """A process that does the work and ends with this one, which may be killed."""

    def __init__(self, work: Callable[[Iterator[bytes], Send], object]) -> None:
        told, teller = os.pipe()
        reader, writer = os.pipe()
        parent = os.getpid()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads, from Python 3.12 on
            self.number = os.fork()
        if not self.number:
            os.close(teller)
            os.close(reader)
            _work_and_end(work, (told, writer), parent)
        os.close(told)
        os.close(writer)
        self._teller = os.fdopen(teller, "wb")
        self._sent: SimpleQueue[bytes] = SimpleQueue()
        self._listener = threading.Thread(target=self._listen, args=(os.fdopen(reader, "rb"),), daemon=True)
        self._listener.start()

    def _listen(self, pipe: BinaryIO) -> None:
        with pipe:
            for message in _messages(pipe):
                self._sent.put(message)
        self._sent.put(b"")

    def tell(self, message: bytes | None) -> None:
        """Send a message, or that there is none more; one that has died hears nothing."""
        with suppress(OSError):
            self._teller.write(_framed(message))

    def hurry(self) -> None:
        """Send what waits to be sent."""
        with suppress(OSError):
            self._teller.flush()

    def receive(self) -> bytes:
        """What the work sends next; nothing if it has ended."""
        found = self._sent.get()
        if not found:
            self._sent.put(found)  # for whoever asks again
        return found

    def wait(self) -> int:
        """How the process ended; 0 is well."""
        status = os.waitpid(self.number, 0)[1]
        self._listener.join()
        with suppress(OSError):
            self._teller.close()
        return status

    def end(self) -> None:
        """Stop the work."""
        os.kill(self.number, signal.SIGKILL)
        self.wait()


def _framed(message: bytes | None) -> bytes:
    return (END if message is None else len(message)).to_bytes(8, "little") + (message or b"")


def _send(pipe: BinaryIO, message: bytes) -> None:
    pipe.write(_framed(message))
    pipe.flush()


def _messages(pipe: BinaryIO) -> Iterator[bytes]:
    """The whole messages that come."""
    while len(head := pipe.read(8)) == 8 and (size := int.from_bytes(head, "little")) != END:
        if len(message := pipe.read(size)) == size:
            yield message


def _work_and_end(work: Callable[[Iterator[bytes], Send], object], pipes: tuple[int, int], parent: int) -> None:
    """Do the work in the copy."""
    status = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            gc.disable()  # a collection would write to all that is shared
            with os.fdopen(pipes[1], "wb") as pipe:
                work(_messages(os.fdopen(pipes[0], "rb")), partial(_send, pipe))
            status = 0
    finally:
        os._exit(status)
