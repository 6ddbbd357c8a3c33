"""Nodes and edges out of the accounts of a graph: every edge with the articles and passages of those who say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from msgspec.structs import replace

from kg import vocab as v
from kg.rdf import triples
from kg.rdf.facts import Facts, code, first, first_id, ids, number
from kg.viewmodel import (
    Article,
    Difference,
    Edge,
    Names,
    Node,
    NodeType,
    Passage,
    Readout,
    Relation,
    Report,
    Role,
    Statement,
    View,
)

TYPE_OF = {v.PERSON: NodeType.PERSON, v.COUNTRY: NodeType.COUNTRY, v.ORGANIZATION: NodeType.ORGANIZATION}
SLOT_OF = {predicate: slot for slot, predicate in triples.SLOTS.items()}
Pair = tuple[str, str]  # a speaker and an issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was read out of a graph, before it is put together."""

    names: dict[str, Names]
    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    entities: dict[str, dict[str, Facts]]  # by class, then id
    meetings: dict[str, Facts]
    issues: dict[str, Facts]
    speaks_of: dict[str, set[str]]  # articles by entity or issue
    reports: tuple[Report, ...]
    roles: tuple[Role, ...]
    statements: tuple[Statement, ...]
    readouts: tuple[Readout, ...]
    terms: tuple[str, ...]
    said: Mapping[Pair, Edge]  # what `said_edges` makes of the statements


@dataclass(slots=True)
class Tie:
    """One edge while its accounts are counted."""

    articles: set[str] = field(default_factory=set)
    passages: list[tuple[float, str]] = field(default_factory=list)
    confidence: float = 0.0
    count: int = 0

    def add(self, article: str, passages: Iterable[str], confidence: float) -> None:
        """Count one account; an edge is as sure as its surest account."""
        self.articles.add(article)
        for passage in passages:
            self.passages.append((-confidence, passage))
        self.confidence = max(self.confidence, confidence)
        self.count += 1

    def best(self) -> tuple[str, ...]:
        """The passages of the surest accounts first, each once."""
        return tuple(dict.fromkeys(passage for _, passage in sorted(self.passages)))

    def edge(self, source: str, target: str, relation: Relation) -> Edge:
        """The edge, once all accounts are counted."""
        return Edge(
            source=source,
            target=target,
            relation=relation,
            articles=tuple(sorted(self.articles)),
            passages=self.best(),
            confidence=self.confidence or 1.0,
            count=max(1, self.count),
        )


Ties = dict[tuple[str, str, Relation], Tie]
Count = Callable[[Collection[str]], int]
Settled = tuple[list[Report], Report]  # the reports of a meeting, and what the graph or they settle
EDGE_ORDER = attrgetter("source", "target", "relation")


def weave(found: Gathered) -> View:
    """The view of what was read: nodes, edges, and the accounts behind them, all sorted."""
    meetings = _by_meeting(found)
    publishers_of = _publishers_of(found.articles)
    made = (_entities(found, publishers_of), _meetings(found, meetings, publishers_of), _issues(found, publishers_of))
    nodes = tuple(sorted(chain.from_iterable(made), key=lambda node: node.id))
    known = {node.id for node in nodes}
    edges = chain((tie.edge(*key) for key, tie in _ties(found, meetings).items()), found.said.values())
    ordered = sorted((e for e in edges if e.source in known and e.target in known), key=EDGE_ORDER)
    publishers = sorted({article.publisher for article in found.articles} & found.names.keys())
    return View(
        articles=found.articles,
        passages=found.passages,
        nodes=nodes,
        edges=tuple(ordered),
        reports=found.reports,
        roles=found.roles,
        statements=found.statements,
        readouts=found.readouts,
        terms=tuple((term, found.names[term]) for term in found.terms if term in found.names),
        publishers=tuple((publisher, found.names[publisher]) for publisher in publishers),
    )


