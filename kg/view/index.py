"""index.html: what was read, the main figures with small plots, the ways in, and what to be careful about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from kg.days import MONTH
from kg.view import payload
from kg.view.page import assemble
from kg.view.select import LeftOut
from kg.viewmodel import Account, Node, NodeType, Relation, Tables, View

SCRIPTS = ("base.js", "index-plots.js", "index.js")
MONTHS = 36  # shown in the plots, the latest
BEST = 12
SKIPPED = 50


def page(view: View, tables: Tables, account: Account, left: LeftOut | None = None) -> bytes:
    """The page of a view; `account` says what the build read and what it could not."""
    things, meetings = _Things(), _best_reported(view)
    block = {
        "figures": figures(view),
        "span": payload.span(view),
        "account": _account(account),
        "left": {"nodes": left.nodes, "edges": left.edges} if left else None,
        "meetings": _rows(tables, "meetings_by_month"),
        "agenda": agenda(tables, things),
        "publishers": publishers(view, tables, things),
        "people": people(view, tables, things),
        "reported": reported(meetings, things),
        "differing": differing(meetings, things),
    }
    block["things"] = things.rows({node.id: node for node in view.nodes})
    return assemble("index", {"overview": block, "terms": payload.terms(view)}, scripts=SCRIPTS)


class _Things:
    """Numbers for the nodes that the page names."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}

    def number(self, key: str) -> int:
        return self.ids.setdefault(key, len(self.ids))

    def rows(self, nodes: dict[str, Node]) -> list[list[Any]]:
        known = [(key, nodes.get(key)) for key in self.ids]
        return [[key, payload.names_row(node.names, key) if node else [key, "", ""]] for key, node in known]


def figures(view: View) -> list[tuple[str, int]]:
    """The numbers at the top of the page: key of the interface's words, count."""
    kinds = Counter(node.type for node in view.nodes)
    discussed = {edge.target for edge in view.edges if edge.relation in (Relation.DISCUSSED, Relation.SAID)}
    return [
        ("figure-articles", len(view.articles)),
        ("figure-publishers", len({article.publisher for article in view.articles if article.publisher})),
        ("figure-people", kinds[NodeType.PERSON]),
        ("figure-meetings", kinds[NodeType.MEETING]),
        ("figure-countries", kinds[NodeType.COUNTRY]),
        ("figure-organizations", kinds[NodeType.ORGANIZATION]),
        ("figure-issues", len(discussed)),
        ("figure-statements", len(view.statements)),
    ]


def _account(account: Account) -> dict[str, Any]:
    return {
        "read": account.read,
        "duplicates": account.duplicates,
        "skipped": [list(row) for row in account.skipped[:SKIPPED]],
        "skippedCount": len(account.skipped),
        "unresolved": [list(row) for row in account.unresolved[:BEST]],
        "unresolvedCount": account.unresolved_count,
    }


def _rows(tables: Tables, name: str) -> list[list[Any]]:
    return [list(row) for table in tables.tables if table.name == name for row in table.rows]


def agenda(tables: Tables, things: _Things) -> dict[str, Any]:
    """The issues spoken of most, with their counts in each of the latest months."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for when, issue, _, reports, statements in _rows(tables, "agenda"):
        counts[issue][when] += reports + statements
    months = sorted({when for found in counts.values() for when in found if len(when) == MONTH})[-MONTHS:]
    best = sorted(counts, key=lambda issue: (-sum(counts[issue].values()), issue))[:BEST]
    rows = [[things.number(i), sum(counts[i].values()), [counts[i][m] for m in months]] for i in best]
    return {"months": months, "rows": rows}


def publishers(view: View, tables: Tables, things: _Things) -> dict[str, Any]:
    """The publishers with most articles by the issues that most articles speak of."""
    counts = {(publisher, issue): n for publisher, issue, _, n in _rows(tables, "publisher_issues")}
    totals: Counter[str] = Counter()
    for (_, issue), n in counts.items():
        totals[issue] += n
    issues = sorted(totals, key=lambda issue: (-totals[issue], issue))[:BEST]
    articles = Counter(article.publisher for article in view.articles)
    labels = zip(payload.Numbers(view).publisher, payload.publishers(view), strict=True)
    rows = [
        [label["names"], articles[name], [counts.get((name, issue), 0) for issue in issues]]
        for name, label in list(labels)[:BEST]
    ]
    return {"issues": [things.number(issue) for issue in issues], "rows": rows}


def people(view: View, tables: Tables, things: _Things) -> list[list[Any]]:
    """The people who met most others: how many, at how many meetings, in how many articles."""
    met: dict[str, set[str]] = defaultdict(set)
    for left, right, *_ in _rows(tables, "encounters"):
        met[left].add(right)
        met[right].add(left)
    meetings = Counter(edge.source for edge in view.edges if edge.relation is Relation.PARTICIPANT)
    persons = [node for node in view.nodes if node.type is NodeType.PERSON]
    persons.sort(key=lambda n: (-len(met[n.id]), -meetings[n.id], -len(n.articles), n.id))
    return [[things.number(n.id), len(met[n.id]), meetings[n.id], len(n.articles)] for n in persons[:BEST]]


def reported(meetings: Sequence[Node], things: _Things) -> list[list[Any]]:
    """The meetings that most articles report: date, status, articles, publishers."""
    return [[things.number(n.id), n.start, n.status, len(n.articles), n.publisher_count] for n in meetings[:BEST]]


def differing(meetings: Iterable[Node], things: _Things) -> list[list[Any]]:
    """The best reported of the meetings whose accounts differ, with what they differ on."""
    found = islice((node for node in meetings if node.differences), BEST)
    return [[things.number(node.id), payload.differences(node)] for node in found]


def _best_reported(view: View) -> list[Node]:
    """All meetings, those of most articles first."""
    meetings = (node for node in view.nodes if node.type is NodeType.MEETING)
    return sorted(meetings, key=lambda n: (-len(n.articles), n.start or "", n.id))
