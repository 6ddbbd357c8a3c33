"""The graph in Oxigraph: read into memory if small, else kept in a store beside the file for the next query."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from kg.errors import InputError, KgError, OutputError, UsageError
from kg.rdf.guard import check_query
from kg.vocab import PREFIXES, TYPE

FOLDER: Final = ".kg"  # beside the graph; holds what can be made anew from it
NO_GRAPH: Final = "no such file (kg build writes a graph)"
KEPT_FROM: Final = 4 << 20  # bytes; smaller graphs are read in less time than a store is opened
FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_TYPE: Final = ox.NamedNode(TYPE)

Bound = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Cell = Bound | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns and rows of a SELECT; an ASK is one column `answer`, a CONSTRUCT has subject, predicate, object."""

    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph that can be asked. Reading only: it has no way to change what it holds."""

    store: ox.Store

    def select(self, query: str, bound: Mapping[str, Bound] | None = None) -> Answer:
        """Run a SPARQL query; the usual prefixes are known. `bound` gives variables their values.

        Raises UsageError where it is no SPARQL query, or would reach out of the graph.
        """
        check_query(query)
        values = {ox.Variable(name): value for name, value in (bound or {}).items()}
        try:
            found = self.store.query(query, prefixes=PREFIXES, substitutions=values or None)
        except (SyntaxError, ValueError) as error:
            raise UsageError(f"not a SPARQL query: {' '.join(str(error).split())}") from error
        if isinstance(found, ox.QueryBoolean):
            return Answer(("answer",), [(ox.Literal(bool(found)),)])
        if isinstance(found, ox.QueryTriples):
            return Answer(("subject", "predicate", "object"), [(t.subject, t.predicate, t.object) for t in found])
        columns = tuple(variable.value for variable in found.variables)
        try:
            return Answer(columns, [tuple(solution) for solution in found])
        except (OSError, RuntimeError) as error:
            raise KgError(f"the store beside the graph is damaged, remove {FOLDER}: {error}") from error

    def rows(self, query: str) -> Iterator[tuple[str | None, ...]]:
        """The rows of a SELECT as plain strings: IRIs, lexical forms, None where unbound."""
        for row in self.select(query).rows:
            yield tuple(None if cell is None else value_of(cell) for cell in row)

    def subjects(self, predicate: ox.NamedNode, value: Bound) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Triple]:
        """What has this value, by the store's index."""
        return (quad.subject for quad in self.store.quads_for_pattern(None, predicate, value))

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[Bound]:
        """The values of something, by the store's index."""
        return (quad.object for quad in self.store.quads_for_pattern(subject, predicate, None))

    def is_a(self, thing: ox.NamedNode, of: ox.NamedNode) -> bool:
        """Whether the graph says that a thing is of a class."""
        return ox.Quad(thing, _TYPE, of) in self.store

    def __len__(self) -> int:
        return len(self.store)


def value_of(cell: Bound) -> str:
    """An IRI, or the lexical form of a literal."""
    return str(cell) if isinstance(cell, ox.Triple) else cell.value


