"""Inputs as the user gives them -> the files to read, each with its name for the graph."""

from __future__ import annotations

import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from kg.errors import InputError
from kg.read.archives import is_archive, read_archive
from kg.read.files import SPECIAL, read_file
from kg.read.names import clean_name, why_ignored
from kg.read.records import Kind, Limits, Skipped, Source


@dataclass(frozen=True, slots=True)
class File:
    """A file behind an input: its name below the input, the input's own name, whether it was given by itself.

    A path that is a string is the address of a file elsewhere.
    """

    name: str
    root: str
    path: Path | str
    is_given: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read or unpack under its name for the graph; members of an archive are named with the prefix."""

    name: str
    prefix: str
    path: Path | str
    is_given: bool


Collect = Callable[[str | Path, list[File], list[Skipped]], None]  # an input's files, and what of it is skipped


def discover(
    inputs: Iterable[str | Path], *, limits: Limits | None = None, stdin: TextIO | None = None
) -> Iterator[Source | Skipped]:
    """The sources behind files, folders, archives and `-` (paths on standard input, one a line), sorted by name.

    A source's name is its path below the folder or archive given, or the file's own name. Where two inputs would give
    the same name, both names begin with their input's. The result does not depend on the order of the inputs.
    Raises InputError for an input that does not exist.
    """
    taken: set[str] = set()
    for place in find(inputs, stdin=stdin):
        if isinstance(place, Skipped):
            yield place
        else:
            for source in sources(place, limits or Limits()):
                yield unique(source, taken) if isinstance(source, Source) else source


def find(
    inputs: Iterable[str | Path], *, stdin: TextIO | None = None, collect: Collect | None = None
) -> Iterator[Found | Skipped]:
    """The files behind the inputs, sorted by name; none is opened. `collect` finds those of one input."""
    collect = collect or collect_local
    files: list[File] = []
    skipped: list[Skipped] = []
    for given in inputs:
        if str(given) == "-":
            _collect_listed(stdin or sys.stdin, files, skipped, collect)
        else:
            collect(given, files, skipped)
    files = _distinct(files, skipped)
    yield from sorted(skipped, key=lambda s: (s.source_file, s.reason))
    has_several = len({file.root for file in files}) > 1
    for name, file in sorted(_named(files), key=lambda pair: (pair[0], str(pair[1].path))):
        reason = None if file.is_given else why_ignored(os.path.basename(file.path))
        if reason is not None:
            yield Skipped(source_file=name, reason=reason, kind=Kind.IGNORED)
        else:
            prefix = "" if file.is_given and not has_several else f"{name}/"
            yield Found(name, prefix, file.path, file.is_given)


def unique(source: Source, taken: set[str]) -> Source:
    """The source under a name that no other has, which becomes taken: members of an archive may share theirs."""
    name, number = source.name, 1
    while name in taken:
        number += 1
        name = f"{source.name}~{number}"
    taken.add(name)
    return source if number == 1 else replace(source, name=name)


def _collect_listed(listing: TextIO, files: list[File], skipped: list[Skipped], collect: Collect) -> None:
    """Collect what a list of paths names; one that is gone does not stop the others."""
    for line in listing:
        if given := line.rstrip("\r\n"):
            try:
                collect(given, files, skipped)
            except InputError as error:
                skipped.append(Skipped(source_file=clean_name(given), reason=str(error), kind=Kind.UNREADABLE))


def collect_local(given: str | Path, files: list[File], skipped: list[Skipped]) -> None:
    """The files behind a path of this machine. Raises InputError if there is nothing."""
    given = Path(given)
    try:
        if given.is_dir():
            _walk(given, files, skipped)
        elif given.exists():
            name = clean_name(given.name)
            files.append(File(name, name, given, True))
        else:
            raise InputError(f"{clean_name(str(given))}: no such file or folder")
    except (OSError, ValueError) as error:
        raise InputError(f"{clean_name(str(given))}: {getattr(error, 'strerror', None) or error}") from error


def _walk(root: Path, files: list[File], skipped: list[Skipped]) -> None:
    """The files below a folder; links to folders are followed, each real folder once."""
    seen = {_identity(root)}
    own = clean_name(root.resolve().name) or "root"
    folders = [(root, "")]
    while folders:
        folder, above = folders.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            reason = error.strerror or "unreadable"
            skipped.append(Skipped(source_file=_below(folder, root), reason=reason, kind=Kind.UNREADABLE))
            continue
        names = {entry.name for entry in entries}
        for entry in entries:
            path = folder / entry.name
            if _is_part_of_page(entry.name, names):
                reason = "what belongs to a saved page"
                skipped.append(Skipped(source_file=_below(path, root), reason=reason, kind=Kind.IGNORED))
            elif not _is_folder(entry):
                files.append(File(clean_name(above + entry.name), own, path, False))
            elif _is_new(path, root, seen, skipped):
                folders.append((path, f"{above}{entry.name}/"))


def _is_part_of_page(name: str, beside: set[str]) -> bool:
    """Whether a folder holds the pictures, styles and frames of a page that a browser saved beside it."""
    stem = name.removesuffix("_files").removesuffix(".files")
    return stem != name and not beside.isdisjoint((f"{stem}.html", f"{stem}.htm"))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


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


def _distinct(files: list[File], skipped: list[Skipped]) -> list[File]:
    """Each file once, by its real path, under the shortest of its names."""
    chosen: dict[str, File] = {}
    folders: dict[str, str] = {}
    for file in sorted(files, key=lambda f: (len(f.name), f.name, f.root, str(f.path))):
        real = file.path if isinstance(file.path, str) else _real(file.path, folders)
        first = chosen.setdefault(real, file)
        if first is not file and (first.name, first.root) != (file.name, file.root):
            reason = f"the same file as {first.name}"
            skipped.append(Skipped(source_file=file.name, reason=reason, kind=Kind.DUPLICATE))
    return list(chosen.values())


def _real(path: Path, folders: dict[str, str]) -> str:
    """The real path of a file, links followed; that of each folder is asked for once and kept in `folders`."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)


