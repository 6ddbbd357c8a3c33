"""The graph for other tools: GraphML and GEXF (Gephi), the same bytes on every run."""

from __future__ import annotations

import io
import re
from typing import Any

import networkx as nx

from kg.viewmodel import Node, View

# Characters that XML 1.0 cannot hold at all (section 2.2); a label with one would make the file unreadable.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GEXF_META = re.compile(rb"<meta\b.*?</meta>", re.DOTALL)  # a day and a version of networkx: other bytes every run


def clean(text: str) -> str:
    """The text with characters that XML cannot hold replaced.

    >>> clean("王\\x00毅") == "王\\ufffd毅"
    True
    """
    return UNWRITABLE.sub("\ufffd", text)


def _attributes(node: Node, community: int | None) -> dict[str, str | int | float]:
    names = node.names
    given = {
        "label": names.any or node.id,
        "zh_hans": names.hans,
        "zh_hant": names.hant,
        "latin": names.latin,
        "type": node.type.value,
        "kind": node.kind,
        "status": node.status,
        "start": node.start or "",
        "end": node.end or "",
        "countries": "|".join(node.countries),
    }
    figures = {"articles": len(node.articles), "publishers": node.publisher_count, "confidence": node.confidence}
    place = {} if community is None else {"community": community}
    return {**{key: clean(value) for key, value in given.items()}, **figures, **place}


def directed(view: View, communities: dict[str, int]) -> nx.MultiDiGraph[str]:
    """All nodes and edges with what is known of them as attributes; edges are keyed by relation."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in view.nodes:
        graph.add_node(clean(node.id), **_attributes(node, communities.get(node.id)))
    for edge in view.edges:
        facts: dict[str, Any] = {"relation": edge.relation.value, "weight": edge.count, "articles": len(edge.articles)}
        ends = (clean(edge.source), clean(edge.target))
        graph.add_edge(*ends, key=edge.relation.value, **facts, confidence=edge.confidence)
    return graph


def graphml(view: View, communities: dict[str, int]) -> bytes:
    """The view as GraphML."""
    out = io.BytesIO()
    nx.write_graphml_xml(directed(view, communities), out, named_key_ids=True)
    return out.getvalue() + b"\n"


def gexf(view: View, communities: dict[str, int]) -> bytes:
    """The view as GEXF 1.2, without the day and version that networkx writes into it."""
    out = io.BytesIO()
    nx.write_gexf(directed(view, communities), out)
    return GEXF_META.sub(b"<meta><creator>diplokg</creator></meta>", out.getvalue()) + b"\n"
