"""The files of ontology/ as plain values.

Tab-separated tables have a header line, comments from `#`, and lists inside a cell separated by `|`; YAML files are one
mapping each.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.fold import fold

LIST_SEPARATOR = "|"
FINE = 1 << 30  # parts of 1 of which an exact weight is a multiple: the sum of a thousand weights below 1,000 is exact


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one table as dictionaries from column to cell; cells left off at the end of a line are empty.

    Raises DataError with file and line where a row has more cells than the header, or the file cannot be read.
    """
    return _rows(path, _text(path))


def read_folded(path: Path) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """The same, each row as it stands and in comparison form: the whole file is folded at once, which costs little."""
    text = _text(path)
    return zip(_rows(path, text), _rows(path, fold(text)), strict=True)


def read_list(path: Path) -> list[str]:
    """The cells of a table of one column, which may be long; DataError where there are more."""
    lines = [line for line in _text(path).splitlines() if line and line[0] != "#"]
    if any("\t" in line for line in lines):
        raise DataError(f"{path.name}: more than one column")
    return lines[1:]


def _rows(path: Path, text: str) -> Iterator[dict[str, str]]:
    header: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#") or not line or line.isspace():
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        if len(cells) > len(header):
            raise DataError(f"{path.name}, line {number}: {len(cells)} cells under {len(header)} columns")
        if len(cells) < len(header):
            cells += [""] * (len(header) - len(cells))
        yield dict(zip(header, cells, strict=True))


def read_weights(path: Path) -> dict[str, float]:
    """A table of two columns, trait and exact weight, as a dictionary: some hundred thousand rows, few other weights.

    Raises DataError where it is anything else.
    """
    text = _text(path)
    if text.startswith("#") or "\n#" in text or "\n\n" in text:
        text = "".join(line for line in text.splitlines(keepends=True) if line.strip() and line[0] != "#")
    head, _, body = text.partition("\n")
    cells = body.rstrip("\n").replace("\n", "\t").split("\t")  # all at once: in half the time of line by line
    traits, written = cells[::2], cells[1::2]
    try:
        if head != "trait\tweight":
            raise ValueError(f"columns {head.split()}")
        weights = {cell: exact(float(cell)) for cell in set(written)}
        return dict(zip(traits, map(weights.__getitem__, written), strict=True))
    except ValueError as error:
        raise DataError(f"{path.name}: {error}") from error


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping of one YAML file. Raises DataError if it cannot be read or is no mapping."""
    import yaml

    try:
        data = yaml.load(_text(path), yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise DataError(f"{path.name}: cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise DataError(f"{path.name}: not a mapping")
    return data


def exact(weight: float) -> float:
    """The nearest weight whose sums with others lose nothing, in any order: less than a billionth away."""
    return round(weight * FINE) / FINE


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: cannot be read: {error}") from error


def split_cell(cell: str) -> tuple[str, ...]:
    """The parts of a list cell: "美|美方" -> ("美", "美方"); an empty cell has none."""
    if LIST_SEPARATOR not in cell:  # most
        cell = cell.strip()
        return (cell,) if cell else ()
    return tuple(filter(None, map(str.strip, cell.split(LIST_SEPARATOR))))
