"""Starting costs little: what a command loads, and how long the first article takes.

Times are of the processor, the best of a few runs, with twice the room that a quiet machine needs.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOADED = "import sys; {}; print(*{{name.partition('.')[0] for name in sys.modules}})"
BUILD = (
    "from pathlib import Path; from kg.config import Config; from kg.pipeline import build; "
    "build([{!r}], Config(output=Path({!r}), jobs=1, pages={}))"
)


def loaded(code: str) -> set[str]:
    """The packages in memory after the code has run."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(code)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return set(done.stdout.split())


def seconds(*arguments: str, runs: int = 3) -> float:
    """Processor time of a command and its children, the least of some runs."""
    found = []
    for _ in range(runs):
        before = os.times()
        subprocess.run([sys.executable, "-m", "kg", *arguments], check=True, capture_output=True, cwd=ROOT)
        after = os.times()
        found.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(found)


@pytest.mark.parametrize(
    "command", ["query", "stats", "view", "explain", "validate", "load", "export", "merges", "eval"]
)
def test_a_command_loads_its_libraries_only_when_it_runs(command: str) -> None:
    heavy = {"spacy", "bs4", "lxml", "opencc", "numpy", "networkx", "rdflib", "pyoxigraph", "pyvis", "pyshacl"}
    assert not loaded(f"import kg.cli.{command}") & heavy


def test_a_build_loads_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    article = str(ROOT / "tests/articles/a1-hans.md")
    unused = {"rdflib", "pyvis", "jinja2", "IPython", "pyshacl", "requests", "typer", "pytest", "jieba", "torch"}
    assert not loaded(BUILD.format(article, str(tmp_path / "a"), True)) & unused
    assert not loaded(BUILD.format(article, str(tmp_path / "b"), False)) & (unused | {"networkx"})


def test_questions_of_a_graph_load_no_pipeline() -> None:
    code = "import kg; kg.load('outputs/graph.ttl')"
    assert not loaded(code) & {"spacy", "bs4", "networkx", "numpy", "opencc"}


def test_help_takes_a_moment() -> None:
    assert seconds("--help") < 0.3


def test_the_first_article_takes_two_seconds(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_bytes((ROOT / "tests/articles/a1-hans.md").read_bytes())
    assert seconds("build", str(tmp_path / "in"), "-q", "-o", str(tmp_path / "out"), runs=2) < 4


def test_the_seeds_take_three_seconds(tmp_path: Path) -> None:
    assert seconds("build", "seeds", "-q", "-o", str(tmp_path / "out"), runs=1) < 6
