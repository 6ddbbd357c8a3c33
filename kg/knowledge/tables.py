"""The tab-separated tables of ontology/: a header line, comments from `#`, lists inside a cell separated by `|`."""

from collections.abc import Iterator
from pathlib import Path

from kg.errors import DataError

LIST_SEPARATOR = "|"


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one table as dictionaries from column to cell; cells left off at the end of a line are empty.

    Raises DataError with file and line where a row has more cells than the header, or the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: cannot be read: {error}") from error
    header: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            continue
        if len(cells) > len(header):
            raise DataError(f"{path.name}, line {number}: {len(cells)} cells under {len(header)} columns")
        yield dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))


def split_cell(cell: str) -> tuple[str, ...]:
    """The parts of a list cell: "美|美方" -> ("美", "美方"); an empty cell has none."""
    return tuple(part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip())
