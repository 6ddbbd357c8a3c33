"""Prints how fast a build is, against stock pieces on the same articles: python -m tests.benchmarks.table FOLDER.

All figures are of one run on one core, in seconds of processor time; those of stock pieces are taken from fewer
articles, evenly spaced, in proportion to their characters.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib
from bs4 import BeautifulSoup
from pyvis.network import Network

from kg import analysis, merge, view
from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Article, Extraction
from kg.rdf.engine import open_graph
from kg.rdf.project import project
from kg.rdf.writer import write
from kg.view import network
from kg.view.select import Subset, select
from tests.benchmarks.stages import Source, articles, parts, posseg, sources, timed, warm, warm_posseg, whole

QUERY = """PREFIX dkg: <https://w3id.org/diplokg/ontology#>
SELECT ?speaker ?issue (COUNT(?s) AS ?n) WHERE {
  ?s a dkg:Statement ; dkg:speaker ?speaker ; dkg:about ?issue ; dkg:evidence ?p . ?p dkg:inArticle ?article
} GROUP BY ?speaker ?issue ORDER BY DESC(?n) ?speaker ?issue"""
GRAPHED = 40  # articles whose graph rdflib writes, reads and asks

Row = tuple[str, float, float]  # what, seconds an article (or in all) here, and by the stock piece


def shares(files: list[Source]) -> Iterator[str]:
    """Every stage of a whole build: articles a second and its share."""
    with tempfile.TemporaryDirectory() as folder:
        times = whole(files, Path(folder) / "outputs")
    without = sum(seconds for name, seconds in times.items() if name != "pages")
    total = sum(times.values())
    yield "| stage of a build | articles a second | share |"
    yield "|---|---:|---:|"
    for name, seconds in times.items():
        yield f"| {name} | {len(files) / seconds:,.0f} | {seconds / total:.0%} |"
    yield f"| all but the pages | {len(files) / without:.0f} | {without / total:.0%} |"
    yield f"| all | {len(files) / total:.0f} | 100% |"


def against_jieba(files: list[Source], few: list[Article]) -> Iterator[Row]:
    """Stages against stock pieces that read and tag."""
    times, given, _ = parts(files)
    pages = [source.path.read_text(encoding="utf-8", errors="replace") for source in files]
    soup, _ = timed(lambda: [BeautifulSoup(page, "lxml").get_text() for page in pages])
    tagging = timed(lambda: posseg(few))[0] * sum(len(a.text) for a in given) / sum(len(a.text) for a in few)
    with tempfile.TemporaryDirectory() as folder:
        all_of_it = sum(whole(files, Path(folder) / "outputs", pages=False).values())
    yield "reading — BeautifulSoup's `get_text`", times["read"] / len(given), soup / len(pages)
    for name in ("names, titles, dates", "link", "meetings, statements"):
        yield f"{name} — `jieba.posseg`", times[name] / len(given), tagging / len(given)
    yield "the whole build without pages — `jieba.posseg`", all_of_it / len(given), tagging / len(given)


def against_rdflib(extractions: list[Extraction], folder: Path) -> Iterator[Row]:
    """The graph of some articles: written, read and asked."""
    kb = merge.run(extractions, load_gazetteer())
    ordered = sorted(extractions, key=lambda e: e.article.id)
    writing, _ = timed(lambda: write(folder, ordered, kb))
    path = folder / "graph.ttl"
    graph = rdflib.Graph()
    reading, _ = timed(lambda: graph.parse(path, format="turtle"))
    stock, _ = timed(lambda: graph.serialize(folder / "stock.ttl", format="turtle"))
    yield "Turtle and N-Triples out — rdflib's Turtle", writing, stock
    store = ox.Store()
    loading, _ = timed(lambda: store.bulk_load(path=path, format=ox.RdfFormat.TURTLE))
    yield "Turtle in — rdflib", loading, reading
    asking, mine = timed(lambda: list(store.query(QUERY)))  # type: ignore[arg-type]
    stock, theirs = timed(lambda: list(graph.query(QUERY)))
    assert len(mine) == len(theirs)
    yield "a SPARQL query — rdflib", asking, stock


def against_pyvis(graph: Path) -> Iterator[Row]:
    """The network page of a graph; pyvis leaves the layout to the browser, and shows no evidence."""
    seen = project(open_graph(graph, keep=False).rows)
    tables = analysis.run(seen)
    part, _ = select(seen, Subset(top=view.NODES))
    mine, _ = timed(lambda: network.page(part, tables.communities))
    stock, _ = timed(lambda: _pyvis_page(part))
    yield f"the page of {len(part.nodes)} nodes — pyvis", mine, stock


def _pyvis_page(part: view.View) -> str:
    net = Network(cdn_resources="in_line")
    for node in part.nodes:
        net.add_node(node.id, label=node.names.any or node.id)
    for edge in part.edges:
        net.add_edge(edge.source, edge.target, value=edge.count)
    return str(net.generate_html())


def rows(files: list[Source], tagged: int) -> Iterator[Row]:
    """All comparisons."""
    few = articles(files[:: max(1, len(files) // tagged)])[:tagged]
    yield from against_jieba(files, few)
    _, _, extractions = parts(files[:: max(1, len(files) // GRAPHED)][:GRAPHED])
    with tempfile.TemporaryDirectory() as folder:
        yield from against_rdflib(extractions, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        whole(files, Path(folder) / "outputs", pages=False)
        yield from against_pyvis(Path(folder) / "outputs" / "graph.ttl")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--tagged", type=int, default=100, help="articles that jieba.posseg tags")
    given = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core, also for libraries with threads of their own
    warm()
    warm_posseg()
    files = sources(given.folder, given.articles)
    for line in shares(files):
        print(line)
    print("\n| the same work — by a stock piece | seconds here | seconds there | times as fast |\n|---|---:|---:|---:|")
    for what, here, there in rows(files, given.tagged):
        print(f"| {what} | {here:.4f} | {there:.4f} | {there / here:.1f} |")


if __name__ == "__main__":
    main()
