"""The agenda over time: how often each issue is spoken of a month, and by which publisher."""

from __future__ import annotations

from collections import Counter

from kg.viewmodel import NodeType, Table, View, labels

UNKNOWN = "unknown"


def month(date: str | None) -> str:
    """The month of an ISO date, its year where no month is known.

    >>> month("2024-09-27"), month("2024"), month(None)
    ('2024-09', '2024', 'unknown')
    """
    return date[:7] if date else UNKNOWN


def over_time(view: View) -> Table:
    """Issue by month of the meeting or statement (else of the article): meeting reports naming it, statements on it."""
    published = {article.id: article.published for article in view.articles}
    label = labels(view)
    reports: Counter[tuple[str, str]] = Counter()
    statements: Counter[tuple[str, str]] = Counter()
    for report in view.reports:
        reports.update((month(report.start or published.get(report.article)), issue) for issue in report.issues)
    for statement in view.statements:
        statements[month(statement.date or published.get(statement.article)), statement.issue] += 1
    keys = sorted({*reports, *statements})
    rows = tuple(
        (when, issue, label.get(issue, issue), reports[when, issue], statements[when, issue]) for when, issue in keys
    )
    return Table(name="agenda", columns=("month", "issue", "name", "meeting_reports", "statements"), rows=rows)


def by_publisher(view: View) -> Table:
    """Publisher by issue: how many of its articles speak of it, in a meeting report or a statement."""
    publisher = {article.id: article.publisher for article in view.articles}
    label = labels(view)
    seen = {(report.article, issue) for report in view.reports for issue in report.issues}
    seen |= {(statement.article, statement.issue) for statement in view.statements}
    counts = Counter((publisher.get(article, ""), issue) for article, issue in seen)
    rows = sorted((name, issue, label.get(issue, issue), count) for (name, issue), count in counts.items())
    return Table(name="publisher_issues", columns=("publisher", "issue", "name", "articles"), rows=tuple(rows))


def meetings_by_month(view: View) -> Table:
    """Month by kind and status: how many meetings."""
    counts = Counter(
        (month(node.start), node.kind, node.status) for node in view.nodes if node.type == NodeType.MEETING
    )
    rows = tuple((*key, count) for key, count in sorted(counts.items()))
    return Table(name="meetings_by_month", columns=("month", "kind", "status", "meetings"), rows=rows)
