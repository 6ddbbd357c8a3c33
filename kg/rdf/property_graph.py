"""The graph as a property graph: nodes with properties, edges that tell how much is behind them.

A node is a person, country, organization, place, meeting, issue, article or publisher; its id is the tail of its IRI
(`person/antony-blinken`). An edge stands for all accounts that say it: `accounts` is how many, `articles` in how many
articles, `confidence` that of the surest. The tables below are all that is known here of either.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kg import vocab as v
from kg.cells import safe_cell
from kg.rdf.engine import Graph

NODES: Final = {
    "Person": v.PERSON,
    "Country": v.COUNTRY,
    "Organization": v.ORGANIZATION,
    "Place": v.PLACE,
    "Meeting": v.MEETING,
    "Issue": v.ISSUE,
    "Article": v.ARTICLE,
    "Publisher": v.PUBLISHER_CLASS,
}
PROPERTIES: Final = {
    "iso2": v.ISO2,
    "category": v.CATEGORY,
    "kind": v.KIND,
    "status": v.STATUS,
    "startDate": v.START_DATE,
    "endDate": v.END_DATE,
    "headline": v.HEADLINE,
    "datePublished": v.DATE_PUBLISHED,
    "url": v.URL,
    "camp": v.CAMP,
    "sourceFile": v.SOURCE_FILE,
    "sources": v.SOURCE_COUNT,
    "publishers": v.PUBLISHER_COUNT,
}
LINKS: Final = {"kind", "status", "camp"}  # properties whose values are concepts: their codes are written
LABELS: Final = {"en": "nameEn", "zh-hans": "nameHans", "zh-hant": "nameHant"}
# Type of edge -> the classes at its ends, and the pattern from ?from to ?to with the account ?by that says it.
EDGES: Final = {
    "TOOK_PART": ("Person", "Meeting", "?by dkg:reports ?to ; dkg:participant ?from"),
    "PARTY_OF": ("Country|Organization", "Meeting", "?by dkg:reports ?to ; dkg:party ?from"),
    "HELD_IN": ("Meeting", "Place", "?by dkg:reports ?from ; dkg:heldInCity ?to"),
    "HELD_IN_COUNTRY": ("Meeting", "Country", "?by dkg:reports ?from ; dkg:heldInCountry ?to"),
    "DISCUSSED": ("Meeting", "Issue", "?by dkg:reports ?from ; dkg:discussed ?to"),
    "BESIDE": ("Meeting", "Meeting", "?by dkg:reports ?from ; dkg:onSidelinesOf ?to"),
    "REPORTS": ("Article", "Meeting", "?by dkg:reports ?to ; dkg:inArticle ?from"),
    "SPOKE_OF": ("Person|Country|Organization", "Issue", "?by dkg:speaker ?from ; dkg:about ?to"),
    "COVERS": ("Country|Organization", "Issue", "?by a dkg:Readout ; dkg:side ?from ; dkg:covers ?to"),
    "OMITS": ("Country|Organization", "Issue", "?by a dkg:Readout ; dkg:side ?from ; dkg:omits ?to"),
    "HAS_OFFICE_OF": ("Person", "Country|Organization", "?by dkg:holder ?from ; dkg:ofCountry|dkg:ofBody ?to"),
    "MENTIONS": ("Article", "Person|Country|Organization|Place", "?by dkg:inArticle ?from ; dkg:mentionOf ?to"),
    "REPRESENTS": ("Person", "Country|Organization", "?from dkg:represents ?to"),
    "IN_COUNTRY": ("Organization|Place|Publisher", "Country", "?from dkg:country ?to"),
    "PUBLISHED": ("Publisher", "Article", "?to dkg:publisher ?from"),
    "COPY_OF": ("Article", "Article", "?from dkg:copyOf ?to"),
    "NARROWER_THAN": ("Issue", "Issue", "?from skos:broader ?to"),
}
COUNTS: Final = ("accounts", "articles", "confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node with its label (class) and properties."""

    id: str
    label: str
    properties: dict[str, str]


@dataclass(slots=True, kw_only=True)
class Edge:
    """An edge with what is behind it."""

    source: str
    target: str
    type: str
    accounts: int = 0
    articles: set[str] = field(default_factory=set)
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyGraph:
    """All nodes and edges, sorted."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def property_graph(graph: Graph) -> PropertyGraph:
    """Read the nodes and edges out of a graph."""
    nodes = {node.id: node for label, kind in NODES.items() for node in _nodes(graph, label, kind)}
    edges = [edge for kind, (_, _, pattern) in EDGES.items() for edge in _edges(graph, kind, pattern)]
    known = [edge for edge in edges if edge.source in nodes and edge.target in nodes]
    return PropertyGraph(
        nodes=tuple(nodes[key] for key in sorted(nodes)),
        edges=tuple(sorted(known, key=lambda e: (e.type, e.source, e.target))),
    )


def tail(iri: str) -> str:
    """The part of an IRI that is a node's id."""
    return iri.removeprefix(v.ID).removeprefix(v.HOME)


