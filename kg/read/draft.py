"""What becomes of each block: body, caption, a note on where the article comes from, or nothing."""

from __future__ import annotations

import re

from kg.fold import fold
from kg.model import Part
from kg.read.blocks import RawBlock, lines_of
from kg.read.cleaning import Clean, joined
from kg.read.dates import from_words
from kg.read.lexicon import load_boilerplate

# An image's description counts as a caption from this many characters on; shorter ones are labels (图, 資料照).
LEAST_IMAGE_TEXT = 12
# No line of boilerplate is longer; longer lines are not tried, nor is more than the end of a line for what may end it.
LONGEST_BOILERPLATE = 500
LONGEST_ENDING = 100
LONGEST_NOTE = 900
# Descriptions of so many images are compared with the captions; no article of the development corpus has 60 images.
MOST_IMAGES = 300
_CITY_GROUPS = ("city", "office", "post", "capital")
_WORD, _NO_WORD = re.compile(r"[^\W_]"), re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Draft:
    """An article while its blocks are gone through, in their order."""

    def __init__(self, title: Clean) -> None:
        self.rules = load_boilerplate()
        self.title, self.title_key = title, key(title.text)
        self.body: list[list[Clean]] = []
        self.headings: set[int] = set()  # the numbers of those that are headings
        self.linked: list[Clean] = []
        self.captions: list[Clean] = []
        self.image_texts: list[Clean] = []
        self.credits: dict[str, None] = {}
        self.city: str | None = None
        self.filed: tuple[str | None, str] | None = None  # month, if any, and day of an agency's dateline
        self.publisher: str | None = None  # as the dateline says
        self.published: str | None = None
        self.published_source: str | None = None
        self.is_over = False

    def take(self, block: RawBlock) -> None:
        """Sort one block."""
        if block.kind == "credit":
            self.credit(fold(block.clean.text))
        elif block.kind == "image":
            self.image_texts.append(block.clean)
        elif block.part is Part.CAPTION:
            self.captions += [self.uncredited(line) for line in lines_of(block.clean) if not self.is_note(line)]
        elif block.kind == "time":
            self.note_time(block.moment or fold(block.clean.text), "time-element")
        elif not self.is_over:
            self.take_body(block)

    def take_body(self, block: RawBlock) -> None:
        """Keep what is left of a block of the body."""
        lines = [(line, fold(line.text)) for line in lines_of(block.clean)]
        if any(self.rules.times.match(folded) for _, folded in lines) and len(block.clean.text) < 120:
            # The mirror writes author and time above an article as two lines of one block.
            self.note_time(" ".join(folded for _, folded in lines), "dateline")
            self.without_masthead(lines)
            return
        lines = self.without_masthead(lines)
        kept = [clean for line, folded in lines if (clean := self.line(line, folded)).text]
        if not kept or (not self.body and len(kept) == 1 and self.title_key == key(kept[0].text)):
            return
        if block.is_linked:
            self.linked.append(joined(kept))
        else:
            if block.level:
                self.headings.add(len(self.body))
            self.body.append(kept)

    def without_masthead(self, lines: list[tuple[Clean, str]]) -> list[tuple[Clean, str]]:
        """Lines without those above the body that only tell date and source of the article, which are noted."""
        kept = []
        for line, folded in lines:
            if self.body or (told := self.rules.masthead(folded)) is None:
                kept.append((line, folded))
            else:
                self.note_time(told[0], "dateline")
                self.publisher = self.publisher or told[1]
                self.credit(folded)
        return kept

    def line(self, line: Clean, folded: str) -> Clean:
        """What is left of a line without bylines, datelines and the like; they are noted."""
        if spans := [match.span() for match in self.rules.insertions.finditer(folded)]:
            line = line.without(spans)
            folded = fold(line.text)
        if self.is_over or _WORD.search(folded) is None:
            return line[:0]
        if self.rules.related_sections.match(folded):
            self.is_over = True
            return line[:0]
        is_short = len(folded) <= LONGEST_BOILERPLATE
        if is_short and (self.rules.lines.match(folded) or self.rules.related_lines.match(folded)):
            self.credit(folded)
            return line[:0]
        start, end = self.opening(folded), len(folded)
        while match := self.rules.endings.search(folded, max(start, end - LONGEST_ENDING), end):
            self.credit(match[0])
            end = match.start()
        return line if (start, end) == (0, len(folded)) else line[start:end].strip()

    def opening(self, folded: str) -> int:
        """Where the text begins after datelines; their city, date and agencies are noted."""
        start = 0
        while (match := self.rules.openings.match(folded, start)) and match.end() > start:
            found = match.groupdict()
            if found.get("capital") and self.body:
                break
            self.city = self.city or next((found[name] for name in _CITY_GROUPS if found.get(name)), None)
            self.publisher = self.publisher or self.rules.publisher_in(match[0])
            self.credit(match[0])
            self.note_time(found.get("date") or "", "dateline")
            if not self.body and self.filed is None and (filed := self.rules.filed.search(match[0])):
                self.filed = filed["m"], filed["d"]
            start = match.end()
        return start

    def is_note(self, line: Clean) -> bool:
        """Whether a line of a caption is none of it."""
        return len(line.text) <= LONGEST_BOILERPLATE and self.rules.caption_lines.match(fold(line.text)) is not None

    def credit(self, folded: str) -> None:
        """Note the agencies that a byline, a dateline or a photo credit names."""
        self.credits.update(dict.fromkeys(self.rules.agencies_in(folded)))

    def note_time(self, folded: str, source: str) -> None:
        """Note a date of publication that the page itself prints, unless one was found before."""
        if self.published is None and folded and (found := from_words(folded)):
            self.published, self.published_source = found, source

    def uncredited(self, clean: Clean) -> Clean:
        """A caption without the source of its picture."""
        folded = fold(clean.text)
        spans = []
        for match in self.rules.photo_credits.finditer(folded):
            self.credit(match[0])
            spans.append(match.span())
        return clean.without(spans).strip() if spans else clean

    def parts(self) -> list[tuple[Part, Clean]]:
        """The article's blocks in order: headline, body, captions."""
        body = [joined(lines) for lines in self.trimmed()] or self.linked
        captions = self.distinct_captions()
        title = [(Part.HEADLINE, self.title)] if self.title.text else []
        return [*title, *((Part.BODY, b) for b in body), *((Part.CAPTION, c) for c in captions)]

    def trimmed(self) -> list[list[Clean]]:
        """The body without the lines of names and notes on the author at its two edges."""
        flat = [(number, line) for number, lines in enumerate(self.body) for line in lines]
        first, last = 0, len(flat)
        while first < last and self.is_edge(*flat[first]):
            first += 1
        while last > first and self.is_edge(*flat[last - 1]):
            last -= 1
        blocks: dict[int, list[Clean]] = {}
        for number, line in flat[first:last]:
            blocks.setdefault(number, []).append(line)
        return list(blocks.values()) or self.body

    def is_edge(self, number: int, line: Clean) -> bool:
        """Whether a line that begins or ends an article only says who wrote it; a heading never does."""
        if number in self.headings:
            return False
        return len(line.text) <= LONGEST_NOTE and self.rules.edge_lines.match(fold(line.text)) is not None

    def distinct_captions(self) -> list[Clean]:
        """Captions, each once, and descriptions of images that say what no caption says."""
        seen, found = {self.title_key}, list[Clean]()
        for clean in self.captions:
            if clean.text and (this := key(clean.text)) not in seen:
                seen.add(this)
                found.append(clean)
        for image in self.image_texts[:MOST_IMAGES]:
            clean = self.uncredited(image)
            this = key(clean.text)
            is_known = any(this in other or (other and other in this) for other in seen)
            if len(clean.text) >= LEAST_IMAGE_TEXT and _HAN.search(clean.text) and not is_known:
                seen.add(this)
                found.append(clean)
        return found


def key(text: str) -> str:
    """A text by which two captions are the same: folded letters and digits alone."""
    return _NO_WORD.sub("", fold(text))
