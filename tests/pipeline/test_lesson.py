"""What a build learns from its own input reaches every article, and only the articles that it concerns."""

from collections.abc import Iterable
from pathlib import Path

from kg.pipeline import work
from kg.pipeline.cache import Extracted
from kg.rdf import open_graph
from kg.steps import Steps
from tests.pipeline.conftest import Build, contents

PAIR = "挪威外交大臣布兰德斯塔（Ole Brandstad）周二抵达北京，与中国外长王毅举行会谈。"
OTHER_PAIR = "挪威外長布蘭茲塔（Ole Brandstad）週二抵達北京，與中國外長王毅舉行會談。"
BARE = "记者在会后提问，布兰德斯塔表示满意，但没有回答其他问题。"
OTHER_BARE = "記者在會後提問，布蘭茲塔表示滿意，但沒有回答其他問題。"
APART = "巴西外交顾问塞尔索·阿莫林出席。阿莫林说，会谈很好。"


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"{name} 标题\n\n{text}\n", encoding="utf-8")
    return folder


def people(graph: Path) -> dict[str, set[str]]:
    """Latin label -> the files that name the person."""
    rows = open_graph(graph).rows(
        "SELECT ?name ?file { ?m dkg:mentionOf ?p ; dkg:inArticle ?a . ?p a dkg:Person ; skos:prefLabel ?name . "
        "?a dkg:sourceFile ?file FILTER(lang(?name) = 'en') }"
    )
    found: dict[str, set[str]] = {}
    for name, file in rows:
        found.setdefault(str(name), set()).add(str(file))
    return found


def test_a_name_with_its_bracket_in_one_article_is_known_in_the_others(make: Build, tmp_path: Path) -> None:
    make(write(tmp_path / "in", a=PAIR, b=BARE, c=APART))
    assert people(tmp_path / "out" / "graph.ttl")["Ole Brandstad"] == {"a.txt", "b.txt"}


def test_spellings_of_two_publishers_are_one_person(make: Build, tmp_path: Path) -> None:
    make(write(tmp_path / "in", a=PAIR, b=BARE, c=OTHER_PAIR, d=OTHER_BARE))
    assert people(tmp_path / "out" / "graph.ttl")["Ole Brandstad"] == {"a.txt", "b.txt", "c.txt", "d.txt"}


def test_only_the_articles_that_hold_a_new_name_are_extracted_again(make: Build, tmp_path: Path, monkeypatch) -> None:
    folder = write(tmp_path / "in", b=BARE, c=APART)
    make(folder)
    read: list[str] = []
    extract = work.extract

    def noted(ids: list[str], works: Iterable[Steps[Extracted]]) -> list[work.Outcome]:
        read.extend(ids)
        return extract(ids, works)

    monkeypatch.setattr(work, "extract", noted)
    result = make(write(folder, a=PAIR))
    ids = {f["file"]: f["article"] for f in result.report["files"]}
    assert sorted(read) == sorted([ids["a.txt"], ids["b.txt"]])
    make(folder, out="fresh")
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_what_is_no_longer_introduced_is_forgotten(make: Build, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a=PAIR, b=BARE, c=APART)
    make(folder)
    (folder / "a.txt").unlink()
    make(folder)
    assert "Ole Brandstad" not in people(tmp_path / "out" / "graph.ttl")
    make(folder, out="fresh")
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_the_same_for_any_number_of_workers(make: Build, tmp_path: Path) -> None:
    texts = {f"n{i:02d}": (PAIR, BARE, OTHER_PAIR, OTHER_BARE, APART)[i % 5] + f"这是第{i}份。" for i in range(60)}
    folder = write(tmp_path / "in", **texts)
    make(folder, out="one", jobs=1)
    make(folder, out="two", jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
