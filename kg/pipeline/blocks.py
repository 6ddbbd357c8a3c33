"""The parts of the graph, one an article: kept ones out of the graph of the last build, the others made anew.

What is remembered of a part is where it stood in the files of the last build and what must be known of it besides
its text. A part is used again only if its bytes are still the same, so that nobody's edits and no half-finished build
can get into a graph.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from kg.errors import DataError
from kg.ids import digest
from kg.model import Extraction, KnowledgeBase
from kg.pipeline.cache import Cache, DamagedError
from kg.pipeline.codec import graph_version, pack, unpack
from kg.pipeline.gather import Gathered
from kg.pipeline.pool import Workers, spread
from kg.rdf.triples import Lookup, Names
from kg.rdf.watch import Part
from kg.rdf.writer import NTRIPLES, TURTLE, Block, Noted, article_block

Tell = Callable[[str, int, int], None]
BATCH = 256  # parts remembered in one transaction


@dataclass(frozen=True, slots=True)
class Task:
    """An article's part of the graph to make."""

    id: str
    extraction: bytes
    files: tuple[str, ...]
    names: Names
    is_viewed: bool


class Memo(Struct, frozen=True, gc=False):
    """What must be known of a part besides its text; a digest tells whether that is still the same."""

    digest: bytes
    noted: Noted
    count: int
    part: Part | None


class Made(Struct, frozen=True, gc=False):
    """A part as a worker hands it over: all in bytes, which cost little to send."""

    turtle: bytes
    ntriples: bytes
    memo: bytes  # packed


class Kept(Struct, frozen=True, gc=False):
    """A part as it is remembered: where it stands in graph.ttl and graph.nt.gz (offset, size), and its packed memo."""

    turtle: tuple[int, int]
    ntriples: tuple[int, int]
    memo: bytes


class Blocks:
    """The parts of the graph of one build, in the order of their articles' ids; remembered as they are written."""

    def __init__(
        self, cache: Cache, gathered: Gathered, kb: KnowledgeBase, viewed: Collection[str], *, workers: Workers
    ) -> None:
        self.cache, self.gathered, self.viewed, self.workers = cache, gathered, viewed, workers
        self.lookup = Lookup(kb)
        self.rows: list[tuple[str, str, bytes]] = []
        self._memo = b""  # of the part handed out last
        self.marks = {name: self._mark(name) for name in sorted(gathered.marks)}

    def _mark(self, name: str) -> str:
        names, files = asdict(self.lookup.of(name)), self.gathered.files[name]
        return digest(graph_version(), self.gathered.marks[name], files, names, name in self.viewed)

    def all(self, old: Path, *, tell: Tell) -> Iterator[Block]:
        """Every part; `old` is the folder of the last build's files."""
        known = self.cache.block_marks()
        with ExitStack() as stack:
            files = _opened(old, stack)
            kept = {name for name, mark in self.marks.items() if files and known.get(name) == mark}
            todo = (self._task(name) for name in self.marks if name not in kept)
            made = spread(make_block, todo, workers=self.workers, lost=_lost)
            for done, name in enumerate(self.marks, 1):
                part = self._kept(name, files) if name in kept else next(made)
                part = part or make_block(self._task(name))
                yield self._handed_out(name, part)
                tell("write", done, len(self.marks))

    def _task(self, name: str) -> Task:
        data = self.cache.extraction_bytes(name, self.gathered.marks[name])
        if data is None:
            raise DamagedError(f"the remembered extraction of article {name} is damaged; build again")
        return Task(name, data, self.gathered.files[name], self.lookup.of(name), name in self.viewed)

    def _handed_out(self, name: str, part: Made) -> Block:
        self._memo = part.memo
        memo = unpack(part.memo, Memo)
        return Block(name, part.turtle, part.ntriples, memo.noted, memo.count, memo.part)

    def _kept(self, name: str, files: list[BinaryIO]) -> Made | None:
        data = self.cache.block_bytes(name, self.marks[name])
        if data is None:
            return None
        kept = unpack(data, Kept)
        places = zip(files, (kept.turtle, kept.ntriples), strict=True)
        turtle, ntriples = (os.pread(file.fileno(), size, at) for file, (at, size) in places)
        if _digest(turtle, ntriples) != unpack(kept.memo, Memo).digest:
            return None
        return Made(turtle, ntriples, kept.memo)

    def remember(self, block: Block, turtle_at: int, ntriples_at: int) -> None:
        """Note where a part, the one handed out last, is written."""
        kept = Kept((turtle_at, len(block.turtle)), (ntriples_at, len(block.ntriples)), self._memo)
        self.rows.append((block.article, self.marks[block.article], pack(kept)))
        if len(self.rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Put what was noted into the cache."""
        self.cache.put_blocks(self.rows)
        self.rows = []


def make_block(task: Task) -> Made:
    """The part of one article."""
    extraction = unpack(task.extraction, Extraction)
    article = replace(extraction.article, source_file=task.files[0], other_files=task.files[1:])
    block = article_block(replace(extraction, article=article), task.names, is_viewed=task.is_viewed)
    memo = Memo(_digest(block.turtle, block.ntriples), block.noted, block.count, block.part)
    return Made(block.turtle, block.ntriples, pack(memo))


def _lost(task: Task, reason: str) -> Made:
    raise DataError(f"article {task.id} could not be written: {reason}")


def _opened(folder: Path, stack: ExitStack) -> list[BinaryIO]:
    try:
        return [stack.enter_context((folder / name).open("rb")) for name in (TURTLE, NTRIPLES)]
    except OSError:
        return []


def _digest(turtle: bytes, ntriples: bytes) -> bytes:
    return hashlib.blake2b(ntriples, digest_size=16, key=hashlib.blake2b(turtle).digest()).digest()
