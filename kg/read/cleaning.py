"""Text that remembers where in the file each of its characters stood."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import compress, count, repeat
from operator import ne, sub

from msgspec import Struct

# Entities, white space other than one plain space between words, and characters that are dropped: controls, invisible
# marks and direction overrides (they hide or reorder what a reader sees), halves of surrogate pairs and non-characters
# (no XML, Turtle or UTF-8 can hold them). The zero-width joiner stays: emoji are made with it.
_DROPPED = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
)
# One class of characters leads them all: by that Python passes over plain text in a third of the time.
_SPECIAL = re.compile(
    rf"[&\s{_DROPPED}](?:(?<=&)(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});?"
    rf"|(?<=\s)\s+|(?<=[^\S ])|(?<=[{_DROPPED}]))"
)
_WIDE = "\u2e80"  # from here on stand the scripts that are written without spaces
_DROPPABLE = re.compile(rf"[{_DROPPED}]")


class Clean(Struct, frozen=True, gc=False):
    """A clean text and, for each of its characters, the place in the file that it came from."""

    text: str
    places: list[int]

    def __getitem__(self, part: slice) -> Clean:
        return Clean(self.text[part], self.places[part])

    def without(self, spans: Iterable[tuple[int, int]]) -> Clean:
        """The text with some stretches cut out; they are sorted and do not overlap."""
        text, places, position = "", list[int](), 0
        for start, end in [*spans, (len(self.text), len(self.text))]:
            text += self.text[position:start]
            places += self.places[position:start]
            position = end
        return Clean(text, places)

    def strip(self) -> Clean:
        """The text without white space at its ends."""
        if self.text.strip() == self.text:
            return self
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]


EMPTY = Clean("", [])


class Cleaner:
    """Collects stretches of a file into one clean text: entities resolved, white space to single spaces."""

    def __init__(self, page: str, *, entities: bool) -> None:
        self.page, self.entities = page, entities
        self.text: list[str] = []
        self.places: list[int] = []
        self.is_open = False  # whether a space would stand between two words
        self.is_soft = False  # whether the last space was the end of a line of the file

    def add(self, start: int, end: int) -> None:
        """Add the file's characters from start to end."""
        position = start
        for match in _SPECIAL.finditer(self.page, start, end):
            self.plain(position, match.start())
            self.special(match)
            position = match.end()
        self.plain(position, end)

    def plain(self, start: int, end: int) -> None:
        """Add characters that need no change but for a space at either end."""
        if start < end and self.page[start] == " ":
            self.space(start)
            start += 1
        if start < end:
            self.put(self.page[start:end], range(start, end))
            self.is_open = self.page[end - 1] != " "

    def special(self, match: re.Match[str]) -> None:
        """Add an entity or white space; characters that are dropped are passed over."""
        found = match[0]
        if found[0] == "&":
            self.entity(found, match.start())
        elif found[0].isspace():
            self.space(match.start(), soft="\n" in found)

    def entity(self, found: str, place: int) -> None:
        """Add what an entity stands for."""
        value = html.unescape(found) if self.entities else found
        if value == found:
            self.plain(place, place + len(found))
            return
        value = _DROPPABLE.sub("", value)
        if value.isspace():
            self.space(place)
        elif value:
            self.put(value, [place] * len(value))
            self.is_open = True

    def space(self, place: int, *, soft: bool = False) -> None:
        """Add white space; a soft one, which holds the end of a line, counts for nothing between Chinese characters."""
        if self.is_open:
            self.put(" ", [place])
            self.is_open, self.is_soft = False, soft

    def line_break(self) -> None:
        """Add the end of a line behind the last character, unless a line has just ended."""
        self.drop_space()
        if self.text and self.text[-1][-1] != "\n":
            self.put("\n", [self.places[-1] + 1])
        self.is_open = False

    def drop_space(self) -> None:
        """Take back a space at the end."""
        if self.text and self.text[-1][-1] == " ":
            self.places.pop()
            self.text[-1] = self.text[-1][:-1]
            if not self.text[-1]:
                self.text.pop()

    def put(self, text: str, places: Iterable[int]) -> None:
        """Add characters with their places."""
        if self.is_soft:
            self.is_soft = False
            if text[0] >= _WIDE and len(self.text) > 1 and self.text[-2][-1] >= _WIDE:
                self.drop_space()
        self.text.append(text)
        self.places.extend(places)

    def take(self) -> Clean:
        """What was collected, stripped; the cleaner is empty afterwards."""
        clean = Clean("".join(self.text), self.places).strip() if self.text else EMPTY
        self.text, self.places, self.is_open = [], [], False
        return clean


def joined(lines: list[Clean]) -> Clean:
    """Lines as one text, each but the last ended by a newline."""
    if len(lines) == 1:
        return lines[0]
    places: list[int] = []
    for line in lines:
        if places:
            places.append(places[-1] + 1)
        places += line.places
    return Clean("\n".join(line.text for line in lines), places)


def clean_text(page: str, start: int = 0, end: int | None = None, *, entities: bool = False) -> Clean:
    """One stretch of a file, cleaned."""
    cleaner = Cleaner(page, entities=entities)
    cleaner.add(start, len(page) if end is None else end)
    return cleaner.take()


def runs(places: list[int]) -> tuple[tuple[int, int], ...]:
    """The places as sorted (clean start, file start) runs; a run goes on until the next one begins.

    >>> runs([10, 11, 12, 20, 21])
    ((0, 10), (3, 20))
    """
    if not places:
        return ()
    steps = map(sub, places[1:], places)
    jumps = compress(count(1), map(ne, steps, repeat(1)))
    return ((0, places[0]), *((i, places[i]) for i in jumps))
