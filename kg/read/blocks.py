"""The tree of a page -> its blocks of text in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4.element import Tag

from kg.errors import InputError
from kg.model import Part
from kg.read.cleaning import Clean, Cleaner, clean_text
from kg.read.lexicon import load_boilerplate
from kg.read.markup import Element, Markup

# fmt: off
_NOT_TEXT = frozenset([
    "address", "audio", "button", "canvas", "datalist", "dialog", "embed", "footer", "form", "head", "input", "label",
    "map", "meter", "nav", "noscript", "object", "option", "output", "progress", "script", "select", "style",
    "template", "video", "rp", "rt",
])
_BLOCKS = frozenset([
    "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
])
# fmt: on
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_PROSE = frozenset(["p", "li", "blockquote", "td"])
_NAMING = ("class", "id", "role", "itemprop")
_CAPTIONS = frozenset(["figcaption", "small"])
# Markdown as mirrors and plain files have it, outside all tags; its parts have bounded lengths, so this is linear.
_MARKDOWN = (
    r"(?P<image>!\[(?P<alt>[^\[\]\n]{0,1000})\]\([^()\s]{0,2000}\))"
    r"|(?P<link>\[(?P<label>[^\[\]\n]{0,1000})\]\([^()\s]{0,2000}\))"
    r"|(?P<bold>\*\*)|(?P<heading>(?:\A|(?<=\n))(?P<level>#{1,6})[ \t]+)|(?P<rule>(?<=\n)[-=*]{3,}[ \t]*(?=\n|\Z))"
)
_PARAGRAPHS = re.compile(r"(?P<break>\n[^\S\n]*\n)|" + _MARKDOWN)
_LINES = re.compile(r"(?P<break>\n)|" + _MARKDOWN)

AnyMarkup = Markup[Tag] | Markup[Element]


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as the page has it. `kind` is text, time, image (words that describe one) or credit (its source)."""

    part: Part
    clean: Clean
    kind: str = "text"
    is_linked: bool = False  # all of it is links
    level: int = 0  # of a heading: 1 to 6
    moment: str = ""  # of a time element: its machine-readable value


