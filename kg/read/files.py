"""Opening files that others may change, replace or remove at any moment."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

SPECIAL = "a pipe or device, not a file"
TRIES = 3  # readings of a file that is written to meanwhile


@contextmanager
def opened(path: Path, *, may_wait: bool = False) -> Iterator[BinaryIO]:
    """The file, open to be read; unless one `may_wait` for it, it is no pipe or device.

    What the path means is asked of the open file, since it may mean something else than a moment ago. Raises OSError,
    or ValueError with one line.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | (0 if may_wait else os.O_NONBLOCK))
    with os.fdopen(descriptor, "rb") as handle:
        if not may_wait and not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError(SPECIAL)
        yield handle


def read_file(path: Path, most: int, *, may_wait: bool = False) -> bytes:
    """The first bytes of a file, at most so many, as they stood at one moment.

    Raises OSError, or ValueError where the file is none or changes all the time.
    """
    for _ in range(TRIES):
        with opened(path, may_wait=may_wait) as handle:
            before = _state(handle)
            data = handle.read(most)
            if _state(handle) == before:
                return data
    raise ValueError("the file changes while it is read")


def _state(handle: BinaryIO) -> tuple[int, ...]:
    """What a change of a file changes; nothing for a pipe, which is read once as it comes."""
    found = os.fstat(handle.fileno())
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns) if stat.S_ISREG(found.st_mode) else ()
