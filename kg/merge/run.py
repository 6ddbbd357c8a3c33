"""From what each article says to what the accounts are about: things, meetings, statements, copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from sys import intern

from msgspec.structs import replace

from kg.ids import digest
from kg.knowledge.gazetteer import Gazetteer
from kg.merge.accounts import Account, Origin, Service, resolve
from kg.merge.batch import Batch, batches
from kg.merge.consensus import make_meeting, name_of
from kg.merge.copies import Text, find_copies
from kg.merge.keys import ReportKey, collect, interned_report
from kg.merge.meetings import cluster_meetings
from kg.merge.memory import Memory
from kg.merge.naming import make_things
from kg.merge.registry import Registry, ThingOf
from kg.merge.statements import StatementTable
from kg.model import Extraction, KnowledgeBase, Meeting, MergeDecision, Thing


@dataclass(slots=True)
class Archive:
    """The keys of all articles: what merging keeps of them."""

    registry: Registry
    sources: dict[str, tuple[str | None, str]] = field(default_factory=dict)  # article -> (day, source)
    reports: list[tuple[str, ReportKey]] = field(default_factory=list)
    statements: StatementTable = field(default_factory=StatementTable)

    def add(self, batch: Batch) -> None:
        """Take in some articles."""
        self.registry.add(batch)
        self.sources |= {s.article: (s.day and intern(s.day), intern(s.source)) for s in batch.sources}
        self.reports += ((article, interned_report(report)) for article, report in batch.reports)
        self.statements.extend(batch.texts, batch.statements, batch.bits)


def run(
    extractions: Iterable[Extraction], gazetteer: Gazetteer, *, decisions: Iterable[MergeDecision] = ()
) -> KnowledgeBase:
    """The knowledge base of all extractions; the same for any order of them.

    Each extraction is read once and only its keys are kept. Reviewed decisions bind: `same` joins, `different` keeps
    two whole clusters apart.
    """
    keys = [collect(extraction) for extraction in extractions]
    copies = find_copies(Text(one.article, one.day, one.clauses) for one in keys)
    return merge_batches(batches(keys), gazetteer, decisions=decisions, copies=copies)


def merge_batches(
    found: Iterable[Batch], gazetteer: Gazetteer, *, decisions: Iterable[MergeDecision], copies: dict[str, str]
) -> KnowledgeBase:
    """The same from the keys of articles, which may have been kept from an earlier build, and the copies among them."""
    archive = Archive(Registry(gazetteer))
    for batch in found:
        archive.add(batch)
    return merge_archive(archive, gazetteer, decisions=decisions, copies=copies)


def merge_archive(
    archive: Archive,
    gazetteer: Gazetteer,
    *,
    decisions: Iterable[MergeDecision],
    copies: dict[str, str],
    memory: Memory | None = None,
) -> KnowledgeBase:
    """The same from the keys put together, which are of no further use then, and from what was decided before."""
    memory = memory or Memory()
    reviewed = tuple(sorted(decisions, key=lambda d: (d.kind, d.left, d.right, d.judgement)))
    things, thing_of, joined = _identify(archive.registry, gazetteer, reviewed)
    origins = _origins(archive, copies)
    accounts = list(_accounts(archive, thing_of, origins, Service(gazetteer)))
    clusters, groups = cluster_meetings(accounts, reviewed, memory)
    meetings, meeting_of = _meetings(groups, accounts, memory)
    return KnowledgeBase(
        things=tuple(things),
        meetings=tuple(meetings),
        clusters=tuple(archive.statements.clusters(origins, thing_of, meeting_of)),
        decisions=_last([*joined, *clusters.decisions]),
        thing_of=thing_of,
        meeting_of=meeting_of,
        copies=copies,
    )


def _identify(
    registry: Registry, gazetteer: Gazetteer, reviewed: Iterable[MergeDecision]
) -> tuple[list[Thing], ThingOf, list[MergeDecision]]:
    """All things, the thing of each entity, and the decisions taken."""
    partitions = registry.cluster(reviewed)
    things, ids = make_things(registry, partitions, gazetteer)
    decisions = [decision for partition in partitions.values() for decision in partition.decisions]
    return things, registry.things(ids), decisions


def _origins(archive: Archive, copies: Mapping[str, str]) -> dict[str, Origin]:
    origins = {}
    for article, (day, _) in archive.sources.items():
        root = copies.get(article, article)
        origins[article] = Origin(article=article, root=root, day=day, source=archive.sources[root][1])
    return origins


def _accounts(
    archive: Archive, thing_of: Mapping[tuple[str, str], str], origins: Mapping[str, Origin], service: Service
) -> Iterator[Account]:
    for article, report in archive.reports:
        yield resolve(report, origins[article], partial(_thing, thing_of, article), service)


def _thing(thing_of: Mapping[tuple[str, str], str], article: str, key: str) -> str:
    """The thing that a key of an article stands for."""
    return thing_of.get((article, key), key)


def _meetings(
    groups: list[list[Account]], accounts: Iterable[Account], memory: Memory
) -> tuple[list[Meeting], dict[tuple[str, str], str]]:
    """Meetings with unique ids and what they were held on the sidelines of, and (article, report) -> meeting id."""
    meetings = [memory.meeting(group, partial(make_meeting, group)) for group in groups]
    uses = Counter(name_of(meeting) for meeting in meetings)
    named = []
    for meeting in meetings:
        name = name_of(meeting)
        named.append(replace(meeting, id=name if uses[name] == 1 else f"{name}-{digest(meeting.reports, size=6)}"))
    meeting_of = {report: meeting.id for meeting in named for report in meeting.reports}
    around: dict[str, Counter[str]] = {}
    for account in accounts:
        host = meeting_of.get((account.origin.article, account.sidelines_of)) if account.sidelines_of else None
        mine = meeting_of[account.origin.article, account.report]
        if host and host != mine:
            around.setdefault(mine, Counter())[host] += 1
    hosts = {mine: min(found, key=lambda host: (-found[host], host)) for mine, found in around.items()}
    done = [replace(meeting, sidelines_of=hosts.get(meeting.id)) for meeting in named]
    return sorted(done, key=lambda m: m.id), dict(sorted(meeting_of.items()))


def _last(decisions: Iterable[MergeDecision]) -> tuple[MergeDecision, ...]:
    """All decisions, one a pair: the last word on it."""
    last = {(d.kind, d.left, d.right): d for d in decisions}
    return tuple(last[key] for key in sorted(last))
