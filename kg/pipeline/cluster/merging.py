"""Tasks of the workers: merging. Copies by days and statements by what they say on all of them, the rest on one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from kg.ids import digest
from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import Keys, batches, merge_batches
from kg.merge.accounts import Origin
from kg.merge.copies import WINDOW_DAYS, Dated, Text, copy_pairs, joined
from kg.merge.statements import StatementTable
from kg.pipeline.cluster.bundle import bundle
from kg.pipeline.cluster.records import Naming, Row, Said, ToMerge
from kg.pipeline.codec import pack, unpack
from kg.pipeline.report import known
from kg.rdf.triples import Lookup

# Articles of consecutive days that are compared for copies in one task, unless one day has more. There are no more
# tasks than MOST, for these as for statements, since each of them gets something from every group of articles.
TOGETHER = 5_000
STATEMENTS = 20_000  # that are put into clusters in one task
MOST = 64
KNOWN, ABOVE, NAMINGS = range(3)  # places in what `merge` gives; one naming a group of articles follows
CLUSTERS, MEMBERS = range(2)  # places in what `cluster` gives; members by group follow


class Days(Struct, frozen=True):
    """A stretch of days whose articles are compared with those before them; both bounds "" for articles without day."""

    first: str
    last: str

    @property
    def since(self) -> str:
        """The first day of the articles that are needed."""
        if not self.first:
            return ""
        day = date.fromisoformat(self.first)
        return (day - timedelta(days=min(WINDOW_DAYS, day.toordinal() - 1))).isoformat()

    def needs(self, day: str) -> bool:
        """Whether an article of that day takes part."""
        return self.since <= day <= self.last


def tasks_of(statements: int) -> int:
    """The number of tasks that so many statements are dealt out to."""
    return min(MOST, max(1, math.ceil(statements / STATEMENTS)))


def stretches(days: dict[str, int], *, size: int = TOGETHER) -> tuple[Days, ...]:
    """The days of an archive, with the number of their articles, cut into stretches of about so many articles."""
    size = max(size, math.ceil(sum(days.values()) / MOST))
    cut: list[list[str]] = []
    count = 0
    for day, articles in sorted(days.items()):
        if not cut or count + articles > size or not cut[-1][0]:
            cut.append([])
            count = 0
        cut[-1].append(day)
        count += articles
    return tuple(Days(some[0], some[-1]) for some in cut)


def deal_texts(texts: bytes, wanted: bytes) -> bytes:
    """The texts of a group of articles that each stretch of days needs."""
    found = unpack(texts, list[Text])
    return bundle([pack([t for t in found if days.needs(t.day or "")]) for days in unpack(wanted, tuple[Days, ...])])


def compare(first: str, *texts: bytes) -> bytes:
    """The pairs of copies in a stretch of days that begins with `first`."""
    return pack(list(copy_pairs((t for some in texts for t in unpack(some, list[Text])), since=first)))


def join(*pairs: bytes) -> bytes:
    """Article -> the article that it is a copy of."""
    return pack(joined(pair for some in pairs for pair in unpack(some, list[tuple[Dated, Dated]])))


def merge(task: bytes, copies: bytes, *keys: bytes) -> bytes:
    """Things and meetings of all articles: what there is to report, what stands above the articles, then the naming
    of each group of them. Keys come by group.
    """
    found, groups, sources = unpack(copies, dict[str, str]), list[list[str]](), dict[str, tuple[str | None, str]]()
    noted = batches(_noted(keys, groups, sources))
    kb = merge_batches(noted, load_gazetteer(), decisions=unpack(task, ToMerge).decisions, copies=found)
    lookup = Lookup(kb)

    def naming(article: str) -> Naming:
        root = found.get(article, article)
        day = sources[article][0]
        return Naming(lookup.of(article), Origin(article=article, root=root, day=day, source=sources[root][1]))

    above = replace(kb, thing_of={}, meeting_of={}, copies={})
    return bundle([pack(known(kb)), pack(above), *(pack([naming(a) for a in group]) for group in groups)])


def _noted(
    keys: Iterable[bytes], groups: list[list[str]], sources: dict[str, tuple[str | None, str]]
) -> Iterator[Keys]:
    """All keys; who is in which group, and the day and source of each, are noted on the way."""
    for some in keys:
        groups.append([])
        for one in unpack(some, list[Keys]):
            groups[-1].append(one.article)
            sources[one.article] = one.day, one.source
            yield one


def deal_statements(statements: bytes, namings: bytes, count: int) -> bytes:
    """The statements of a group of articles, dealt out to `count` tasks by speaker, side, issue and act."""
    by_article = {naming.origin.article: naming for naming in unpack(namings, list[Naming])}
    dealt: list[list[Row]] = [[] for _ in range(count)]
    for said in unpack(statements, list[Said]):
        naming, s = by_article[said.article], said.statement
        things, meetings = naming.names.thing_of, naming.names.meeting_of
        speaker, side = things.get(s.speaker, s.speaker), things.get(s.side, s.side) if s.side else None
        made_at = meetings.get(s.made_at) if s.made_at else None
        place = crc32(digest(speaker, side, s.issue, s.act).encode()) % count
        dealt[place].append(Row(naming.origin, replace(s, speaker=speaker, side=side, made_at=made_at)))
    return bundle([pack(rows) for rows in dealt])


def cluster(*rows: bytes) -> bytes:
    """The clusters of the statements that were dealt to one task; then, by group of articles, which are in which."""
    table = StatementTable()
    origins: dict[str, Origin] = {}
    meeting_of: dict[tuple[str, str], str] = {}
    group_of: dict[str, int] = {}
    for group, some in enumerate(rows):
        for row in unpack(some, list[Row]):
            article, meeting = row.origin.article, row.statement.made_at
            origins[article], group_of[article] = row.origin, group
            if meeting:
                meeting_of[article, meeting] = meeting
            table.add(article, row.statement)
    clusters = table.clusters(origins, {}, meeting_of)
    members: list[list[tuple[str, int, str]]] = [[] for _ in rows]
    for found in clusters:
        for article, index in found.members:
            members[group_of[article]].append((article, index, found.id))
    return bundle([pack(clusters), *map(pack, members)])