def _nodes(graph: Graph, label: str, kind: str) -> Iterator[Node]:
    found: dict[str, dict[str, str]] = {tail(s or ""): {} for (s,) in graph.rows(f"SELECT ?s {{ ?s a <{kind}> }}")}
    for name, predicate in PROPERTIES.items():
        for subject, value in graph.rows(f"SELECT ?s ?o {{ ?s a <{kind}> ; <{predicate}> ?o }} ORDER BY DESC(STR(?o))"):
            text = value or ""
            found[tail(subject or "")][name] = text.rpartition("/")[2] if name in LINKS else text
    for label_of in ("rdfs:label", "skos:prefLabel"):  # the preferred one goes last and stays
        query = f"SELECT ?s ?o (LCASE(LANG(?o)) AS ?tag) {{ ?s a <{kind}> ; {label_of} ?o }} ORDER BY DESC(?o)"
        for subject, value, tag in graph.rows(query):
            if tag in LABELS:
                found[tail(subject or "")][LABELS[tag]] = value or ""
    for key, properties in found.items():
        names = [properties.get(n) for n in ("nameEn", "nameHans", "nameHant", "headline")]
        yield Node(id=key, label=label, properties={"name": next((n for n in names if n), key), **properties})


def _edges(graph: Graph, kind: str, pattern: str) -> Iterator[Edge]:
    found: dict[tuple[str, str], Edge] = {}
    accounts: dict[tuple[str, str], set[str]] = defaultdict(set)
    more = "OPTIONAL { ?by dkg:inArticle ?article } OPTIONAL { ?by dkg:confidence ?confidence }"
    rows = graph.rows(f"SELECT ?from ?to ?by ?article ?confidence {{ {pattern} . {more if '?by' in pattern else ''} }}")
    for source, target, by, article, confidence in rows:
        key = tail(source or ""), tail(target or "")
        edge = found.setdefault(key, Edge(source=key[0], target=key[1], type=kind))
        accounts[key].add(by or "")
        edge.articles.update([article] if article else [])
        edge.confidence = max(edge.confidence, float(confidence or (0 if by else 1)))
    for key, edge in found.items():
        edge.accounts = len(accounts[key] - {""})
        yield edge


def as_csv(graph: PropertyGraph) -> dict[str, bytes]:
    """Files for `neo4j-admin database import full`: one of nodes for each label, one of edges for each type.

    Cells that a spreadsheet would take for a formula begin with an apostrophe.
    """
    files = {}
    columns = ("name", *LABELS.values(), *PROPERTIES)
    for label in NODES:
        mine = [node for node in graph.nodes if node.label == label]
        used = [c for c in columns if any(c in node.properties for node in mine)]
        rows = [[node.id, *(node.properties.get(c, "") for c in used), label] for node in mine]
        files[f"nodes-{label}.csv"] = _csv(["id:ID", *used, ":LABEL"], rows)
    for kind in EDGES:
        lines = [[e.source, e.target, kind, *_counts(e)] for e in graph.edges if e.type == kind]
        header = [":START_ID", ":END_ID", ":TYPE", "accounts:int", "articles:int", "confidence:float"]
        files[f"edges-{kind}.csv"] = _csv(header, lines)
    return files


def _counts(edge: Edge) -> tuple[int, int, float]:
    return edge.accounts, len(edge.articles), round(edge.confidence, 4)


def _csv(header: list[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe_cell(" ".join(c.split()) if isinstance(c, str) else c) for c in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def as_graphml(graph: PropertyGraph) -> bytes:
    """GraphML, directed; `labels` of nodes and edges are their class and type, as Neo4j and Gephi read them."""
    names = ("labels", "name", *LABELS.values(), *PROPERTIES)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += [f'<key id="{n}" for="node" attr.name="{n}" attr.type="string"/>' for n in names]
    lines += ['<key id="label" for="edge" attr.name="label" attr.type="string"/>']
    lines += [
        f'<key id="{n}" for="edge" attr.name="{n}" attr.type="{"double" if n == "confidence" else "int"}"/>'
        for n in COUNTS
    ]
    lines += ['<graph edgedefault="directed">']
    for node in graph.nodes:
        data = {"labels": f":{node.label}", **node.properties}
        cells = "".join(f'<data key="{n}">{_xml(data[n])}</data>' for n in names if n in data)
        lines.append(f"<node id={quoteattr(_xml(node.id))}>{cells}</node>")
    for edge in graph.edges:
        cells = f'<data key="label">{edge.type}</data>'
        cells += "".join(f'<data key="{n}">{x}</data>' for n, x in zip(COUNTS, _counts(edge), strict=True))
        ends = f"source={quoteattr(_xml(edge.source))} target={quoteattr(_xml(edge.target))}"
        lines.append(f"<edge {ends}>{cells}</edge>")
    return "\n".join([*lines, "</graph>", "</graphml>", ""]).encode("utf-8", "replace")


def _xml(text: str) -> str:
    """Escaped, and without the characters that XML 1.0 cannot hold."""
    return escape(
        "".join(
            c for c in text if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
        )
    )
