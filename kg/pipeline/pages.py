"""The tables and pages of a build, made in a copy of this process while the graph is decided and written.

The copy begins by reading the remembered parts of the view. It is then told which of them stand in the graph, and the
new ones, and makes of them what `kg.rdf` would read back out of the graph.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from kg import analysis, view
from kg.config import Config
from kg.parallel import Helper, Send, beside
from kg.pipeline.cache import Cache
from kg.pipeline.codec import pack, recall, unpack
from kg.rdf.terms import Triple
from kg.rdf.watch import Above, Part, Watch
from kg.viewmodel import Account, View

Row = tuple[
    str, str, bytes
]  # name of a part : the id of the article; of what stands above them the mark, its mark, the packed part


class Shown(Struct, frozen=True, gc=False, tag=True):
    """A part of the view; without data the remembered one."""

    name: str
    mark: str
    data: bytes


class Order(Struct, frozen=True, tag=True, kw_only=True):
    """What is wanted once all parts are shown: into which folder, how many nodes of the network.

    `rest` are the triples outside of the parts, `size` is the number of nodes that a view of the whole would have.
    """

    folder: str
    top: int
    is_alone: bool
    is_whole: bool
    rest: tuple[Triple, ...]
    size: int
    account: Account


class Painter:
    """The making of the tables and pages; `known` are the remembered parts, by name, with their marks."""

    def __init__(self, cache: Cache, *, alone: bool) -> None:
        rows = cache.parts()
        self.known = {name: mark for name, mark, _ in rows}
        self.helper = Helper(partial(read, rows), paint, alone=alone)

    def show(self, name: str, mark: str, data: bytes) -> None:
        """Take a part; without data the remembered one."""
        self.helper.tell(msgspec.msgpack.encode(Shown(name, mark, data)))

    def order(self, order: Order) -> None:
        """Begin to draw; `helper.answer` waits for the end."""
        self.helper.tell(msgspec.msgpack.encode(order))


@contextmanager
def painting(cache: Cache, config: Config) -> Iterator[Painter | None]:
    """A painter that works until the block ends, if pages are wanted."""
    if not config.pages:
        yield None
        return
    painter = Painter(cache, alone=config.workers == 1)
    with painter.helper:
        yield painter


def read(rows: Iterable[Row]) -> dict[tuple[str, str], Part | Above]:
    """Remembered parts by name and mark."""
    found = {(name, mark): _part(name, mark, data) for name, mark, data in rows}
    return {key: part for key, part in found.items() if part is not None}


def _part(name: str, mark: str, data: bytes) -> Part | Above | None:
    return recall(data, Above) if name == mark else recall(data, Part)


def paint(known: dict[tuple[str, str], Part | Above], messages: Iterator[bytes]) -> bytes:
    """Write all tables and pages of the parts shown."""
    parts: list[Part | Above | None] = []
    for message in messages:
        told = msgspec.msgpack.decode(message, type=Shown | Order)
        if isinstance(told, Shown):
            key = told.name, told.mark
            parts.append(_part(*key, told.data) if told.data else known.pop(key))
        else:
            known.clear()
            watch = Watch(is_whole=told.is_whole)
            for part in parts:
                watch.take(part)
            _write_pages(watch.view(told.rest), told)
    return b""


def _write_pages(seen: View, order: Order) -> None:
    """Write the tables and the pages; what is drawn is drawn beside the tables, and tells them the communities."""
    folder, nodes = Path(order.folder), order.size - len(seen.nodes)
    left = view.LeftOut(nodes=nodes, edges=0) if nodes > 0 else None
    known: dict[str, int] = {}

    def communities() -> dict[str, int]:
        known.update(known or analysis.communities_of(seen))
        return known

    def draw(send: Send) -> None:
        send(pack(communities()))
        _put(folder, view.maps(seen, communities(), top=order.top, left=left).items())

    with beside(draw, alone=order.is_alone) as receive:

        def told() -> dict[str, int]:
            data = receive()
            known.update(unpack(data, dict[str, int]) if data else {})
            return communities()

        tables = analysis.run(seen, told)
        _put(folder, analysis.each_file(seen, tables))
        _put(folder, view.overviews(seen, tables, account=order.account, left=left).items())


def _put(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, data in files:
        path = folder / name
        if path.parent != folder:
            path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
