"""The graph for other tools: GraphML and GEXF (Gephi), the same bytes on every run.

networkx writes what stands around the nodes and edges, from the first edge and its nodes; all of them are written here
in its way, for it would take twelve times as long and hold a tree of a million elements.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from operator import lt
from typing import Any

import networkx as nx

from kg.viewmodel import Node, View

Facts = dict[str, str | int | float]
Parts = tuple[list[tuple[str, Facts]], list[tuple[str, str, str, Facts]]]  # nodes; edges with source, target and key

# Characters that XML 1.0 cannot hold at all (section 2.2); a label with one would make the file unreadable.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GEXF_META = re.compile(r"<meta\b.*?</meta>", re.DOTALL)  # a day and a version of networkx: other bytes every run
GEXF_OWN = ("label", "start", "end")  # attributes that GEXF has itself
IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
IN_VALUE = IN_TEXT | str.maketrans({'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"})


def clean(text: str) -> str:
    """The text with characters that XML cannot hold replaced.

    >>> clean("王\\x00毅") == "王\\ufffd毅"
    True
    """
    return text if text.isprintable() else UNWRITABLE.sub("\ufffd", text)


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


def networkx_graphml(parts: Parts) -> str:
    """The view as GraphML, all by networkx."""
    out = io.BytesIO()
    nx.write_graphml_xml(directed(parts), out, named_key_ids=True)
    return out.getvalue().decode() + "\n"


def networkx_gexf(parts: Parts) -> str:
    """The view as GEXF 1.2, all by networkx, without the day and version that it writes."""
    out = io.BytesIO()
    nx.write_gexf(directed(parts), out)
    return GEXF_META.sub("<meta><creator>diplokg</creator></meta>", out.getvalue().decode()) + "\n"


def graphml(parts: Parts) -> bytes:
    """The view as GraphML."""
    return _framed(parts, networkx_graphml, _graphml_rows, "  </graph>")


def gexf(parts: Parts) -> bytes:
    """The view as GEXF 1.2."""
    return _framed(parts, networkx_gexf, _gexf_rows, "    </edges>")


def _framed(parts: Parts, write: Callable[[Parts], str], rows: Callable[[Parts], Iterator[str]], after: str) -> bytes:
    """The rows in what networkx writes around those of one edge and its nodes; `after` is what follows the last."""
    if not _is_plain(parts):
        return write(parts).encode()
    frame = write(_first(parts))
    start = frame.rindex("\n", 0, frame.index("<node ")) + 1
    return "".join((frame[:start], *rows(parts), frame[frame.rindex(after) :])).encode()


def _is_plain(parts: Parts) -> bool:
    """Whether each node and edge is there once and in order; two ids may be one without what XML cannot hold."""
    nodes, edges = [node for node, _ in parts[0]], [edge[:3] for edge in parts[1]]
    return bool(edges) and all(map(lt, nodes, islice(nodes, 1, None))) and all(map(lt, edges, islice(edges, 1, None)))


def _first(parts: Parts) -> Parts:
    """The first edge with its nodes."""
    edge = parts[1][0]
    return [node for node in parts[0] if node[0] in edge[:2]], [edge]


class _Escaped(dict[Any, Any]):
    """Values as they stand in XML, each looked at once; numbers stand as they are."""

    def __init__(self, table: dict[int, str]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, value: str | float) -> str | float:
        if not isinstance(value, str):
            return value
        self[value] = text = value.translate(self._table)
        return text


def _graphml_rows(parts: Parts) -> Iterator[str]:
    """Nodes and edges as GraphML has them."""
    text, own = _Escaped(IN_TEXT), _Escaped(IN_VALUE)
    for node, facts in parts[0]:
        yield f'    <node id="{own[node]}">\n{_data(facts, text)}    </node>\n'
    for source, target, relation, facts in parts[1]:
        ends = f'source="{own[source]}" target="{own[target]}" id="{relation}"'
        yield f"    <edge {ends}>\n{_data(facts, text)}    </edge>\n"


def _data(facts: Facts, text: _Escaped) -> str:
    return "".join(
        [
            f'      <data key="{key}">{text[value]}</data>\n' if value != "" else f'      <data key="{key}" />\n'
            for key, value in facts.items()
        ]
    )


def _gexf_rows(parts: Parts) -> Iterator[str]:
    """Nodes and edges as GEXF has them, which numbers attributes and edges."""
    keys = [key for key in parts[0][0][1] if key not in GEXF_OWN]
    number, text = {key: at for at, key in enumerate(keys)}, _Escaped(IN_VALUE)
    for node, facts in parts[0]:
        own = " ".join([f'{key}="{text[facts[key]]}"' for key in GEXF_OWN])
        yield f'      <node id="{text[node]}" {own}>\n{_values(facts, number, text)}      </node>\n'
    yield "    </nodes>\n    <edges>\n"
    number = {key: at for at, key in enumerate(("relation", "articles", "confidence", "networkx_key"), len(keys))}
    for at, (source, target, relation, facts) in enumerate(parts[1]):
        ends = f'source="{text[source]}" target="{text[target]}" id="{at}" weight="{facts["weight"]}"'
        values = _values({**facts, "networkx_key": relation}, number, text)
        yield f"      <edge {ends}>\n{values}      </edge>\n"


def _values(facts: Facts, number: dict[str, int], text: _Escaped) -> str:
    lines = [
        f'          <attvalue for="{number[key]}" value="{text[value]}" />\n'
        for key, value in facts.items()
        if key in number
    ]
    return f"        <attvalues>\n{''.join(lines)}        </attvalues>\n"


FORMS = {"graph.graphml": graphml, "graph.gexf": gexf}


def files(view: View, communities: dict[str, int]) -> Iterator[tuple[str, bytes]]:
    """Both files with their names, each made when it is asked for."""
    parts = parts_of(view, communities)
    yield from ((name, write(parts)) for name, write in FORMS.items())
