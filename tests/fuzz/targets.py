"""What the fuzzer runs: bytes become an input, the code runs on it, and what must hold of any input is checked.

Each target is an ordinary function of bytes, so that tests/fuzz/test_fuzz.py runs it without a fuzzer too.
"""

from __future__ import annotations

import gzip
import importlib
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg import nlp, read
from kg.fold import fold
from kg.learn import introductions
from kg.model import (
    Article,
    Block,
    DateMention,
    Entity,
    EntityKind,
    Extraction,
    Form,
    Judgement,
    KnowledgeBase,
    Label,
    MeetingKind,
    MeetingReport,
    Mention,
    MergeDecision,
    Part,
    Span,
    Statement,
    Status,
    Tenure,
    Thing,
)
from kg.nlp.dates import find_dates
from kg.nlp.sentences import find_sentences
from kg.pipeline.article import process, references
from kg.pipeline.gist import gist_of
from kg.rdf.above import groups_of
from kg.rdf.block import article_block
from kg.rdf.terms import when
from kg.rdf.texts import ntriples, turtle, turtle_header
from kg.rdf.triples import Lookup
from kg.read import Limits, Source, dates, parse_source
from kg.read.cleaning import clean_text
from kg.resources import ontology_dir
from tests.read.cases import CASES, LONG, PAGE

for module in ("kg.read.decoding", "kg.read.forms"):  # imported late by kg.read itself
    importlib.import_module(module)

SLOWEST = 10.0  # seconds for one input
LIMITS = Limits(article_chars=100_000)
NAMES = ("a.md", "20220925.md", "a.html", "a.jsonl", "a.txt")
PUBLISHED = (
    None,
    "2024-09-28",
    "2024-01-01T23:59:59Z",
    "2024-02-29",
    "1900-01-01",
    "2100-12-31",
    "2023-12-31T16:00:00Z",
)
HAN = re.compile(r"[\u4e00-\u9fff·]{1,8}")


