"""Extraction of all articles whose extraction is not remembered, spread over the workers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.deadline import within
from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Article
from kg.pipeline.article import process
from kg.pipeline.cache import Cache
from kg.pipeline.codec import pack, unpack
from kg.pipeline.gather import Gathered
from kg.pipeline.gist import gist_of
from kg.pipeline.pool import spread

Tell = Callable[[str, int, int], None]
BATCH = 64  # extractions written to the cache in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An article's packed extraction and gist, or the error that stopped it."""

    id: str
    payload: bytes = b""
    gist: bytes = b""
    error: str | None = None


def extract_all(cache: Cache, gathered: Gathered, *, workers: int, tell: Tell) -> dict[str, tuple[str, str]]:
    """Fill the cache; the result names the articles that failed: id -> (stage, error)."""
    known = cache.marks()
    todo = [i for i in gathered.files if known.get(i) != gathered.marks[i]]
    failures: dict[str, tuple[str, str]] = {}
    rows: list[tuple[str, str, bytes, bytes]] = []
    outcomes = spread(extract_one, _payloads(cache, todo), workers=workers, lost=_lost, setup=prepare)
    for done, outcome in enumerate(outcomes, 1):
        if outcome.error is None:
            rows.append((outcome.id, gathered.marks[outcome.id], outcome.payload, outcome.gist))
        else:
            failures[outcome.id] = ("extract", outcome.error)
        if len(rows) >= BATCH:
            cache.put_extractions(rows)
            rows = []
        tell("extract", done, len(todo))
    cache.put_extractions(rows)
    return failures


def prepare() -> None:
    """Load what this process needs to extract: once, not for each article."""
    load_gazetteer()


def extract_one(item: tuple[str, bytes]) -> Outcome:
    """One article; whatever goes wrong with it is its own failure and no one else's."""
    article_id, data = item
    try:
        with within():
            extraction = process(unpack(data, Article))
            gist = gist_of(extraction)
    except Exception as error:
        return Outcome(id=article_id, error=f"{type(error).__name__}: {error}"[:200])
    return Outcome(id=article_id, payload=pack(extraction), gist=pack(gist))


def _payloads(cache: Cache, ids: list[str]) -> Iterator[tuple[str, bytes]]:
    for article_id in ids:
        yield article_id, cache.article_bytes(article_id)


def _lost(item: tuple[str, bytes], reason: str) -> Outcome:
    return Outcome(id=item[0], error=reason)
