"""What the file system says of files; every writing to one changes it."""

import os
from collections.abc import Iterable
from pathlib import Path

from kg.ids import digest
from kg.rdf.writer import NTRIPLES, TURTLE

GRAPH = TURTLE, NTRIPLES


def stamp_of(folder: Path, names: Iterable[str] = GRAPH) -> str:
    """The stamp of some files of a folder, if nothing else is said those of the graph."""
    try:
        found = [(folder / name).stat() for name in names]
    except OSError:
        return "none"
    return digest(list(map(state_of, found)))


def whole_stamp_of(folder: Path) -> str:
    """The same of all that a folder holds."""
    try:
        found = [(path.relative_to(folder).as_posix(), path.lstat()) for path in sorted(folder.rglob("*"))]
    except OSError:
        return "none"
    return digest([(name, *state_of(stat)) for name, stat in found])


def state_of(stat: os.stat_result) -> tuple[int, ...]:
    """What every writing to a file changes."""
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
