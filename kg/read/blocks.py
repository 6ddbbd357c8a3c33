"""The tree of a page -> its blocks of text in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4.element import NavigableString, Tag

from kg.model import Part
from kg.read.cleaning import Clean, Cleaner, clean_text
from kg.read.lexicon import Boilerplate, load_boilerplate
from kg.read.markup import Markup

_NOT_TEXT = frozenset(
    "address audio button canvas datalist dialog embed footer form head input label map meter nav noscript object option output "
    "progress ruby script select style template video".split()
)
_BLOCKS = frozenset(
    "article aside blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 "
    "h6 header hgroup hr li main menu ol p pre section summary table tbody tfoot thead tr ul".split()
)
_CAPTIONS = frozenset(["figcaption", "small"])
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as the page has it: its tag, whether all of it is links, whether it only describes an image."""

    part: Part
    clean: Clean
    tag: str
    is_linked: bool = False
    is_image_text: bool = False


class _Walk:
    """One pass over the tree; what it knows of the block that is being read."""

    def __init__(self, page: str, markup: Markup, rules: Boilerplate) -> None:
        self.page, self.markup, self.rules = page, markup, rules
        self.cleaner = Cleaner(page, entities=True)
        self.blocks: list[RawBlock] = []
        self.tag, self.part = "body", Part.BODY
        self.linked = 0

    def flush(self) -> None:
        """End the block."""
        clean = self.cleaner.take()
        if clean.text:
            is_linked = self.linked >= len(clean.text)
            self.blocks.append(RawBlock(self.part, clean, self.tag, is_linked))
        self.linked = 0

    def children(self, tag: Tag) -> None:
        for child in tag.contents:
            if isinstance(child, Tag):
                self.element(child)
            elif isinstance(child, NavigableString):
                self.numbers(child)

    def numbers(self, text: str) -> None:
        """Read the texts that a string of the tree stands for."""
        for number in text.split(";"):
            if number.isdecimal() and (n := int(number)) < len(self.markup.texts):
                self.text(*self.markup.texts[n])

    def text(self, start: int, end: int) -> None:
        if self.tag != "body":
            self.cleaner.add(start, end)
            return
        # Outside all tags a blank line parts paragraphs, as in Markdown and plain text.
        for match in _BLANK_LINE.finditer(self.page, start, end):
            self.cleaner.add(start, match.start())
            self.flush()
            start = match.end()
        self.cleaner.add(start, end)

    def element(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self.cleaner.line_break(self.place())
        elif name == "img":
            self.image(tag)
        elif name not in _NOT_TEXT and not self.rules.is_skipped(_marks(tag)):
            is_caption = name in _CAPTIONS or self.rules.is_caption(_marks(tag))
            if name in _BLOCKS or is_caption:
                self.block(tag, is_caption)
            elif name == "a":
                before = len(self.cleaner.places)
                self.children(tag)
                self.linked += len(self.cleaner.places) - before
            else:
                self.children(tag)

    def place(self) -> int:
        places = self.cleaner.places
        return places[-1] + 1 if places else 0

    def block(self, tag: Tag, is_caption: bool) -> None:
        self.flush()
        outer = self.tag, self.part
        self.tag = tag.name
        if is_caption:
            self.part = Part.CAPTION
        self.children(tag)
        self.flush()
        self.tag, self.part = outer

    def image(self, tag: Tag) -> None:
        for attribute in ("alt", "title"):
            number = str(tag.get(attribute, "")).rstrip(";")
            if number.isdecimal():
                clean = clean_text(self.page, *self.markup.texts[int(number)], entities=True)
                self.blocks.append(RawBlock(Part.CAPTION, clean, "img", is_image_text=True))
                return


def _marks(tag: Tag) -> str:
    """The words that tell what an element is for: classes, id, role."""
    if not tag.attrs:
        return ""
    classes = tag.get("class") or ()
    names = [classes] if isinstance(classes, str) else list(classes)
    names += [str(tag[key]) for key in ("id", "role", "itemprop") if key in tag.attrs]
    return " ".join(names)


def read_blocks(page: str, markup: Markup) -> list[RawBlock]:
    """The blocks of a page, without what is no text of it: forms, scripts, promotion, share bars."""
    walk = _Walk(page, markup, load_boilerplate())
    walk.children(markup.tree)
    walk.flush()
    return walk.blocks


def lines_of(clean: Clean) -> list[Clean]:
    """The lines of a block, which `<br>` ended; empty ones are left out."""
    if "\n" not in clean.text:
        return [clean]
    ends = [i for i, character in enumerate(clean.text) if character == "\n"]
    starts = [0, *(end + 1 for end in ends)]
    lines = [clean[start:end].strip() for start, end in zip(starts, [*ends, len(clean.text)], strict=True)]
    return [line for line in lines if line.text]
