"""network.html: who is tied to whom and to what, with filters, search and the words behind every line."""

from __future__ import annotations

from math import sqrt
from typing import Any

from msgspec.structs import replace

from kg.errors import UsageError
from kg.view import payload
from kg.view.bands import place_bands
from kg.view.layout import Box, Pieces, place
from kg.view.page import assemble, vis_network
from kg.view.select import LeftOut
from kg.viewmodel import Node, NodeType, Relation, View

PARTS = ("model", "state", "draw", "overview", "focus", "controls", "panel", "export")
SCRIPTS = ("base.js", "evidence.js", *(f"network-{part}.js" for part in PARTS), "network.js")
LAYOUTS = ("clusters", "bands")
CHARACTER = 12.5  # pixels of a Han character of a label at scale 1; Latin letters take about .55 of it
LINE = 10.5  # Han characters on a line of a label
MEETING_LABEL = 10.0  # a kind and a date


def page(
    view: View,
    communities: dict[str, int],
    left: LeftOut | None = None,
    *,
    layout: str = LAYOUTS[0],
    pieces: Pieces | None = None,
) -> bytes:
    """The page of a view; `left` says what of a larger graph is not in it, `layout` is one of LAYOUTS.

    `pieces` are what was laid out before.
    """
    places = positions(view, communities, layout, pieces)
    blocks = {
        "graph": graph(view, communities, places, left),
        "evidence": evidence(view),
        "terms": payload.terms(view),
        "folding": payload.folding(view),
    }
    return assemble("network", blocks, scripts=SCRIPTS, library=vis_network())


def graph(
    view: View, communities: dict[str, int], places: dict[str, tuple[int, int]], left: LeftOut | None
) -> dict[str, Any]:
    """What the page needs at once; the words come in a block of their own, read when they are asked for."""
    return {
        "types": list(payload.TYPES),
        "relations": list(payload.RELATIONS),
        "publishers": payload.publishers(view),
        "articles": [[publisher, date] for _, publisher, date, *_ in payload.article_rows(view)],
        "nodes": payload.node_rows(view, places, communities),
        "edges": payload.edge_rows(view),
        "left": {"kept": len(view.nodes), "nodes": left.nodes, "edges": left.edges} if left else None,
    }


def evidence(view: View) -> dict[str, Any]:
    """The words, read when they are asked for: only passages that a node, an edge or a statement of the page shows."""
    of_nodes, of_edges = payload.node_passages(view), payload.edge_passages(view)
    statements = payload.best_statements(view)
    shown = {passage for found in (*of_nodes, *of_edges, *(s.passages for s in statements)) for passage in found}
    part = replace(view, passages=tuple(p for p in view.passages if p.id in shown), statements=statements)
    numbers = payload.Numbers(part)
    return payload.evidence(part) | {
        "nodePassages": [numbers.passages(found) for found in of_nodes],
        "edgePassages": [numbers.passages(found) for found in of_edges],
        "roles": payload.role_rows(part),
        "statements": payload.statement_rows(part),
        "statementCounts": payload.statement_counts(view),
    }


def positions(
    view: View, communities: dict[str, int], layout: str, pieces: Pieces | None = None
) -> dict[str, tuple[int, int]]:
    """Where each node stands; lines of all relations pull, statements less than the rest."""
    if layout not in LAYOUTS:
        raise UsageError(f"no layout {layout}; there are {', '.join(LAYOUTS)}")
    edges = [
        (edge.source, edge.target, 1 if edge.relation is Relation.SAID else 1 + edge.count)
        for edge in view.edges
        if edge.source != edge.target
    ]
    boxes = {node.id: box(node) for node in view.nodes}
    if layout == "bands":
        return place_bands(view.nodes, edges, boxes)
    return place([node.id for node in view.nodes], edges, communities, boxes, pieces=pieces)


def box(node: Node) -> Box:
    """The room of a node: its shape, and under it its label in one or two lines."""
    radius = min(34.0, 6 + 4 * sqrt(len(node.articles)))
    name = payload.names_row(node.names)[0]
    letters = sum(1.0 if ord(char) > 0x2E7F else 0.55 for char in name)
    widest = MEETING_LABEL if node.type is NodeType.MEETING else letters
    lines = 2 if widest > LINE else 1
    return Box(width=max(2 * radius, min(widest, LINE) * CHARACTER) + 8, height=2 * radius + 15 * lines + 8)
