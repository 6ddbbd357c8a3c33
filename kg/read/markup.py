"""HTML -> runs of text with their place in the file, and a tree that says what they are.

No HTML parser for Python tells where in the file a piece of text began. So the file is first cut into tags and text by
one regular expression; the parser (libxml2 under BeautifulSoup) gets the tags with a number for each text, `17;`.
It does what it is good at, making a tree of tag soup, and the numbers lead from the tree back to the text. The numbers
also keep hostile text from the parser, and tags nested deeper than a page ever is are left out of what it gets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from bs4 import BeautifulSoup
from bs4.element import Tag
from lxml import etree
from msgspec import Struct

from kg.errors import InputError

Span = tuple[int, int]

# Possessive quantifiers, and no alternative that crosses a "<": each "<" is read up to the next one at most, so
# the cut is linear in the size of the file whatever it holds.
_TAG = re.compile(r"""<(/?)([A-Za-z][\w:.-]*)(?:((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)|[^<>]*+)>""")
_ATTRIBUTE = re.compile(
    r"""(?:^|[\s"'/])(class|id|role|itemprop|datetime|rel|href|property|name|alt|title|content)"""
    r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""",
    re.IGNORECASE,
)
_TELLING = re.compile(r"class|id|role|itemprop|datetime|rel|property|name|alt|title|content", re.IGNORECASE)
_SUBSET = re.compile(r"<!doctype[^<>\[]{0,1000}\[", re.IGNORECASE)
_UNSAFE = re.compile(r'["<>&\x00]')
_WORDY = frozenset(["alt", "title", "content"])
_DESCRIBED = frozenset(["img", "meta"])
_RAW = frozenset(["script", "style", "textarea", "title", "iframe", "noframes", "xmp", "svg", "math", "template"])
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# Elements that the next one of their kind ends, unless one of the elements that hold them stands between.
_HOLDERS = {
    "p": frozenset(["div", "td", "li", "section", "article", "blockquote"]),
    "li": frozenset(["ul", "ol", "menu"]),
    "dt": frozenset(["dl"]),
    "dd": frozenset(["dl"]),
    "tr": frozenset(["table"]),
    "td": frozenset(["tr", "table"]),
    "th": frozenset(["tr", "table"]),
    "option": frozenset(["select"]),
}
_FRAME = frozenset(["html", "body"])

# The deepest article of the development corpus has 14 levels, whole pages some 40; libxml2 gives up at 256.
MAX_DEPTH = 100
MAX_ATTRIBUTES = 4_000


class Element(Struct, frozen=True, gc=False):
    """An element with its attributes and, in order, the strings and elements in it: what reading needs of a tree."""

    name: str
    attrs: dict[str, str]
    contents: list[Element | str]

    @property
    def strings(self) -> Iterator[str]:
        """All strings below it, in order."""
        for child in self.contents:
            if isinstance(child, str):
                yield child
            else:
                yield from child.strings


Tree_co = TypeVar("Tree_co", bound=Tag | Element, covariant=True)


@dataclass(frozen=True, slots=True)
class Markup(Generic[Tree_co]):
    """The tree, the place in the file of the texts that its numbers stand for, and of the content of raw elements.

    Raw elements (title, script) are not in the tree: (name, attributes, start, end) in their order.
    """

    tree: Tree_co
    texts: tuple[Span, ...]
    raw: tuple[tuple[str, str, int, int], ...]

    def spans(self, numbers: str) -> list[Span]:
        """The places of the texts that a string of the tree stands for: `17;18;`."""
        found = (int(number) for number in numbers.split(";") if number.isdecimal())
        return [self.texts[n] for n in found if n < len(self.texts)]


class _Skeleton:
    """The page with numbers for texts, while it is written."""

    def __init__(self, page: str, start: int, end: int) -> None:
        self.page, self.start, self.end = page, start, end
        self.out: list[str] = []
        self.texts: list[Span] = []
        self.open: list[str] = []
        self.dropped: Counter[str] = Counter()
        self.raw: list[tuple[str, str, int, int]] = []
        self.missing: set[str] = set()  # end marks known not to come again, so that none is sought twice

    def text(self, start: int, end: int) -> None:
        if start < end:
            self.out.append(f"{len(self.texts)};")
            self.texts.append((start, end))

    def find(self, mark: str, position: int) -> int:
        """Where the mark comes next, -1 if it does not."""
        if mark in self.missing:
            return -1
        found = self.page.find(mark, position, self.end)
        if found < 0:
            self.missing.add(mark)
        return found

    def after_declaration(self, position: int) -> int:
        """The end of the comment, doctype or CDATA mark at a position; an unclosed one ends at once."""
        if self.page.startswith("<![CDATA[", position):
            return position + 9
        opening, closing = "<", ">"
        if self.page.startswith("<!--", position):
            opening, closing = "<!--", "-->"
        elif _SUBSET.match(self.page, position, self.end):
            closing = "]>"  # a document type that declares entities of its own; none of them is ever resolved
        found = self.find(closing, position + len(opening))
        return found + len(closing) if found >= 0 else position + len(opening)

    def after_raw(self, name: str, position: int) -> int:
        """The place of the end tag of an element whose content is not text; the end of the page if there is none."""
        while (found := self.find("</", position)) >= 0:
            if self.page[found + 2 : found + 2 + len(name)].lower() == name:
                return found
            position = found + 2
        return self.end

    def start_tag(self, name: str, match: re.Match[str]) -> None:
        if name not in _VOID and name not in _FRAME:
            self.close_implied(name)
            if len(self.open) >= MAX_DEPTH:
                self.dropped[name] += 1
                return
            self.open.append(name)
        attributes = match[3] or ""
        if len(attributes) < MAX_ATTRIBUTES and _TELLING.search(attributes):
            self.out.append(f"<{name}{self.attributes(name, attributes, match.start(3))}>")
        else:
            self.out.append(f"<{name}>")

    def attributes(self, name: str, attributes: str, offset: int) -> str:
        """The attributes that tell what an element is; the words of an image or a meta element as numbers."""
        kept: dict[str, str] = {}
        for found in _ATTRIBUTE.finditer(attributes):
            key, group = found[1].lower(), found.lastindex or 2
            if key not in _WORDY:
                kept.setdefault(key, _UNSAFE.sub(" ", found[group]))
            elif name in _DESCRIBED and key not in kept:
                kept[key] = f"{len(self.texts)};"
                self.texts.append((offset + found.start(group), offset + found.end(group)))
        return "".join(f' {key}="{value}"' for key, value in kept.items())

    def close_implied(self, name: str) -> None:
        """End an element that the start of another one of its kind ends."""
        if name in _HOLDERS:
            for depth in range(len(self.open) - 1, -1, -1):
                if self.open[depth] == name:
                    self.close(depth)
                    return
                if self.open[depth] in _HOLDERS[name]:
                    return

    def close(self, depth: int) -> None:
        """End the open elements from a depth on, each with a tag of its own: the parser never nests deeper than we."""
        self.out += [f"</{name}>" for name in reversed(self.open[depth:])]
        del self.open[depth:]

    def end_tag(self, name: str) -> None:
        if self.dropped[name]:
            self.dropped[name] -= 1
        elif name in self.open:
            self.close(len(self.open) - 1 - self.open[::-1].index(name))

    def write(self, max_tags: int) -> None:
        position = seen = self.start
        tags = 0
        while (opening := self.page.find("<", seen, self.end)) >= 0:
            match = _TAG.match(self.page, opening, self.end)
            if match is None and self.page[opening + 1 : opening + 2] not in ("!", "?"):
                seen = opening + 1
                continue
            self.text(position, opening)
            if match is None:
                position = seen = self.after_declaration(opening)
                continue
            tags += 1
            if tags > max_tags:
                raise InputError(f"more than {max_tags} tags in one article")
            position = seen = self.tag(match)
        self.text(position, self.end)

    def tag(self, match: re.Match[str]) -> int:
        """Write one tag; the position after it, and after its content where that is no text."""
        name = match[2].lower()
        if match[1]:
            self.end_tag(name)
        elif name not in _RAW:
            self.start_tag(name, match)
        elif not (match[3] or "").endswith("/"):
            end = self.after_raw(name, match.end())
            self.raw.append((name, (match[3] or "")[:MAX_ATTRIBUTES], match.end(), end))
            return end
        return match.end()


def parse_page(page: str, start: int, end: int, *, max_tags: int = 200_000) -> Markup[Tag]:
    """Parse a whole page, in which elements are sought: into a tree of BeautifulSoup.

    Raises InputError if it has more than `max_tags` tags.
    """
    skeleton = _skeleton(page, start, end, max_tags)
    tree = BeautifulSoup(_html(skeleton), "lxml", multi_valued_attributes=None)
    return Markup(tree.body or tree, tuple(skeleton.texts), tuple(skeleton.raw))


def parse_piece(page: str, start: int, end: int, *, max_tags: int = 200_000) -> Markup[Element]:
    """Parse a piece of a page, which is only read from its beginning to its end.

    The plain tree of the same parser is enough for that, and comes in a tenth of the time. Raises InputError as above.
    """
    skeleton = _skeleton(page, start, end, max_tags)
    parser = etree.HTMLParser()
    parser.feed(_html(skeleton))
    root = parser.close()
    body = root.find("body")
    return Markup(_element(root if body is None else body), tuple(skeleton.texts), tuple(skeleton.raw))


def _skeleton(page: str, start: int, end: int, max_tags: int) -> _Skeleton:
    skeleton = _Skeleton(page, start, end)
    skeleton.write(max_tags)
    return skeleton


def _html(skeleton: _Skeleton) -> str:
    return "<body>" + "".join(skeleton.out)


def _element(found: etree._Element) -> Element:
    contents: list[Element | str] = [found.text] if found.text else []
    for child in found:
        if isinstance(child.tag, str):
            contents.append(_element(child))
        if child.tail:
            contents.append(child.tail)
    return Element(str(found.tag), {str(key): str(value) for key, value in found.items()}, contents)
