"""Articles as JSON records: one on each line, in a list, or in a list inside one record, as sites answer programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json.decoder import JSONDecoder, scanstring  # type: ignore[attr-defined]

from kg.read.fields import fields_in, key_of
from kg.read.values import Record, Value

_SPACE = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_LIST = re.compile(r"\"\s*:\s*(?P<list>\[\s*\{)")
_DECODER = JSONDecoder()


def is_json(page: str) -> bool:
    """Whether a file begins like a JSON record or a list of records."""
    match = re.match(r"\s*(?:\[\s*)?\{\s*\"", page)
    return match is not None


def read_records(page: str) -> Iterator[Record | str]:
    """The records of a file, in order; for what is none, the reason.

    Records stand one on each line; or, in any layout, one after the other or in a list, and then the first fault ends
    the reading. Of each record, the strings and numbers at its top are read, and the name of what has one.
    """
    inner = _inner_list(page)
    if inner is None and _is_lined(page):
        position = 0
        for line in page.split("\n"):
            if line.strip(" \t\r,[]"):
                yield _one(line, position)
            position += len(line) + 1
        return
    position = _next(page, inner or 0)
    while position < len(page) and page[position] != "]":
        try:
            record, position = _record(page, position, 0)
        except (ValueError, RecursionError, IndexError) as error:
            yield _reason(error)
            return
        yield record
        position = _next(page, position)


def _inner_list(page: str) -> int | None:
    """Where the list begins in a file that is one record without a text: {"status": "ok", "articles": […]}."""
    try:
        record, end = _record(page, _skip(page, 0), 0)
    except (ValueError, RecursionError, IndexError):
        return None
    if page[end:].strip() or fields_in(record) & {"text", "html"}:
        return None
    match = _LIST.search(page)
    return match.start("list") if match else None


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
            record.setdefault(key_of(key), Value(text, base + position + 1, page[position + 1 : end - 1], _ESCAPE))
        elif page[position] == "{":
            inner, end = _record(page, position, base)
            if "name" in inner:  # {"publisher": {"name": …}}
                record.setdefault(key_of(key), inner["name"])
        else:
            number, end = _DECODER.raw_decode(page, position)
            if isinstance(number, int | float) and not isinstance(number, bool):
                raw = page[position:end]
                record.setdefault(key_of(key), Value(raw, base + position, raw, _ESCAPE))
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
