"""What a file says about its article before the text begins: front matter and the mirror's header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.read.cleaning import EMPTY, Clean, clean_text
from kg.read.dates import from_epoch, from_field
from kg.read.fields import fields_in, key_of, load_names

_FENCE = re.compile(r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = r"(?P<key>[A-Za-z\u3400-\u9fff][\w -]{0,40}?)[ \t]*"
_REST = r"[ \t]*(?P<value>(?:[>|][+-]?[ \t]*(?P<block>(?:\n[ \t]+[^\n]*)+)|[^\n]*))$"
_FIELD = re.compile(rf"^{_KEY}[:：]{_REST}", re.MULTILINE)
_SETTING = re.compile(rf"^{_KEY}={_REST}", re.MULTILINE)
_LABELS = re.compile(r"\s*(?:[A-Za-z\u3400-\u9fff][\w -]{0,20}[:：][^\n]{0,500}\n){2,20}\s*")
_MIRROR = re.compile(
    r"\s*(?:<!--[ \t]*(?P<epoch>[^>\n]{0,40}?)[ \t]*-->\s*)?"
    r"(?:\[(?P<title>[^\n]{0,2000})\]\((?P<url>[^\s]{0,4000}?)\)[ \t]*\n-{3,}[ \t]*(?:\n|\Z))?"
)
# Front matter is a few lines; a file that merely begins with a rule is not searched to its end for another one.
_MAX_FRONT_MATTER = 20_000
_NOBODY = ("", "unknown", "none", "null", "~")


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
    front, told = _front_matter(page)
    found = replace(describe(told, "front-matter"), body=front)
    mirror = _MIRROR.match(page, front)
    if mirror is None:
        return found
    if mirror["title"]:
        found = replace(found, title=clean_text(page, *mirror.span("title"), entities=True))
    if mirror["epoch"] and not found.published and (published := from_epoch(mirror["epoch"])):
        found = replace(found, published=published, published_source="mirror-header")
    return replace(found, url=mirror["url"] or found.url, body=mirror.end())


def describe(told: Mapping[str, Clean], source: str) -> Header:
    """The header that fields make, by their keys in comparison form; an address in the place of a publisher is one."""
    found = {field: [told[key] for key in keys if key in told] for field, keys in load_names().items()}
    titles = [clean for clean in found["title"] if clean.text]
    publishers = [clean.text for clean in found["publisher"] if clean.text.lower() not in _NOBODY]
    addresses = filter(is_address, [clean.text for clean in found["url"]] + publishers)
    published = next(filter(None, (from_field(clean.text) for clean in found["published"])), None)
    return Header(
        title=titles[0] if titles else EMPTY,
        url=next(addresses, None),
        publisher=next((text for text in publishers if not is_address(text)), None),
        published=published,
        published_source=source if published else None,
    )


def is_address(text: str) -> bool:
    """Whether a text is the address of a page."""
    return text.startswith(("http://", "https://"))


def _front_matter(page: str) -> tuple[int, dict[str, Clean]]:
    """The end of the front matter and its values by key: between rules, or lines of known fields, a title with them."""
    head = page[:_MAX_FRONT_MATTER]
    match = _FENCE.match(head)
    if match is not None:
        told = dict(_values(page, _SETTING if match["fence"] == "+++" else _FIELD, *match.span("fields")))
        return (match.end(), told) if told else (0, {})
    match = _LABELS.match(head)
    told = dict(_values(page, _FIELD, *match.span())) if match else {}
    if match is None or len(told) < 2 or "title" not in fields_in(told):
        return 0, {}
    return match.end(), told


def _values(page: str, pattern: re.Pattern[str], start: int, end: int) -> Iterator[tuple[str, Clean]]:
    seen = set[str]()
    for found in pattern.finditer(page, start, end):
        key = key_of(found["key"])
        if key not in seen and (found["key"].isascii() or fields_in([key])):
            seen.add(key)
            yield key, _value(page, *found.span("block" if found["block"] else "value"))


def _value(page: str, start: int, end: int) -> Clean:
    end = start + len(page[start:end].rstrip())
    if end - start >= 2 and page[start] == page[end - 1] and page[start] in "\"'":
        start, end = start + 1, end - 1
    clean = clean_text(page, start, end)
    return clean.without((i, i + 1) for i in _escapes(clean.text))


def _escapes(text: str) -> list[int]:
    """The places of backslashes that only protect the next character."""
    return [match.start() for match in re.finditer(r'\\(?=["\'\\/])', text)]
