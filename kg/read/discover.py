"""Inputs as the user gives them -> the files to read, each with its name for the graph."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kg.errors import InputError
from kg.read.archives import is_archive, read_archive
from kg.read.names import clean_name, why_ignored
from kg.read.records import Kind, Limits, Skipped, Source


@dataclass(frozen=True, slots=True)
class _File:
    """A file behind an input: its name below the input, the input's own name, whether it was given by itself."""

    name: str
    root: str
    path: Path
    is_given: bool


def discover(
    inputs: Iterable[str | Path], *, limits: Limits | None = None, stdin: TextIO | None = None
) -> Iterator[Source | Skipped]:
    """The sources behind files, folders, archives and `-` (paths on standard input, one a line), sorted by name.

    A source's name is its path below the folder or archive given, or the file's own name. Where two inputs would give
    the same name, both names begin with their input's. The result does not depend on the order of the inputs.
    Raises InputError for an input that does not exist.
    """
    limits = limits or Limits()
    files: list[_File] = []
    skipped: list[Skipped] = []
    for given in _expanded(inputs, stdin or sys.stdin):
        _collect(given, files, skipped)
    files = _distinct(files, skipped)
    yield from sorted(skipped, key=lambda s: (s.source_file, s.reason))
    has_several = len({file.root for file in files}) > 1
    for name, file in sorted(_named(files), key=lambda pair: (pair[0], str(pair[1].path))):
        yield from _sources(name, file, limits, has_several=has_several)


def _expanded(inputs: Iterable[str | Path], stdin: TextIO) -> Iterator[Path]:
    for given in inputs:
        if str(given) == "-":
            yield from (Path(line) for line in (text.rstrip("\r\n") for text in stdin) if line.strip())
        else:
            yield Path(given)


def _collect(given: Path, files: list[_File], skipped: list[Skipped]) -> None:
    try:
        if given.is_dir():
            _walk(given, files, skipped)
        elif given.exists():
            name = clean_name(given.name)
            files.append(_File(name, name, given, True))
        else:
            raise InputError(f"{given}: no such file or folder")
    except (OSError, ValueError) as error:
        raise InputError(f"{given}: {getattr(error, 'strerror', None) or error}") from error


def _walk(root: Path, files: list[_File], skipped: list[Skipped]) -> None:
    """The files below a folder; links to folders are followed, each real folder once."""
    seen = {_identity(root)}

    def fail(error: OSError) -> None:
        name = _below(Path(str(error.filename)), root)
        skipped.append(Skipped(source_file=name, reason=error.strerror or "unreadable", kind=Kind.UNREADABLE))

    own = clean_name(root.resolve().name) or "root"
    for folder, folders, names in os.walk(root, onerror=fail, followlinks=True):
        here = Path(folder)
        folders[:] = [name for name in sorted(folders) if _is_new(here / name, root, seen, skipped)]
        for name in sorted(names):
            path = here / name
            files.append(_File(_below(path, root), own, path, False))


def _is_new(path: Path, root: Path, seen: set[tuple[int, int]], skipped: list[Skipped]) -> bool:
    """Whether a folder is to be entered: not hidden, and not entered before by another way."""
    if path.name.startswith("."):
        skipped.append(Skipped(source_file=_below(path, root), reason="a hidden folder", kind=Kind.IGNORED))
        return False
    try:
        identity = _identity(path)
    except OSError:
        return True
    if identity in seen:
        reason = "a link to a folder that is read already"
        skipped.append(Skipped(source_file=_below(path, root), reason=reason, kind=Kind.DUPLICATE))
        return False
    seen.add(identity)
    return True


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _below(path: Path, root: Path) -> str:
    """The path below a folder as the graph writes it; bytes of a name that are no text become U+FFFD."""
    try:
        relative = path.relative_to(root).as_posix()
    except ValueError:
        relative = path.name
    return clean_name(relative)


def _distinct(files: list[_File], skipped: list[Skipped]) -> list[_File]:
    """Each file once, by its real path, under the shortest of its names."""
    chosen: dict[str, _File] = {}
    for file in sorted(files, key=lambda f: (len(f.name), f.name, f.root, str(f.path))):
        real = os.path.realpath(file.path)
        first = chosen.setdefault(real, file)
        if first is not file and (first.name, first.root) != (file.name, file.root):
            reason = f"the same file as {first.name}"
            skipped.append(Skipped(source_file=file.name, reason=reason, kind=Kind.DUPLICATE))
    return list(chosen.values())


def _named(files: list[_File]) -> list[tuple[str, _File]]:
    """Files with their final names: names that two of them share begin with the name of their input."""
    counts: dict[str, int] = {}
    for file in files:
        counts[file.name] = counts.get(file.name, 0) + 1
    named = [(f.name if counts[f.name] == 1 else f"{f.root}/{f.name}", f) for f in files]
    final: dict[str, int] = {}
    result = []
    for name, file in sorted(named, key=lambda pair: (pair[0], str(pair[1].path))):
        final[name] = final.get(name, 0) + 1
        result.append((name if final[name] == 1 else f"{name}~{final[name]}", file))
    return result


def _sources(name: str, file: _File, limits: Limits, *, has_several: bool) -> Iterator[Source | Skipped]:
    base = file.path.name
    if not file.is_given and (reason := why_ignored(base)):
        yield Skipped(source_file=name, reason=reason, kind=Kind.IGNORED)
    elif is_archive(base):
        prefix = "" if file.is_given and not has_several else f"{name}/"
        yield from read_archive(name, prefix, file.path, limits)
    else:
        yield Source(name=name, path=file.path, limits=limits)


def load_source(source: Source) -> bytes | Skipped:
    """The bytes of a source, or why they cannot be had: the one place that opens a file to read an article."""
    if source.data is not None:
        return source.data
    try:
        with source.path.open("rb") as handle:
            data = handle.read(source.limits.file_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return Skipped(source_file=source.name, reason=reason, kind=Kind.UNREADABLE)
    if len(data) > source.limits.file_bytes:
        reason = f"the file is larger than {source.limits.file_bytes} bytes"
        return Skipped(source_file=source.name, reason=reason, kind=Kind.TOO_LARGE)
    return data
