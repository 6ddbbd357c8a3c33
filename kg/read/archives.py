"""Archives -> their members, read once, in order, within limits; nothing is ever unpacked to disk."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

from kg.read.files import opened
from kg.read.names import clean_name, why_ignored
from kg.read.records import Kind, Limits, Skipped, Source

_OPENERS: dict[str, Callable[..., Any]] = {
    ".tar": nullcontext,
    ".tar.gz": gzip.open,
    ".tgz": gzip.open,
    ".tar.xz": lzma.open,
    ".txz": lzma.open,
    ".tar.bz2": bz2.open,
    ".tbz2": bz2.open,
    ".tbz": bz2.open,
}
_FAULTS = (OSError, EOFError, ValueError, KeyError, RuntimeError, NotImplementedError, tarfile.TarError,
           zipfile.BadZipFile, zlib.error, lzma.LZMAError)  # fmt: skip
# An archive is never called a bomb before so much of it is unpacked: tiny archives of a few like files pack very well.
HARMLESS = 16 * 1024 * 1024
_SLACK = 1024 * 1024  # what the format itself may take beside the members


class _Refused(Exception):
    """The archive is beyond a limit; its text says which."""


class _Budget:
    """What may still be unpacked from one archive."""

    def __init__(self, size: int, limits: Limits) -> None:
        self.limits = limits
        self.ratio_bytes = max(HARMLESS, limits.ratio * size)
        self.members, self.unpacked = 0, 0

    def member(self, size: int) -> None:
        """Count a member of a declared size."""
        self.members += 1
        if self.members > self.limits.members:
            raise _Refused(f"more than {self.limits.members} members")
        self.bytes(size)

    def bytes(self, size: int) -> None:
        """Count bytes that are unpacked."""
        self.unpacked += size
        if self.unpacked > self.limits.archive_bytes:
            raise _Refused(f"more than {self.limits.archive_bytes} bytes when unpacked")
        if self.unpacked > self.ratio_bytes:
            raise _Refused(f"unpacks to more than {self.limits.ratio} times its size")


class _Metered:
    """The unpacked stream of a tar archive; it gives no more than is allowed until the next allowance."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.left = stream, _SLACK

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise _Refused("a header larger than any real one")
        return data


def is_archive(name: str) -> bool:
    """Whether a file's name is that of an archive."""
    return name.lower().endswith((".zip", *_OPENERS))


def read_archive(name: str, prefix: str, path: Path, limits: Limits) -> Iterator[Source | Skipped]:
    """The members of an archive as sources, named with a prefix; what is unsafe or damaged is reported, not raised."""
    reader = _read_zip if path.name.lower().endswith(".zip") else _read_tar
    try:
        with opened(path) as handle:
            yield from reader(prefix, path, handle, _Budget(os.fstat(handle.fileno()).st_size, limits))
    except _Refused as error:
        yield Skipped(source_file=name, reason=f"the archive has {error}", kind=Kind.UNSAFE)
    except _FAULTS as error:
        reason = f"a damaged archive: {clean_name(str(error))[:100] or type(error).__name__}"
        yield Skipped(source_file=name, reason=reason, kind=Kind.UNREADABLE)


def _read_tar(prefix: str, path: Path, handle: BinaryIO, budget: _Budget) -> Iterator[Source | Skipped]:
    suffix = max((s for s in _OPENERS if path.name.lower().endswith(s)), key=len)
    with _OPENERS[suffix](handle) as stream:
        metered = _Metered(stream)
        with tarfile.open(fileobj=cast("IO[bytes]", metered), mode="r|") as tar:
            for info in tar:
                budget.member(info.size)
                metered.left = info.size + _SLACK
                if info.isdir():
                    continue
                label = prefix + clean_name(info.name.removeprefix("./"))
                if fault := _fault(label, info.name, info.size, budget.limits):
                    yield fault
                elif not info.isreg():
                    yield Skipped(source_file=label, reason="a link or device in an archive", kind=Kind.UNSAFE)
                elif (member := tar.extractfile(info)) is not None:
                    yield Source(name=label, path=path, member=info.name, data=member.read(), limits=budget.limits)


def _read_zip(prefix: str, path: Path, handle: BinaryIO, budget: _Budget) -> Iterator[Source | Skipped]:
    with zipfile.ZipFile(handle) as archive:
        for info in archive.infolist():
            budget.member(info.file_size)
            if info.is_dir():
                continue
            member = _zip_name(info)
            label = prefix + clean_name(member)
            yield _fault(label, member, info.file_size, budget.limits) or _zip_member(
                label, path, archive, info, budget
            )


def _zip_member(
    label: str, path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget
) -> Source | Skipped:
    try:
        with archive.open(info) as handle:
            data = handle.read(info.file_size + 1)
    except _FAULTS as error:
        reason = "encrypted" if info.flag_bits & 1 else f"a damaged member: {clean_name(str(error))[:100]}"
        return Skipped(source_file=label, reason=reason, kind=Kind.UNREADABLE)
    return Source(name=label, path=path, member=info.filename, data=data, limits=budget.limits)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """A member's name; names without the UTF-8 mark are in the packer's own encoding, in China mostly GB 18030."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _fault(label: str, member: str, size: int, limits: Limits) -> Skipped | None:
    """Why a member is not read, if it is not."""
    path = PurePosixPath(member.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        return Skipped(source_file=label, reason="a path that leads out of the archive", kind=Kind.UNSAFE)
    if any(part.startswith(".") or part == "__MACOSX" for part in path.parts[:-1]):
        return Skipped(source_file=label, reason="a hidden folder", kind=Kind.IGNORED)
    if reason := why_ignored(path.name):
        return Skipped(source_file=label, reason=reason, kind=Kind.IGNORED)
    if is_archive(path.name):
        return Skipped(source_file=label, reason="an archive inside an archive", kind=Kind.UNSAFE)
    if size > limits.file_bytes:
        return Skipped(source_file=label, reason=f"larger than {limits.file_bytes} bytes", kind=Kind.TOO_LARGE)
    return None
