"""The layout: which module may import which, one door for each heavy library, and the size of files and functions."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kg"
FILES = sorted(PACKAGE.rglob("*.py"))
STAGES = {"read", "nlp", "link", "extract", "merge", "rdf", "analysis", "view"}
BASE = {
    "model",
    "kinds",
    "errors",
    "ids",
    "fold",
    "resources",
    "vocab",
    "config",
    "knowledge",
    "viewmodel",
    "cells",
    "parallel",
}
BASE |= {"counts", "days", "deadline", "memo", "patchwork", "steps"}
# What a part may import besides itself and BASE.
ALLOWED = {
    **{stage: set() for stage in STAGES},
    "learn": set(),
    "evaluation": set(),
    "pipeline": STAGES | {"learn"},
    "cli": STAGES | {"learn", "evaluation", "pipeline", "training"},
    "training": STAGES | {"evaluation"},
}
DOORS = {
    "bs4": {"read"},
    "lxml": {"read"},
    "spacy": {"nlp"},
    "rdflib": {"rdf", "knowledge"},
    "pyoxigraph": {"rdf", "knowledge"},
    "pyshacl": {"rdf"},
    "networkx": {"analysis"},
    "pyvis": {"view"},
    "jax": {"training"},
    "sklearn": {"training"},
    "scipy": {"training"},
    "distributed": {"pipeline"},
    "fsspec": {"pipeline"},
}
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 400, 45, 6


def part(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    here = part(path)
    if here in ("__init__", "__main__"):  # the doors of the package: they import lazily
        return
    parts = {name.split(".")[1] for name in imported(path) if name.startswith("kg.")}
    modules = {p for p in parts if (PACKAGE / p).is_dir() or (PACKAGE / f"{p}.py").is_file()}
    allowed = BASE | {here} | ALLOWED.get(here, set())
    assert modules <= allowed, f"{here} may not import {sorted(modules - allowed)}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_have_one_door(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imported(path)}
    if part(path) == "__init__":  # names rdflib.Graph as a type only
        return
    for library in libraries & DOORS.keys():
        assert part(path) in DOORS[library], f"{library} is imported outside {sorted(DOORS[library])}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name}: {lines} lines"


def test_base_modules_do_not_import_upwards() -> None:
    for name in ("model", "errors", "ids"):
        parts = {n.split(".")[1] for n in imported(PACKAGE / f"{name}.py") if n.startswith("kg.")}
        assert parts <= {"model", "kinds", "errors", "ids"}
