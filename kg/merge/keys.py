"""What merging needs to know of one article, small enough to keep for a whole archive.

`collect` reads an extraction once; all that follows works on its result. No text is kept: near-duplicate articles are
told by the hashes of their clauses, like statements by a map of their character pairs. Strings are interned, since
the same names and days come again in thousands of articles.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from functools import lru_cache, reduce
from itertools import islice
from operator import add, or_
from sys import intern
from zlib import crc32

from msgspec import Struct

from kg.fold import fold
from kg.model import (
    Block,
    Entity,
    EntityKind,
    Extraction,
    Form,
    MeetingKind,
    MeetingReport,
    Part,
    Statement,
    Status,
)

MIN_CLAUSE = 6  # characters; shorter clauses (他说, 报道称) stand in any article
MAX_CLAUSES = 400  # of a long article, the first are enough to know a copy
STATEMENT_BITS = 256  # of the map of character pairs
_BITS = tuple(1 << place for place in range(STATEMENT_BITS))

_JOINTS = re.compile(r"[· ]|(?<=[\u3400-\u9fff])[-.](?=[\u3400-\u9fff])")  # of the parts of a name
_CLAUSES = re.compile(r"[^\s,。;:!?、\"'“”‘’「」『』()《》—…·.\-]+")


class EntityKey(Struct, frozen=True, gc=False, array_like=True):
    """An entity of the article as identity sees it. `plain` is its folded name without separators."""

    key: str
    kind: EntityKind
    plain: str
    latin: str | None
    country: str | None
    known: str | None
    category: str | None
    is_full: bool  # `plain` is a full name, which may be joined across articles
    role: str | None  # the first office the article gives
    body: str | None  # the organization of that office, if the gazetteer knows it: organization/UN
    spellings: tuple[tuple[str, str], ...]  # (text, language)
    is_guessed: bool  # no words of the article tell the country


class ReportKey(Struct, frozen=True, gc=False, array_like=True):
    """A report with entities by key; `main` and evidence are of no use here."""

    id: str
    kind: MeetingKind
    status: Status
    participants: tuple[str, ...]
    parties: tuple[str, ...]
    start: str | None
    end: str | None
    city: str | None
    country: str | None
    issues: tuple[str, ...]
    name: str | None
    venue: str | None
    level: str | None
    sidelines_of: str | None
    confidence: float
    inferred: tuple[str, ...]


class StatementKey(Struct, frozen=True, gc=False, array_like=True):
    """A statement; `bits` is the map of the character pairs of its words."""

    index: int
    speaker: str
    side: str | None
    issue: str
    act: str
    made_at: str | None
    bits: bytes


class Keys(Struct, frozen=True, gc=False, array_like=True):
    """One article. `source` is the agency it credits, if it credits just one, else its publisher."""

    article: str
    day: str | None
    publisher: str
    source: str
    clauses: bytes  # unsigned 32-bit hashes, sorted, of the clauses of headline and body
    entities: tuple[EntityKey, ...]
    reports: tuple[ReportKey, ...]
    statements: tuple[StatementKey, ...]


def collect(extraction: Extraction) -> Keys:
    """The keys of one article; pure, so that they may be cached under the article's id."""
    article = extraction.article
    publisher = intern(article.publisher or "")
    credits = tuple(dict.fromkeys(article.credits))
    folded = fold(article.text)
    return Keys(
        article=article.id,
        day=_once(article.day),
        publisher=publisher,
        source=intern(credits[0]) if len(credits) == 1 else publisher or article.id,
        clauses=_clauses(article.blocks, folded),
        entities=_entities(extraction),
        reports=tuple({report.id: interned_report(report) for report in reversed(extraction.meetings)}.values())[::-1],
        statements=tuple(_statement(folded, i, s) for i, s in enumerate(extraction.statements)),
    )


def _once(text: str | None) -> str | None:
    return intern(text) if text else None


def interned_entity(entity: EntityKey) -> EntityKey:
    """The same entity, with each string of it once for the whole archive."""
    return EntityKey(
        key=intern(entity.key),
        kind=entity.kind,
        plain=intern(entity.plain),
        latin=_once(entity.latin),
        country=_once(entity.country),
        known=_once(entity.known),
        category=_once(entity.category),
        is_full=entity.is_full,
        role=_once(entity.role),
        body=_once(entity.body),
        spellings=tuple((intern(text), intern(language)) for text, language in entity.spellings),
        is_guessed=entity.is_guessed,
    )


