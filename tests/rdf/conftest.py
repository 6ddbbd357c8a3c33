"""The graph of the gold annotations, written once for all tests."""

from pathlib import Path

import pytest

from kg.rdf import Graph, open_graph, write
from tests.rdf import gold


@pytest.fixture(scope="session")
def gold_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    write(folder, gold.extractions(), gold.knowledge())
    return folder


@pytest.fixture(scope="session")
def gold_graph(gold_folder: Path) -> Graph:
    return open_graph(gold_folder / "graph.ttl")
