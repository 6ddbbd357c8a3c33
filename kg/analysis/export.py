"""The graph for other tools: GraphML and GEXF (Gephi), the same bytes on every run.

networkx writes what stands around the nodes and edges, from the first edge and its nodes; all of them are written here
in its way, for it would take twelve times as long and hold a tree of a million elements. They come in groups, so that
those of which nothing changed can be copied out of an earlier file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from itertools import islice
from operator import lt
from typing import Any, TypeVar
from zlib import crc32

import msgspec
import networkx as nx

from kg.ids import digest
from kg.patchwork import Piece
from kg.viewmodel import Node, View

Facts = dict[str, str | int | float]
NodeRow = tuple[str, Facts]
EdgeRow = tuple[str, str, str, Facts]  # with source, target and key
Parts = tuple[list[NodeRow], list[EdgeRow]]
Row = TypeVar("Row", NodeRow, EdgeRow)
Grouped = tuple[list[tuple[bytes, list[NodeRow]]], list[tuple[bytes, list[EdgeRow]]]]  # with digests

# Characters that XML 1.0 cannot hold at all (section 2.2); a label with one would make the file unreadable.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GEXF_META = re.compile(r"<meta\b.*?</meta>", re.DOTALL)  # a day and a version of networkx: other bytes every run
GEXF_OWN = ("label", "start", "end")  # attributes that GEXF has itself
GEXF_OF_EDGES = ("relation", "articles", "confidence", "networkx_key")
USUAL = 64  # rows of a group in the mean
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
    edges: list[EdgeRow] = []
    for edge in view.edges:
        relation = edge.relation.value
        facts: Facts = {"relation": relation, "weight": edge.count, "articles": len(edge.articles)}
        facts["confidence"] = edge.confidence
        edges.append((clean(edge.source), clean(edge.target), relation, facts))
    return nodes, edges


def directed(parts: Parts) -> nx.MultiDiGraph[str]:
    """The nodes and edges as a graph of networkx."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(parts[0])
    for source, target, key, facts in parts[1]:
        graph.add_edge(source, target, key=key, **facts)
    return graph


def edge_id(source: str, target: str, relation: str) -> str:
    """The id of an edge in GEXF, which stays its own when others are added."""
    return digest(source, target, relation)


def networkx_graphml(parts: Parts) -> str:
    """The view as GraphML, all by networkx."""
    out = io.BytesIO()
    nx.write_graphml_xml(directed(parts), out, named_key_ids=True)
    return out.getvalue().decode() + "\n"


def networkx_gexf(parts: Parts) -> str:
    """The view as GEXF 1.2, all by networkx, without the day and version that it writes."""
    out, graph = io.BytesIO(), directed(parts)
    for source, target, relation, facts in graph.edges(keys=True, data=True):
        facts["id"] = edge_id(source, target, relation)
    nx.write_gexf(graph, out)
    return GEXF_META.sub("<meta><creator>diplokg</creator></meta>", out.getvalue().decode()) + "\n"


def pieces(parts: Parts, form: _GraphML | _Gexf, grouped: Grouped) -> Iterator[Piece]:
    """The rows of a form in what networkx writes around those of one edge and its nodes."""
    if not _is_plain(parts):
        yield Piece.of(form.whole(parts).encode())
        return
    frame = form.whole(_first(parts))
    nodes, edges = grouped
    yield Piece.of(frame[: frame.rindex("\n", 0, frame.index("<node ")) + 1].encode())
    yield from (Piece(mark + form.depends, partial(form.nodes, group)) for mark, group in nodes)
    yield Piece.of(form.between.encode())
    yield from (Piece(mark + form.depends, partial(form.edges, group)) for mark, group in edges)
    yield Piece.of(frame[frame.rindex(form.after) :].encode())


def _grouped(parts: Parts) -> Grouped:
    """Nodes and edges in groups, each with a digest of it."""
    return list(_groups(parts[0])), list(_groups(parts[1]))


