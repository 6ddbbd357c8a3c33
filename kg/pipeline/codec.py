"""Records as bytes: MessagePack inside zlib for the cache, JSON lines for people."""

import hashlib
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from kg.errors import DataError
from kg.resources import ontology_dir

Record = TypeVar("Record")


def encode(record: object) -> bytes:
    """A record as bytes; equal records give equal bytes."""
    return msgspec.msgpack.encode(record)


def pack(record: object) -> bytes:
    """The same, compressed."""
    return zlib.compress(encode(record), 1)


def unpack(data: bytes, kind: type[Record]) -> Record:
    """The record that `pack` wrote; DataError if the bytes are damaged."""
    try:
        return msgspec.msgpack.decode(zlib.decompress(data), type=kind)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise DataError(f"damaged {kind.__name__}: {error}") from error


def recall(data: bytes | None, kind: type[Record]) -> Record | None:
    """The record that was kept, if any was, and by this version."""
    try:
        return unpack(data, kind) if data else None
    except DataError:
        return None


@cache
def rules_version() -> str:
    """A digest of the code and data that an extraction depends on; a change of either re-reads every article."""
    folders = ("read", "nlp", "link", "extract", "knowledge", "learn")
    files = ["model.py", "kinds.py", "fold.py", "ids.py", "days.py"]
    files += ["pipeline/article.py", "pipeline/gist.py", "merge/keys.py"]
    return _version(folders, files, ("gazetteer", "lexicon", "frames", "models"))


@cache
def merge_version() -> str:
    """A digest of the code and data that the finding of copies and lots of articles depend on."""
    names = ["accounts.py", "batch.py", "copies.py", "statements.py"]
    return rules_version() + _version((), ["pipeline/lots.py", *(f"merge/{name}" for name in names)], ())


@cache
def decided_version() -> str:
    """A digest of the code and data that the deciding of meetings depends on besides the accounts."""
    return rules_version() + _version(("merge",), (), ())


@cache
def graph_version() -> str:
    """A digest of the code and data that a block of the graph depends on besides the records that it tells of."""
    return rules_version() + _version(("rdf",), ["vocab.py", "viewmodel.py", "pipeline/blocks.py"], ("*.ttl",))


@cache
def sheet_version() -> str:
    """A digest of the code and data that a stretch of a table depends on besides the view."""
    return _version(("analysis",), ["cells.py", "ids.py", "viewmodel.py", "pipeline/sheets.py"], ())


@cache
def layout_version() -> str:
    """A digest of the code that the layout of a community depends on besides its ties and boxes."""
    return _version((), ["view/layout.py"], ())


@cache
def whole_version() -> str:
    """A digest of all code and data: what machines that share a build must agree on."""
    return _version((".",), (), ("*",))


def _version(folders: Iterable[str], names: Iterable[str], data: Iterable[str]) -> str:
    package = Path(__file__).resolve().parent.parent
    files = [package / name for name in names]
    files += [path for folder in folders for path in (package / folder).rglob("*.py")]
    files += [path for pattern in data for found in ontology_dir().glob(pattern) for path in (found, *found.rglob("*"))]
    total = hashlib.sha256()
    for path in sorted(p for p in files if p.is_file()):
        total.update(path.name.encode() + b"\0" + _file_digest(path))
    return total.hexdigest()[:16]


@cache  # the versions share files, some of them large
def _file_digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()