class _Walk:
    """One pass over the tree; what it knows of the block that is being read."""

    def __init__(self, page: str, markup: AnyMarkup, *, is_lined: bool, max_lines: int) -> None:
        self.page, self.markup, self.rules = page, markup, load_boilerplate()
        self.markdown = _LINES if is_lined else _PARAGRAPHS
        self.max_lines, self.lines = max_lines, 0
        self.cleaner = Cleaner(page, entities=True)
        self.blocks: list[RawBlock] = []
        self.tag, self.part = "body", Part.BODY
        self.linked = 0
        self.level = 0

    def flush(self) -> None:
        """End the block."""
        clean = self.cleaner.take()
        if clean.text:
            self.count_line()
            is_linked = self.linked >= len(clean.text)
            level = self.level or (int(self.tag[1]) if self.tag in _HEADINGS else 0)
            self.blocks.append(RawBlock(self.part, clean, is_linked=is_linked, level=level))
        self.linked, self.level = 0, 0

    def count_line(self) -> None:
        """Count the end of a line or block."""
        self.lines += 1
        if self.lines > self.max_lines:
            raise InputError(f"more than {self.max_lines} lines in one article")

    def children(self, tag: Tag | Element) -> None:
        """Read what stands in an element."""
        for child in tag.contents:
            if isinstance(child, str):
                self.numbers(child)
            elif isinstance(child, (Element, Tag)):
                self.element(child)

    def numbers(self, text: str) -> None:
        """Read the texts that a string of the tree stands for."""
        for span in self.markup.spans(text):
            self.text(*span)

    def text(self, start: int, end: int) -> None:
        """Read a stretch of text; outside all tags it is Markdown."""
        if self.tag == "body":
            for match in self.markdown.finditer(self.page, start, end):
                self.cleaner.add(start, match.start())
                self.mark(match)
                start = match.end()
        self.cleaner.add(start, end)

    def mark(self, match: re.Match[str]) -> None:
        """Act on one mark of Markdown."""
        kind = match.lastgroup
        if match["link"]:
            before = len(self.cleaner.places)
            self.cleaner.add(*match.span("label"))
            self.linked += len(self.cleaner.places) - before
        elif match["image"]:
            self.describe(*match.span("alt"))
        elif kind != "bold":
            self.count_line()
            self.flush()
            self.level = len(match["level"] or "")

    def element(self, tag: Tag | Element) -> None:
        """Read an element as what it is."""
        name = tag.name
        if name == "br":
            self.count_line()
            self.cleaner.line_break()
        elif name == "img":
            self.image(tag)
        elif name not in _NOT_TEXT and not self.rules.is_skipped(marks := _marks(tag)):
            if name in _BLOCKS or name in _CAPTIONS or self.rules.is_caption(marks):
                self.block(tag, name in _CAPTIONS or self.rules.is_caption(marks))
            elif self.rules.is_credit(marks) or (name == "cite" and self.part is Part.CAPTION):
                self.aside(tag, "credit")
            elif name == "time" and self.tag not in _PROSE:
                self.aside(tag, "time")
            else:
                self.inline(tag)

    def inline(self, tag: Tag | Element) -> None:
        """Read an element that stands in the line."""
        before = len(self.cleaner.places)
        self.children(tag)
        if tag.name == "a":
            self.linked += len(self.cleaner.places) - before

    def aside(self, tag: Tag | Element, kind: str) -> None:
        """Read an element that tells of the article but is not its text, without ending the block that it stands in."""
        outer, self.cleaner = self.cleaner, Cleaner(self.page, entities=True)
        for text in tag.strings:
            self.numbers(text)
        moment = str(tag.attrs.get("datetime", ""))[:40]
        self.blocks.append(RawBlock(self.part, self.cleaner.take(), kind, moment=moment))
        self.cleaner = outer

    def block(self, tag: Tag | Element, is_caption: bool) -> None:
        """Read an element that makes a block of its own."""
        self.flush()
        outer = self.tag, self.part
        self.tag = tag.name
        if is_caption:
            self.part = Part.CAPTION
        self.children(tag)
        self.flush()
        self.tag, self.part = outer

    def image(self, tag: Tag | Element) -> None:
        """Keep the words that describe an image."""
        for attribute in ("alt", "title"):
            if spans := self.markup.spans(str(tag.attrs.get(attribute, ""))):
                self.describe(*spans[0])
                return

    def describe(self, start: int, end: int) -> None:
        """Keep a description of an image."""
        clean = clean_text(self.page, start, end, entities=True)
        if clean.text:
            self.blocks.append(RawBlock(Part.CAPTION, clean, "image"))


def is_no_text(tag: Tag | Element) -> bool:
    """Whether an element holds nothing of an article's text: forms, navigation, promotion."""
    return tag.name in _NOT_TEXT or load_boilerplate().is_skipped(_marks(tag))


def _marks(tag: Tag | Element) -> str:
    """The words that tell what an element is for: classes, id, role."""
    return " ".join(str(tag.attrs[key]) for key in _NAMING if key in tag.attrs) if tag.attrs else ""


def read_blocks(
    page: str,
    markup: AnyMarkup,
    root: Tag | Element | None = None,
    *,
    is_lined: bool = False,
    max_lines: int = 50_000,
) -> list[RawBlock]:
    """The blocks of a page or of one element of it, without what is no text: forms, scripts, promotion, share bars.

    Outside all tags, paragraphs are parted by blank lines, with `is_lined` by every end of line.
    Raises InputError if the page has many more lines than an article has.
    """
    walk = _Walk(page, markup, is_lined=is_lined, max_lines=2 * max_lines)
    walk.children(root or markup.tree)
    walk.flush()
    if sum(block.clean.text.count("\n") + 1 for block in walk.blocks) > max_lines:
        raise InputError(f"more than {max_lines} lines in one article")
    return walk.blocks


def lines_of(clean: Clean) -> list[Clean]:
    """The lines of a block, which `<br>` ended; empty ones are left out."""
    if "\n" not in clean.text:
        return [clean]
    ends = [i for i, character in enumerate(clean.text) if character == "\n"]
    starts = [0, *(end + 1 for end in ends)]
    lines = [clean[start:end].strip() for start, end in zip(starts, [*ends, len(clean.text)], strict=True)]
    return [line for line in lines if line.text]