def _publishers_of(articles: Iterable[Article]) -> Count:
    """What counts the publishers of some articles, given by id."""
    publisher = {article.id: article.publisher for article in articles}
    return lambda ids: len({publisher.get(article) for article in ids})


def _ties(found: Gathered, meetings: Mapping[str, Settled]) -> Ties:
    """The edges but those of statements.

    They are those of the meetings as the graph settles them, backed by the reports that say the same, and of roles.
    """
    ties: Ties = {}
    for meeting, (reports, settled) in meetings.items():
        backed: dict[str, list[Tie]] = defaultdict(list)
        for source, target, relation in _ends(meeting, settled):
            tie = ties.setdefault((source, target, relation), Tie())
            backed[source if target == meeting else target].append(tie)
        for report in reports:
            named = {*report.participants, *report.parties, *report.issues, report.beside or ""}
            for tie in (tie for other in named if other in backed for tie in backed[other]):
                tie.add(report.article, report.passages, report.confidence)
    roles: dict[str, list[Role]] = defaultdict(list)
    for role in found.roles:
        roles[role.holder].append(role)
    for person, facts in found.entities[v.PERSON].items():
        for body in ids(facts, v.REPRESENTS):
            tie = ties[person, body, Relation.REPRESENTS] = Tie()
            for role in roles[person]:
                if role.body == body:
                    tie.add(role.article, (role.passage,) if role.passage else (), 1.0)
    return ties


def said_edges(statements: Iterable[Statement]) -> dict[Pair, Edge]:
    """The edges from speakers to issues, by speaker and issue: each depends on the statements of the two alone."""
    found: dict[Pair, list[Statement]] = defaultdict(list)
    for said in statements:
        found[said.speaker, said.issue].append(said)
    return {pair: said_edge(pair, by_pair) for pair, by_pair in found.items()}


def said_edge(pair: Pair, statements: Iterable[Statement]) -> Edge:
    """The edge from a speaker to an issue."""
    tie = Tie()
    for said in statements:
        tie.add(said.article, said.passages, said.confidence)
    return tie.edge(*pair, Relation.SAID)


def _ends(meeting: str, settled: Report) -> Iterable[tuple[str, str, Relation]]:
    yield from ((person, meeting, Relation.PARTICIPANT) for person in settled.participants)
    yield from ((party, meeting, Relation.PARTY) for party in settled.parties)
    yield from ((meeting, issue, Relation.DISCUSSED) for issue in settled.issues)
    if settled.beside and settled.beside != meeting:
        yield meeting, settled.beside, Relation.SIDELINES


def _by_meeting(found: Gathered) -> dict[str, Settled]:
    reports: dict[str, list[Report]] = {meeting: [] for meeting in found.meetings}
    for report in found.reports:
        reports.setdefault(report.meeting, []).append(report)
    return {meeting: (told, _settled(found.meetings.get(meeting, {}), told)) for meeting, told in reports.items()}


def _settled(facts: Facts, reports: list[Report]) -> Report:
    """A meeting's own facts in the shape of a report; of a bare meeting, those of its surest report and all names."""
    if v.KIND not in facts and reports:
        return replace(
            _surest_first(reports)[0],
            participants=tuple(sorted({person for report in reports for person in report.participants})),
            parties=tuple(sorted({party for report in reports for party in report.parties})),
            issues=tuple(sorted({issue for report in reports for issue in report.issues})),
        )
    return Report(
        id="",
        meeting="",
        article="",
        kind=code(facts, v.KIND),
        status=code(facts, v.STATUS),
        start=first(facts, v.START_DATE),
        end=first(facts, v.END_DATE),
        participants=ids(facts, v.PARTICIPANT),
        parties=ids(facts, v.PARTY),
        issues=ids(facts, v.DISCUSSED),
        city=first_id(facts, v.HELD_IN_CITY),
        country=first_id(facts, v.HELD_IN_COUNTRY),
        beside=first_id(facts, v.ON_SIDELINES_OF),
        confidence=number(facts, v.CONFIDENCE, 1.0),
    )


