"""Articles as rows of a table: a line of names, then title, date, publisher, address and text of one article each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.read.fields import fields_in, key_of
from kg.read.values import Record, Value

_DELIMITERS = ",\t;"
_LONGEST_NAME, _LONGEST_LINE = 40, 2_000  # of a column; of the line of all names
_QUOTES = re.compile('""')
_CELL = {
    mark: re.compile(rf'(?:"(?P<quoted>(?:[^"]++|"")*+)(?P<end>"|\Z)|(?P<plain>[^{mark}\n]*))[^{mark}\n]*')
    for mark in _DELIMITERS
}
SUFFIXES = (".csv", ".tsv")
OPEN = "the rest of the table: a quotation mark is not closed"
NO_TABLE = "a table without columns that are known as text and title, date or publisher"


def names_of_columns(page: str) -> tuple[str, list[str]] | None:
    """The delimiter and the columns, in comparison form, of a table of articles; None for any other file."""
    line = page.lstrip("\n")[: _LONGEST_LINE + 1].split("\n", 1)[0]
    if len(line) > _LONGEST_LINE:
        return None
    for mark in _DELIMITERS:
        names = [cell.text.strip() for cell, _ in _row(line, 0, mark)]
        keys = [key_of(name) for name in names]
        fields = fields_in(keys)
        if len(fields) > 1 and fields & {"text", "html"} and max(map(len, names)) <= _LONGEST_NAME:
            return mark, keys
    return None


def read_rows(page: str, mark: str, keys: list[str]) -> Iterator[Record | str]:
    """The rows below the names of the columns, as records; cells may be quoted, a quotation mark is doubled there."""
    position = page.find("\n", len(page) - len(page.lstrip("\n"))) + 1 or len(page)
    while position < len(page):
        cells = list(_row(page, position, mark))
        last, position = cells[-1]
        if position > len(page):
            yield OPEN
            return
        if len(cells) > 1 or last.text.strip():
            record: Record = {}
            for key, (cell, _) in zip(keys, cells, strict=False):
                record.setdefault(key, cell)
            yield record


def _row(page: str, position: int, mark: str) -> Iterator[tuple[Value, int]]:
    """The cells of a row, each with where the next cell or row begins; beyond the page where a cell is not closed."""
    while True:
        match = _CELL[mark].match(page, position)
        assert match is not None  # the pattern matches nothing, too
        name = "plain" if match["quoted"] is None else "quoted"
        text = match[name].replace('""', '"') if name == "quoted" else match[name]
        position = match.end() + 1
        is_open = name == "quoted" and not match["end"]
        yield Value(text, match.start(name), match[name], _QUOTES), position + is_open
        if page[match.end() : position] != mark:
            return
