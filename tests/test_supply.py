"""Dependencies: the lock satisfies pyproject.toml, every licence is listed, and nothing runs what a folder holds."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
LICENCES = (ROOT / "LICENCES.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = tuple(PROJECT["optional-dependencies"])
LOCKED = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", LOCK, re.MULTILINE)
LISTED = dict(re.findall(r"^\| ([a-z0-9._-]+) \| (?:build|cluster|serve|test) \| ([^|]+) \|$", LICENCES, re.MULTILINE))
PYTHON = sorted((ROOT / "kg").rglob("*.py"))
# Families of licences, by the words that metadata and our list have for them; what is in none of them is not allowed.
FAMILIES = {
    "MIT": r"\bMIT\b",
    "BSD": r"\b0?BSD\b",
    "Apache": r"\bApache\b",
    "MPL": r"\bMPL\b|Mozilla",
    "PSF": r"\bPSF\b|Python Software Foundation",
    "ISC": r"\bISC\b|\(ISCL\)",
    "W3C": r"\bW3C\b",
}
UNSAFE = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "jsonpickle"}


def requirements() -> list[Requirement]:
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return [Requirement(line) for group in groups for line in group]


@pytest.mark.parametrize("wanted", requirements(), ids=lambda r: r.name)
def test_the_lock_has_a_version_that_is_allowed(wanted: Requirement) -> None:
    versions = [version for name, version in LOCKED if name == canonicalize_name(wanted.name)]
    assert versions
    assert all(version in wanted.specifier for version in versions)


def test_the_lock_has_digests_and_no_addresses() -> None:
    blocks = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(LOCKED) > 50
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"://|@ file|--(?:extra-)?index|--find-links|(?:^|\s)/", LOCK)


def test_every_package_of_the_lock_is_listed_with_a_licence_that_is_allowed() -> None:
    assert LISTED.keys() == {name for name, _ in LOCKED}
    assert [name for name, licence in LISTED.items() if not families(licence)] == []


def families(text: str) -> set[str]:
    return {family for family, words in FAMILIES.items() if re.search(words, text)}


def closure() -> Iterator[metadata.Distribution]:
    """The project's dependencies as they are installed here, and theirs."""
    todo = [(r.name, r.extras) for r in requirements() if not r.marker or r.marker.evaluate()]
    seen: set[str] = set()
    while todo:
        name, extras = todo.pop()
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # an extra that is not installed
            continue
        if canonicalize_name(name) in seen:
            continue
        seen.add(canonicalize_name(name))
        yield found
        for line in found.requires or []:
            needed = Requirement(line)
            environments = [{**default_environment(), "extra": extra} for extra in ("", *extras)]
            if not needed.marker or any(needed.marker.evaluate(e) for e in environments):
                todo.append((needed.name, needed.extras))


def test_what_is_installed_is_listed_under_the_licence_that_it_states() -> None:
    found = {canonicalize_name(d.metadata["Name"]): d for d in closure()}
    assert len(found) > 50
    assert sorted(found.keys() - LISTED.keys()) == []
    for name, package in found.items():
        about = package.metadata
        stated = about.get("License-Expression") or " ".join(
            [*(c for c in about.get_all("Classifier") or [] if "License ::" in c), (about.get("License") or "")[:80]]
        )
        assert families(stated) <= families(LISTED[name]) | {"W3C"}, f"{name}: {stated}"
        assert not re.search(r"\bA?GPL", stated), f"{name}: {stated}"


def test_data_from_elsewhere_is_listed_with_its_licence() -> None:
    data = [p for p in (ROOT / "ontology").rglob("*") if p.suffix in (".tsv", ".yaml", ".ttl")]
    heads = {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8")[:1500] for p in data}
    foreign = {name for name, head in heads.items() if re.search(r"GeoNames|CLDR|jieba|Wikidata|CC BY", head)}
    rows = [line for line in LICENCES.splitlines() if line.startswith("| `ontology/")]
    listed = set(re.findall(r"`(ontology/[\w./-]+)`", "\n".join(rows)))
    assert foreign
    assert foreign <= listed <= heads.keys()


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_in_a_folder_is_run(path: Path) -> None:
    """No pickle and the like, no code out of text, no YAML with objects, no shell."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {getattr(node, "module", None) or "", *(alias.name for alias in node.names)}
            assert not {name.split(".")[0] for name in names} & UNSAFE
        elif isinstance(node, ast.Call):
            call = ast.get_source_segment(text, node) or ""
            assert not re.match(r"(?:eval|exec|os\.system|os\.popen)\(", call)
            assert not re.match(r"yaml\.(?:unsafe_load|full_load|load\((?!.*Safe))", call, re.DOTALL)
            assert not any(k.arg in ("shell", "allow_pickle") for k in node.keywords)
