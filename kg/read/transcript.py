"""A daily broadcast: one file, many items, each under a heading of the third level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.knowledge.publishers import find_publisher
from kg.read.cleaning import clean_text
from kg.read.dates import from_file_name, from_words
from kg.read.header import Header

_HEADING = re.compile(r"^# [^\n]*", re.MULTILINE)
_ITEM = re.compile(r"^### [ \t]*([^\n]*)", re.MULTILINE)
_ORIGINAL = re.compile(r"^\[[^\]\n]{1,20}\]\((https?://[^\s()]{1,2000})\)\s*$", re.MULTILINE)
_PROGRAMME = re.compile(r"《([^》]{1,20})》")
# What the mirror writes for an item without a title.
_NO_TITLE = ("undefined", "null", "none")


def is_transcript(name: str, page: str) -> bool:
    """Whether a file is a day's broadcast: items under `### ` headings, and a date in its name or first heading."""
    if _ITEM.search(page) is None:
        return False
    heading = _HEADING.search(page)
    return heading is None or bool(from_file_name(name) or _heading_date(heading[0]))


def _heading_date(heading: str) -> str | None:
    return from_words(heading) or from_file_name(heading.replace("/", "-"))


def read_items(name: str, page: str) -> Iterator[tuple[Header, int]]:
    """The header of each item, which says where its text begins, and the end of its text.

    The list of contents above the first item only repeats the items' titles; it is no item.
    """
    heading = _HEADING.search(page)
    text = heading[0][:200] if heading else ""
    dated = from_file_name(name)
    published, source = (dated, "file-name") if dated else (_heading_date(text), "record")
    programme = _PROGRAMME.search(text)
    named = clean_text(programme[1]).text if programme else ""
    publisher = find_publisher(named)
    starts = list(_ITEM.finditer(page))
    ends = [match.start() for match in starts[1:]] + [len(page)]
    for match, end in zip(starts, ends, strict=True):
        original = _ORIGINAL.search(page, match.end(), end)
        title = clean_text(page, *match.span(1), entities=True)
        header = Header(
            title=title if title.text not in _NO_TITLE else title[:0],
            url=original[1] if original else None,
            publisher=publisher.name if publisher else named or None,
            published=published,
            published_source=source if published else None,
            body=match.end(),
        )
        yield header, end
