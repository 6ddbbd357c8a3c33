"""Header and raw blocks -> one Article: boilerplate out, datelines read, paragraphs numbered."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

from kg.ids import digest
from kg.knowledge.publishers import publisher_of_url
from kg.model import Article, Block, Part
from kg.read.blocks import RawBlock
from kg.read.cleaning import Clean, runs
from kg.read.dates import filed_day, from_file_name
from kg.read.draft import Draft
from kg.read.header import Header
from kg.read.lexicon import load_boilerplate
from kg.read.records import Kind, Limits, Skipped
from kg.read.script import script_of

# RFC 3987, with controls, marks that cannot be seen, private use and halves of surrogate pairs.
_NOT_IRI = re.compile(
    '[\\x00-\\x20<>"{}|\\\\^`\\x7f-\\xa0\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ud800-\\uf8ff\\ufdd0-\\ufdef\\ufeff\\ufff0-\\uffff]'
)


def assemble(name: str, header: Header, blocks: list[RawBlock], limits: Limits) -> Article | Skipped:
    """Make the article, or say why there is none."""
    draft = Draft(header.title)
    for block in blocks:
        draft.take(block)
    parts = draft.parts()
    if not parts:
        return Skipped(source_file=name, reason="no article text in it", kind=Kind.NO_TEXT)
    if sum(len(clean.text) + 1 for _, clean in parts) > limits.article_chars:
        reason = f"the article is longer than {limits.article_chars} characters"
        return Skipped(source_file=name, reason=reason, kind=Kind.TOO_LARGE)
    return _article(name, header, draft, parts)


def _article(name: str, header: Header, draft: Draft, parts: list[tuple[Part, Clean]]) -> Article:
    text, blocks, offsets = _join(parts)
    url = web_address(header.url)
    publisher = header.publisher or publisher_of_url(url) or draft.publisher
    published, source = _published(name, header, draft)
    return Article(
        id=digest(header.title.text, publisher, url, text),
        source_file=name,
        text=text,
        blocks=blocks,
        headline=load_boilerplate().headline(header.title.text),
        publisher=publisher,
        url=url,
        published=published,
        published_source=source,
        script=script_of(text),
        dateline=draft.city,
        credits=tuple(draft.credits),
        offsets=offsets,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        filed=filed_day(published, *draft.filed) if draft.filed else None,
    )


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web, with what no IRI may hold percent-encoded; None for any other scheme.

    >>> web_address("https://x.example/a b")
    'https://x.example/a%20b'
    >>> web_address("javascript:alert(1)")
    """
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    return _NOT_IRI.sub(lambda found: quote(found[0], safe="", errors="ignore"), url)


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


def _published(name: str, header: Header, draft: Draft) -> tuple[str | None, str | None]:
    if header.published:
        return header.published, header.published_source
    if draft.published:
        return draft.published, draft.published_source
    named = from_file_name(name.partition("#")[0])
    return named, "file-name" if named else None
