"""Files put together of new bytes and of stretches of an earlier file, which are copied as they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO


class Patchwork:
    """A file that is written from bytes and from stretches of an earlier one; stretches in a row are copied at once."""

    def __init__(self, path: Path, old: Path | None) -> None:
        self._paths = path, old

    def __enter__(self) -> Patchwork:
        self._file = self._paths[0].open("wb")
        self._old: BinaryIO | None = None
        self._waiting = 0, 0  # begin and size of what is to be copied next
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._copy()
        finally:
            self._file.close()
            if self._old:
                self._old.close()

    def put(self, data: bytes | tuple[int, int]) -> None:
        """Write bytes, or a stretch (begin, size) of the earlier file."""
        begin, size = self._waiting
        if isinstance(data, tuple) and data[0] == begin + size:
            self._waiting = begin, size + data[1]
        elif isinstance(data, tuple):
            self._copy()
            self._waiting = data
        else:
            self._copy()
            self._file.write(data)

    def _copy(self) -> None:
        (begin, size), self._waiting = self._waiting, (0, 0)
        if not size:
            return
        if self._old is None:
            self._old = (self._paths[1] or self._paths[0]).open("rb")
        self._file.flush()
        copy_stretch(self._old, self._file, begin, size)


def copy_stretch(source: BinaryIO, target: BinaryIO, begin: int, size: int) -> None:
    """Copy bytes to the end of an open file: by the kernel where it can, which may share them. Raises OSError."""
    while size:
        try:
            done = os.copy_file_range(source.fileno(), target.fileno(), size, begin)
        except (AttributeError, OSError):  # other systems, other file systems
            data = os.pread(source.fileno(), min(size, 1 << 20), begin)
            done = target.write(data)
            target.flush()
        if not done:
            raise OSError(f"{source.name} ends before byte {begin + size}")
        begin, size = begin + done, size - done