def _named(files: list[File]) -> list[tuple[str, File]]:
    """Files with their final names: names that two of them share begin with the name of their input."""
    counts = Counter(file.name for file in files)
    named = [(f.name if counts[f.name] == 1 else f"{f.root}/{f.name}", f) for f in files]
    final: dict[str, int] = {}
    result = []
    for name, file in sorted(named, key=lambda pair: (pair[0], str(pair[1].path))):
        final[name] = final.get(name, 0) + 1
        result.append((name if final[name] == 1 else f"{name}~{final[name]}", file))
    return result


def sources(found: Found, limits: Limits) -> Iterator[Source | Skipped]:
    """The one source that a file of this machine is, or the members of an archive."""
    path = found.path if isinstance(found.path, Path) else Path(found.path)
    if not found.is_given and _is_special(path):
        yield Skipped(source_file=found.name, reason=SPECIAL, kind=Kind.UNREADABLE)
    elif is_archive(path.name):
        yield from read_archive(found.name, found.prefix, path, limits)
    else:
        yield Source(name=found.name, path=path, limits=limits, may_wait=found.is_given)


def _is_special(path: Path) -> bool:
    """Whether a path in a folder is a pipe or device, which could keep a reader waiting for ever."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)


def load_source(source: Source) -> bytes | Skipped:
    """The bytes of a source, or why they cannot be had: the one place that opens a file to read an article.

    A file that is written to meanwhile is read again, so that no mixture of two states of it becomes an article.
    """
    if source.data is not None:
        return source.data
    try:
        data = read_file(source.path, source.limits.file_bytes + 1, may_wait=source.may_wait)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return Skipped(source_file=source.name, reason=reason, kind=Kind.UNREADABLE)
    if len(data) > source.limits.file_bytes:
        reason = f"the file is larger than {source.limits.file_bytes} bytes"
        return Skipped(source_file=source.name, reason=reason, kind=Kind.TOO_LARGE)
    return data
