"""What one article says, as triples: the article, its accounts, and the passages that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg import vocab as v
from kg.errors import DataError
from kg.fold import fold
from kg.model import Article, Extraction, Form, MeetingReport, Readout, Span, Statement, Tenure
from kg.rdf.passages import Passages, Rows
from kg.rdf.publishers import publisher_term
from kg.rdf.terms import Term, Triple, boolean, decimal, integer, iri, string, typed
from kg.rdf.triples import SLOTS, Names, Value, concepts, country, moment, node, optional


@dataclass(frozen=True, slots=True)
class Scope:
    """One article while it is written: its records, what its keys stand for, and the passages gathered so far."""

    extraction: Extraction
    names: Names
    passages: Passages

    @property
    def id(self) -> str:
        """The article's id."""
        return self.extraction.article.id

    def thing(self, key: str) -> Term:
        """The thing that an entity key of the article stands for."""
        known = self.names.thing_of.get(key)
        if known is None and not key.startswith("country/"):
            raise DataError(f"article {self.id}: nothing stands behind {key}")
        return iri(v.thing_iri(known or key))

    def things(self, keys: Iterable[str]) -> list[Term]:
        """Several of them."""
        return [self.thing(key) for key in keys]

    def maybe(self, key: str | None) -> Term | None:
        """The same, for a slot that may be empty."""
        return self.thing(key) if key else None

    def meeting(self, report: str | None) -> Term | None:
        """The encounter that a report of the article is about."""
        known = self.names.meeting_of.get(report) if report else None
        return iri(v.meeting_iri(known)) if known else None


def article_parts(extraction: Extraction, names: Names) -> tuple[list[Triple], Passages]:
    """All that one article says: its accounts as triples in the order of their IRIs, and the passages behind them.

    The passages are most of every graph: texts.py writes them without triples between.
    """
    scope = Scope(extraction, names, Passages(extraction.article))
    accounts = [
        *(list(_report(scope, report)) for report in extraction.meetings),
        *(list(_statement(scope, at, statement)) for at, statement in enumerate(extraction.statements)),
        *(list(_tenure(scope, tenure)) for tenure in extraction.tenures),
        *(list(_readout(scope, readout)) for readout in extraction.readouts),
    ]
    once = {account[0][0]: account for account in reversed(accounts)}  # one account found twice is one
    _mentions(scope)
    triples = list(_article(extraction.article, names))
    triples += (triple for _, account in sorted(once.items()) for triple in account)
    return triples, scope.passages


def _article(article: Article, names: Names) -> Iterator[Triple]:
    return node(
        iri(v.article_iri(article.id)),
        v.ARTICLE,
        (v.SOURCE_FILE, [string(name) for name in (article.source_file, *article.other_files)]),
        (v.HEADLINE, optional(article.headline)),
        (v.PUBLISHED_BY, publisher_term(article)),
        (v.DATE_PUBLISHED, moment(article.day)),
        (v.DATE_SOURCE, optional(article.published_source)),
        (v.LANGUAGE, typed(f"zh-{article.script}", "language")),
        (v.URL, typed(article.url, "anyURI") if article.url else None),
        (v.CREDITS, [string(agency) for agency in article.credits]),
        (v.COPY_OF, iri(v.article_iri(names.copy_of)) if names.copy_of else None),
        (v.LENGTH, integer(len(article.text))),
        (v.DIGEST, optional(article.digest)),
    )


def _report(scope: Scope, report: MeetingReport) -> Iterator[Triple]:
    return node(
        iri(v.report_iri(scope.id, report.id)),
        v.MEETING_REPORT,
        (v.IN_ARTICLE, iri(v.article_iri(scope.id))),
        (v.REPORTS, scope.meeting(report.id)),
        (v.KIND, concepts("kind", [report.kind])),
        (v.STATUS, concepts("status", [report.status])),
        (v.NAME, optional(report.name)),
        (v.START_DATE, moment(report.start)),
        (v.END_DATE, moment(report.end)),
        (v.PARTICIPANT, scope.things(report.participants)),
        (v.PARTY, scope.things(report.parties)),
        (v.HELD_IN_CITY, scope.maybe(report.city)),
        (v.HELD_IN_COUNTRY, country(report.country)),
        (v.DISCUSSED, concepts("issue", report.issues)),
        *_circumstances(scope, report),
        (v.EVIDENCE, scope.passages.evidence(report.evidence)),
        (v.RULE, optional(report.rule)),
        (v.CONFIDENCE, decimal(report.confidence)),
    )


