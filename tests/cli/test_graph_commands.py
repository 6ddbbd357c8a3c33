"""The commands on a graph: query, validate, explain, load, serve, export."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Collection
from importlib import import_module
from pathlib import Path

import pytest

from kg.rdf import write
from kg.rdf.export import FORMS
from kg.rdf.render import RENDERERS
from kg.rdf.servers import LAYOUTS
from kg.view import network
from tests.rdf import gold

GRAPH_COMMANDS = ("query", "explain", "load", "serve")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("graph")
    write(made, gold.extractions(), gold.knowledge())
    return made


def kg(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    graph = ["-g", str(folder / "graph.ttl")] if args[0] in GRAPH_COMMANDS else []
    command = [sys.executable, "-m", "kg", *args, *graph]
    return subprocess.run(command, capture_output=True, text=True, cwd=gold.ROOT, check=False)


def test_without_a_question_the_named_ones_are_listed(folder: Path) -> None:
    said = kg(folder, "query")
    assert said.returncode == 0
    assert "met               Who met whom" in said.stdout


def test_a_named_question_in_all_forms(folder: Path) -> None:
    question = ["query", "calls", "--person", "習近平"]
    table = kg(folder, *question).stdout.splitlines()
    assert table[0].split() == ["start", "meeting", "kind", "status", "sources"]
    assert table[3].startswith("2024-04  Joe Biden, Xi Jinping (call, 2024-04)  call  held")
    rows = list(csv.DictReader(io.StringIO(kg(folder, *question, "--format", "csv").stdout)))
    assert [row["statusLabel"] for row in rows] == ["planned", "held"]
    found = json.loads(kg(folder, *question, "--format", "json", "--lang", "zh-Hant").stdout)
    assert found["results"]["bindings"][1]["kindLabel"]["value"] == "通話"
    assert kg(folder, *question, "--format", "md").stdout.startswith("| start | meeting |")


def test_parameters_of_a_question_are_told(folder: Path) -> None:
    said = kg(folder, "query", "met", "--help").stdout
    assert "--person PERSON" in said
    assert "Example: kg query met --person 王毅" in said


def test_sparql_and_files_are_answered(folder: Path, tmp_path: Path) -> None:
    sparql = (
        "# param: who person\nSELECT ?name { VALUES ?p { person:wang-yi }\n#? VALUES ?p {$who}\n"
        "?p rdfs:label ?name } ORDER BY ?name"
    )
    assert "Wang Yi" in kg(folder, "query", sparql).stdout
    (tmp_path / "own.rq").write_text(sparql, encoding="utf-8")
    assert "王毅" in kg(folder, "query", "-f", str(tmp_path / "own.rq")).stdout
    assert "Wang" not in kg(folder, "query", "-f", str(tmp_path / "own.rq"), "--who=习近平").stdout


def test_the_sparql_of_a_question_can_be_shown(folder: Path) -> None:
    said = kg(folder, "query", "met", "--person", "王毅", "--show").stdout
    assert "VALUES ?person { <https://w3id.org/diplokg/id/person/wang-yi> }" in said


def test_of_several_of_one_name_one_is_taken_and_that_is_told(folder: Path) -> None:
    said = kg(folder, "query", "mentions", "--entity", "sullivan")
    assert said.returncode == 0
    assert said.stderr == ""
    said = kg(folder, "query", "sources", "--meeting", "sullivan")
    assert " taken" in said.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["no-such-question"],
        ["met", "--person", "诸葛亮"],
        ["met", "--colour", "red"],
        ["met", "--person"],
        ["met", "--since", "2024-13"],
        ["statements", "--sure", "2"],
        ["evidence", "--fact", "meeting:no-such-meeting"],
        ["met", "stray"],
        ["met", "-f", "own.rq"],
        ["SELECT nonsense {"],
        ["SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"],
        ["-f", "absent.rq"],
        ["SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a", "--timeout", "0.5"],
    ],
)
def test_what_cannot_be_answered_is_one_line_and_exit_2(folder: Path, args: list[str]) -> None:
    said = kg(folder, "query", *args)
    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr.startswith("kg: ")
    assert said.stderr.count("\n") == 1


def test_validate_tells_whether_a_graph_conforms(folder: Path, tmp_path: Path) -> None:
    good = kg(folder, "validate", str(folder / "graph.ttl"))
    assert (good.returncode, good.stdout) == (0, "")
    assert "conforms" in good.stderr
    broken = tmp_path / "broken.ttl"
    broken.write_text("<http://a> a <https://w3id.org/diplokg/ontology#Tenure> .")
    bad = kg(folder, "validate", str(broken))
    assert bad.returncode == 1
    assert "Tenure: a role has one holder: broken by 1\n    http://a\n" in bad.stdout
    found = json.loads(kg(folder, "validate", str(broken), "--json", "--engine", "shacl").stdout)
    assert {"shape": "Account", "message": "an account has evidence", "nodes": ["http://a"]} in found
    assert kg(folder, "validate", str(tmp_path / "absent.ttl")).returncode == 2


def test_explain_shows_the_words_and_where_reports_differ(folder: Path) -> None:
    said = kg(folder, "explain", "meeting:biden-xi-summit-2023-11").stdout
    assert "reports differ: status, possible, The Epoch Times" in said
    assert "“拜登总统及其助手们最近指责中国帮助俄罗斯重建国防工业" in said
    assert "rule gold, confidence 0.9" in said


def test_explain_takes_statements_passages_and_names(folder: Path) -> None:
    rows = csv.DictReader(io.StringIO(kg(folder, "query", "clusters", "--format", "csv").stdout))
    cluster = next(rows)
    found = json.loads(kg(folder, "explain", cluster["cluster"], "--json").stdout)
    assert len({proof["article"] for proof in found["proofs"]}) == int(cluster["sources"])
    statement = found["proofs"][0]["account"]
    assert (
        json.loads(kg(folder, "explain", statement, "--json").stdout)["proofs"][0]["exact"]
        == found["proofs"][0]["exact"]
    )
    said = kg(folder, "explain", "王毅").stdout
    assert said.startswith("Wang Yi\n")
    assert "\n  role: 外长, " in said


@pytest.mark.parametrize("name", ["南海", "South China Sea", "issue:south-china-sea", "south-china-sea"])
def test_explain_takes_issues_and_shows_what_was_said_of_them(folder: Path, name: str) -> None:
    found = json.loads(kg(folder, "explain", name, "--json").stdout)
    assert found["title"] == "South China Sea"
    assert {proof["account"].split("/")[-2] for proof in found["proofs"]} == {"statement"}


@pytest.mark.parametrize("fact", ["诸葛亮", "person:nobody", "http://nowhere/"])
def test_explain_tells_what_is_not_known(folder: Path, fact: str) -> None:
    said = kg(folder, "explain", fact)
    assert said.returncode == 2
    assert said.stderr.startswith("kg: ")


def test_load_tells_that_no_server_is_there(folder: Path) -> None:
    said = kg(folder, "load", "file:///etc")
    assert (said.returncode, said.stderr) == (2, "kg: not an http(s) address: file:///etc\n")


@pytest.mark.parametrize("args", [["query", "met"], ["explain", "王毅"]], ids=" ".join)
def test_where_there_is_no_graph_a_newcomer_is_told_what_makes_one(tmp_path: Path, args: list[str]) -> None:
    said = kg(tmp_path, *args)
    expected = f"kg: {tmp_path / 'graph.ttl'}: no such file (kg build writes a graph)\n"
    assert (said.returncode, said.stderr) == (2, expected)


def test_serve_tells_that_there_is_no_graph(tmp_path: Path) -> None:
    said = kg(tmp_path, "serve")
    assert said.returncode == 2
    assert "no such file" in said.stderr


@pytest.mark.parametrize(
    ("name", "option", "there_are"),
    [
        ("load", "kind", LAYOUTS),
        ("query", "form", RENDERERS),
        ("export", "form", {**FORMS, "csv": None, "graphml": None}),
        ("view", "layout", network.LAYOUTS),
    ],
)
def test_the_choices_of_a_command_are_all_that_there_are(name: str, option: str, there_are: Collection[str]) -> None:
    """They are written out in the commands, so that help needs no library of theirs."""
    [found] = [param for param in import_module(f"kg.cli.{name}").command.params if param.name == option]
    assert sorted(found.type.choices) == sorted(there_are)
