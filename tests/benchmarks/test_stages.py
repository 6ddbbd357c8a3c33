"""Each stage on a few articles with pytest-benchmark, and the ratios to stock pieces that must not be lost.

Ratios are of processor times taken in turn in one process, so that a busy machine changes them little. They are lower
here than on an archive, where what a build does once is spread over more articles: `python -m tests.benchmarks.table`.
"""

from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from pytest_benchmark.fixture import BenchmarkFixture

from kg import extract, link, merge, nlp
from kg.analysis.centrality import betweenness
from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Article, Extraction
from kg.pipeline.codec import pack
from kg.rdf.writer import write
from kg.read import Source, read_source
from tests.benchmarks.stages import articles, posseg, sources, timed, warm, warm_posseg

FOLDER = Path(__file__).parents[1] / "articles"
COPIES = 10  # of each article, no two with the same text

pytestmark = pytest.mark.benchmark(max_time=0.3, min_rounds=2)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Source]:
    folder = tmp_path_factory.mktemp("copies")
    for path in FOLDER.glob("a*"):
        text = path.read_text(encoding="utf-8")
        for n in range(COPIES):
            (folder / f"{n:02}-{path.name}").write_text(
                text.replace("。", f"，这是第{n + 100}次。", 1), encoding="utf-8"
            )
    warm()
    return sources(folder)


@pytest.fixture(scope="module")
def given(files: list[Source]) -> list[Article]:
    return articles(files)


@pytest.fixture(scope="module")
def extractions(given: list[Article]) -> list[Extraction]:
    return [extract.run(link.run(nlp.run(article))) for article in given]


def test_reading(benchmark: BenchmarkFixture, files: list[Source]) -> None:
    assert len(benchmark(lambda: [read_source(source) for source in files])) == len(files)


def test_names(benchmark: BenchmarkFixture, given: list[Article]) -> None:
    assert benchmark(lambda: [nlp.run(article) for article in given])


def test_links(benchmark: BenchmarkFixture, given: list[Article]) -> None:
    annotated = [nlp.run(article) for article in given]
    assert benchmark(lambda: [link.run(one) for one in annotated])


def test_extraction(benchmark: BenchmarkFixture, given: list[Article]) -> None:
    linked = [link.run(nlp.run(article)) for article in given]
    assert benchmark(lambda: [extract.run(one) for one in linked])


def test_packing(benchmark: BenchmarkFixture, extractions: list[Extraction]) -> None:
    assert benchmark(lambda: [pack(extraction) for extraction in extractions])


def test_merging(benchmark: BenchmarkFixture, extractions: list[Extraction]) -> None:
    keys = [merge.collect(extraction) for extraction in extractions]
    found = list(merge.batches(keys))
    assert benchmark(lambda: merge.merge_batches(found, load_gazetteer(), decisions=(), copies={})).things


def test_betweenness(benchmark: BenchmarkFixture) -> None:
    graph = nx.barabasi_albert_graph(400, 3, seed=1)
    assert benchmark(lambda: betweenness(graph))


def test_names_are_found_faster_than_words_are_tagged(given: list[Article]) -> None:
    warm_posseg()
    few = given[::3]
    turns = [(timed(lambda: [nlp.run(article) for article in few])[0], timed(lambda: posseg(few))[0]) for _ in range(3)]
    mine, stock = map(min, zip(*turns, strict=True))  # a machine that is busy once is not slow
    assert stock / mine > 2  # on simplified text, where jieba is quickest


@pytest.fixture
def graph(extractions: list[Extraction], tmp_path: Path) -> tuple[Path, float]:
    kb = merge.run(extractions, load_gazetteer())
    ordered = sorted(extractions, key=lambda e: e.article.id)
    return tmp_path / "graph.ttl", timed(lambda: write(tmp_path, ordered, kb))[0]


def test_turtle_is_written_and_read_faster_than_by_rdflib(graph: tuple[Path, float], tmp_path: Path) -> None:
    path, writing = graph
    stock: Any = rdflib.Graph()
    reading = timed(lambda: stock.parse(path, format="turtle"))[0]
    serialising = timed(lambda: stock.serialize(tmp_path / "stock.ttl", format="turtle"))[0]
    store = ox.Store()
    loading = timed(lambda: store.bulk_load(path=path, format=ox.RdfFormat.TURTLE))[0]
    assert serialising / writing > 3
    assert reading / loading > 5
