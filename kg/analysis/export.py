"""The graph for other tools: GraphML and GEXF (Gephi), the same bytes on every run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import networkx as nx

from kg.parallel import each
from kg.viewmodel import Node, View

Facts = dict[str, str | int | float]
Parts = tuple[list[tuple[str, Facts]], list[tuple[str, str, str, Facts]]]  # nodes; edges with source, target and key

# Characters that XML 1.0 cannot hold at all (section 2.2); a label with one would make the file unreadable.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GEXF_META = re.compile(rb"<meta\b.*?</meta>", re.DOTALL)  # a day and a version of networkx: other bytes every run


def clean(text: str) -> str:
    """The text with characters that XML cannot hold replaced.

    >>> clean("王\\x00毅") == "王\\ufffd毅"
    True
    """
    return UNWRITABLE.sub("\ufffd", text)


def _attributes(node: Node, community: int | None) -> Facts:
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


def parts_of(view: View, communities: dict[str, int]) -> Parts:
    """All nodes and edges with what is known of them as attributes; edges are keyed by relation."""
    nodes = [(clean(node.id), _attributes(node, communities.get(node.id))) for node in view.nodes]
    edges: list[tuple[str, str, str, Facts]] = []
    for edge in view.edges:
        facts: Facts = {"relation": edge.relation.value, "weight": edge.count, "articles": len(edge.articles)}
        ends = (clean(edge.source), clean(edge.target))
        edges.append((*ends, edge.relation.value, {**facts, "confidence": edge.confidence}))
    return nodes, edges


def directed(parts: Parts) -> nx.MultiDiGraph[str]:
    """The nodes and edges as a graph of networkx."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(parts[0])
    for source, target, key, facts in parts[1]:
        graph.add_edge(source, target, key=key, **facts)
    return graph


def graphml(parts: Parts) -> bytes:
    """The view as GraphML."""
    out = io.BytesIO()
    nx.write_graphml_xml(directed(parts), out, named_key_ids=True)
    return out.getvalue() + b"\n"


def gexf(parts: Parts) -> bytes:
    """The view as GEXF 1.2, without the day and version that networkx writes into it."""
    out = io.BytesIO()
    nx.write_gexf(directed(parts), out)
    return GEXF_META.sub(b"<meta><creator>diplokg</creator></meta>", out.getvalue()) + b"\n"


FORMS = {"graph.graphml": graphml, "graph.gexf": gexf}


def files(view: View, communities: dict[str, int]) -> Iterator[tuple[str, bytes]]:
    """Both files with their names; where there are workers they begin at once, and are waited for when asked."""
    parts = parts_of(view, communities)
    written = each(_write, [(name, parts) for name in FORMS])
    return zip(FORMS, written, strict=True)


def _write(task: tuple[str, Parts]) -> bytes:
    name, parts = task
    return FORMS[name](parts)
