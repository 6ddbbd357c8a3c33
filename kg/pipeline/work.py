"""Extraction of all articles whose extraction is not remembered, spread over the workers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Article, Extraction
from kg.parallel import ahead
from kg.pipeline.article import Case, Failure, attempt, process_all
from kg.pipeline.cache import Cache, Extracted
from kg.pipeline.codec import pack, unpack
from kg.pipeline.gist import Gist, gist_of
from kg.pipeline.lesson import Lesson, agreeing, load_finder, mark_of
from kg.pipeline.pool import FEW, Workers, spread_chunks

Tell = Callable[[str, int, int], None]
Meanwhile = Callable[[], object]
BATCH = 64  # extractions written to the cache in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A packed article, and where what was learnt is kept: the cache's file and the version."""

    id: str
    variant: str
    article: bytes
    lesson: tuple[Path, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was extracted from an article, or the error that stopped it."""

    id: str
    extracted: Extracted | None = None
    error: str = ""


def extract_all(
    cache: Cache, articles: Mapping[str, str], lesson: Lesson, *, workers: Workers, tell: Tell, meanwhile: Meanwhile
) -> dict[str, tuple[str, str]]:
    """Fill the cache with articles (id -> variant); the result names those that failed: id -> (stage, error).

    Few are extracted in a copy of this process, which has to load all rules for them; `meanwhile` is done here.
    """
    current = agreeing(cache, articles, lesson)
    todo = [item for item in sorted(articles.items()) if item[0] not in current]
    failures: dict[str, tuple[str, str]] = {}
    rows: list[Extracted] = []
    items = _items(cache, todo, lesson)
    if 0 < len(todo) < FEW:
        outcomes = _few(list(items), meanwhile, alone=workers.count == 1)
    else:
        outcomes = spread_chunks(extract_some, items, workers=workers, lost=_lost)
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


def _few(items: list[Item], meanwhile: Meanwhile, *, alone: bool) -> Iterator[Outcome]:
    load_finder(*items[0].lesson)  # so that the copy opens no database
    with ahead(lambda: pack(extract_some(items)), alone=alone) as extracted:
        if not alone:
            meanwhile()
        yield from unpack(extracted(), list[Outcome])


def extract_some(items: list[Item]) -> list[Outcome]:
    """Some articles; whatever goes wrong with one of them is its own failure and no one else's."""
    load_gazetteer()  # once in each process, and not in an article's time
    cases = attempt(_case, items)
    extractions = process_all(cases)
    gists = attempt(gist_of, extractions)
    return list(map(_outcome, items, cases, extractions, gists))


def _case(item: Item) -> Case:
    article = unpack(item.article, Article)
    return Case(article, load_finder(*item.lesson).find(article))


def _outcome(item: Item, case: Case | Failure, extraction: Extraction | Failure, gist: Gist | Failure) -> Outcome:
    if isinstance(case, Failure) or isinstance(extraction, Failure) or isinstance(gist, Failure):
        error = next(part.error for part in (case, extraction, gist) if isinstance(part, Failure))
        return Outcome(id=item.id, error=error)
    keys = gist.keys
    gist = replace(gist, keys=structs.replace(keys, clauses=b""))  # they are half of it, and kept by day
    mark = mark_of(item.variant, case.introduced)
    return Outcome(
        id=item.id, extracted=Extracted(item.id, mark, pack(extraction), pack(gist), keys.day or "", keys.clauses)
    )


def _items(cache: Cache, articles: Iterable[tuple[str, str]], lesson: Lesson) -> Iterator[Item]:
    where = cache.path, lesson.version
    for name, variant in articles:
        yield Item(id=name, variant=variant, article=cache.article_bytes(name, variant), lesson=where)


def _lost(item: Item, reason: str) -> Outcome:
    return Outcome(id=item.id, error=reason)
