"""The whole build: same bytes whatever the order, the workers or the past; every file accounted for."""

import re
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg import merge, nlp, steps
from kg.deadline import Clock, within
from kg.errors import InputError, OutputError
from kg.knowledge.gazetteer import load_gazetteer
from kg.learn import Introductions
from kg.model import Article
from kg.pipeline import gather
from kg.pipeline.article import process
from kg.rdf import open_graph
from kg.rdf.above import above
from kg.rdf.block import article_block
from kg.rdf.project import project
from kg.rdf.terms import Triple
from kg.rdf.triples import Lookup
from kg.rdf.watch import Watch
from kg.rdf.writer import write_blocks
from kg.read import Skipped, Source, discover, forms, load_source, parse_source
from tests.pipeline.conftest import ARTICLES, Build, contents

FILES = sorted(p for p in ARTICLES.iterdir() if p.name != "README.md")


def test_same_bytes_for_any_order_of_the_inputs(make: Build, tmp_path: Path) -> None:
    make(*FILES, out="one")
    make(*reversed(FILES), out="two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_same_bytes_for_any_number_of_workers(make: Build, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(60):
        source = FILES[n % len(FILES)]
        text = source.read_text(encoding="utf-8").replace("布林肯", "布林肯", 1)
        (folder / f"{n:02d}-{source.name}").write_text(text + f"\n<p>这是第{n}份副本。</p>\n", encoding="utf-8")
    make(folder, out="one", jobs=1)
    make(folder, out="two", jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_second_build_remembers_and_gives_the_same_bytes(make: Build, tmp_path: Path) -> None:
    make(ARTICLES)
    first = contents(tmp_path / "out")
    make(ARTICLES)
    assert contents(tmp_path / "out") == first


def test_a_damaged_cache_is_made_again(make: Build, tmp_path: Path) -> None:
    make(ARTICLES)
    first = contents(tmp_path / "out")
    cache = tmp_path / ".out.cache" / "build.sqlite"
    data = bytearray(cache.read_bytes())
    for position in range(200, len(data), 997):
        data[position] ^= 0xFF
    cache.write_bytes(bytes(data))
    make(ARTICLES)
    assert contents(tmp_path / "out") == first


def test_every_file_is_accounted_for(make: Build, tmp_path: Path) -> None:
    folder = tmp_path / "input"
    shutil.copytree(ARTICLES, folder)
    shutil.copy(FILES[0], folder / "copy.md")
    (folder / "empty.md").write_bytes(b"")
    (folder / "binary.md").write_bytes(bytes(range(256)) * 40)
    result = make(folder)
    outcomes = {f["file"]: f["outcome"] for f in result.report["files"]}
    assert set(outcomes) == {p.name for p in folder.iterdir()}
    assert outcomes["README.md"] == "ignored"
    assert outcomes["empty.md"] == outcomes["binary.md"] == "unreadable"
    assert [outcomes[FILES[0].name], outcomes["copy.md"]] == ["read", "duplicate"]
    assert not result.complete


@pytest.mark.parametrize(("module", "name", "stage"), [(nlp, "steps", "extract"), (forms, "assemble", "read")])
def test_an_article_that_takes_too_long_is_counted_and_the_others_are_built(
    make: Build, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, stage: str
) -> None:
    real = getattr(module, name)

    def slow(*given: Any) -> Any:
        if "a2-hant.md" in (getattr(given[0], "source_file", ""), given[0]):
            re.match("(a+)+$", "a" * 40 + "b")  # backtracks for hours
        return real(*given)

    monkeypatch.setattr(module, name, slow)
    monkeypatch.setattr(steps, "Clock", lambda: Clock(0.5))
    monkeypatch.setattr(forms, "within", lambda: within(0.5))
    result = make(ARTICLES)
    [failed] = [f for f in result.report["files"] if f["outcome"] == "failed"]
    assert (failed["file"], failed["stage"]) == ("a2-hant.md", stage)
    assert "took more than 0.5 s" in failed["reason"]
    assert result.report["inputs"]["read"] == len(FILES) - 1
    assert not result.complete


def test_a_fault_of_the_reader_is_that_files_own(make: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Source, data: bytes) -> list[Article | Skipped]:
        if source.name == "a2-hant.md":
            raise RecursionError("too deep")
        return parse_source(source, data)

    monkeypatch.setattr(gather, "parse_source", broken)
    files = {f["file"]: f for f in make(ARTICLES).report["files"]}
    assert (files["a2-hant.md"]["outcome"], files["a2-hant.md"]["stage"]) == ("failed", "read")
    assert files["a1-hans.md"]["outcome"] == "read"


def test_an_article_that_introduces_no_one_for_a_fault_takes_no_other_with_it(
    make: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(article: Article) -> Introductions:
        raise ValueError(article.id)

    monkeypatch.setattr(gather, "introductions", broken)
    (tmp_path / "two.jsonl").write_text(
        '{"text": "布林肯会见王毅。"}\n{"text": "王毅会见拉夫罗夫。"}\n', encoding="utf-8"
    )
    assert make(tmp_path / "two.jsonl").report["inputs"] == {"read": 2}


def test_strict_writes_nothing_when_a_file_cannot_be_read(make: Build, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    with pytest.raises(InputError, match=r"empty\.md"):
        make(ARTICLES, tmp_path / "empty.md", strict=True)
    assert not (tmp_path / "out").exists()


def test_no_article_at_all_is_an_input_error(make: Build, tmp_path: Path) -> None:
    (tmp_path / "input").mkdir()
    with pytest.raises(InputError, match="no article"):
        make(tmp_path / "input")


def test_an_output_that_cannot_be_written_stops_before_any_work(make: Build, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError):
        make(ARTICLES)


def test_the_view_of_a_build_is_the_one_read_out_of_its_graph(tmp_path: Path) -> None:
    found = [process(one) for one in articles()]
    kb = merge.run(found, load_gazetteer())
    watch, names = Watch(), Lookup(kb)
    blocks = [article_block(e, names.of(e.article.id), is_viewed=True) for e in found]
    groups = [group.block(is_viewed=True) for group in above(kb)]
    for block in (*groups, *blocks):
        watch.take(block.part)
    rest: list[Triple] = []
    write_blocks(tmp_path, [*groups, *blocks], kb, ended=rest.extend)
    assert watch.view(rest) == project(open_graph(tmp_path / "graph.ttl").rows)


def articles() -> list[Article]:
    sources = [source for source in discover([str(ARTICLES)]) if isinstance(source, Source)]
    items = [item for source in sources for item in parse_source(source, load_source(source))]  # type: ignore[arg-type]
    return sorted((item for item in items if isinstance(item, Article)), key=lambda article: article.id)


def test_a_body_is_labelled_as_the_articles_call_it_and_keeps_its_name(make: Build, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = "会议\n\n据日本共同社报道，东盟外长周三举行会议。日本共同社说，会议谈了贸易。\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    make(folder)
    rows = open_graph(tmp_path / "out" / "graph.ttl").rows(
        "SELECT ?o ?label ?name { ?o a dkg:Organization ; rdfs:label ?label ; skos:prefLabel ?name ."
        " FILTER(LANGMATCHES(LANG(?label), 'zh-Hans') && LANGMATCHES(LANG(?name), 'zh-Hans')) }"
    )
    assert {(o.rpartition("/")[2], label, name) for o, label, name in rows if o} >= {
        ("kyodo", "日本共同社", "共同社"),  # Kyodo News, "of Japan" as the article puts it
        ("ASEAN", "东盟", "东盟"),  # goes by a code: its name stays, whatever articles call it
    }
