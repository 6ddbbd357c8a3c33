import csv
import io
import random
import subprocess
import sys
from collections import deque
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from msgspec.structs import replace

from kg import analysis
from kg.analysis.centrality import SEED, betweenness
from kg.analysis.communities import communities
from kg.analysis.matrix import matrices, relation
from kg.viewmodel import Tables, View
from tests.viewsample import UNSURE, statement


@pytest.fixture(scope="module")
def tables(sample: View) -> Tables:
    return analysis.run(sample)


def rows(tables: Tables, name: str) -> list[dict[str, object]]:
    table = next(table for table in tables.tables if table.name == name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_encounters_count_held_meetings_conferences_and_the_rest_apart(tables: Tables) -> None:
    found = {(row["left"], row["right"]): row for row in rows(tables, "encounters")}
    pair = found["person/blinken", "person/wang-yi"]
    assert (pair["meetings"], pair["conferences"], pair["not_held"]) == (1, 0, 0)
    assert (pair["first"], pair["last"]) == ("2024-09-27", "2024-09-27")
    assert found["person/hostile", "person/wang-yi"]["conferences"] == 1
    states = {(row["left"], row["right"]): row for row in rows(tables, "party_encounters")}
    assert (states["country/CN", "country/US"]["meetings"], states["country/CN", "country/US"]["not_held"]) == (1, 1)
    assert ("person/pompeo", "person/wang-yi") not in found


def test_issue_pairs_are_those_of_one_meeting(tables: Tables) -> None:
    found = {(row["left"], row["right"]): (row["meetings"], row["jaccard"]) for row in rows(tables, "issue_pairs")}
    assert found == {
        ("issue/arms", "issue/taiwan"): (1, 1.0),
        ("issue/arms", "issue/scs"): (1, 0.5),
        ("issue/scs", "issue/taiwan"): (1, 0.5),
    }


def test_agenda_counts_accounts_by_month(tables: Tables) -> None:
    found = {
        (row["month"], row["issue"]): (row["meeting_reports"], row["statements"]) for row in rows(tables, "agenda")
    }
    assert found["2024-09", "issue/arms"] == (1, 2)
    assert found["2024-10", "issue/scs"] == (1, 1)


def test_publishers_by_issue_count_articles(tables: Tables) -> None:
    found = {(row["publisher"], row["issue"]): row["articles"] for row in rows(tables, "publisher_issues")}
    assert found["publisher/one", "issue/arms"] == 1
    assert found["publisher/two", "issue/scs"] == 1
    assert ("publisher/one", "issue/scs") not in found


def test_matrix_tells_said_from_silent_from_left_out(tables: Tables) -> None:
    states = {
        (row["issue"], row["side"]): (row["state"], row["omitted"], row["acts"], row["relation"])
        for row in rows(tables, "readouts")
        if row["meeting"] == "meeting/m1"
    }
    assert states == {
        ("issue/arms", "country/CN"): ("said", False, "act/urge", "oppose"),
        ("issue/arms", "country/US"): ("said", False, "act/reject", "oppose"),
        ("issue/scs", "country/CN"): ("omitted", True, "", ""),
        ("issue/scs", "country/US"): ("said", False, "act/criticise", ""),
        ("issue/taiwan", "country/CN"): ("other-only", False, "", ""),
        ("issue/taiwan", "country/US"): ("said", False, "act/support", ""),
    }


def test_an_act_of_the_matrix_is_as_sure_as_the_surest_statement_of_it(sample: View) -> None:
    def acts(view: View) -> dict[str, float]:
        (matrix,) = (found for found in matrices(view) if found.meeting == "meeting/m1")
        return {act: sure for row in matrix.rows for cell in row.cells for act, _, sure in cell.acts}

    assert acts(sample)["act/criticise"] == UNSURE
    again = statement("s9", "person/blinken", "country/US", "scs", "criticise", ("a2", 2, "m1"), sure=0.5)
    assert acts(replace(sample, statements=(again, *sample.statements)))["act/criticise"] == 0.5


def test_positions_tell_how_sure_the_act_is(tables: Tables) -> None:
    sure = {row["act"]: (row["confidence"], row["act_confidence"]) for row in rows(tables, "positions")}
    assert sure["act/criticise"] == (0.8, UNSURE)
    assert sure["act/support"] == (0.8, 0.75)


def test_positions_carry_date_publisher_and_words(tables: Tables) -> None:
    first = rows(tables, "positions")[0]
    assert (first["side"], first["date"], first["act"], first["publisher"]) == (
        "country/CN",
        "2024-09-27",
        "act/urge",
        "publisher/one",
    )
    assert "停止对台军售" in str(first["quote"])


def test_every_node_has_its_measures(sample: View, tables: Tables) -> None:
    found = {row["id"]: row for row in rows(tables, "nodes")}
    assert found.keys() == {node.id for node in sample.nodes}
    assert found["meeting/m1"]["degree"] == 7
    assert found["country/JP"]["degree"] == 0
    assert set(tables.communities) == set(found)


def brute_betweenness(graph: nx.Graph) -> dict[int, float]:
    """By counting every shortest path of every pair: slow, and written without looking at the other."""
    scores = dict.fromkeys(graph, 0.0)
    for source, target in combinations(graph, 2):
        paths: list[list[int]] = []
        queue: deque[list[int]] = deque([[source]])
        while queue:
            path = queue.popleft()
            if paths and len(path) > len(paths[0]):
                break
            if path[-1] == target:
                paths.append(path)
                continue
            queue.extend([*path, other] for other in graph[path[-1]] if other not in path)
        for path in paths:
            for node in path[1:-1]:
                scores[node] += 1 / len(paths)
    size = len(graph)
    return {node: score / ((size - 1) * (size - 2) / 2) for node, score in scores.items()}


@pytest.mark.parametrize("seed", range(5))
def test_betweenness_is_that_of_an_independent_count(seed: int) -> None:
    chance = random.Random(seed)
    graph = nx.gnp_random_graph(9, 0.3, seed=chance.randrange(1000))
    expected = brute_betweenness(graph)
    found, sources = betweenness(graph)
    assert sources == 9
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(("size", "ties", "budget"), [(60, 50, 10**6), (90, 300, 10**6), (200, 500, 20_000)])
def test_betweenness_is_that_of_networkx_to_the_last_bit(size: int, ties: int, budget: int) -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(size, ties, seed=size), "n{}".format)
    found, sources = betweenness(graph, budget=budget)
    expected = nx.betweenness_centrality(graph, k=sources if sources < size else None, seed=SEED)
    assert found == expected


