"""Articles as JSON records, one on each line: title, url, publisher, published, and text or html."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import JSONDecoder, scanstring  # type: ignore[attr-defined]

from kg.read.cleaning import Clean, clean_text
from kg.read.dates import from_epoch, from_iso, from_words

_SPACE = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_DECODER = JSONDecoder()

TITLE = ("title", "headline")
URL = ("url", "link", "from")
PUBLISHER = ("publisher", "author", "source", "site")
PUBLISHED = ("published", "date", "pubdate", "published_at", "time")
TEXT = ("text", "content", "body")
HTML = ("html",)


@dataclass(frozen=True, slots=True)
class Value:
    """A string of a record with the place in the file of each of its characters."""

    text: str
    start: int
    raw: str

    def places(self) -> list[int]:
        """Where in the file each character of the string stands, and where it ends."""
        if "\\" not in self.raw:
            return list(range(self.start, self.start + len(self.raw) + 1))
        places, position = list[int](), 0
        for match in _ESCAPE.finditer(self.raw):
            places += range(self.start + position, self.start + match.start() + 1)
            position = match.end()
        return [*places, *range(self.start + position, self.start + len(self.raw) + 1)]

    def clean(self) -> Clean:
        """The string cleaned, with places in the file."""
        clean, places = clean_text(self.text), self.places()
        return Clean(clean.text, [places[i] for i in clean.places])


Record = dict[str, Value]


def is_json(page: str) -> bool:
    """Whether a file begins like a JSON record or a list of records."""
    match = re.match(r"\s*(?:\[\s*)?\{\s*\"", page)
    return match is not None


def read_records(page: str) -> Iterator[Record | str]:
    """The records of a file, in order; for what is none, the reason.

    Records stand one on each line; or, in any layout, one after the other or in a list, and then the first fault ends
    the reading. Of each record, the strings and numbers at its top are read.
    """
    if _is_lined(page):
        position = 0
        for line in page.split("\n"):
            if line.strip(" \t\r,[]"):
                yield _one(line, position)
            position += len(line) + 1
        return
    position = _next(page, 0)
    while position < len(page) and page[position] != "]":
        try:
            record, position = _record(page, position, 0)
        except (ValueError, RecursionError, IndexError) as error:
            yield _reason(error)
            return
        yield record
        position = _next(page, position)


def _is_lined(page: str) -> bool:
    """Whether most of the first lines are records; faults are then told line by line and cost no more than a line."""
    texts = [text.strip() for text in page[:1_000_000].split("\n", 20)[:20]]
    if texts[0].startswith("[") and texts[0].endswith("]"):
        return False
    lines = [line for text in texts if (line := text.strip(",[]"))]
    whole = sum(line.startswith("{") and line.endswith("}") for line in lines)
    return whole * 2 > len(lines) or (len(lines) == 1 and "\n" not in page)


def _one(line: str, base: int) -> Record | str:
    try:
        return _record(line, _next(line, 0), base)[0]
    except (ValueError, RecursionError, IndexError) as error:
        return _reason(error)


def _record(page: str, position: int, base: int) -> tuple[Record, int]:
    """The record at a position and the position after it; the page begins at `base` in the file."""
    if page[position] != "{":
        raise ValueError("no { where a record should begin")
    record: Record = {}
    position = _skip(page, position + 1)
    while page[position] != "}":
        if page[position] != '"':
            raise ValueError("no key where one should be")
        key, position = scanstring(page, position + 1, False)
        position = _skip(page, position)
        if page[position] != ":":
            raise ValueError("no colon after a key")
        position = _skip(page, position + 1)
        if page[position] == '"':
            text, end = scanstring(page, position + 1, False)
            record.setdefault(key.lower(), Value(text, base + position + 1, page[position + 1 : end - 1]))
        else:
            number, end = _DECODER.raw_decode(page, position)
            if isinstance(number, int | float) and not isinstance(number, bool):
                record.setdefault(key.lower(), Value(page[position:end], base + position, page[position:end]))
        position = _skip(page, end)
        if page[position] == ",":
            position = _skip(page, position + 1)
    return record, position + 1


def _skip(page: str, position: int) -> int:
    match = _SPACE.match(page, position)
    return match.end() if match else position


def _next(page: str, position: int) -> int:
    """The place of the next record or of the end of the list."""
    position = _skip(page, position)
    while position < len(page) and page[position] in ",[":
        position = _skip(page, position + 1)
    return position


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "not a JSON record: nested too deeply"
    detail = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    return f"not a JSON record: {'cut off' if isinstance(error, IndexError) else detail[:100]}"


def find(record: Record, keys: tuple[str, ...]) -> Value | None:
    """The first of the keys that the record has with something in it."""
    return next((record[key] for key in keys if key in record and record[key].text.strip()), None)


def published(record: Record) -> str | None:
    """When a record says that it was published."""
    value = find(record, PUBLISHED)
    return (from_iso(value.text) or from_epoch(value.text.strip()) or from_words(value.text[:200])) if value else None
