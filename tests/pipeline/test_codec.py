"""The versions under which results are remembered: each covers all code that its results depend on."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.pipeline import codec

PACKAGE = Path(codec.__file__).parent.parent
# They decide no result: kinds of errors, where data lies, limits of time, the order of steps, what is remembered.
NO_MATTER = {"errors.py", "resources.py", "deadline.py", "steps.py", "memo.py", "patchwork.py"}
RESULTS = {
    "rules_version": ("kg.pipeline.article", "kg.read.forms", "kg.learn", "kg.merge.keys"),
    "merge_version": ("kg.merge.copies", "kg.merge.batch", "kg.merge.statements"),
    "decided_version": ("kg.merge.run", "kg.merge.memory"),
    "graph_version": ("kg.rdf.block", "kg.rdf.above"),
    "sheet_version": ("kg.analysis.export", "kg.analysis.positions"),
    "layout_version": ("kg.view.layout",),
}


def found(name: str) -> Path | None:
    place = PACKAGE.parent.joinpath(*name.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def imported(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typed = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in typed:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def needed(names: tuple[str, ...]) -> set[str]:
    """All modules of the package that some of them import, by their path in it."""
    paths: set[Path] = set()
    todo = [path for name in names if (path := found(name))]
    while todo:
        path = todo.pop()
        if path not in paths:
            paths.add(path)
            todo += [other for name in imported(path) if name.startswith("kg.") and (other := found(name))]
    return {path.relative_to(PACKAGE).as_posix() for path in paths}


def covered(version: str, monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """The files whose bytes are in a version."""
    seen: set[Path] = set()
    for name in RESULTS:
        getattr(codec, name).cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(codec, "_file_digest", lambda path: seen.add(path) or b"")
        getattr(codec, version)()
    for name in RESULTS:
        getattr(codec, name).cache_clear()
    return seen


@pytest.mark.parametrize("version", RESULTS)
def test_a_version_covers_all_code_that_its_results_depend_on(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path.relative_to(PACKAGE).as_posix() for path in covered(version, monkeypatch) if PACKAGE in path.parents}
    assert needed(RESULTS[version]) - files - NO_MATTER == set()


@pytest.mark.parametrize("version", ["rules_version", "decided_version", "graph_version"])
def test_a_version_covers_the_tables_of_names(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"countries.tsv", "series-words.tsv"} <= {path.name for path in covered(version, monkeypatch)}
