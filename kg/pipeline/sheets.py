"""The largest outputs in pieces: those of which nothing changed are copied out of the last output."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from kg.analysis import csv_rows
from kg.analysis.positions import ALL_COLUMNS, NAME, Positions
from kg.patchwork import Patchwork, Piece
from kg.pipeline.codec import pack, recall, sheet_version
from kg.viewmodel import View

POSITIONS = f"analysis/{NAME}.csv"
SHEETS = (POSITIONS, "graph.graphml", "graph.gexf")

Stretch = tuple[bytes, int]  # mark and size


def write_pieces(path: Path, pieces: Iterable[Piece], old: Path, sheet: bytes) -> bytes:
    """Write a file; what it is put together of, packed.

    `old` is the last such file, `sheet` what that was put together of; nothing if it can no longer be relied on.
    """
    kept: dict[bytes, tuple[int, int]] = {}
    begin = 0
    for mark, size in recall(sheet, list[Stretch]) or ():
        kept[mark] = begin, size
        begin += size
    made: list[Stretch] = []
    path.parent.mkdir(exist_ok=True)
    with Patchwork(path, old) as work:
        for piece in pieces:
            mark = blake2b(piece.key, key=sheet_version().encode(), digest_size=16).digest()
            stretch = kept.get(mark) or piece.make()
            work.put(stretch)
            made.append((mark, stretch[1] if isinstance(stretch, tuple) else len(stretch)))
    return pack(made)


def positions(view: View, marks: Mapping[str, str]) -> Iterator[Piece]:
    """The positions of sides; `marks` are those of the articles' parts of the view."""
    found = Positions(view)
    yield Piece.of(csv_rows([ALL_COLUMNS]).encode())
    for group in found.groups:
        key = msgspec.msgpack.encode(found.depends(group, marks))
        yield Piece(key, lambda group=group: csv_rows(found.rows(group)).encode())  # type: ignore[misc]
