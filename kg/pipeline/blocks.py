"""The blocks of the graph of one build: kept ones out of the graph of the last build, the others made anew.

What is remembered of a graph is the order, the marks and the sizes of its blocks, under what the file system says of
its files. Only if it still says the same are the blocks in them used again: nobody's edits can get into a graph.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kg.errors import DataError
from kg.model import Extraction, KnowledgeBase
from kg.pipeline.cache import Cache, DamagedError, Piece
from kg.pipeline.codec import graph_version, pack, unpack
from kg.pipeline.gather import Gathered
from kg.pipeline.pages import Painter
from kg.pipeline.pool import Workers, spread
from kg.pipeline.stamps import stamp_of
from kg.rdf.above import above
from kg.rdf.block import Block, Copied, Noted, article_block
from kg.rdf.triples import Lookup, Names
from kg.rdf.writer import HEADER

Tell = Callable[[str, int, int], None]
BATCH = 256  # parts of the view remembered in one transaction


@dataclass(frozen=True, slots=True)
class Task:
    """An article's block to make."""

    id: str
    extraction: bytes
    files: tuple[str, ...]
    names: Names
    is_viewed: bool


class Made(Struct, frozen=True, gc=False):
    """An article's block as a worker hands it over: all in bytes, which cost little to send."""

    turtle: bytes
    ntriples: bytes
    noted: bytes
    count: int
    part: bytes  # packed; empty if none is wanted


class Kept(NamedTuple):
    """A block of the last graph and where it stands in graph.ttl and graph.nt.gz: begin and size."""

    piece: Piece
    turtle: tuple[int, int]
    ntriples: tuple[int, int]


class Blocks:
    """The blocks of one build: what stands above the articles, then the articles in the order of their ids.

    The painter is shown the parts of a view that the blocks of the articles `viewed`, and of all above them, add.
    """

    def __init__(
        self,
        cache: Cache,
        gathered: Gathered,
        kb: KnowledgeBase,
        *,
        workers: Workers,
        viewed: Collection[str],
        painter: Painter | None,
    ) -> None:
        self.cache, self.gathered, self.workers = cache, gathered, workers
        self.viewed, self.painter = viewed, painter
        self.kb = kb
        self.lookup = Lookup(kb)
        self.above = {_mark(group.key): group for group in above(kb)}
        self.articles = {self._mark(name): name for name in sorted(gathered.marks)}
        self.pieces: list[Piece] = []
        self.parts: list[tuple[str, str, bytes]] = []

    def _mark(self, name: str) -> str:
        depends = name, self.gathered.marks[name], self.gathered.files[name], self.lookup.of(name)
        return _mark(msgspec.msgpack.encode(depends))

    def all(self, old: Path, *, tell: Tell) -> Iterator[Block | Copied]:
        """Every block; those that are copied stand in the files of the folder `old`."""
        kept = _kept(self.cache.pieces(stamp_of(old)))
        again = {mark for mark in (*self.above, *self.articles) if mark in kept and self._is_shown(mark)}
        for mark, group in self.above.items():
            made_here = None if mark in again else made_of(group.block(is_viewed=bool(self.viewed)))
            yield self._made(mark, made_here) if made_here else self._copied(mark, kept[mark])
        todo = (self._task(name) for mark, name in self.articles.items() if mark not in again)
        made = spread(make_block, todo, workers=self.workers, lost=lost_block)
        for done, mark in enumerate(self.articles, 1):
            yield self._copied(mark, kept[mark]) if mark in again else self._made(mark, next(made))
            tell("write", done, len(self.articles))
        self.flush()

    def _is_viewed(self, mark: str) -> bool:
        """Whether a part of a view is wanted of the block."""
        if mark in self.articles:
            return self.articles[mark] in self.viewed
        return bool(self.viewed) and self.above[mark].is_seen

    def _is_shown(self, mark: str) -> bool:
        """Whether the part that is wanted of the block, if any is, is known."""
        if self.painter is None or not self._is_viewed(mark):
            return True
        return self.painter.known.get(self.articles.get(mark, mark)) == mark

    def _task(self, name: str) -> Task:
        data = self.cache.extraction_bytes(name, self.gathered.marks[name])
        if data is None:
            raise DamagedError(f"the remembered extraction of article {name} is damaged; build again")
        return Task(name, data, self.gathered.files[name], self.lookup.of(name), name in self.viewed)

    def _copied(self, mark: str, kept: Kept) -> Copied:
        """A kept block, noted as the next of the graph."""
        self.pieces.append(kept.piece)
        if self.painter and self._is_viewed(mark):
            self.painter.show(self.articles.get(mark, mark), mark, b"")
        noted = msgspec.msgpack.decode(kept.piece.noted, type=Noted)
        return Copied(kept.turtle, kept.ntriples, noted, kept.piece.triples)

    def _made(self, mark: str, made: Made) -> Block:
        """A new block, noted as the next of the graph."""
        self.pieces.append(Piece(mark, len(made.turtle), len(made.ntriples), made.count, made.noted))
        if self.painter and made.part:
            self.parts.append((self.articles.get(mark, mark), mark, made.part))
            self.painter.show(*self.parts[-1])
        if len(self.parts) >= BATCH:
            self.flush()
        return block_of(made)

    def flush(self) -> None:
        """Put the new parts of the view into the cache."""
        self.cache.put_parts(self.parts)
        self.parts = []

    def release(self) -> None:
        """Let go of what was decided, once all is written: half of what this process holds."""
        del self.kb, self.lookup, self.above

    def remember(self, folder: Path) -> None:
        """Remember what the graph in a folder is put together of."""
        self.cache.put_pieces(stamp_of(folder), self.pieces)


def make_block(task: Task) -> Made:
    """The block of one article."""
    extraction = unpack(task.extraction, Extraction)
    article = replace(extraction.article, source_file=task.files[0], other_files=task.files[1:])
    return made_of(article_block(replace(extraction, article=article), task.names, is_viewed=task.is_viewed))


def made_of(block: Block) -> Made:
    """A block as it is handed over."""
    part = pack(block.part) if block.part else b""
    return Made(block.turtle, block.ntriples, msgspec.msgpack.encode(block.noted), block.count, part)


def block_of(made: Made) -> Block:
    """The block again, without its part of a view."""
    return Block(made.turtle, made.ntriples, msgspec.msgpack.decode(made.noted, type=Noted), made.count)


def lost_block(task: Task, reason: str) -> Made:
    """Raise DataError: a graph without one of its articles is none."""
    raise DataError(f"article {task.id} could not be written: {reason}")


def _kept(pieces: Iterable[Piece]) -> dict[str, Kept]:
    """The blocks of a graph by mark."""
    kept: dict[str, Kept] = {}
    turtle, ntriples = len(HEADER), 0
    for piece in pieces:
        kept[piece.mark] = Kept(piece, (turtle, piece.turtle), (ntriples, piece.ntriples))
        turtle, ntriples = turtle + piece.turtle, ntriples + piece.ntriples
    return kept


def _mark(depends: bytes) -> str:
    return blake2b(depends, key=graph_version().encode(), digest_size=16).hexdigest()
