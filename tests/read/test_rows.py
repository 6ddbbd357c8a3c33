"""Articles as rows of a table, as databases, spreadsheets and scrapers write them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, Part
from kg.read import Skipped
from kg.read.rows import names_of_columns, read_rows
from tests.read.test_forms import read, texts

TEXT = "两国外长今天在首都会谈，讨论贸易问题。\n\n会谈后没有发表声明，双方称之为“坦诚”。"
ROWS = [("2024-09-28", "两国外长会谈", "某某日报", "https://x.example/1", TEXT),
        ("2024/9/29", '外长："再谈"', "某某网", "", "外长说“再谈一次”，没有说何时。")]  # fmt: skip


def table(names: tuple[str, ...], rows: list[tuple[str, ...]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([names, *rows])
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "names", [("date", "title", "source", "url", "text"), ("日期", "標題", "来源", "网址", "正文")]
)
def test_each_row_is_an_article(names: tuple[str, ...], encoding: str, delimiter: str) -> None:
    page = table(names, ROWS, delimiter)
    one, two = read(page.encode(encoding), "export.csv")
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.source_file, one.headline, one.publisher, one.published, one.url) == (
        "export.csv#1", "两国外长会谈", "某某日报", "2024-09-28", "https://x.example/1",
    )  # fmt: skip
    assert texts(one, Part.BODY) == TEXT.split("\n\n")
    assert (two.headline, two.published, two.published_source) == ('外长："再谈"', "2024-09-29", "record")
    lines = page.replace("\r\n", "\n")
    starts = dict(two.offsets)
    assert all(lines[place] == two.text[start] for start, place in starts.items() if not two.text[start].isspace())


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("date,title\n2024-09-28,两国外长会谈\n", "a table without columns"),
        ('title,text\n会谈,"没有结束\n', "a quotation mark is not closed"),
        ("title,text\n会谈,\n", "a record without text"),
    ],
)
def test_tables_that_cannot_be_read(page: str, reason: str) -> None:
    (found,) = read(page, "a.csv")
    assert isinstance(found, Skipped)
    assert reason in found.reason


@pytest.mark.parametrize(
    "page", ["标题，正文\n两国外长会谈。", "Title, text and more\n两国外长会谈。", "text\n两国外长会谈。"]
)
def test_what_is_no_table(page: str) -> None:
    assert names_of_columns(page) is None


CELLS = st.text(st.characters(blacklist_characters="\r\0", blacklist_categories=["Cs"]), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS.filter(str.strip)), min_size=1, max_size=5))
def test_cells_are_those_of_the_standard_library(rows: list[tuple[str, str]]) -> None:
    page = table(("title", "text"), rows).replace("\r\n", "\n")
    found = names_of_columns(page)
    assert found is not None
    records = [record for record in read_rows(page, *found) if isinstance(record, dict)]
    assert [(r["title"].text, r["text"].text) for r in records] == rows
    for record in records:
        value = record["text"]
        assert "".join(page[place] for place in value.places()[:-1]) == value.text
