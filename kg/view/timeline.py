"""timeline.html: meetings on a time axis, a lane a party, with what was announced tied to what took place."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from msgspec.structs import replace

from kg.view import payload
from kg.view.page import assemble
from kg.view.select import LeftOut, narrow
from kg.viewmodel import Node, NodeType, Relation, Report, View

MEETINGS = 3000  # more are left out, the least reported first: the page draws every one it holds
AHEAD = ("planned", "possible")
SCRIPTS = ("base.js", "evidence.js", "timeline-axis.js", "timeline.js")


def page(view: View) -> bytes:
    """The page of a view."""
    part, left = strongest_meetings(view, MEETINGS)
    part = narrow(part, {passage for report in part.reports for passage in report.passages})
    evidence = payload.evidence(part) | {"reports": reports(part)}
    lanes = timeline(part, left) | {"span": payload.span(view)}
    blocks = {"timeline": lanes, "evidence": evidence, "terms": payload.terms(view)}
    return assemble("timeline", blocks, scripts=SCRIPTS)


def strongest_meetings(view: View, limit: int) -> tuple[View, LeftOut | None]:
    """The view with none but its best reported meetings, as far as the page shows them, and how many it has besides."""
    meetings = sorted(
        (node for node in view.nodes if node.type is NodeType.MEETING), key=lambda node: (-len(node.articles), node.id)
    )
    kept = {node.id for node in meetings[:limit]}
    kept |= {node.id for node in view.nodes if node.type is not NodeType.MEETING}
    gone = len(meetings) - min(limit, len(meetings))
    part = replace(
        view,
        nodes=tuple(node for node in view.nodes if node.id in kept),
        edges=tuple(edge for edge in view.edges if edge.source in kept and edge.target in kept),
        reports=tuple(report for report in view.reports if report.meeting in kept),
    )
    return part, LeftOut(nodes=gone, edges=0) if gone else None


def timeline(view: View, left: LeftOut | None) -> dict[str, Any]:
    """Names of whatever is pointed to, and one row a meeting."""
    members: dict[Relation, dict[str, list[str]]] = {r: defaultdict(list) for r in Relation}
    for edge in view.edges:
        at_meeting = edge.relation in (Relation.PARTICIPANT, Relation.PARTY)
        key, value = (edge.target, edge.source) if at_meeting else (edge.source, edge.target)
        members[edge.relation][key].append(value)
    by_meeting: dict[str, list[Report]] = defaultdict(list)
    for report in view.reports:
        by_meeting[report.meeting].append(report)
    numbers = payload.Numbers(view)
    published = {article.id: article.published for article in view.articles}
    return {
        "things": [[n.id, n.type, payload.names_row(n.names, n.id)] for n in view.nodes],
        "meetings": [
            _meeting(node, numbers, members) | {"announced": _announced(node, by_meeting[node.id], published)}
            for node in view.nodes
            if node.type is NodeType.MEETING
        ],
        "left": {"nodes": left.nodes} if left else None,
    }


def _meeting(node: Node, numbers: payload.Numbers, members: dict[Relation, dict[str, list[str]]]) -> dict[str, Any]:
    def linked(relation: Relation) -> list[int]:
        return numbers.nodes(members[relation].get(node.id, ()))

    return {
        "at": numbers.node[node.id],
        "kind": node.kind,
        "status": node.status,
        "start": node.start,
        "end": node.end,
        "parties": linked(Relation.PARTY),
        "people": linked(Relation.PARTICIPANT),
        "issues": linked(Relation.DISCUSSED),
        "beside": linked(Relation.SIDELINES),
        "place": payload.names_row(node.place) if node.place else None,
        "country": numbers.node.get(node.country, -1) if node.country else -1,
        "articles": len(node.articles),
        "publishers": node.publisher_count,
        "confidence": round(node.confidence, 3),
        "differ": payload.differences(node),
    }


def _announced(node: Node, reports: list[Report], published: dict[str, str | None]) -> list[str]:
    """The days on which articles spoke of the meeting as one to come."""
    days = {published.get(report.article) for report in reports if report.status in AHEAD}
    return sorted(day for day in days if day and (node.start is None or day[: len(node.start)] <= node.start))


def reports(view: View) -> dict[int, list[payload.Row]]:
    """The accounts of each meeting by its number: article, kind, status, dates, confidence, passages."""
    numbers = payload.Numbers(view)
    found: dict[int, list[payload.Row]] = {}
    for report in view.reports:
        facts = [report.kind, report.status, report.start, report.end, round(report.confidence, 3)]
        row = [numbers.article[report.article], *facts, numbers.passages(report.passages)]
        found.setdefault(numbers.node[report.meeting], []).append(row)
    return dict(sorted(found.items()))