def _groups(rows: list[Row]) -> Iterator[tuple[bytes, list[Row]]]:
    """Some dozens of rows at a time; a group ends behind one that its own hash picks out, wherever that stands."""
    begin = 0
    for end, row in enumerate(rows, 1):
        if crc32("|".join(row[:-1]).encode()) % USUAL == 0 or end == len(rows):
            group = rows[begin:end]
            yield blake2b(msgspec.msgpack.encode(group), digest_size=16).digest(), group
            begin = end


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


class _GraphML:
    """Rows as GraphML has them."""

    whole = staticmethod(networkx_graphml)
    between, after, depends = "", "  </graph>", b""

    def __init__(self, _: Parts) -> None:
        self._text, self._own = _Escaped(IN_TEXT), _Escaped(IN_VALUE)

    def nodes(self, rows: list[NodeRow]) -> bytes:
        """Some nodes."""
        own = self._own
        return "".join([f'    <node id="{own[i]}">\n{self._data(facts)}    </node>\n' for i, facts in rows]).encode()

    def edges(self, rows: list[EdgeRow]) -> bytes:
        """Some edges."""
        return "".join([self._edge(*row) for row in rows]).encode()

    def _edge(self, source: str, target: str, relation: str, facts: Facts) -> str:
        ends = f'source="{self._own[source]}" target="{self._own[target]}" id="{relation}"'
        return f"    <edge {ends}>\n{self._data(facts)}    </edge>\n"

    def _data(self, facts: Facts) -> str:
        text = self._text
        return "".join(
            [
                f'      <data key="{key}">{text[value]}</data>\n' if value != "" else f'      <data key="{key}" />\n'
                for key, value in facts.items()
            ]
        )


class _Gexf:
    """Rows as GEXF has them, which numbers attributes."""

    whole = staticmethod(networkx_gexf)
    between, after = "    </nodes>\n    <edges>\n", "    </edges>"

    def __init__(self, parts: Parts) -> None:
        keys = [key for key in parts[0][0][1] if key not in GEXF_OWN] if parts[0] else []
        self._of_nodes = {key: at for at, key in enumerate(keys)}
        self._of_edges = {key: at for at, key in enumerate(GEXF_OF_EDGES, len(keys))}
        self._text = _Escaped(IN_VALUE)
        self.depends = "|".join(keys).encode()

    def nodes(self, rows: list[NodeRow]) -> bytes:
        """Some nodes."""
        return "".join([self._node(*row) for row in rows]).encode()

    def edges(self, rows: list[EdgeRow]) -> bytes:
        """Some edges."""
        return "".join([self._edge(*row) for row in rows]).encode()

    def _node(self, node: str, facts: Facts) -> str:
        text = self._text
        own = " ".join([f'{key}="{text[facts[key]]}"' for key in GEXF_OWN])
        values = _values(facts, self._of_nodes, text)
        return f'      <node id="{text[node]}" {own}>\n{values}      </node>\n'

    def _edge(self, source: str, target: str, relation: str, facts: Facts) -> str:
        text, name = self._text, edge_id(source, target, relation)
        ends = f'source="{text[source]}" target="{text[target]}" id="{name}" weight="{facts["weight"]}"'
        values = _values({**facts, "networkx_key": relation}, self._of_edges, text)
        return f"      <edge {ends}>\n{values}      </edge>\n"


def _values(facts: Facts, number: dict[str, int], text: _Escaped) -> str:
    lines = [
        f'          <attvalue for="{number[key]}" value="{text[value]}" />\n'
        for key, value in facts.items()
        if key in number
    ]
    return f"        <attvalues>\n{''.join(lines)}        </attvalues>\n"


FORMS: dict[str, type[_GraphML | _Gexf]] = {"graph.graphml": _GraphML, "graph.gexf": _Gexf}


def files(view: View, communities: dict[str, int]) -> Iterator[tuple[str, Iterator[Piece]]]:
    """Both files with their names, each in pieces that are made when they are asked for."""
    parts = parts_of(view, communities)
    grouped = _grouped(parts)
    yield from ((name, pieces(parts, form(parts), grouped)) for name, form in FORMS.items())