@dataclass(frozen=True)
class Target:
    """A function of bytes that raises where something does not hold, and the inputs to begin with."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


@contextmanager
def in_time() -> Iterator[None]:
    """AssertionError if the block takes longer than an input may, on the processor: the machine may be busy."""
    start = time.process_time()
    yield
    assert time.process_time() - start < SLOWEST


def run_read(data: bytes) -> None:
    """Read the bytes under the name that the first of them chooses."""
    name = NAMES[data[0] % len(NAMES)] if data else NAMES[0]
    with in_time():
        results = parse_source(Source(name=name, path=Path(name), limits=LIMITS), data[1:])
    assert results
    for article in results:
        if isinstance(article, Article):
            check_article(article, len(data) * 2)


def check_article(article: Article, page_length: int) -> None:
    """What must hold of every article, whatever the bytes were."""
    assert article.text == "\n".join(article.text[b.start : b.end] for b in article.blocks)
    article.text.encode()
    assert not any(ord(c) < 32 and c != "\n" for c in article.text)
    assert [clean for clean, _ in article.offsets] == sorted({clean for clean, _ in article.offsets})
    assert all(0 <= file <= page_length for _, file in article.offsets)
    assert article.published is None or article.published[:4].isdigit()


def read_seeds() -> list[bytes]:
    """The cases of the tests of reading, in several encodings."""
    pages = [*(case.page for case in CASES), PAGE % LONG]
    encodings = ("utf-8", "gb18030", "utf-16")
    return [bytes([n % 256]) + page.encode(e, "ignore") for n, page in enumerate(pages) for e in encodings]


@cache
def words(*names: str) -> tuple[str, ...]:
    """The Chinese words of some files of the ontology, in order, with what stands between words in an article."""
    texts = ((ontology_dir() / name).read_text(encoding="utf-8") for name in names)
    found = dict.fromkeys(word for text in texts for word in HAN.findall(text))
    marks = [*"0123456789年月日号時时点，。、：“”（）()·-/\n ", "10", "12", "2024", "30", "31", "Blinken"]
    return tuple(marks * 4 + list(found))


def text_of(data: bytes, *names: str) -> str:
    """Bytes as text: UTF-8, or, after an odd first byte, two bytes a word of the files."""
    if not data or data[0] % 2 == 0:
        return data[1:].decode("utf-8", "ignore")
    table = words(*names)
    pairs = (int.from_bytes(data[i : i + 2], "big") for i in range(1, len(data), 2))
    return "".join(table[pair % len(table)] for pair in pairs)


def made_article(text: str, published: str | None) -> Article:
    """An article of paragraphs, as reading would give it: cleaned, without empty lines."""
    lines = [line for line in (clean_text(raw).text for raw in text.split("\n")) if line]
    blocks, start = [], 0
    for number, line in enumerate(lines):
        part = Part.BODY if number else Part.HEADLINE
        blocks.append(Block(part=part, start=start, end=start + len(line), paragraph=number))
        start += len(line) + 1
    return Article(id="a", source_file="a", text="\n".join(lines), blocks=tuple(blocks), published=published)


DATE_WORDS = ("lexicon/dates.yaml",)


def run_dates(data: bytes) -> None:
    """Find the dates of a text that appeared on one of several days, and read it as a date of publication."""
    published = PUBLISHED[data[0] % len(PUBLISHED)] if data else None
    text = text_of(data[1:], *DATE_WORDS)
    for reader in (dates.from_iso, dates.from_words, dates.from_epoch, dates.from_file_name):
        found = reader(text)
        assert found is None or "1900-01-01" <= found[:10] <= "2100-12-31"
    article = made_article(text, published)
    folded = fold(article.text)
    with in_time():
        mentions = find_dates(folded, find_sentences(article, folded), published)
    check_dates(mentions, len(folded))


def check_dates(mentions: tuple[DateMention, ...], length: int) -> None:
    """In order, apart from each other, inside the text, with values that the graph writes as dates."""
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= length
        end = mention.end
        for value in filter(None, (mention.first, mention.last)):
            assert "^^" in when(value), value


def date_seeds() -> list[bytes]:
    """The sentences of the tests of dates."""
    table = (Path(__file__).parents[1] / "nlp" / "dates.tsv").read_text(encoding="utf-8")
    return [bytes([n % 256, 0]) + line.encode() for n, line in enumerate(table.splitlines())] + word_seeds()


def word_seeds() -> list[bytes]:
    """Texts of words drawn at random."""
    chance = random.Random(0)
    return [bytes([n, 1]) + chance.randbytes(2 * chance.randint(5, 60)) for n in range(60)]


NAME_WORDS = (
    *(f"lexicon/{name}.tsv" for name in ("offices", "words", "speech", "org_suffixes", "surnames", "issue-words")),
    *("lexicon/names.yaml", "frames/meetings.yaml", "gazetteer/persons.tsv"),
)


def run_names(data: bytes) -> None:
    """All stages of one article, from its names to its statements."""
    published = PUBLISHED[data[0] % len(PUBLISHED)] if data else None
    article = made_article(text_of(data[1:], *NAME_WORDS), published)
    with in_time():
        annotated = nlp.run(article)
        extraction = process(article)
        gist_of(extraction)
        introductions(article)
    length = len(article.text)
    check_dates(annotated.dates, length)
    for start, end in spans(extraction):
        assert 0 <= start < end <= length
    keys = {entity.key for entity in extraction.entities}
    assert all(found <= keys for _, found in references(extraction))


def spans(extraction: Extraction) -> Iterator[tuple[int, int]]:
    """Every stretch of the text that an extraction points to."""
    yield from ((m.start, m.end) for m in extraction.mentions)
    yield from ((t.start, t.end) for t in extraction.tenures)
    yield from ((e.start, e.end) for m in extraction.meetings for e in m.evidence)
    for said in extraction.statements:
        yield from ((e.start, e.end) for e in (said.evidence, said.quotation) if e)
    for readout in extraction.readouts:
        yield from ((e.start, e.end) for e in (*readout.evidence, *readout.covers, *readout.omits))


def name_seeds() -> list[bytes]:
    """The articles and tables of the tests."""
    here = Path(__file__).parents[1]
    pages = [p for p in sorted((here / "articles").iterdir()) if p.name != "README.md"]
    texts = [a.text for p in pages for a in read.run([p]) if isinstance(a, Article)]
    paragraphs = [line for text in texts for line in text.split("\n")]
    tables = [line for t in ("people", "organizations", "references") for line in _lines(here / "link" / f"{t}.tsv")]
    seeds = [bytes([n % 256, 0]) + text.encode()[:1000] for n, text in enumerate([*paragraphs, *tables])]
    return seeds + word_seeds()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


class Feed:
    """Bytes dealt out as texts: a length, then UTF-8, where broken bytes become halves of surrogate pairs."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def text(self) -> str:
        """The next text; never empty."""
        size = self.data[self.at] % 24 if self.at < len(self.data) else 0
        piece = self.data[self.at + 1 : self.at + 1 + size]
        self.at += 1 + size
        return piece.decode("utf-8", "surrogateescape") or "x"


