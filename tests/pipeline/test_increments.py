"""Adding, changing and removing articles gives what a build from nothing gives, byte for byte."""

import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.analysis import export
from kg.config import Config
from kg.pipeline import build, gather, lots
from kg.pipeline.cache import Cache
from kg.pipeline.publish import cache_folder
from kg.pipeline.sheets import SHEETS
from kg.rdf import above
from kg.rdf.writer import NTRIPLES, TURTLE
from kg.view import layout
from tests.pipeline.conftest import ARTICLES, Build, contents

# What articles can share: a meeting on one day, a speaker, a name that one introduces and others use, a wire text.
SENTENCES = (
    "美国国务卿布林肯2024年9月27日在纽约会见中国外长王毅，讨论台湾问题。",
    "國務卿布林肯9月27日與中國外長王毅在紐約舉行會談，雙方談到南海。",
    "王毅说，台湾问题是中国的核心利益。",
    "挪威外交大臣布兰德斯塔（Ole Brandstad）抵达北京，与中国外长王毅举行会谈。",
    "记者提问后，布兰德斯塔表示满意。",
    "巴西外交顾问塞尔索·阿莫林出席，阿莫林说，会谈很好。",
    "日本外相访问首尔，会见韩国外长赵兑烈。",
    "这是一份通稿的第一句，很多报纸都登。这是一份通稿的第二句，很多报纸都登。这是通稿的第三句，很多报纸都登。",
    "通稿的第四句说得更多，很多报纸都登。通稿的第五句说得最多，很多报纸都登。",
)
DAYS = ("", "2024-09-28", "2024-09-29", "2024-10-20")
TEXTS = st.tuples(st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=3), st.sampled_from(DAYS))
CHANGES = st.dictionaries(st.integers(0, 5), st.one_of(st.none(), TEXTS), min_size=1, max_size=3)


def write(folder: Path, number: int, article: tuple[list[int], str] | None) -> None:
    """Write an article, or remove it."""
    path = folder / f"{number}.md"
    if article is None:
        path.unlink(missing_ok=True)
        return
    numbers, day = article
    head = f"---\ntitle: 标题{numbers[0]}\ndate: {day}\n---\n\n" if day else f"标题{numbers[0]}\n\n"
    path.write_text(head + "\n\n".join(SENTENCES[n] for n in numbers) + "\n", encoding="utf-8")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(CHANGES, min_size=2, max_size=4), pages=st.booleans(), jobs=st.integers(1, 2))
def test_any_changes(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    steps: list[dict[int, tuple[list[int], str] | None]],
    pages: bool,
    jobs: int,
) -> None:
    monkeypatch.setattr(gather, "SETTLED", 0)
    monkeypatch.setattr(lots, "SIZE", 2)
    monkeypatch.setattr(above, "USUAL", 3)
    monkeypatch.setattr(export, "USUAL", 2)
    monkeypatch.setattr(layout, "WHOLE_LIMIT", 2)
    place = tmp_path_factory.mktemp("increments")
    folder = place / "in"
    folder.mkdir()
    for number, changes in enumerate(steps):
        for name, article in changes.items():
            write(folder, name, article)
        if any(folder.iterdir()):
            build([folder], Config(output=place / "grown", jobs=jobs, pages=pages))
            build([folder], Config(output=place / f"fresh{number}", jobs=1, pages=pages))
            assert contents(place / "grown") == contents(place / f"fresh{number}")
    shutil.rmtree(place)


# What a change of one article does elsewhere; each step is (file, text or None), the head is a title and a day.
HEAD = "---\ntitle: 会谈\ndate: 2024-09-30\n---\n\n"
FIRST = "美国国务卿布林肯2024年9月27日在纽约会见中国外长王毅，讨论台湾问题。\n"
SECOND = "国务卿布林肯与中国外长王毅2024年9月29日在华盛顿举行会谈，谈到南海。\n"
CHANGES_OF_ONE = {
    "an article joins two meetings": [
        ("a", FIRST),
        ("b", SECOND),
        ("c", "国务卿布林肯2024年9月27日至29日同中国外长王毅举行会谈。\n"),
    ],
    "a meeting moves to another day": [
        ("a", FIRST),
        ("b", FIRST.replace("讨论台湾问题", "双方会谈两小时")),
        ("a", FIRST.replace("9月27日", "10月3日")),
    ],
    "a person gets another name": [
        ("a", "挪威外交大臣布兰德斯塔（Ole Brandstad）会见中国外长王毅。\n"),
        ("b", "挪威外交大臣布兰德斯塔德（Ole Brandstad）抵达北京。\n"),
        ("c", "挪威外交大臣布兰德斯塔德（Ole Brandstad）说，会谈很好。\n"),
    ],
    "the only source of a person, a meeting and a statement goes": [
        ("a", FIRST),
        ("b", "挪威外交大臣布兰德斯塔（Ole Brandstad）2024年9月28日会见中国外长王毅，支持一个中国。\n"),
        ("b", None),
    ],
}


