"""The tables and pages of a build, made in a copy of this process while the graph is decided and written.

The copy begins by reading the remembered parts of the view. It is then told which of them stand in the graph, and the
new ones, and makes of them what `kg.rdf` would read back out of the graph.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

from kg import analysis, view
from kg.config import Config
from kg.memo import Memo
from kg.parallel import Helper, Send, beside
from kg.pipeline.cache import Cache
from kg.pipeline.codec import graph_version, layout_version, pack, recall, unpack
from kg.pipeline.sheets import POSITIONS, SHEETS, positions, write_pieces
from kg.pipeline.stamps import stamp_of
from kg.rdf.terms import Triple
from kg.rdf.watch import Above, Ahead, Part, Watch
from kg.viewmodel import Account, View

PARTS = "parts"  # the sheet that tells which version made the remembered parts
LAYOUT = "layout"  # the sheet of where the nodes of each community stand
# The name of a part (the id of the article; of what stands above the articles the mark), its mark, the packed part.
Row = tuple[str, str, bytes]
Layouts = dict[bytes, bytes]
Sheets = dict[str, bytes]  # by the name of the file, or LAYOUT


@dataclass(slots=True)
class Kept:
    """Remembered parts by name and mark, what is made of them ahead, and the view once it is there."""

    parts: dict[tuple[str, str], Part | Above]
    watch: Watch
    seen: View | None = None


class Shown(Struct, frozen=True, gc=False, tag=True):
    """A part of the view; without data the remembered one."""

    name: str
    mark: str
    data: bytes


class Whole(Struct, frozen=True, kw_only=True):
    """What is known once all parts are shown.

    `rest` are the triples outside of the parts, `size` is the number of nodes that a view of the whole would have;
    `is_complete` tells whether it is a view of the whole.
    """

    is_complete: bool
    rest: tuple[Triple, ...]
    size: int
    account: Account


class Order(Struct, frozen=True, tag=True, kw_only=True):
    """What is to be drawn: into which folder, how many nodes of the network, everything in one process or not.

    `last` is the folder of the last outputs, `sheets` what is known of the largest files there (see `write_pieces`).
    """

    folder: str
    last: str
    sheets: Sheets
    top: int
    is_alone: bool
    whole: Whole


class Painter:
    """The making of the tables and pages; `known` are the remembered parts, by name, with their marks."""

    def __init__(self, cache: Cache, config: Config) -> None:
        self.cache, self.last, self.top = cache, config.output, config.top
        self.is_alone = config.workers == 1
        self._rows = self._remembered()
        self.known = {name: mark for name, mark, _ in self._rows}
        self.helper = Helper(self._ready, paint, alone=self.is_alone)
        if self.helper.is_beside:  # the copy has them
            self._rows = []

    def _ready(self) -> Kept:
        rows, self._rows = self._rows, []
        kept = read(rows or self._remembered())
        analysis.load()
        return kept

    def _remembered(self) -> list[Row]:
        """The remembered parts, if they were made by this version: others would be read in vain."""
        return self.cache.parts() if self.cache.sheet(PARTS, graph_version()) else []

    def show(self, name: str, mark: str, data: bytes) -> None:
        """Take a part; without data the remembered one."""
        self.helper.tell(msgspec.msgpack.encode(Shown(name, mark, data)))

    def begin(self, folder: Path, whole: Whole) -> None:
        """Begin to draw into a folder."""
        sheets = {name: self.cache.sheet(name, _stamp(self.last, name)) for name in (*SHEETS, LAYOUT)}
        order = Order(
            folder=str(folder), last=str(self.last), sheets=sheets, top=self.top, is_alone=self.is_alone, whole=whole
        )
        self.helper.tell(msgspec.msgpack.encode(order))
        self.helper.hurry()

    def end(self, folder: Path) -> None:
        """Wait until all is drawn."""
        for name, sheet in unpack(self.helper.answer(), Sheets).items():
            self.cache.put_sheet(name, _stamp(folder, name), sheet)
        self.cache.put_sheet(PARTS, graph_version(), b"whole")


def _stamp(folder: Path, name: str) -> str:
    """What a sheet depends on besides what its keys tell of: the file that it is of, or the version that made it."""
    return layout_version() if name == LAYOUT else stamp_of(folder, [name])


@contextmanager
def painting(cache: Cache, config: Config) -> Iterator[Painter | None]:
    """A painter that works until the block ends, if pages are wanted."""
    if not config.pages:
        yield None
        return
    painter = Painter(cache, config)
    with painter.helper:
        yield painter


def read(rows: Iterable[Row]) -> Kept:
    """Remembered parts by name and mark, and what is made of them ahead."""
    found = {(name, mark): _part(name, mark, data) for name, mark, data in rows}
    parts = {key: part for key, part in found.items() if part is not None}
    return Kept(parts, Watch(ahead=Ahead(part for part in parts.values() if isinstance(part, Part))))


def _part(name: str, mark: str, data: bytes) -> Part | Above | None:
    return recall(data, Above) if name == mark else recall(data, Part)


def paint(kept: Kept, messages: Iterator[bytes]) -> bytes:
    """Write all tables and pages of the parts shown; the sheets of the largest files, packed."""
    known, watch, marks = kept.parts, kept.watch, dict[str, str]()
    for message in messages:
        told = msgspec.msgpack.decode(message, type=Shown | Order)
        if isinstance(told, Order):
            watch.is_whole = told.whole.is_complete
            known.clear()
            kept.seen = watch.view(told.whole.rest)
            return pack(_write_pages(kept.seen, marks, told))
        key = told.name, told.mark
        part = _part(*key, told.data) if told.data else known.pop(key)
        watch.take(part)
        if isinstance(part, Part):
            marks[part.article.id] = told.mark
    raise EOFError


def _write_pages(seen: View, marks: Mapping[str, str], order: Order) -> Sheets:
    """Write the tables and the pages; what is drawn is drawn beside the tables, and tells them the communities."""
    folder, last, nodes = Path(order.folder), Path(order.last), order.whole.size - len(seen.nodes)
    left = view.LeftOut(nodes=nodes, edges=0) if nodes > 0 else None
    known: dict[str, int] = {}
    layouts = Memo(recall(order.sheets[LAYOUT], Layouts))

    def communities() -> dict[str, int]:
        known.update(known or analysis.communities_of(seen))
        return known

    def draw(send: Send) -> None:
        send(pack(communities()))
        _put(folder, view.maps(seen, communities(), top=order.top, left=left, pieces=layouts).items())
        send(pack(layouts.used))

    with beside(draw, alone=order.is_alone) as receive:

        def told() -> dict[str, int]:
            data = receive()
            known.update(unpack(data, dict[str, int]) if data else {})
            return communities()

        tables = analysis.run(seen, told, with_positions=False)
        _put(folder, analysis.csv_files(tables))
        _put(folder, view.overviews(seen, tables, account=order.whole.account, left=left).items())
        large = ((POSITIONS, positions(seen, marks)), *analysis.exports(seen, tables.communities))
        sheets = {name: write_pieces(folder / name, made, last / name, order.sheets[name]) for name, made in large}
        drawn = receive()
    return sheets | {LAYOUT: drawn or pack(layouts.used)}


def _put(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, data in files:
        path = folder / name
        if path.parent != folder:
            path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
