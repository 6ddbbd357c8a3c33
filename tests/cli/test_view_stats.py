import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.errors import KgError

GRAPH = Path(__file__).parents[1] / "rdf" / "project.ttl"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def graph_of(page: Path) -> dict[str, object]:
    found = re.search(r'id="data-graph">(.*?)</script>', page.read_text(encoding="utf-8"))
    assert found
    return dict(json.loads(found[1]))


def test_view_writes_every_page_and_names_them_on_stdout(tmp_path: Path) -> None:
    result = run("view", "-g", GRAPH, "-o", tmp_path)
    assert result.exit_code == 0
    assert [Path(line).name for line in result.output.split()] == [
        "index.html",
        "network.html",
        "readouts.html",
        "timeline.html",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [Path(line).name for line in result.output.split()]


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (["--person", "布林肯"], 6),
        (["--around", "country/CN"], 3),
        (["--around", "中国", "--hops", "2"], 6),
        (["--until", "2020"], 0),
        (["--top", "3"], 3),
        (["--issue", "scs", "--layout", "bands"], 6),
        (["--issue", "海"], 6),
        (["--around", "USA", "--hops", "2"], 6),
    ],
)
def test_view_of_a_part_says_what_it_left_out(tmp_path: Path, options: list[str], kept: int) -> None:
    assert run("view", "-g", GRAPH, "-o", tmp_path, *options).exit_code == 0
    graph = graph_of(tmp_path / "network.html")
    assert len(graph["nodes"]) == kept  # type: ignore[arg-type]
    assert (graph["left"] is None) == (kept == 6)


@pytest.mark.parametrize(("options", "is_empty"), [(["--since", "2050"], True), (["--since", "2024"], False)])
def test_view_of_a_part_that_holds_nothing_says_so(tmp_path: Path, options: list[str], is_empty: bool) -> None:
    result = run("view", "-g", GRAPH, "-o", tmp_path, "--person", "布林肯", *options)
    assert result.exit_code == 0
    assert ("the pages are empty" in result.stderr) == is_empty
    assert "empty" not in result.stdout


def test_view_of_a_part_does_not_overwrite_the_pages_of_the_whole() -> None:
    with pytest.raises(KgError, match="needs a folder of its own"):
        CliRunner().invoke(cli, ["view", "-g", str(GRAPH), "--person", "王毅"], catch_exceptions=False)


def test_view_of_a_name_nobody_bears_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="nothing in the graph is called"):
        CliRunner().invoke(
            cli, ["view", "-g", str(GRAPH), "-o", str(tmp_path), "--person", "某某"], catch_exceptions=False
        )


@pytest.mark.parametrize("args", [["view", "--since", "lately", "-o", "pages"], ["stats", "--until", "2024-02-40"]])
def test_what_is_no_date_is_an_error(args: list[str]) -> None:
    with pytest.raises(KgError, match="is no date"):
        CliRunner().invoke(cli, [*args, "-g", str(GRAPH)], catch_exceptions=False)


def test_the_front_page_knows_the_report_beside_the_graph(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes(GRAPH.read_bytes())
    files = [{"file": "broken.md", "outcome": "unreadable", "reason": "empty file"}]
    report = {"inputs": {"read": 2, "unreadable": 1}, "files": files, "unresolved": {"names": 1, "most": {"某某": 4}}}
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    assert run("view", "-g", tmp_path / "graph.ttl").exit_code == 0
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '["broken.md","empty file"]' in page
    assert '["某某",4]' in page


def test_stats_shows_tables_and_writes_them_as_csv() -> None:
    shown = run("stats", "-g", GRAPH).output
    assert "# encounters" in shown
    assert "person/blinken" in shown
    rows = list(csv.DictReader(io.StringIO(run("stats", "encounters", "-g", GRAPH, "--format", "csv").output)))
    assert [(row["left"], row["right"], row["meetings"]) for row in rows] == [("person/blinken", "person/王毅", "1")]


def test_stats_writes_graphml_and_every_file(tmp_path: Path) -> None:
    assert run("stats", "-g", GRAPH, "--format", "graphml").output.startswith("<?xml")
    assert run("stats", "-g", GRAPH, "-o", tmp_path).exit_code == 0
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert {"graph.graphml", "graph.gexf", "analysis/nodes.csv", "analysis/readouts.csv"} <= names


def test_stats_of_an_unknown_table_names_those_there_are() -> None:
    with pytest.raises(KgError, match="there are nodes, communities, encounters"):
        CliRunner().invoke(cli, ["stats", "nonsense", "-g", str(GRAPH)], catch_exceptions=False)


@pytest.mark.parametrize("command", ["view", "stats"])
def test_help_has_an_example(command: str) -> None:
    assert f"Example: kg {command}" in run(command, "--help").output