@lru_cache(maxsize=1 << 14)
def plain(name: str) -> str:
    """A name in comparison form without separators and spaces.

    >>> plain("安東尼‧布林肯"), plain("安东尼-布林肯"), plain("Jean-Noël")
    ('安东尼布林肯', '安东尼布林肯', 'Jean-Noël')
    """
    return _JOINTS.sub("", fold(name))


@lru_cache(maxsize=1 << 14)
def language_of(text: str, script: str) -> str:
    """The language tag of a spelling: en for Latin, zh-Hant for what only that script has, else the article's."""
    if text.isascii():
        return "en"
    return "zh-Hant" if fold(text) != text and not fold(text).isascii() else f"zh-{script}"


def _clauses(blocks: Iterable[Block], folded: str) -> bytes:
    text = "\n".join(folded[b.start : b.end] for b in blocks if b.part is not Part.CAPTION)
    found = (clause for clause in _CLAUSES.findall(text or folded) if len(clause) >= MIN_CLAUSE)
    hashes = {crc32(clause.encode()) for _, clause in zip(range(MAX_CLAUSES), found, strict=False)}
    return array("I", sorted(hashes)).tobytes()


def _entities(extraction: Extraction) -> tuple[EntityKey, ...]:
    text, script = extraction.article.text, extraction.article.script
    spellings: dict[str, set[tuple[str, str]]] = {}
    forms: dict[str, set[Form]] = {}
    named = {(m.entities[0], m.form, text[m.start : m.end]) for m in extraction.mentions if len(m.entities) == 1}
    for key, form, words in named:
        forms.setdefault(key, set()).add(form)
        if form in (Form.FULL, Form.SHORT, Form.LATIN):
            spellings.setdefault(key, set()).add((intern(words), language_of(words, script)))
    known = {entity.key for entity in extraction.entities if entity.known}
    offices: dict[str, tuple[str, str | None]] = {}
    for tenure in extraction.tenures:
        if tenure.modifier != "former":
            body = tenure.body if tenure.body in known else None
            offices.setdefault(tenure.holder, (intern(fold(tenure.role)), body))
    return tuple(
        _entity(entity, forms.get(entity.key, set()), spellings.get(entity.key, set()), offices.get(entity.key))
        for entity in extraction.entities
    )


def _entity(
    entity: Entity, forms: set[Form], spellings: set[tuple[str, str]], office: tuple[str, str | None] | None
) -> EntityKey:
    return EntityKey(
        key=intern(entity.key),
        kind=entity.kind,
        plain=intern(plain(entity.name)),
        latin=_once(entity.latin),
        country=_once(entity.country),
        known=_once(entity.known),
        category=_once(entity.category),
        is_full=plain(entity.name) != fold(entity.name).replace(" ", "") or (Form.FULL in forms and not entity.latin),
        role=office[0] if office else None,
        body=intern(office[1]) if office and office[1] else None,
        spellings=tuple(sorted(spellings)),
        is_guessed=entity.is_guessed,
    )


def interned_report(report: MeetingReport | ReportKey) -> ReportKey:
    """A report, with each string of it once for the whole archive."""
    return ReportKey(
        id=intern(report.id),
        kind=report.kind,
        status=report.status,
        participants=tuple(map(intern, report.participants)),
        parties=tuple(map(intern, report.parties)),
        start=_once(report.start),
        end=_once(report.end),
        city=_once(report.city),
        country=_once(report.country),
        issues=tuple(map(intern, report.issues)),
        name=_once(report.name),
        venue=_once(report.venue),
        level=_once(report.level),
        sidelines_of=report.sidelines_of,
        confidence=report.confidence,
        inferred=tuple(map(intern, report.inferred)),
    )


def _statement(folded: str, index: int, statement: Statement) -> StatementKey:
    words = folded[statement.evidence.start : statement.evidence.end]
    return StatementKey(
        index=index,
        speaker=intern(statement.speaker),
        side=_once(statement.side),
        issue=intern(statement.issue),
        act=intern(statement.act),
        made_at=statement.made_at,
        bits=pair_bits(words),
    )


@lru_cache(maxsize=64)  # several statements of an article lie in the same words
def pair_bits(words: str) -> bytes:
    """A bit for each pair of neighbouring characters (256 places): how much two texts share, without the texts."""
    pairs = set(map(add, words, islice(words, 1, None)))
    hashes = map(crc32, map(str.encode, pairs))  # a dictionary of all pairs met is slower: it fits no processor's cache
    return reduce(or_, [_BITS[number % STATEMENT_BITS] for number in hashes], 0).to_bytes(STATEMENT_BITS // 8, "little")