@pytest.mark.parametrize("steps", CHANGES_OF_ONE.values(), ids=CHANGES_OF_ONE)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_change_of_one_article(
    make: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, str | None]], jobs: int
) -> None:
    monkeypatch.setattr(gather, "SETTLED", 0)
    folder = tmp_path / "in"
    folder.mkdir()
    for number, (name, text) in enumerate(steps):
        path = folder / f"{name}.md"
        path.unlink(missing_ok=True)
        if text:
            path.write_text(HEAD + text, encoding="utf-8")
        make(folder, out="grown", pages=True, jobs=jobs)
        if number:
            make(folder, out=f"fresh{number}", pages=True)
            assert contents(tmp_path / "grown") == contents(tmp_path / f"fresh{number}")


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_one_text_under_two_dates_counts_under_the_last_file(
    make: Build, tmp_path: Path, order: tuple[str, str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    days = dict(zip(("a", "b"), DAYS[1:], strict=False))
    for step, name in enumerate((*order, *order)):
        day = days[name] if step < 2 else DAYS[3]
        text = f"---\ntitle: 标题\ndate: {day}\n---\n\n{SENTENCES[0]}\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        make(folder, out="grown")
        make(folder, out=f"fresh{step}")
        assert contents(tmp_path / "grown") == contents(tmp_path / f"fresh{step}")


def test_pages_may_be_left_out_and_come_again(make: Build, tmp_path: Path) -> None:
    make(ARTICLES, out="fresh", pages=True)
    for pages in (False, True, False, True):
        make(ARTICLES, pages=pages)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_stopped_build_leaves_what_is_remembered_of_the_graph_in_place(make: Build, tmp_path: Path) -> None:
    make(ARTICLES)
    first = contents(tmp_path / "out")
    cache = Cache(cache_folder(tmp_path / "out") / "build.sqlite")
    cache.put_pieces("another graph", [])
    cache.close()
    make(ARTICLES)
    assert contents(tmp_path / "out") == first


@pytest.mark.parametrize("name", [TURTLE, NTRIPLES])
def test_a_graph_that_someone_wrote_to_is_made_anew(make: Build, tmp_path: Path, name: str) -> None:
    make(ARTICLES)
    first, path = contents(tmp_path / "out"), tmp_path / "out" / name
    data = bytearray(path.read_bytes())
    for place in itertools.islice(range(len(data) // 2, len(data)), 40):
        data[place] ^= 1
    path.write_bytes(bytes(data))
    make(ARTICLES)
    assert contents(tmp_path / "out") == first


def test_a_graph_that_was_taken_away_is_made_anew(make: Build, tmp_path: Path) -> None:
    make(ARTICLES)
    first = contents(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    make(ARTICLES)
    assert contents(tmp_path / "out") == first


def test_damaged_rows_are_made_again(make: Build, tmp_path: Path) -> None:
    make(ARTICLES)
    first = contents(tmp_path / "out")
    for table in ("source", "article", "introductions", "extraction", "gist", "lot", "clauses", "copied", "lesson"):
        cache = Cache(cache_folder(tmp_path / "out") / "build.sqlite")
        cache.db.execute(f"UPDATE {table} SET payload = x'00'")
        cache.close()
        (tmp_path / "out" / TURTLE).unlink()  # so that the extractions are asked for
        make(ARTICLES)
        assert contents(tmp_path / "out") == first, table


@pytest.mark.parametrize("name", SHEETS)
def test_a_file_that_someone_wrote_to_is_no_source_of_rows(make: Build, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    shutil.copytree(ARTICLES, folder)
    make(folder, pages=True)
    path = tmp_path / "out" / name
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(bytes(data))
    write(folder, 1, ([2], DAYS[1]))
    make(folder, pages=True)
    make(folder, out="fresh", pages=True)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


@pytest.mark.parametrize("table", ["part", "above", "sheet", "pieces"])
def test_damaged_parts_of_the_view_are_made_again(make: Build, tmp_path: Path, table: str) -> None:
    make(ARTICLES, pages=True)
    first = contents(tmp_path / "out")
    cache = Cache(cache_folder(tmp_path / "out") / "build.sqlite")
    assert cache.db.execute(f"UPDATE {table} SET payload = x'00'").rowcount > 0
    cache.close()
    (tmp_path / "out" / "report.md").unlink()  # so that there is something to do
    make(ARTICLES, pages=True)
    assert contents(tmp_path / "out") == first


def test_where_nothing_changed_nothing_is_written(make: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "SETTLED", 0)
    first = make(ARTICLES, pages=True)
    written = {path: path.stat().st_ino for path in (tmp_path / "out").rglob("*")}
    assert make(ARTICLES, pages=True) == first
    assert {path: path.stat().st_ino for path in (tmp_path / "out").rglob("*")} == written
    make(ARTICLES, pages=True, top=3)
    assert (tmp_path / "out" / "network.html").stat().st_ino != written[tmp_path / "out" / "network.html"]


@pytest.mark.parametrize("name", ["report.json", "analysis/nodes.csv", "analysis/positions.csv", "network.html"])
def test_an_output_that_someone_wrote_to_or_took_away_comes_again(make: Build, tmp_path: Path, name: str) -> None:
    make(ARTICLES, pages=True)
    first = contents(tmp_path / "out")
    (tmp_path / "out" / name).write_bytes(b"else")
    make(ARTICLES, pages=True)
    assert contents(tmp_path / "out") == first
    (tmp_path / "out" / name).unlink()
    make(ARTICLES, pages=True)
    assert contents(tmp_path / "out") == first