def run_turtle(data: bytes) -> None:
    """Write a graph in which every text is wild, and read it back with both libraries."""
    kb, extraction = wild_graph(Feed(data[1:]))
    with in_time():
        base = [triple for group in groups_of(kb) for triple in group.make()]
        block = article_block(extraction, Lookup(kb).of(extraction.article.id))
    whole = turtle_header() + "".join(turtle(base)) + block.turtle.decode()
    lines = "".join(ntriples(base)) + gzip.decompress(block.ntriples).decode()
    found = {str(quad) for quad in ox.parse(whole.encode(), ox.RdfFormat.TURTLE)}
    assert found == {str(quad) for quad in ox.parse(lines.encode(), ox.RdfFormat.N_TRIPLES)}
    literals = {
        quad.object.value for quad in ox.parse(whole, ox.RdfFormat.TURTLE) if isinstance(quad.object, ox.Literal)
    }
    texts = (extraction.article.text, *(label.text for thing in kb.things for label in thing.labels))
    assert {unpaired(text) for text in texts} <= literals
    if data and data[0] % 8 == 0:
        assert len(rdflib.Graph().parse(data=whole, format="turtle")) == len(found)


def unpaired(text: str) -> str:
    """Text as it is written: halves of surrogate pairs are no characters."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def wild_graph(feed: Feed) -> tuple[KnowledgeBase, Extraction]:
    """A knowledge base and an extraction of one article with every kind of record."""
    text = feed.text()
    span = Span(start=0, end=len(text))
    block = Block(part=Part.HEADLINE, start=0, end=len(text))
    article = Article(
        id=feed.text(),
        source_file=feed.text(),
        text=text,
        blocks=(block,),
        headline=text,
        publisher=feed.text(),
        url=feed.text(),
        published=feed.text(),
    )
    key, name = f"person/{feed.text()}", feed.text()
    report = MeetingReport(
        id=feed.text(),
        kind=MeetingKind.MEETING,
        status=Status.HELD,
        participants=(key,),
        parties=(),
        evidence=(span,),
        start=feed.text(),
        name=feed.text(),
        venue=feed.text(),
        duration=feed.text(),
    )
    extraction = Extraction(
        article=article,
        entities=(Entity(key=key, kind=EntityKind.PERSON, name=name),),
        mentions=(Mention(start=0, end=len(text), entities=(key,), kind=EntityKind.PERSON, form=Form.FULL, rule="x"),),
        tenures=(Tenure(holder=key, role=feed.text(), start=0, end=len(text)),),
        meetings=(report,),
        statements=(Statement(speaker=key, issue=feed.text(), act=feed.text(), evidence=span),),
    )
    labels = tuple(Label(text=feed.text(), language=tag) for tag in ("zh-Hans", "zh-Hant", "en"))
    thing = Thing(id=key, kind=EntityKind.PERSON, labels=labels, spellings=(labels[0],))
    decision = MergeDecision(
        kind="person", left=key, right=feed.text(), judgement=Judgement.UNSURE, score=0.5, reasons=(feed.text(),)
    )
    kb = KnowledgeBase(
        things=(thing,),
        meetings=(),
        clusters=(),
        decisions=(decision,),
        thing_of={(article.id, key): key},
        meeting_of={(article.id, report.id): feed.text()},
        copies={},
    )
    return kb, extraction


def turtle_seeds() -> list[bytes]:
    """Texts with quotes, newlines, emoji, private-use and rare Han characters, halves of pairs, and parts of IRIs."""
    kinds = [
        '"\\',
        "\n\r\t",
        "😀",
        "\ue000",
        "𠀀㐀",
        "a.b",
        "-",
        "a/b#c?d=e&f",
        "<x>",
        "%25 %",
        "@en",
        "2024-09",
        "^^",
        "'''",
    ]
    texts = [kind.encode() for kind in kinds] + [b"\xed\xa0\x80", b"\xff", b"\xc3", b"\x00", b"\xef\xbf\xbf"]
    rows = [texts[n:] + texts[:n] for n in range(len(texts))]
    return [bytes([n]) + b"".join(bytes([len(t)]) + t for t in (row + row)[:24]) for n, row in enumerate(rows)]


TARGETS = {
    "read": Target(run_read, read_seeds),
    "dates": Target(run_dates, date_seeds),
    "names": Target(run_names, name_seeds),
    "turtle": Target(run_turtle, turtle_seeds),
}
