"""Files, folders and archives -> articles: decoded, cut free of what is not their text, cleaned, with offsets back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.read.discover import discover, load_source
from kg.read.records import Kind, Limits, Skipped, Source

if TYPE_CHECKING:
    from kg.model import Article

__all__ = ["Kind", "Limits", "Skipped", "Source", "discover", "load_source", "parse_source", "read_source", "run"]


def parse_source(source: Source, data: bytes) -> list[Article | Skipped]:
    """The articles in a source's bytes, and what of it could not be read. Raises nothing for any bytes."""
    from kg.read.decoding import Undecodable, decode
    from kg.read.forms import read_page
    from kg.read.wrapped import unwrap

    try:
        page = decode(unwrap(data, source.limits))
    except Undecodable as error:
        return [Skipped(source_file=source.name, reason=str(error), kind=error.kind)]
    return list(read_page(source.name, page, source.limits))


def read_source(source: Source) -> list[Article | Skipped]:
    """Read one source: its articles, in order, and what of it could not be read."""
    data = load_source(source)
    return [data] if isinstance(data, Skipped) else parse_source(source, data)


def run(inputs: Iterable[str | Path], *, limits: Limits | None = None) -> Iterator[Article | Skipped]:
    """Read everything given: files, folders, archives, or `-` for a list of paths on standard input."""
    for found in discover(inputs, limits=limits or Limits()):
        if isinstance(found, Skipped):
            yield found
        else:
            yield from read_source(found)
