"""Whatever is given: each file and each item is in the report once, and articles in are articles out."""

import json
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import extract
from kg.config import Config
from kg.errors import InputError
from kg.model import Extraction, Linked
from kg.pipeline import build
from kg.steps import Steps

ARTICLES = tuple(f"<p>美国国务卿布林肯第{n}次会见中国外长王毅。</p>" for n in range(4))
FAULTY = 3  # the article that extraction fails on
BAD = {"empty": b"", "binary": b"\x89PNG\r\n\x1a\n" * 4, "no text": b"<p></p>", "record": b'{"title": '}
OUTCOMES = {"read", "duplicate", "failed", "unreadable", "ignored"}
PAGES = st.integers(0, len(ARTICLES) - 1)
FILES = st.one_of(
    st.tuples(st.just("article"), PAGES),
    st.tuples(st.just("bad"), st.sampled_from(sorted(BAD))),
    st.tuples(st.just("records"), st.lists(st.one_of(PAGES, st.none()), min_size=1, max_size=4)),
    st.tuples(st.sampled_from(["zip", "tar"]), st.lists(PAGES, max_size=3)),
    st.tuples(st.sampled_from(["ignored", "hidden", "lost link", "loop"]), st.none()),
)
INPUT = st.lists(st.tuples(st.sampled_from(["", "a/", "b/"]), FILES), min_size=1, max_size=8)


def write(folder: Path, number: int, kind: str, value: Any) -> tuple[str, int, Counter[int]]:
    """Write one input; its name, how many outcomes it must have, and the articles that it holds."""
    folder.mkdir(exist_ok=True)
    if kind == "article":
        (folder / f"{number}.md").write_text(ARTICLES[value], encoding="utf-8")
        return f"{number}.md", 1, Counter([value])
    if kind == "bad":
        (folder / f"{number}.md").write_bytes(BAD[value])
        return f"{number}.md", 1, Counter()
    if kind == "records":
        records = [{"text": ARTICLES[v]} if v is not None else {"note": "none"} for v in value]
        lines = [json.dumps(record) for record in records]
        (folder / f"{number}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return f"{number}.jsonl", len(value), Counter(v for v in value if v is not None)
    if kind in ("zip", "tar"):
        return pack(folder / f"{number}.{kind}", value), len(value), Counter(value)
    return other(folder, number, kind), 1, Counter()


def pack(path: Path, values: list[int]) -> str:
    """An archive of articles, all members under one name."""
    member = path.with_suffix(".member")
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as packed:
            for value in values:
                packed.writestr("same.md", ARTICLES[value])
        return path.name
    with tarfile.open(path, "w") as archive:
        for value in values:
            member.write_text(ARTICLES[value], encoding="utf-8")
            archive.add(member, "same.md")
            member.unlink()
    return path.name


def other(folder: Path, number: int, kind: str) -> str:
    name = f".{number}.md" if kind == "hidden" else f"{number}.png" if kind == "ignored" else f"{number}.md"
    path = folder / name
    if kind == "lost link":
        path.symlink_to(folder / f"nothing{number}")
    elif kind == "loop":
        path.symlink_to(path)
    else:
        path.write_bytes(b"x")
    return name


def failing(linked: Linked, steps: Callable[[Linked], Steps[Extraction]] = extract.steps) -> Steps[Extraction]:
    if f"第{FAULTY}次" in linked.article.text:
        raise ValueError("a fault of a stage")
    return steps(linked)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_files=INPUT)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_articles_in_are_articles_out(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, given_files: list[Any]
) -> None:
    monkeypatch.setattr(extract, "steps", failing)
    place = tmp_path_factory.mktemp("in")
    source = place / "in"
    source.mkdir()
    wanted: dict[str, int] = {}
    articles: Counter[int] = Counter()
    for number, (below, (kind, value)) in enumerate(given_files):
        name, count, held = write(source / below, number, kind, value)
        wanted[below + name] = count
        articles += held
    config = Config(output=place / "out", jobs=1, pages=False)
    if not articles - Counter({FAULTY: 99}):
        with pytest.raises(InputError):
            build([source], config)
        return
    for _ in range(2):  # the second build remembers the first
        check(build([source], config).report, wanted, articles)
        assert graph_size(place / "out" / "graph.ttl") == len(articles.keys() - {FAULTY})


def check(report: dict[str, Any], wanted: dict[str, int], articles: Counter[int]) -> None:
    """Each input has so many outcomes under its name, and the outcomes are those of the articles."""
    names = [f["file"] for f in report["files"]]
    assert len(names) == len(set(names)) == sum(wanted.values()) == sum(report["inputs"].values())
    for name, count in wanted.items():
        assert sum(n == name or n.startswith((f"{name}#", f"{name}/")) for n in names) == count
    assert set(report["inputs"]) <= OUTCOMES
    sound = Counter({value: count for value, count in articles.items() if value != FAULTY})
    found = Counter(f["outcome"] for f in report["files"])
    assert found["read"] == len(sound)
    assert found["read"] + found["duplicate"] == sound.total()
    assert found["failed"] == articles[FAULTY]
    assert all(f.get("reason") for f in report["files"] if f["outcome"] != "read")
    assert all(f["stage"] and f["article"] for f in report["files"] if f["outcome"] == "failed")


def graph_size(path: Path) -> int:
    """The number of articles in a graph."""
    graph = ox.Store()
    graph.load(path.read_bytes(), ox.RdfFormat.TURTLE)
    kind = ox.NamedNode("https://w3id.org/diplokg/ontology#Article")
    return len({quad.subject for quad in graph.quads_for_pattern(None, None, kind)})
