"""The keys of some articles together: what many of them share stands once, and statements stand in columns.

An archive is kept and read back in batches, at a third of the time that the keys of each article would take.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from kg.merge.keys import EntityKey, Keys, ReportKey
from kg.merge.statements import StatementTable

SIZE = 256  # articles of a batch, where nothing else is said


class Source(Struct, frozen=True, gc=False):
    """An article of a batch: its day, whom it comes from, and its entities by their number."""

    article: str
    day: str | None
    source: str
    entities: bytes  # unsigned, of 32 bits


class Batch(Struct, frozen=True, gc=False):
    """The keys of some articles."""

    sources: tuple[Source, ...]
    entities: tuple[EntityKey, ...]  # each once
    reports: tuple[tuple[str, ReportKey], ...]  # with their article
    texts: tuple[str, ...]  # those that the statements point to
    statements: bytes
    bits: bytes


def make_batch(keys: Iterable[Keys]) -> Batch:
    """The batch of some articles."""
    entities: dict[EntityKey, int] = {}
    sources: list[Source] = []
    reports: list[tuple[str, ReportKey]] = []
    table = StatementTable()
    for one in keys:
        numbers = array("I", (entities.setdefault(entity, len(entities)) for entity in one.entities))
        sources.append(Source(one.article, one.day, one.source, numbers.tobytes()))
        reports += ((one.article, report) for report in one.reports)
        for statement in one.statements:
            table.add(one.article, statement)
    return Batch(tuple(sources), tuple(entities), tuple(reports), *table.columns())


def batches(keys: Iterable[Keys]) -> Iterator[Batch]:
    """Batches of all articles, in their order."""
    rest = iter(keys)
    while some := list(islice(rest, SIZE)):
        yield make_batch(some)
