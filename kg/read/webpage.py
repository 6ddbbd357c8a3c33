"""A whole HTML page: what its head says, and which of its elements holds the article."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

from bs4.element import NavigableString, Tag

from kg.fold import fold
from kg.knowledge.publishers import find_publisher
from kg.model import Part
from kg.read.blocks import RawBlock, is_no_text
from kg.read.cleaning import EMPTY, Clean, clean_text
from kg.read.dates import from_iso, from_words
from kg.read.draft import key
from kg.read.header import Header, is_address
from kg.read.lexicon import load_boilerplate
from kg.read.markup import Markup

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BLANK = re.compile(r"\s*")
_BEFORE = (("<?xml", "?>"), ("<!--", "-->"))
_SITE_SUFFIX = re.compile(r"\s*[-_|｜–—:：]+\s*(?P<site>[^-_|｜–—]{1,24})\s*$")
_CHANNEL_SUFFIX = re.compile(r"\s*[_|｜]\s*(?P<site>[^_|｜]{1,24})\s*$")
_ARTICLES = ("Article", "BlogPosting", "Report")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MOMENT = re.compile(r"\b(?:datetime|content)=[\"\']?(\d[^\s\"\'<>]{7,40})")
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(?P<url>[^\s<>]+) -->")  # as browsers note it
_DATE_KEYS = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "publishdate",
    "pubdate",
    "date",
    "dc.date",
)
_JSON_LIMIT = 200_000
_FIRST_LINES = 600
_LONGEST = 2_000  # characters of one thing that the head says

# The article is the smallest element that holds this share of the text that stands in paragraphs.
ARTICLE_SHARE = 0.75
# A page with less text in paragraphs than this is read whole: its text stands in divs or between line breaks.
LEAST_PARAGRAPHS = 150
# What stands above the headline is no text of the article if it is less than this share of all.
MOST_ABOVE = 0.25


def is_webpage(page: str, start: int) -> bool:
    """Whether a file is a whole page rather than a piece of HTML; a few comments may stand before it."""
    for _ in range(10):
        start = _BLANK.match(page, start).end()  # type: ignore[union-attr]
        ends = [page.find(end, start) + len(end) for begin, end in _BEFORE if page.startswith(begin, start)]
        if not ends or ends[0] <= start:
            break
        start = ends[0]
    return _PAGE.match(page, start) is not None


@dataclass(slots=True)
class _Head:
    """What the head says, by lower-case key; texts keep their place."""

    values: dict[str, Clean] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)  # of JSON-LD


def read_webpage(page: str, markup: Markup[Tag]) -> tuple[Header, Tag]:
    """The header of a page and the element that holds its article."""
    head = _read_head(page, markup)
    url = _url(page, markup, head)
    root = _article_element(markup)
    title, is_heading = _title(page, markup, head, root)
    published, source, printed = _published(page, head, _below(title, markup, root) if is_heading else (0, 0))
    return Header(
        title=title,
        url=url,
        publisher=_publisher(head, url) or (None if url else printed),
        published=published,
        published_source=source,
    ), root


def _below(title: Clean, markup: Markup[Tag], root: Tag) -> tuple[int, int]:
    """What stands between a heading and the article or, if the heading stands in it, the first lines below."""
    start = next((span[0] for text in root.strings for span in markup.spans(text)), 0)
    end = title.places[-1] + 1
    return end, start if start > end else end + _FIRST_LINES


def above(title: Clean, blocks: list[RawBlock]) -> set[int]:
    """The places in the list of what a page has above its headline: channel, day, slogan; not if that is much."""
    wanted = key(title.text)
    first = next((i for i, block in enumerate(blocks) if wanted and key(block.clean.text) == wanted), 0)
    found = {i for i, block in enumerate(blocks[:first]) if block.part is Part.BODY}
    length = sum(len(block.clean.text) for block in blocks)
    return found if sum(len(blocks[i].clean.text) for i in found) < MOST_ABOVE * length else set()


def _read_head(page: str, markup: Markup[Tag]) -> _Head:
    head = _Head()
    for meta in markup.tree.find_all("meta"):
        name = next((str(meta[key]).lower() for key in ("property", "name", "itemprop") if key in meta.attrs), "")
        spans = markup.spans(str(meta.get("content", "")))
        if name and spans:
            head.values.setdefault(name, _told(page, *spans[0]))
    for name, attributes, start, end in markup.raw:
        if name == "title" and "title" not in head.values:
            head.values["title"] = _told(page, start, end)
        elif name == "script" and "ld+json" in attributes and end - start < _JSON_LIMIT and not head.linked:
            head.linked = _linked_data(page[start:end])
    return head


def _told(page: str, start: int, end: int) -> Clean:
    """The words of an element of the head, as many as one may have."""
    return clean_text(page, start, min(end, start + _LONGEST), entities=True)


def _linked_data(text: str) -> dict[str, str]:
    """Date, publisher and URL of the first article in a JSON-LD script or, failing that, of what else has a date."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    nodes = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    nodes = [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []
    dated = [node for node in nodes if isinstance(node.get("datePublished"), str)]
    for node in sorted(dated, key=_is_no_article)[:1]:
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and "name" not in publisher:
            publisher = next((n for n in nodes if n.get("@id") == publisher.get("@id")), None)
        name = publisher.get("name") if isinstance(publisher, dict) else None
        found = {"published": node["datePublished"], "publisher": name, "url": node.get("url")}
        return {key: clean_text(value[:_LONGEST]).text for key, value in found.items() if isinstance(value, str)}
    return {}


