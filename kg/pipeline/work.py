"""Extraction of all articles whose extraction is not remembered, spread over the workers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.deadline import within
from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Article
from kg.pipeline.article import process
from kg.pipeline.cache import Cache
from kg.pipeline.codec import pack, unpack
from kg.pipeline.gist import gist_of
from kg.pipeline.lesson import Lesson, agreeing, load_finder, mark_of
from kg.pipeline.pool import Workers, spread

Tell = Callable[[str, int, int], None]
BATCH = 64  # extractions written to the cache in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A packed article, and where what was learnt is kept: the cache's file and the version."""

    id: str
    article: bytes
    lesson: tuple[Path, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An article's packed extraction and gist with their mark, or the error that stopped it."""

    id: str
    mark: str = ""
    payload: bytes = b""
    gist: bytes = b""
    error: str | None = None


def extract_all(
    cache: Cache, ids: Iterable[str], lesson: Lesson, *, workers: Workers, tell: Tell
) -> dict[str, tuple[str, str]]:
    """Fill the cache; the result names the articles that failed: id -> (stage, error)."""
    current = agreeing(cache, lesson)
    todo = [i for i in ids if i not in current]
    failures: dict[str, tuple[str, str]] = {}
    rows: list[tuple[str, str, bytes, bytes]] = []
    outcomes = spread(extract_one, _items(cache, todo, lesson), workers=workers, lost=_lost)
    for done, outcome in enumerate(outcomes, 1):
        if outcome.error is None:
            rows.append((outcome.id, outcome.mark, outcome.payload, outcome.gist))
        else:
            failures[outcome.id] = ("extract", outcome.error)
        if len(rows) >= BATCH:
            cache.put_extractions(rows, lesson.version)
            rows = []
        tell("extract", done, len(todo))
    cache.put_extractions(rows, lesson.version)
    return failures


def extract_one(item: Item) -> Outcome:
    """One article; whatever goes wrong with it is its own failure and no one else's."""
    load_gazetteer()  # once in each process, and not in the article's time
    try:
        with within():
            article = unpack(item.article, Article)
            told = load_finder(*item.lesson).find(article)
            extraction = process(article, told)
            gist = gist_of(extraction)
    except Exception as error:
        return Outcome(id=item.id, error=f"{type(error).__name__}: {error}"[:200])
    return Outcome(id=item.id, mark=mark_of(told), payload=pack(extraction), gist=pack(gist))


def _items(cache: Cache, ids: list[str], lesson: Lesson) -> Iterator[Item]:
    for article_id in ids:
        yield Item(id=article_id, article=cache.article_bytes(article_id), lesson=(cache.path, lesson.version))


def _lost(item: Item, reason: str) -> Outcome:
    return Outcome(id=item.id, error=reason)
