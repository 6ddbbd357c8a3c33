"""Shared storage: what stands behind addresses, reading it on a worker, writing parts.

Addresses are those of fsspec (`s3://bucket/folder`, `memory://`, …). Paths and `file://` mean a folder that all
machines have under one path; they are read by `kg.read` itself, which knows the traps of file systems.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from kg.errors import InputError, OutputError, UsageError
from kg.pipeline.cluster.records import Place
from kg.read import Kind, Limits, Skipped, Source
from kg.read.archives import is_archive
from kg.read.discover import File, Found, collect_local, find, sources
from kg.read.names import clean_name

LOCAL = ("file", "local")


def places(inputs: Iterable[str | Path]) -> Iterator[Place | Skipped]:
    """The files behind paths and addresses, named as a build on one machine names them; none is opened."""
    for found in find(inputs, collect=_collect):
        if isinstance(found, Skipped):
            yield found
        else:
            is_path = not isinstance(found.path, str)
            yield Place(found.name, found.prefix, os.fsencode(found.path), is_path, found.is_given)


def read_place(place: Place, limits: Limits) -> Iterator[Source | Skipped]:
    """The sources that a file is or holds, with its bytes if it is not on a file system."""
    address = os.fsdecode(place.address)
    found = Found(place.name, place.prefix, Path(address) if place.is_path else address, place.is_given)
    if not isinstance(found.path, str):
        yield from sources(found, limits)
    elif is_archive(found.path):
        with TemporaryDirectory() as folder:
            copy = Path(folder) / PurePosixPath(found.path).name
            fs, path = _opened(found.path)
            fs.get_file(path, str(copy))
            yield from list(sources(replace(found, path=copy), limits))
    else:
        yield _read(found, limits)


def absolute(output: str) -> str:
    """The address of an output folder as all machines know it."""
    return output if is_elsewhere(output) else str(local_path(output).absolute())


def is_elsewhere(given: str | Path) -> bool:
    """Whether an input or output is an address that is no path."""
    scheme, mark, _ = str(given).partition("://")
    return bool(mark) and scheme.isalnum() and scheme not in LOCAL


def local_path(given: str | Path) -> Path:
    """The path that a path or `file://` address means."""
    parts = urlsplit(str(given))
    return Path(unquote(parts.path)) if parts.scheme in LOCAL and "://" in str(given) else Path(given)


def begin(output: str) -> None:
    """Make the output folder and remove what an earlier build wrote: without a report a folder is not whole."""
    fs, folder = _opened(output)
    try:
        fs.makedirs(folder, exist_ok=True)
        old = [n for n in fs.ls(folder, detail=False) if is_part(PurePosixPath(n).name)]
        reports = [n for n in (f"{folder}/report.json", f"{folder}/report.md") if fs.exists(n)]
        for name in (*reports, *old):
            fs.rm_file(name)
    except OSError as error:
        raise OutputError(f"cannot write {output}: {error.strerror or error}") from error


def is_part(name: str) -> bool:
    """Whether a file's name is that of a part of a graph, whole or not."""
    return name.startswith("part-") and ".nt.gz" in name


def put(output: str, name: str, data: bytes) -> None:
    """Write a file whole: under another name first, since a task may run twice at a time."""
    fs, folder = _opened(output)
    beside = f"{folder}/{name}.{uuid.uuid4().hex}"
    fs.pipe_file(beside, data)
    fs.mv(beside, f"{folder}/{name}")


def _collect(given: str | Path, files: list[File], skipped: list[Skipped]) -> None:
    if not is_elsewhere(given):
        collect_local(local_path(given).absolute(), files, skipped)
        return
    try:
        fs, root = _opened(str(given))
        own = clean_name(PurePosixPath(root).name) or "root"
        if fs.isdir(root):
            _walk(fs, root, own, files, skipped)
        elif fs.exists(root):
            files.append(File(own, own, fs.unstrip_protocol(root), True))
        else:
            raise InputError(f"{given}: no such file or folder")
    except OSError as error:
        raise InputError(f"{given}: {error.strerror or error}") from error


def _walk(fs: Any, root: str, own: str, files: list[File], skipped: list[Skipped]) -> None:
    hidden: set[str] = set()
    for path in sorted(fs.find(root)):
        below = PurePosixPath(path.removeprefix(root).lstrip("/"))
        covering = [folder for folder in reversed(below.parents) if folder.name.startswith(".")]
        if covering:
            hidden.add(str(covering[0]))
        else:
            files.append(File(clean_name(str(below)), own, fs.unstrip_protocol(path), False))
    skipped += (
        Skipped(source_file=clean_name(name), reason="a hidden folder", kind=Kind.IGNORED) for name in sorted(hidden)
    )


def _read(found: Found, limits: Limits) -> Source | Skipped:
    try:
        fs, path = _opened(str(found.path))
        with fs.open(path, "rb") as handle:
            data = handle.read(limits.file_bytes + 1)
    except OSError as error:
        return Skipped(source_file=found.name, reason=error.strerror or str(error), kind=Kind.UNREADABLE)
    if len(data) > limits.file_bytes:
        reason = f"the file is larger than {limits.file_bytes} bytes"
        return Skipped(source_file=found.name, reason=reason, kind=Kind.TOO_LARGE)
    return Source(name=found.name, path=Path(found.name), data=data, limits=limits)


def _opened(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(address)
    except (ImportError, ValueError) as error:  # no fsspec, no such protocol, or a package of its that is missing
        raise UsageError(f"{address}: {error}") from error
    return fs, str(path).rstrip("/")
