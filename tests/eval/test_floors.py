"""Quality floors on the seed articles, pinned with a digest of the gold. They only go up."""

import hashlib
import json
from pathlib import Path

import pytest

from kg.evaluation import score
from kg.evaluation.gold import load_gold
from kg.evaluation.graph import read_graph
from kg.evaluation.score import Scores
from kg.rdf import open_graph

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores() -> Scores:
    graph = open_graph(ROOT / "outputs" / "graph.ttl", keep=False)
    return score(read_graph(graph.rows), load_gold(HERE / "seeds"))


def test_the_gold_is_the_one_that_the_floors_were_set_on() -> None:
    total = hashlib.sha256()
    for path in sorted((HERE / "seeds").glob("*.json")):
        total.update(path.read_bytes())
    assert total.hexdigest() == FLOORS["gold"]


@pytest.mark.parametrize("row", FLOORS["f1"])
def test_no_figure_is_below_its_floor(scores: Scores, row: str) -> None:
    count = scores.table[row]
    found = count.recall if "recall" in row else count.f1
    assert round(found, 3) >= FLOORS["f1"][row]


def test_every_row_has_a_floor(scores: Scores) -> None:
    assert set(scores.table) == set(FLOORS["f1"])
