"""Extraction of all articles whose extraction is not remembered, spread over the workers."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import Struct, structs

from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Article, Extraction, Introduced
from kg.parallel import Helper
from kg.pipeline.article import Case, Failure, attempt, process_all
from kg.pipeline.cache import Cache, Extracted
from kg.pipeline.codec import pack, unpack
from kg.pipeline.gist import Gist, gist_of
from kg.pipeline.lesson import Lesson, agreeing, load_finder, mark_of
from kg.pipeline.pool import FEW, Workers, spread_chunks

Tell = Callable[[str, int, int], None]
Meanwhile = Callable[[Collection[str]], object]
BATCH = 64  # extractions written to the cache in one transaction
SAMPLES = 8  # articles of before that are enough to have all rules loaded


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


def reader_of(cache: Cache, *, alone: bool) -> Helper[None]:
    """A copy of this process that loads all rules, by extracting some articles of before, while it waits for new ones.

    Loading takes as long as three hundred articles. It is given few articles, if any.
    """
    samples = [] if alone else cache.samples(SAMPLES)

    def ready() -> None:
        if samples:
            _extract_asked([Asked(("", ""), article, ()) for article in samples])

    def work(_: None, messages: Iterator[bytes]) -> bytes:
        return pack(_extract_asked([unpack(message, Asked) for message in messages]))

    return Helper(ready, work, alone=alone)


def _extract_asked(asked: list[Asked]) -> list[Outcome]:
    return extract([one.name for one in asked], attempt(_asked_case, asked))


def _asked_case(asked: Asked) -> Case:
    return Case(unpack(asked.article, Article), asked.told)


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
            crew.reader.tell(pack(Asked((item.id, item.variant), item.article, _case(item).introduced)))
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
    return extract([(item.id, item.variant) for item in items], attempt(_case, items))


def _case(item: Item) -> Case:
    article = unpack(item.article, Article)
    return Case(article, load_finder(*item.lesson).find(article))


def extract(names: list[tuple[str, str]], cases: list[Case | Failure]) -> list[Outcome]:
    """The same of articles at hand, named by id and variant."""
    load_gazetteer()  # once in each process, and not in an article's time
    extractions = process_all(cases)
    gists = attempt(gist_of, extractions)
    return list(map(_outcome, names, cases, extractions, gists))


def _outcome(
    name: tuple[str, str], case: Case | Failure, extraction: Extraction | Failure, gist: Gist | Failure
) -> Outcome:
    if isinstance(case, Failure) or isinstance(extraction, Failure) or isinstance(gist, Failure):
        error = next(part.error for part in (case, extraction, gist) if isinstance(part, Failure))
        return Outcome(id=name[0], error=error)
    keys = gist.keys
    gist = replace(gist, keys=structs.replace(keys, clauses=b""))  # they are half of it, and kept by day
    mark = mark_of(name[1], case.introduced)
    extracted = Extracted(name[0], mark, pack(extraction), pack(gist), keys.day or "", keys.clauses)
    return Outcome(id=name[0], extracted=extracted)


def _items(cache: Cache, articles: Iterable[tuple[str, str]], lesson: Lesson) -> Iterator[Item]:
    where = cache.path, lesson.version
    for name, variant in articles:
        yield Item(id=name, variant=variant, article=cache.article_bytes(name, variant), lesson=where)


def _lost(item: Item, reason: str) -> Outcome:
    return Outcome(id=item.id, error=reason)
