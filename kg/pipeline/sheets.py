"""The largest table of the analysis in stretches: those of which nothing changed are copied out of the last one."""

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from kg.analysis import csv_rows
from kg.analysis.positions import ALL_COLUMNS, NAME, Positions
from kg.patchwork import Patchwork
from kg.pipeline.codec import pack, recall, sheet_version
from kg.viewmodel import View

POSITIONS = f"analysis/{NAME}.csv"
HEADER = csv_rows([ALL_COLUMNS]).encode()

Stretch = tuple[bytes, int]  # mark and size


def write_positions(folder: Path, view: View, marks: Mapping[str, str], last: tuple[Path, bytes]) -> bytes:
    """Write the positions of sides into a folder; what they are put together of, packed.

    `marks` are those of the articles' parts of the view; `last` is the folder of the last table, with what that was put
    together of, if it can still be relied on.
    """
    old, data = last
    kept: dict[bytes, tuple[int, int]] = {}
    begin = len(HEADER)
    for mark, size in recall(data, list[Stretch]) or ():
        kept[mark] = begin, size
        begin += size
    found, made = Positions(view), list[Stretch]()
    path = folder / POSITIONS
    path.parent.mkdir(exist_ok=True)
    with Patchwork(path, old / POSITIONS) as sheet:
        sheet.put(HEADER)
        for group in found.groups:
            mark = _mark(found.depends(group, marks))
            stretch = kept.get(mark) or csv_rows(found.rows(group)).encode()
            sheet.put(stretch)
            made.append((mark, stretch[1] if isinstance(stretch, tuple) else len(stretch)))
    return pack(made)


def _mark(depends: list[str]) -> bytes:
    return blake2b(msgspec.msgpack.encode(depends), key=sheet_version().encode(), digest_size=16).digest()
