"""The forms in which articles come, and how each is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, pairwise

from kg.deadline import OutOfTime, within
from kg.errors import InputError
from kg.model import Article, Part
from kg.read import jsonlines, rows
from kg.read.assemble import assemble
from kg.read.blocks import RawBlock, read_blocks
from kg.read.cleaning import EMPTY, Clean
from kg.read.header import Header, read_header
from kg.read.markup import parse_page, parse_piece
from kg.read.records import Kind, Limits, Skipped
from kg.read.transcript import is_transcript, read_items
from kg.read.values import Record, Value, find, header_of
from kg.read.webpage import above, is_webpage, read_webpage

Result = Article | Skipped

_ANY_TAG = re.compile(r"<[a-zA-Z!/][^<>]{0,2000}>")
_SENTENCE_END = re.compile(r"[。！？!?；…]|，.*，")
# The first line of a plain text is its headline unless it is longer than this or holds a full stop.
LONGEST_HEADLINE = 60
# A plain text is taken to be broken at a fixed width if more of its lines than this end inside a sentence.
WRAPPED_SHARE = 0.5
LEAST_CUT_LINE = 15  # shorter lines without a full stop are headings and list items


def read_page(name: str, page: str, limits: Limits) -> Iterator[Result]:
    """Read a decoded file of whatever form; an article that takes too long is left out, with a word."""
    results = _read_page(name, page, limits)
    while True:
        try:
            with within():
                result = next(results, None)
        except OutOfTime as error:
            result = _stopped(name, error)
        if result is None:
            return
        yield result


def _stopped(name: str, error: OutOfTime) -> Skipped:
    return Skipped(source_file=name, reason=str(error), kind=Kind.FAILED)


def _read_page(name: str, page: str, limits: Limits) -> Iterator[Result]:
    if jsonlines.is_json(page):
        yield from _limited(name, _read_records(name, jsonlines.read_records(page), limits), limits)
        return
    if table := rows.names_of_columns(page):
        yield from _limited(name, _read_records(name, rows.read_rows(page, *table), limits), limits)
        return
    if name.lower().endswith(rows.SUFFIXES):
        yield Skipped(source_file=name, reason=rows.NO_TABLE, kind=Kind.NO_TEXT)
        return
    header = read_header(page)
    if not header.title.text and is_transcript(name, page):
        yield from _limited(name, _read_transcript(name, page, limits), limits)
    else:
        yield read_article(name, page, header, limits)


def _limited(name: str, results: Iterator[Result], limits: Limits) -> Iterator[Result]:
    yield from islice(results, limits.items)
    if next(results, None) is not None:
        reason = f"the articles of one file after the first {limits.items}"
        yield Skipped(source_file=name, reason=reason, kind=Kind.TOO_LARGE)


def _read_transcript(name: str, page: str, limits: Limits) -> Iterator[Result]:
    for number, (item, end) in enumerate(read_items(name, page), start=1):
        result = read_article(f"{name}#{number}", page, item, limits, end=end)
        if isinstance(result, Skipped) and result.kind == Kind.NO_TEXT:
            # The mirror has items without title and text where the broadcaster published none.
            result = replace(result, reason="an item without title and text", kind=Kind.IGNORED)
        yield result


def read_article(name: str, page: str, header: Header, limits: Limits, *, end: int | None = None) -> Result:
    """Read one article: a whole HTML page, or a body in HTML, Markdown or plain text below a header."""
    end = len(page) if end is None else end
    if end - header.body > limits.markup_chars:
        return _too_large(name, limits)
    try:
        header, blocks = _blocks(page, header, end, limits)
        return assemble(name, header, blocks, limits)
    except InputError as error:
        return Skipped(source_file=name, reason=str(error), kind=Kind.TOO_LARGE)
    except OutOfTime as error:
        return _stopped(name, error)


def _too_large(name: str, limits: Limits) -> Skipped:
    reason = f"one article of more than {limits.markup_chars} characters"
    return Skipped(source_file=name, reason=reason, kind=Kind.TOO_LARGE)


def _blocks(page: str, header: Header, end: int, limits: Limits) -> tuple[Header, list[RawBlock]]:
    if is_webpage(page, header.body):
        whole = parse_page(page, header.body, end, max_tags=limits.tags)
        found, root = read_webpage(page, whole)
        blocks = read_blocks(page, whole, root, max_lines=limits.lines)
        outside = above(found.title, blocks)
        kept = [block for i, block in enumerate(blocks) if i not in outside]
        return (header.filled(found), kept) if kept else (header, [])
    markup = parse_piece(page, header.body, end, max_tags=limits.tags)
    is_plain = _ANY_TAG.search(page, header.body, end) is None
    is_lined = is_plain and not _is_wrapped(page[header.body : end])
    blocks = read_blocks(page, markup, is_lined=is_lined, max_lines=limits.lines)
    if not header.title.text:
        title, blocks = _headline(blocks, is_plain=is_plain)
        header = replace(header, title=title)
    return header, blocks


def _is_wrapped(text: str) -> bool:
    """Whether the lines of a plain text mostly end inside a sentence: they were broken at a width."""
    lines = [line.strip() for line in text.strip().split("\n")]
    pairs = [(line, after) for line, after in pairwise(lines[1:]) if line and after]
    inside = sum(_is_cut(line) for line, _ in pairs)
    return inside > WRAPPED_SHARE * len(pairs)


def _is_cut(line: str) -> bool:
    """Whether a line ends where no paragraph or heading does."""
    return line[-1] in "，、；,;" or (len(line) >= LEAST_CUT_LINE and line[-1] not in "。！？!?…”」』）)：:.")


def _headline(blocks: list[RawBlock], *, is_plain: bool) -> tuple[Clean, list[RawBlock]]:
    """The headline of an article without a header: its first heading or, in plain text, its first line if short."""
    body = [i for i, block in enumerate(blocks) if block.part is Part.BODY and block.kind == "text"]
    chosen = next((i for i in body if blocks[i].level == 1), None)
    if chosen is None and is_plain and len(body) > 1:
        first = blocks[body[0]].clean.text
        if len(first) <= LONGEST_HEADLINE and not _SENTENCE_END.search(first):
            chosen = body[0]
    if chosen is None:
        return EMPTY, blocks
    return blocks[chosen].clean, blocks[:chosen] + blocks[chosen + 1 :]


def _read_records(name: str, records: Iterable[Record | str], limits: Limits) -> Iterator[Result]:
    """Read a file of records; each is an article, named by its number in the file."""
    for number, record in enumerate(records, start=1):
        source = f"{name}#{number}"
        if isinstance(record, str):
            yield Skipped(source_file=source, reason=record, kind=Kind.MALFORMED)
        else:
            yield _read_record(source, record, limits)


def _read_record(name: str, record: Record, limits: Limits) -> Result:
    value = find(record, "html") or find(record, "text")
    if value is None:
        return Skipped(source_file=name, reason="a record without text or html", kind=Kind.NO_TEXT)
    if len(value.text) > limits.markup_chars:
        return _too_large(name, limits)
    try:
        return _read_value(name, value, header_of(record), limits)
    except InputError as error:
        return Skipped(source_file=name, reason=str(error), kind=Kind.TOO_LARGE)
    except OutOfTime as error:
        return _stopped(name, error)


def _read_value(name: str, value: Value, given: Header, limits: Limits) -> Result:
    header, blocks = _blocks(value.text, given, len(value.text), limits)
    places = value.places()
    if not given.title.text:
        header = replace(header, title=_moved(header.title, places))
    return assemble(name, header, [replace(block, clean=_moved(block.clean, places)) for block in blocks], limits)


def _moved(clean: Clean, places: list[int]) -> Clean:
    """A text of a record, placed in the file."""
    return Clean(clean.text, [places[i] for i in clean.places])
