"""Tasks of the workers: reading files, learning names from all of them, extracting groups of articles."""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing.util import Finalize
from typing import TypeVar

from msgspec.structs import replace

from kg.deadline import within
from kg.errors import DataError, in_words
from kg.knowledge.gazetteer import load_gazetteer
from kg.learn import Introductions, introduced
from kg.merge import Keys
from kg.merge.copies import Text
from kg.model import Article, Introduced
from kg.pipeline.article import process
from kg.pipeline.cache import Reading
from kg.pipeline.cluster.bundle import bundle
from kg.pipeline.cluster.records import Index, Place, Said, Told, ToRead
from kg.pipeline.cluster.storage import read_place
from kg.pipeline.codec import pack, unpack, whole_version
from kg.pipeline.gather import Task, not_read, read_task
from kg.pipeline.gist import Gist, gist_of
from kg.pipeline.lesson import Finder, Names
from kg.pipeline.pool import Workers, spread_apart
from kg.pipeline.report import Tally
from kg.read import Kind, Limits, Skipped, Source
from kg.read.discover import unique

Given = TypeVar("Given")
Result = TypeVar("Result")

INDEX, INTRODUCTIONS, GROUPS = range(3)  # places in what `read` gives; groups follow one another
TOLD, TEXTS, KEYS, STATEMENTS, EXTRACTIONS = range(5)  # places in what `extract` gives

_own = threading.local()


def in_child(
    function: Callable[[Given], Result], items: Iterable[Given], lost: Callable[[Given, str], Result]
) -> Iterator[Result]:
    """`function` of all items, in a process of this thread's own.

    There an article's time can be limited, and one that takes its process down takes no worker of Dask with it, nor
    the results that it holds.
    """
    if not hasattr(_own, "workers"):
        me = multiprocessing.current_process()
        if me.daemon:  # a worker with a nanny: it may have children only if it is none
            me.daemon = False
        _own.workers = Workers(1)
        Finalize(None, _own.workers.stop, exitpriority=100)  # before the queues between them are
    return spread_apart(function, items, workers=_own.workers, lost=lost)


def check_version(version: str) -> None:
    """Raise DataError if the sender of a task has other code or data than this worker."""
    if version != whole_version():
        raise DataError("the workers have another version of diplokg than the machine that started the build")


def read(task: bytes) -> bytes:
    """Read files: their index, what each article introduces, then the articles, packed, in groups."""
    given = unpack(task, ToRead)
    check_version(given.version)
    skipped: list[Skipped] = []
    readings: list[tuple[str, Reading]] = []
    articles: dict[str, tuple[bytes, bytes]] = {}  # the last of one id counts, as in a build on one machine
    tasks = (Task(source=source, known=None) for source in _sources(given.files, skipped))
    for done in in_child(read_task, tasks, not_read):
        readings.append((done.name, done.reading or Reading()))
        articles.update({i: (article, introductions) for i, article, introductions in done.articles})
    stream = iter(articles)
    groups: list[tuple[str, ...]] = []
    while group := tuple(islice(stream, given.size)):
        groups.append(group)
    index = Index(tuple(readings), tuple(skipped), tuple(groups))
    introduces = {i: found for i, (_, found) in articles.items()}
    return bundle(
        [pack(index), pack(introduces), *(pack({i: articles[i][0] for i in group}) for group in groups)],
    )


def _sources(files: Iterable[Place], skipped: list[Skipped]) -> Iterator[Source]:
    taken: set[str] = set()
    for file in files:
        for source in _read(file):
            if isinstance(source, Skipped):
                skipped.append(source)
            else:
                yield unique(source, taken)


def _read(file: Place) -> Iterable[Source | Skipped]:
    try:
        yield from read_place(file, Limits())
    except OSError as error:  # the storage, which may fail where a file system would not
        yield Skipped(source_file=file.name, reason=error.strerror or str(error), kind=Kind.UNREADABLE)


def learn(*introductions: bytes) -> bytes:
    """The names that all articles together introduce."""
    found: dict[str, bytes] = {}
    for some in introductions:
        found.update(unpack(some, dict[str, bytes]))
    return pack(Names(names=introduced(unpack(found[i], Introductions) for i in sorted(found))))


@dataclass(frozen=True, slots=True)
class Item:
    """An article and the names learnt that stand in it."""

    id: str
    article: bytes
    told: tuple[Introduced, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The packed extraction and the gist of an article, or the error that stopped it."""

    id: str
    extraction: bytes = b""
    gist: bytes = b""
    error: str | None = None


def extract(articles: bytes, lesson: bytes, left_out: bytes) -> bytes:
    """Extract a group of articles, but for those that another group holds too.

    The result is what there is to report, what merging needs for copies, for things and meetings, and for statements,
    and the extractions.
    """
    finder = Finder(unpack(lesson, Names).names)
    others = unpack(left_out, set[str])
    packed = {i: data for i, data in sorted(unpack(articles, dict[str, bytes]).items()) if i not in others}
    items = (Item(i, data, finder.find(unpack(data, Article))) for i, data in packed.items())
    outcomes = list(in_child(_extract_one, items, _not_extracted))
    extractions = {o.id: o.extraction for o in outcomes if o.error is None}
    gists = [unpack(o.gist, Gist) for o in outcomes if o.error is None]
    keys = [gist.keys for gist in gists]
    return bundle(
        [
            pack(_told(gists, {o.id: o.error for o in outcomes if o.error is not None})),
            pack([Text(k.article, k.day, k.clauses) for k in keys]),
            pack([replace(k, clauses=b"", statements=()) for k in keys]),
            pack([Said(k.article, statement) for k in keys for statement in k.statements]),
            pack(extractions),
        ]
    )


def _extract_one(item: Item) -> Outcome:
    load_gazetteer()  # once in each process, and not in the article's time
    try:
        with within():
            extraction = process(unpack(item.article, Article), item.told)
            gist = gist_of(extraction)
    except Exception as error:
        return Outcome(item.id, error=in_words(error))
    return Outcome(item.id, pack(extraction), pack(gist))


def _not_extracted(item: Item, reason: str) -> Outcome:
    return Outcome(item.id, error=reason)


def _told(gists: list[Gist], failures: dict[str, str]) -> Told:
    tally = Tally()
    for gist in gists:
        tally.add(gist)
    keys: list[Keys] = [gist.keys for gist in gists]
    return Told(
        failures=failures,
        days=dict(Counter(k.day or "" for k in keys)),
        statements=sum(len(k.statements) for k in keys),
        counts=dict(tally.counts),
        publishers=dict(tally.publishers),
        unresolved=dict(tally.unresolved),
    )