def _surest_first(reports: Iterable[Report]) -> list[Report]:
    return sorted(reports, key=lambda report: (-report.confidence, report.id))


def _meetings(found: Gathered, meetings: Mapping[str, Settled], publishers_of: Count) -> Iterable[Node]:
    for meeting, (reports, settled) in meetings.items():
        facts = found.meetings.get(meeting, {})
        articles = tuple(sorted({report.article for report in reports}))
        yield Node(
            id=meeting,
            type=NodeType.MEETING,
            names=found.names.get(meeting, Names()),
            articles=articles,
            passages=tuple(dict.fromkeys(passage for report in _surest_first(reports) for passage in report.passages)),
            countries=tuple(party for party in settled.parties if party.startswith("country/")),
            kind=settled.kind,
            status=settled.status,
            start=settled.start,
            end=settled.end,
            place=found.names.get(settled.city) if settled.city else None,
            country=settled.country,
            venue=first(facts, v.VENUE) or "",
            publisher_count=int(number(facts, v.PUBLISHER_COUNT, publishers_of(articles))),
            confidence=settled.confidence,
            differences=tuple(_differences(facts, reports, found.names)),
        )


def _differences(facts: Facts, reports: list[Report], names: dict[str, Names]) -> Iterable[Difference]:
    """For each slot that the graph says the reports differ in, every value in words with the articles that give it."""
    for slot in sorted(SLOT_OF[predicate] for predicate in facts.get(v.DIFFERS_IN, ()) if predicate in SLOT_OF):
        values: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for report in (report for report in reports if slot not in report.inferred):
            given = getattr(report, slot)
            if given:
                values[given if isinstance(given, tuple) else (given,)].add(report.article)
        told = [(_listed(slot, items, names), tuple(sorted(articles))) for items, articles in values.items()]
        yield Difference(slot=slot, values=tuple(sorted(told, key=lambda one: (-len(one[1]), one[0].hans))))


def _listed(slot: str, items: Iterable[str], names: dict[str, Names]) -> Names:
    """Some values of a slot in one line of each language: things by name, kinds and statuses by their terms."""
    found = [names.get(item) or names.get(f"{slot}/{item}") or Names(hans=item) for item in items]
    return Names(
        hans="、".join(one.hans or one.any for one in found),
        hant="、".join(one.hant or one.any for one in found),
        latin=", ".join(one.latin or one.any for one in found),
    )


def _entities(found: Gathered, publishers_of: Count) -> Iterable[Node]:
    for kind, type_ in TYPE_OF.items():
        for key, facts in found.entities[kind].items():
            articles = found.speaks_of.get(key, set())
            countries = ids(facts, v.REPRESENTS) if type_ is NodeType.PERSON else ids(facts, v.IN_COUNTRY)
            yield Node(
                id=key,
                type=type_,
                names=found.names.get(key, Names()),
                articles=tuple(sorted(articles)),
                countries=(key,) if type_ is NodeType.COUNTRY else countries,
                code=first(facts, v.ISO2) or "",
                kind=first(facts, v.CATEGORY) or "",
                publisher_count=publishers_of(articles),
            )


def _issues(found: Gathered, publishers_of: Count) -> Iterable[Node]:
    """Issues that something speaks of, with the issues above them."""
    articles: dict[str, set[str]] = defaultdict(set)
    for report in found.reports:
        for issue in report.issues:
            articles[issue].add(report.article)
    for said in found.statements:
        articles[said.issue].add(said.article)
    for readout in found.readouts:
        for part in (*readout.covers, *readout.omits):
            articles[part.issue].add(readout.article)
    for issue, sources in articles.items():
        yield Node(
            id=issue,
            type=NodeType.ISSUE,
            names=found.names.get(issue, Names()),
            articles=tuple(sorted(sources)),
            code=issue.rpartition("/")[2],
            broader=first_id(found.issues.get(issue, {}), v.BROADER),
            publisher_count=publishers_of(sources),
        )
