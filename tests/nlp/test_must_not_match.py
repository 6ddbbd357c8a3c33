"""Words that hold a country's character, a surname or a body's name and name none."""

from pathlib import Path

import pytest

import kg.link
import kg.nlp
from kg.knowledge.tables import read_table
from kg.model import Article, Block, Part

ROWS = list(read_table(Path(__file__).parent / "must_not_match.tsv"))


def test_table_is_long_enough() -> None:
    assert len(ROWS) >= 150
    assert len({row["text"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']} {row['words']}: {row['text']}")
def test_nothing_is_found_over_the_words(row: dict[str, str]) -> None:
    text = row["text"]
    block = Block(part=Part.BODY, start=0, end=len(text), paragraph=0)
    article = Article(id="case", source_file="case.txt", text=text, blocks=(block,), published="2020-10-01")
    start = text.index(row["words"])
    end = start + len(row["words"])
    found = [
        text[m.start : m.end]
        for m in kg.link.run(kg.nlp.run(article)).mentions
        if m.form.names and m.kind.value == row["kind"] and m.start < end and m.end > start
    ]
    assert found == []