def _is_no_article(node: dict[str, object]) -> bool:
    kinds = node.get("@type")
    return not any(str(kind).endswith(_ARTICLES) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _url(page: str, markup: Markup[Tag], head: _Head) -> str | None:
    link = markup.tree.find("link", rel="canonical")
    href = str(link.get("href", "")) if isinstance(link, Tag) else ""
    saved = _SAVED.search(page, 0, _LONGEST)
    told = (href, head.values.get("og:url", EMPTY).text, head.linked.get("url", ""), saved["url"] if saved else "")
    return next((url[:4_000] for url in told if is_address(url)), None)


def _publisher(head: _Head, url: str | None) -> str | None:
    """The name of the site, if the table of publishers does not know its address."""
    if find_publisher(None, url):
        return None
    return head.values.get("og:site_name", EMPTY).text or head.linked.get("publisher") or None


def _published(page: str, head: _Head, below: tuple[int, int]) -> tuple[str | None, str | None, str | None]:
    """When the head says that it was published or, failing that, what stands between headline and text, with whose."""
    for name in _DATE_KEYS:
        text = head.values.get(name, EMPTY).text
        if found := from_iso(text) or from_words(text):
            return found, "record", None
    if found := from_iso(head.linked.get("published", "")):
        return found, "record", None
    markup = page[below[0] : min(below[1], below[0] + _LONGEST)]
    moment = next(filter(None, (from_iso(match[1]) for match in _MOMENT.finditer(markup))), None)
    told = load_boilerplate().masthead(fold(clean_text(_TAG.sub(" ", markup)).text))
    printed = from_words(told[0]) if told else None
    return moment or printed, "time-element" if moment else "dateline" if printed else None, told[1] if told else None


def _title(page: str, markup: Markup[Tag], head: _Head, root: Tag) -> tuple[Clean, bool]:
    """The article's first heading, if it has one; failing that, what the head says, without the name of the site."""
    whole = head.values.get("title", EMPTY)
    match = _SITE_SUFFIX.search(whole.text)
    sites = {head.values.get("og:site_name", EMPTY).text, head.linked.get("publisher"), match["site"] if match else ""}
    headings = [tag for tag in [*root.find_all("h1"), *markup.tree.find_all("h1")] if not _is_hidden(tag)]
    for heading in headings:
        if (clean := _text_of(page, markup, heading)).text and clean.text not in sites:
            return clean, True
    if (clean := head.values.get("og:title", EMPTY)).text:
        return clean, False
    while match and match.start() > len(match["site"]):
        whole = whole[: match.start()]
        match = _CHANNEL_SUFFIX.search(whole.text)
    return whole, False


def _text_of(page: str, markup: Markup[Tag], tag: Tag) -> Clean:
    spans = [span for text in tag.strings for span in markup.spans(text)]
    return clean_text(page, spans[0][0], spans[0][1], entities=True) if len(spans) == 1 else _joined(page, spans)


def _joined(page: str, spans: list[tuple[int, int]]) -> Clean:
    clean = EMPTY
    for start, end in spans:
        part = clean_text(page, start, end, entities=True)
        clean = Clean(clean.text + part.text, clean.places + part.places)
    return clean


def _is_hidden(tag: Tag) -> bool:
    return any(is_no_text(parent) for parent in tag.parents if isinstance(parent, Tag))


def _article_element(markup: Markup[Tag]) -> Tag:
    """The smallest element that holds most of the text that stands in paragraphs."""
    weights: dict[int, int] = defaultdict(int)
    total = 0
    for paragraph in markup.tree.find_all("p"):
        chain = [parent for parent in paragraph.parents if isinstance(parent, Tag)]
        if any(is_no_text(tag) for tag in chain):
            continue
        weight = _length(markup, paragraph)
        total += weight
        for tag in chain:
            weights[id(tag)] += weight
    if total < LEAST_PARAGRAPHS:
        return markup.tree
    root = markup.tree
    while inner := next(
        (t for t in root.children if isinstance(t, Tag) and weights[id(t)] >= ARTICLE_SHARE * total), None
    ):
        root = inner
    return root


def _length(markup: Markup[Tag], paragraph: Tag) -> int:
    """The characters of a paragraph, less those in links."""
    length = 0
    for text in paragraph.descendants:
        if isinstance(text, NavigableString) and not (text.parent and text.parent.name == "a"):
            length += sum(end - start for start, end in markup.spans(text))
    return length
