"""Files put together of new bytes and of stretches of an earlier file, which are copied as they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

HELD = 1 << 22  # bytes that are kept before they are written


class Piece(NamedTuple):
    """A piece of a file: all that it depends on, or a digest of it, and how it is made."""

    key: bytes
    make: Callable[[], bytes]

    @classmethod
    def of(cls, data: bytes) -> Piece:
        """A piece that is there already."""
        return cls(data, lambda: data)


def joined(pieces: Iterable[Piece]) -> bytes:
    """The whole file."""
    return b"".join([piece.make() for piece in pieces])


class Patchwork:
    """A file that is written from bytes and from stretches of an earlier one; stretches in a row are copied at once.

    Copying begins late: whoever puts the pieces together has mostly done so before.
    """

    def __init__(self, path: Path, old: Path | None) -> None:
        self._paths = path, old

    def __enter__(self) -> Patchwork:
        self._file = self._paths[0].open("wb")
        self._old: BinaryIO | None = None
        self._waiting: list[bytes | tuple[int, int]] = []
        self._held = 0
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._write()
        finally:
            self._file.close()
            if self._old:
                self._old.close()

    def put(self, data: bytes | tuple[int, int]) -> None:
        """Write bytes, or a stretch (begin, size) of the earlier file."""
        last = self._waiting[-1] if self._waiting else b""
        if isinstance(data, tuple) and isinstance(last, tuple) and sum(last) == data[0]:
            self._waiting[-1] = last[0], last[1] + data[1]
            return
        self._waiting.append(data)
        self._held += 0 if isinstance(data, tuple) else len(data)
        if self._held > HELD:
            self._write()

    def _write(self) -> None:
        waiting, self._waiting, self._held = self._waiting, [], 0
        for data in waiting:
            if isinstance(data, bytes):
                self._file.write(data)
            elif data[1]:
                self._file.flush()
                copy_stretch(self._earlier(), self._file, *data)

    def _earlier(self) -> BinaryIO:
        if self._old is None:
            self._old = (self._paths[1] or self._paths[0]).open("rb")
        return self._old


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