def open_graph(path: Path, *, keep: bool = True) -> Graph:
    """The graph of a file (.ttl, .nt, .nt.gz …), ready to be asked.

    A large one is kept as a store in `.kg` beside the file and opened from there as long as the file stays the same.
    Raises InputError if the file cannot be read or is no RDF.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise InputError(f"{path}: {NO_GRAPH}") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    if keep and size >= KEPT_FROM:
        with suppress(OSError):  # a folder that cannot be written, or a store that was damaged: read it into memory
            return Graph(_kept(path))
    store = ox.Store()
    _load(store, path)
    return Graph(store)


def store_of(path: Path) -> Path:
    """The folder of the store made of a graph file, for Oxigraph's server; made if there is none of this very file.

    Raises InputError if the file cannot be read, OutputError if nothing can be written beside it.
    """
    if not path.is_file():
        raise InputError(f"{path}: {NO_GRAPH}")
    try:
        _kept(path)
    except OSError as error:
        raise OutputError(f"cannot write {path.parent / FOLDER}: {error.strerror or error}") from error
    return path.parent / FOLDER / f"{path.name}.store"


def prepare_graph(path: Path) -> None:
    """Make the store beside a large graph if there is none of it, so that opening it takes no time."""
    if path.is_file() and path.stat().st_size >= KEPT_FROM:
        with suppress(OSError):
            _kept(path)


def quads_of(path: Path) -> Iterator[ox.Quad]:
    """What a graph file says, in its order. Raises InputError if the file cannot be read or is no RDF."""
    with _as_rdf(path) as (form, packed):
        yield from ox.parse(path=path, format=form) if packed is None else ox.parse(packed, form)


def _load(store: ox.Store, path: Path) -> None:
    with _as_rdf(path) as (form, packed):
        store.bulk_load(path=path, format=form) if packed is None else store.bulk_load(packed, form)


@contextmanager
def _as_rdf(path: Path) -> Iterator[tuple[ox.RdfFormat, IO[bytes] | None]]:
    """The form of a file by its name and, if it is packed, what it holds. Raises InputError for what goes wrong."""
    form = FORMATS.get(Path(path.name.removesuffix(".gz")).suffix)
    if form is None:
        raise InputError(f"{path}: not a known kind of RDF file ({', '.join(FORMATS)})")
    try:
        with gzip.open(path) if path.suffix == ".gz" else nullcontext() as packed:
            yield form, cast(IO[bytes] | None, packed)
    except (SyntaxError, ValueError, EOFError, OSError) as error:
        raise InputError(f"{path}: not readable as RDF: {' '.join(str(error).split())}") from error


def _kept(path: Path) -> ox.Store:
    """The store of this very file, made anew if the file is another than the one it was made of."""
    folder = path.parent / FOLDER
    note, store = folder / f"{path.name}.json", folder / f"{path.name}.store"
    stamp = _stamp(path)
    noted = _read_note(note)
    if noted.get("stamp") != stamp and noted.get("digest") == _digest(path):
        _write_note(note, {**noted, "stamp": stamp})
    elif noted.get("stamp") != stamp:
        noted = {}
    if noted and store.is_dir():
        with suppress(OSError, RuntimeError):  # RocksDB's word for a damaged file
            return ox.Store.read_only(str(store))
    _make(path, folder, note, store)
    return ox.Store.read_only(str(store))


def _make(path: Path, folder: Path, note: Path, store: Path) -> None:
    folder.mkdir(exist_ok=True)
    for left in folder.glob(f"{path.name}.*.new"):
        if not _is_alive(left.suffixes[-2].removeprefix(".")):  # of a process that was killed
            shutil.rmtree(left, ignore_errors=True)
    new = folder / f"{path.name}.{os.getpid()}.new"
    shutil.rmtree(new, ignore_errors=True)
    try:
        stamp, digest = _stamp(path), _digest(path)
        fresh = ox.Store(str(new))
        _load(fresh, path)
        fresh.optimize()  # merges what came in pieces: a quarter more time here, a fifth of it for each query
        fresh.flush()
        del fresh
        note.unlink(missing_ok=True)
        shutil.rmtree(store, ignore_errors=True)
        new.rename(store)
        _write_note(note, {"stamp": stamp, "digest": digest})
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:  # another user's
        pass
    return True


def _stamp(path: Path) -> list[int]:
    """What changes whenever a file is written anew."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _read_note(note: Path) -> dict[str, object]:
    with suppress(OSError, ValueError):
        noted = json.loads(note.read_text(encoding="utf-8"))
        if isinstance(noted, dict):
            return noted
    return {}


def _write_note(note: Path, noted: dict[str, object]) -> None:
    new = note.with_suffix(f".{os.getpid()}.json")
    new.write_text(json.dumps(noted), encoding="utf-8")
    new.replace(note)
