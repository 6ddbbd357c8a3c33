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
    if copy is None or not copy.is_done():
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
        self._copy = None if alone or not _can_fork() else _Copy(self._work_beside)

    def _work_beside(self, told: Iterator[bytes], send: Send) -> State:
        """What the copy does: it gives the answer while the state, which takes long to take down, is still held."""
        state = self._ready()
        send(self._work(state, told))
        return state

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
        if copy := self._copy:
            copy.tell(None)
            copy.hurry()
            found = copy.receive()
            if copy.is_done():
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
        self._is_done = self._is_gone = False
        self._lock = threading.Lock()  # whoever ends the process must not meet another of its number
        self._listener = threading.Thread(target=self._listen, args=(os.fdopen(reader, "rb"),), daemon=True)
        self._listener.start()

    def _listen(self, pipe: BinaryIO) -> None:
        """Take in what is sent, then wait until the process has given its memory back, which takes a while."""
        with pipe:
            for message in _frames(pipe):
                if message is None:
                    self._is_done = True
                else:
                    self._sent.put(message)
        self._sent.put(b"")
        with suppress(ChildProcessError):
            os.waitid(os.P_PID, self.number, os.WEXITED | os.WNOWAIT)
        with self._lock, suppress(ChildProcessError):
            self._is_gone = True
            os.waitpid(self.number, 0)

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

    def is_done(self) -> bool:
        """Whether the work was done to its end, once nothing more comes of it; the process may still be about to go."""
        while self.receive():
            pass
        with suppress(OSError):
            self._teller.close()
        return self._is_done

    def end(self) -> None:
        """Stop the work."""
        with self._lock:
            if not self._is_gone:
                os.kill(self.number, signal.SIGKILL)
        self._listener.join()
        self.is_done()


def _framed(message: bytes | None) -> bytes:
    return (END if message is None else len(message)).to_bytes(8, "little") + (message or b"")


def _send(pipe: BinaryIO, message: bytes | None) -> None:
    pipe.write(_framed(message))
    pipe.flush()


def _frames(pipe: BinaryIO) -> Iterator[bytes | None]:
    """The whole messages that come; None behind the last, if the sender has come to its end."""
    while len(head := pipe.read(8)) == 8:
        if (size := int.from_bytes(head, "little")) == END:
            yield None
            return
        if len(message := pipe.read(size)) == size:
            yield message


def _messages(pipe: BinaryIO) -> Iterator[bytes]:
    return (message for message in _frames(pipe) if message is not None)


def _work_and_end(work: Callable[[Iterator[bytes], Send], object], pipes: tuple[int, int], parent: int) -> None:
    """Do the work in the copy; what it gives back is held until its end is told, for to take it down takes long."""
    status = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            gc.disable()  # a collection would write to all that is shared
            with os.fdopen(pipes[1], "wb") as pipe:
                _held = work(_messages(os.fdopen(pipes[0], "rb")), partial(_send, pipe))
                _send(pipe, None)
            for thread in {*threading.enumerate()} - {threading.current_thread()}:  # who wait for copies of its own
                thread.join()
            status = 0
    finally:
        os._exit(status)
