"""Extraction of all articles whose extraction is not remembered, spread over the workers."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import Struct, structs

from kg.fold import fold
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.names import load_names
from kg.model import Article, Introduced
from kg.parallel import Helper
from kg.pipeline.cache import Cache, Extracted
from kg.pipeline.codec import pack, rules_version, unpack
from kg.pipeline.gist import gist_of
from kg.pipeline.lesson import Lesson, agreeing, load_finder, mark_of
from kg.pipeline.pool import FEW, Workers, spread_chunks
from kg.pipeline.sieve import sieve_of
from kg.steps import Failure, Steps, side_by_side

Tell = Callable[[str, int, int], None]
Meanwhile = Callable[[Collection[str]], object]
BATCH = 64  # extractions written to the cache in one transaction
SAMPLES = 3  # articles of before that are enough to have all rules loaded


@dataclass(frozen=True, slots=True)
class Crew:
    """Who extracts: the workers, or of few articles the reader, while `meanwhile` is done with those in the cache."""

    workers: Workers
    reader: Helper[None]
    meanwhile: Meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A packed article, and where what was learnt is kept: the cache's file and the version."""

    id: str
    variant: str
    article: bytes
    lesson: tuple[Path, str]


class Asked(Struct, frozen=True, gc=False):
    """A packed article, named by id and variant, with the learnt names that stand in it."""

    name: tuple[str, str]
    article: bytes
    told: tuple[Introduced, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was extracted from an article, or the error that stopped it."""

    id: str
    extracted: Extracted | None = None
    error: str = ""


def reader_of(cache: Cache, *, few: bool, alone: bool) -> Helper[None]:
    """A copy of this process that loads all rules while it waits for new articles: it is given few, if any.

    Loading takes as long as three hundred articles. It is done by extracting some articles of before; where there are
    none, but `few` sources, an empty one, for which nearly all is loaded.
    """
    samples = [] if alone else cache.samples(SAMPLES)
    if few and not alone and not samples:
        samples = [pack(Article(id="", source_file="", text="", blocks=()))]
    if samples:  # what both need
        load_gazetteer()
        load_names()
        rules_version()

    def ready() -> None:
        if samples:
            _extract_asked([Asked(("", ""), article, ()) for article in samples])

    def work(_: None, messages: Iterator[bytes]) -> bytes:
        return pack(_extract_asked([unpack(message, Asked) for message in messages]))

    return Helper(ready, work, alone=alone)


def _extract_asked(asked: list[Asked]) -> list[Outcome]:
    return extract([one.name[0] for one in asked], map(_asked_steps, asked))


def _asked_steps(asked: Asked) -> Steps[Extracted]:
    article = unpack(asked.article, Article)
    return (yield from extraction_steps(asked.name, article, asked.told))


def extract_all(
    cache: Cache, articles: Mapping[str, str], lesson: Lesson, *, crew: Crew, tell: Tell
) -> dict[str, tuple[str, str]]:
    """Fill the cache with articles (id -> variant); the result names those that failed: id -> (stage, error)."""
    current = agreeing(cache, articles, lesson)
    todo = [item for item in sorted(articles.items()) if item[0] not in current]
    failures: dict[str, tuple[str, str]] = {}
    rows: list[Extracted] = []
    items = _items(cache, todo, lesson)
    if 0 < len(todo) < FEW:
        for item in items:
            crew.reader.tell(
                pack(Asked((item.id, item.variant), item.article, _told(item, unpack(item.article, Article))))
            )
        crew.reader.hurry()
        crew.meanwhile(current)
        outcomes = iter(unpack(crew.reader.answer(), list[Outcome]))
    else:
        outcomes = spread_chunks(extract_some, items, workers=crew.workers, lost=_lost)
    for done, outcome in enumerate(outcomes, 1):
        if outcome.extracted is not None:
            rows.append(outcome.extracted)
        else:
            failures[outcome.id] = ("extract", outcome.error)
        if len(rows) >= BATCH:
            cache.put_extractions(rows, lesson.version)
            rows = []
        tell("extract", done, len(todo))
    cache.put_extractions(rows, lesson.version)
    return failures


def extract_some(items: list[Item]) -> list[Outcome]:
    """Some articles; whatever goes wrong with one of them is its own failure and no one else's."""
    return extract([item.id for item in items], map(_item_steps, items))


def _item_steps(item: Item) -> Steps[Extracted]:
    article = unpack(item.article, Article)
    told = _told(item, article)
    yield
    return (yield from extraction_steps((item.id, item.variant), article, told))


def _told(item: Item, article: Article) -> tuple[Introduced, ...]:
    return load_finder(*item.lesson).find(article)


def extract(ids: list[str], works: Iterable[Steps[Extracted]]) -> list[Outcome]:
    """The outcomes of the work on some articles."""
    load_gazetteer()  # once in each process, and not in an article's time
    return list(map(_outcome, ids, side_by_side(works)))


def extraction_steps(name: tuple[str, str], article: Article, told: tuple[Introduced, ...]) -> Steps[Extracted]:
    """The extraction of one article, named by id and variant, with the learnt names that stand in it."""
    from kg.pipeline.article import steps  # many modules, which only those load that extract

    extraction = yield from steps(article, told)
    yield
    gist = gist_of(extraction)
    yield
    keys = gist.keys
    gist = replace(gist, keys=structs.replace(keys, clauses=b""))  # they are half of it, and kept by day
    sieve = sieve_of(fold(article.text))
    mark = mark_of(name[1], told)
    return Extracted(name[0], mark, pack(extraction), pack(gist), keys.day or "", keys.clauses, sieve)


def _outcome(name: str, made: Extracted | Failure) -> Outcome:
    if isinstance(made, Failure):
        return Outcome(id=name, error=made.error)
    return Outcome(id=name, extracted=made)


def _items(cache: Cache, articles: Iterable[tuple[str, str]], lesson: Lesson) -> Iterator[Item]:
    where = cache.path, lesson.version
    for name, variant in articles:
        yield Item(id=name, variant=variant, article=cache.article_bytes(name, variant), lesson=where)


def _lost(item: Item, reason: str) -> Outcome:
    return Outcome(id=item.id, error=reason)
