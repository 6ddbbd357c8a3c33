"""What a file says about its article before the text begins: front matter and the mirror's header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.read.cleaning import EMPTY, Clean, clean_text
from kg.read.dates import from_epoch, from_iso

_FENCE = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][\w-]{0,40})[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_MIRROR = re.compile(
    r"\s*(?:<!--[ \t]*(?P<epoch>[^>\n]{0,40}?)[ \t]*-->\s*)?"
    r"(?:\[(?P<title>[^\n]{0,2000})\]\((?P<url>[^\s]{0,4000}?)\)[ \t]*\n-{3,}[ \t]*(?:\n|\Z))?"
)
# Front matter is a few lines; a file that merely begins with a rule is not searched to its end for another one.
_MAX_FRONT_MATTER = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the header says; `body` is where the text begins."""

    title: Clean = EMPTY
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_source: str | None = None
    body: int = 0

    def filled(self, other: Header) -> Header:
        """This header with what it lacks taken from another."""
        return Header(
            title=self.title if self.title.text else other.title,
            url=self.url or other.url,
            publisher=self.publisher or other.publisher,
            published=self.published or other.published,
            published_source=self.published_source if self.published else other.published_source,
            body=self.body,
        )


def read_header(page: str) -> Header:
    """Read front matter and mirror header, either of which may be missing.

    Front matter is read as plain `key: value` lines: titles need no more, and YAML's anchors, aliases and tags stay
    mere letters.
    """
    front, fields = _front_matter(page)
    mirror = _MIRROR.match(page, front)
    if mirror is None:
        return Header(body=front)
    title = clean_text(page, *mirror.span("title"), entities=True) if mirror["title"] else _value(page, fields, "title")
    published, source = _published(page, fields, mirror["epoch"])
    return Header(
        title=title,
        url=mirror["url"] or _value(page, fields, "from").text or _value(page, fields, "url").text or None,
        publisher=_publisher(page, fields),
        published=published,
        published_source=source,
        body=mirror.end(),
    )


def _front_matter(page: str) -> tuple[int, dict[str, tuple[int, int]]]:
    """The end of the front matter and the place of each field's value."""
    match = _FENCE.match(page, 0, min(len(page), _MAX_FRONT_MATTER))
    if match is None or not _FIELD.search(page, match.start(1), match.end(1)):
        return 0, {}
    fields: dict[str, tuple[int, int]] = {}
    for found in _FIELD.finditer(page, match.start(1), match.end(1)):
        fields.setdefault(found[1].lower(), found.span(2))
    return match.end(), fields


def _value(page: str, fields: dict[str, tuple[int, int]], key: str) -> Clean:
    if key not in fields:
        return EMPTY
    start, end = fields[key]
    if end - start >= 2 and page[start] == page[end - 1] and page[start] in "\"'":
        start, end = start + 1, end - 1
    clean = clean_text(page, start, end)
    return clean.without((i, i + 1) for i in _escapes(clean.text))


def _escapes(text: str) -> list[int]:
    """The places of backslashes that only protect the next character."""
    return [match.start() for match in re.finditer(r'\\(?=["\'\\/])', text)]


def _publisher(page: str, fields: dict[str, tuple[int, int]]) -> str | None:
    for key in ("author", "publisher", "source", "site"):
        value = _value(page, fields, key).text
        if value and value.lower() not in ("unknown", "none", "null", "~"):
            return value
    return None


def _published(page: str, fields: dict[str, tuple[int, int]], epoch: str | None) -> tuple[str | None, str | None]:
    for key in ("date", "published", "pubdate"):
        if published := from_iso(_value(page, fields, key).text):
            return published, "front-matter"
    if epoch and (published := from_epoch(epoch)):
        return published, "mirror-header"
    return None, None