def test_betweenness_of_a_large_graph_is_sampled_within_its_budget() -> None:
    graph = nx.star_graph(200)
    found, sources = betweenness(graph, budget=4010)
    assert sources == 10
    assert max(found, key=lambda node: found[node]) == 0


def test_two_groups_are_two_communities() -> None:
    graph = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(5))
    graph.add_edge(0, 6)
    found = communities(graph)
    assert {found[node] for node in range(6)} == {0}
    assert {found[node] for node in range(6, 11)} == {1}


ROOT = Path(__file__).parents[2]
DIGEST = """
import hashlib
from tests.viewsample import make_sample
from kg import analysis, view
seen = make_sample()
tables = analysis.run(seen)
found = {**analysis.files(seen, tables), **view.pages(seen, tables)}
print(hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest())
"""


def test_files_and_pages_are_the_same_bytes_whatever_the_hash_of_texts() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(digests) == 1


def test_no_cell_of_a_csv_is_a_formula(sample: View, tables: Tables) -> None:
    for name, content in analysis.files(sample, tables).items():
        if name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
            assert not [c for c in cells if c.startswith(("=", "+", "@", "\t")) or (c.startswith("-") and len(c) > 12)]
    assert "'=HYPERLINK" in analysis.files(sample, tables)["analysis/nodes.csv"].decode()


def test_graphml_and_gexf_are_read_back_with_every_node_and_edge(sample: View, tables: Tables) -> None:
    found = analysis.files(sample, tables)
    graphml = nx.read_graphml(io.BytesIO(found["graph.graphml"]), force_multigraph=True)
    gexf = nx.read_gexf(io.BytesIO(found["graph.gexf"]))
    for graph in (graphml, gexf):
        assert set(graph) == {node.id for node in sample.nodes}
        assert graph.number_of_edges() == len(sample.edges)
        assert graph.nodes["person/wang-yi"]["zh_hans"] == "王毅"
        assert graph.nodes["meeting/m1"]["community"] == tables.communities["meeting/m1"]
    assert b"lastmodified" not in found["graph.gexf"]


def test_an_empty_graph_has_empty_tables() -> None:
    found = analysis.run(View())
    assert all(table.rows == () for table in found.tables)
    assert analysis.files(View(), found)["analysis/nodes.csv"].count(b"\n") == 1


RELATIONS = [
    # what each side does, who aims at whom, how they stand
    ({"CN": ["act/reject"], "US": ["act/urge"]}, [], "oppose"),
    ({"CN": ["act/support"], "US": ["act/criticise"]}, [], "oppose"),
    ({"AU": ["act/criticise"], "US": ["act/criticise"]}, [], ""),
    ({"AU": ["act/criticise", "act/support"], "US": ["act/criticise", "act/pledge"]}, [], ""),
    ({"CN": ["act/criticise"], "US": ["act/criticise"]}, [("CN", "US")], "oppose"),
    ({"CN": ["act/inform"], "US": ["act/inform"]}, [], ""),
    ({"CN": ["act/agree"], "US": ["act/agree"]}, [], "agree"),
    ({"CN": ["act/support"], "US": ["act/support"]}, [], ""),
    ({"CN": ["act/criticise"], "US": []}, [("CN", "JP")], ""),
    ({"CN": ["act/reject"], "JP": ["act/inform"], "US": ["act/warn"]}, [], "oppose"),
]


@pytest.mark.parametrize(("acts", "aimed", "expected"), RELATIONS)
def test_sides_agree_or_clash_by_what_they_do(
    acts: dict[str, list[str]], aimed: list[tuple[str, str]], expected: str
) -> None:
    assert relation(acts, aimed) == expected


@pytest.mark.parametrize("how", ["addressee", "target"])
def test_an_act_aimed_at_a_person_clashes_with_the_side_that_the_person_stands_for(sample: View, how: str) -> None:
    aimed = replace(sample.statements[2], **{how: "person/wang-yi"}, issue="issue/taiwan")  # type: ignore[arg-type]
    changed = replace(sample, statements=(*sample.statements[:2], aimed, sample.statements[0]))
    said = replace(sample.statements[0], id="statement/x", issue="issue/taiwan", act="act/inform")
    changed = replace(changed, statements=(*changed.statements, said))
    rows = {row.issue: row.relation for row in matrices(changed)[0].rows}
    assert rows["issue/taiwan"] == "oppose"