def _circumstances(scope: Scope, report: MeetingReport) -> Iterator[tuple[str, Value]]:
    yield v.VENUE, optional(report.venue)
    yield v.DURATION, optional(report.duration)
    yield v.HOST, scope.maybe(report.host)
    yield v.CHAIR, scope.things(report.chairs)
    yield v.LEVEL, optional(report.level)
    yield v.OUTCOME, optional(report.outcome)
    yield v.ON_SIDELINES_OF, scope.meeting(report.sidelines_of)
    yield v.ANNOUNCED_ON, moment(report.announced)
    yield v.IS_MAIN, boolean(True) if report.main else None
    yield v.INFERRED, [iri(SLOTS[slot]) for slot in report.inferred]


def _statement(scope: Scope, at: int, statement: Statement) -> Iterator[Triple]:
    said = statement.evidence
    content = (statement.speaker, statement.side, statement.issue, statement.act, said.start, said.end)
    cluster = scope.names.cluster_of.get(at)
    return node(
        iri(v.account_iri("statement", scope.id, *content)),
        v.STATEMENT,
        (v.IN_ARTICLE, iri(v.article_iri(scope.id))),
        (v.SPEAKER, scope.thing(statement.speaker)),
        (v.SIDE, scope.maybe(statement.side)),
        (v.ABOUT, concepts("issue", [statement.issue])),
        (v.ACT, concepts("act", [statement.act])),
        (v.ADDRESSEE, scope.maybe(statement.addressee)),
        (v.TARGET, scope.maybe(statement.target)),
        (v.MADE_AT, scope.meeting(statement.made_at)),
        (v.RELAYED_BY, scope.maybe(statement.relayed_by)),
        (v.STATED_ON, moment(statement.date)),
        (v.IN_CLUSTER, iri(v.cluster_iri(cluster)) if cluster else None),
        (v.QUOTATION, scope.passages.evidence([statement.quotation] if statement.quotation else [])),
        (v.EVIDENCE, scope.passages.evidence([said])),
        (v.RULE, optional(statement.rule)),
        (v.CONFIDENCE, decimal(statement.confidence)),
        (v.ACT_CONFIDENCE, decimal(statement.act_confidence)),
    )


def _tenure(scope: Scope, tenure: Tenure) -> Iterator[Triple]:
    span = Span(start=tenure.start, end=tenure.end)
    content = (tenure.holder, tenure.role, tenure.country, tenure.body, span.start, span.end)
    return node(
        iri(v.account_iri("tenure", scope.id, *content)),
        v.TENURE,
        (v.IN_ARTICLE, iri(v.article_iri(scope.id))),
        (v.HOLDER, scope.thing(tenure.holder)),
        (v.ROLE, string(tenure.role)),
        (v.OFFICE, string(fold(tenure.role))),
        (v.MODIFIER, optional(tenure.modifier)),
        (v.OF_COUNTRY, country(tenure.country)),
        (v.OF_BODY, scope.maybe(tenure.body)),
        (v.EVIDENCE, scope.passages.evidence([span])),
    )


def _readout(scope: Scope, readout: Readout) -> Iterator[Triple]:
    spans = [(span.start, span.end) for span in readout.evidence]
    passages = scope.passages.evidence(readout.evidence)
    for said in (*readout.covers, *readout.omits):
        issue = (v.NAMES_ISSUE, iri(v.concept("issue", said.issue)))
        passages.append(scope.passages.add(said.start, said.end, ((v.TYPE, iri(v.ISSUE_MENTION)), issue)))
    return node(
        iri(v.account_iri("readout", scope.id, readout.side, readout.meeting, readout.issuer, spans)),
        v.READOUT,
        (v.IN_ARTICLE, iri(v.article_iri(scope.id))),
        (v.SIDE, scope.thing(readout.side)),
        (v.OF_MEETING, scope.meeting(readout.meeting)),
        (v.ISSUED_BY, scope.maybe(readout.issuer)),
        (v.COVERS, concepts("issue", [said.issue for said in readout.covers])),
        (v.OMITS, concepts("issue", [said.issue for said in readout.omits])),
        (v.EVIDENCE, passages),
        (v.RULE, optional(readout.rule)),
        (v.CONFIDENCE, decimal(readout.confidence)),
    )


def _mentions(scope: Scope) -> None:
    known: dict[tuple[tuple[str, ...], Form], Rows] = {}  # the same names come again and again
    for mention in scope.extraction.mentions:
        what = mention.entities, mention.form
        if what not in known:
            kind, link = (v.MENTION, v.MENTION_OF) if mention.form.names else (v.REFERENCE, v.REFERS_TO)
            rows = [(link, scope.thing(key)) for key in mention.entities]
            known[what] = (*rows, (v.TYPE, iri(kind)), (v.FORM, string(mention.form))) if rows else ()
        if known[what]:
            scope.passages.add(mention.start, mention.end, known[what])
