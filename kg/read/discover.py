"""Inputs as the user gives them -> the files to read, each with its name for the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.read.records import Kind, Limits, Skipped, Source


def discover(inputs: Iterable[str | Path], *, limits: Limits | None = None) -> Iterator[Source | Skipped]:
    """The sources behind files, folders and archives, sorted by name."""
    limits = limits or Limits()
    for given in inputs:
        path = Path(given)
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file() and p.stem != "README"):
                yield Source(name=file.relative_to(path).as_posix(), path=file, limits=limits)
        else:
            yield Source(name=path.name, path=path, limits=limits)


def load_source(source: Source) -> bytes | Skipped:
    """The bytes of a source, or why they cannot be had."""
    if source.data is not None:
        return source.data
    try:
        return source.path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Skipped(source_file=source.name, reason=reason, kind=Kind.UNREADABLE)
