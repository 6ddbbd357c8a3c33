"""Header and raw blocks -> one Article: boilerplate out, datelines read, paragraphs numbered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from kg.fold import fold
from kg.ids import digest
from kg.knowledge.publishers import publisher_of_url
from kg.model import Article, Block, Part
from kg.read.blocks import RawBlock, lines_of
from kg.read.cleaning import Clean, runs
from kg.read.dates import from_file_name, from_words
from kg.read.header import Header
from kg.read.lexicon import Boilerplate, load_boilerplate
from kg.read.records import Kind, Limits, Skipped
from kg.read.script import script_of

# An image's description counts as a caption from this many characters on; shorter ones are labels (图, 資料照).
LEAST_IMAGE_TEXT = 12


@dataclass(slots=True)
class _Draft:
    """What is known of the article while its blocks are gone through."""

    rules: Boilerplate
    body: list[Clean] = field(default_factory=list)
    captions: list[Clean] = field(default_factory=list)
    image_texts: list[Clean] = field(default_factory=list)
    credits: dict[str, None] = field(default_factory=dict)
    city: str | None = None
    published: str | None = None
    published_source: str | None = None

    def credit(self, folded: str) -> None:
        """Note the agencies that a byline, a dateline or a photo credit names."""
        self.credits.update(dict.fromkeys(self.rules.agencies_in(folded)))

    def timestamp(self, folded: str, source: str) -> None:
        """Note a date of publication that the page itself prints, unless one was found before."""
        if self.published is None and (found := from_words(folded)):
            self.published, self.published_source = found, source


def assemble(name: str, header: Header, blocks: list[RawBlock], limits: Limits) -> Article | Skipped:
    """Make the article, or say why there is none."""
    draft = _Draft(load_boilerplate())
    for block in blocks:
        _take(draft, block, header.title)
    title = header.title
    if not draft.body and not draft.captions and not draft.image_texts:
        return Skipped(source_file=name, reason="no article text in it", kind=Kind.NO_TEXT)
    parts = [(Part.HEADLINE, title)] if title.text else []
    parts += [(Part.BODY, clean) for clean in draft.body]
    parts += [(Part.CAPTION, clean) for clean in _captions(draft, title)]
    if sum(len(clean.text) + 1 for _, clean in parts) > limits.article_chars:
        reason = f"the article is longer than {limits.article_chars} characters"
        return Skipped(source_file=name, reason=reason, kind=Kind.TOO_LARGE)
    return _article(name, header, draft, parts)


def _article(name: str, header: Header, draft: _Draft, parts: list[tuple[Part, Clean]]) -> Article:
    text, blocks, offsets = _join(parts)
    publisher = header.publisher or publisher_of_url(header.url)
    published, source = _published(name, header, draft)
    return Article(
        id=digest(header.title.text, publisher, header.url, text),
        source_file=name,
        text=text,
        blocks=blocks,
        headline=header.title.text,
        publisher=publisher,
        url=header.url,
        published=published,
        published_source=source,
        script=script_of(text),
        dateline=draft.city,
        credits=tuple(draft.credits),
        offsets=offsets,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _join(parts: list[tuple[Part, Clean]]) -> tuple[str, tuple[Block, ...], tuple[tuple[int, int], ...]]:
    blocks, places, texts, paragraph = list[Block](), list[int](), list[str](), 0
    for part, clean in parts:
        if texts:
            texts.append("\n")
            places.append(places[-1] + 1)
        number = None
        if part is Part.BODY:
            number, paragraph = paragraph, paragraph + 1
        blocks.append(Block(part=part, start=len(places), end=len(places) + len(clean.text), paragraph=number))
        texts.append(clean.text)
        places += clean.places
    return "".join(texts), tuple(blocks), runs(places)


def _published(name: str, header: Header, draft: _Draft) -> tuple[str | None, str | None]:
    if header.published:
        return header.published, header.published_source
    if draft.published:
        return draft.published, draft.published_source
    named = from_file_name(name.split("#")[0])
    return named, "file-name" if named else None


def _take(draft: _Draft, block: RawBlock, title: Clean) -> None:
    """Sort one block into body, captions or nothing."""
    if block.is_image_text:
        draft.image_texts.append(block.clean)
    elif block.part is Part.CAPTION:
        if (clean := _uncredited(draft, block.clean)).text:
            draft.captions.append(clean)
    elif not block.is_linked:
        lines = [line for line in lines_of(block.clean) if not _is_dropped(draft, line)]
        clean = _trimmed(draft, _glue(lines))
        if clean.text and not (not draft.body and _same(clean.text, title.text)):
            draft.body.append(clean)


def _is_dropped(draft: _Draft, line: Clean) -> bool:
    """Whether a line is a timestamp, byline, copyright or share line; what it tells is noted."""
    folded = fold(line.text)
    if draft.rules.lines.match(folded) is None and draft.rules.section_ends.match(folded) is None:
        return False
    draft.credit(folded)
    draft.timestamp(folded, "dateline")
    return True


def _glue(lines: list[Clean]) -> Clean:
    """Lines of one block as one text again, each ended by a newline."""
    if len(lines) == 1:
        return lines[0]
    text = "\n".join(line.text for line in lines)
    places: list[int] = []
    for line in lines:
        if places:
            places.append(places[-1] + 1)
        places += line.places
    return Clean(text, places)


def _trimmed(draft: _Draft, clean: Clean) -> Clean:
    """A paragraph without the dateline that opens it and the editor's mark that ends it."""
    folded = fold(clean.text)
    start, end = 0, len(folded)
    while match := draft.rules.openings.match(folded, start):
        groups = match.groupdict()
        draft.city = draft.city or groups.get("city")
        draft.credit(match[0])
        if groups.get("date"):
            draft.timestamp(groups["date"], "dateline")
        start = match.end()
    if match := draft.rules.endings.search(folded, start):
        draft.credit(match[0])
        end = match.start()
    return clean if (start, end) == (0, len(folded)) else clean[start:end].strip()


def _uncredited(draft: _Draft, clean: Clean) -> Clean:
    """A caption without the source of its picture."""
    folded = fold(clean.text)
    spans = []
    for match in draft.rules.photo_credits.finditer(folded):
        draft.credit(match[0])
        spans.append(match.span())
    return clean.without(spans).strip() if spans else clean


def _captions(draft: _Draft, title: Clean) -> list[Clean]:
    """Captions, each once, and descriptions of images that say what no caption says."""
    seen, found = {_key(title.text)}, list[Clean]()
    for clean in draft.captions:
        if (key := _key(clean.text)) not in seen:
            seen.add(key)
            found.append(clean)
    for image in draft.image_texts:
        clean = _uncredited(draft, image)
        key = _key(clean.text)
        if len(clean.text) >= LEAST_IMAGE_TEXT and not any(key in other or other in key for other in seen if other):
            seen.add(key)
            found.append(clean)
    return found


def _key(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _same(left: str, right: str) -> bool:
    return bool(left) and _key(left) == _key(right)
