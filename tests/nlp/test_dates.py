"""Date expressions: a table that anyone may extend, and what holds of every result."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.fold import fold
from kg.model import DateMention, Sentence
from kg.nlp.dates import find_dates

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "dates.tsv").read_text(encoding="utf8").splitlines()
    if line and not line.startswith("#")
][1:]
POSITIVE = [row for row in ROWS if "【" in row[0]]
NEGATIVE = [row for row in ROWS if "【" not in row[0]]


def dates(text: str, published: str | None) -> tuple[DateMention, ...]:
    return find_dates(fold(text), (), published)


def test_the_table_has_its_size() -> None:
    assert len(POSITIVE) >= 150
    assert len(NEGATIVE) >= 30


@pytest.mark.parametrize("row", POSITIVE, ids=lambda row: f"{row[0]} {row[1]}")
def test_expression_has_its_span_value_and_rule(row: list[str]) -> None:
    sentence, published, first, last, rule = row
    start = sentence.index("【")
    end = sentence.index("】") - 1
    found = {(m.start, m.end): m for m in dates(re.sub("[【】]", "", sentence), published or None)}
    assert (start, end) in found
    mention = found[start, end]
    expected = (None if first == "-" else first) or None
    assert (mention.first, mention.last, mention.rule) == (expected, last or expected, rule)


@pytest.mark.parametrize("row", NEGATIVE, ids=lambda row: row[0])
def test_false_friend_is_no_date(row: list[str]) -> None:
    assert dates(row[0], row[1]) == ()


def test_a_day_takes_the_month_of_its_own_sentence_only() -> None:
    text = "两人6月26日通话。27日见面。"
    sentences = (Sentence(start=0, end=9, block=0), Sentence(start=9, end=15, block=0))
    assert [m.first for m in find_dates(text, sentences, "2020-08-28")] == ["2020-06-26", "2020-08-27"]
    assert [m.first for m in find_dates(text, (), "2020-08-28")] == ["2020-06-26", "2020-06-27"]


def test_that_day_points_back_from_afar_only_where_one_day_is_told() -> None:
    """Behind many sentences 当天 is still the one day that an article has told."""
    far = "双方谈得很久。" * 40
    assert dates(f"总统3月5日会见了外长。{far}外长当天还见了总理。", "2024-03-06")[-1].first == "2024-03-05"
    assert dates(f"总统3月5日会见了外长，4日通话。{far}外长当天还见了总理。", "2024-03-06")[-1].first is None


PIECES = [row[0].replace("【", "").replace("】", "") for row in ROWS]


@given(st.lists(st.sampled_from(PIECES) | st.text("周一二月日年号上本昨今前后12309（）、至 ", max_size=12), max_size=6))
def test_mentions_are_in_order_valid_and_not_nested(pieces: list[str]) -> None:
    text = "".join(pieces)
    end = 0
    for mention in dates(text, "2020-08-28T20:00:00Z"):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert (mention.first is None) == (mention.last is None)
        if mention.first and mention.last:
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", mention.first)
            assert mention.first[: len(mention.last)] <= mention.last[: len(mention.first)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("埃德周五访日商谈贸易和渔业\n挪威外长埃德将于周五抵达东京。", ["2024-05-17", "2024-05-17"]),
        ("埃德周五访日商谈贸易和渔业\n挪威外长埃德星期五(5月17日)抵达东京。", ["2024-05-17", "2024-05-17"]),
        ("埃德周五访日商谈贸易和渔业\n挪威外长埃德周五抵达东京。", ["2024-05-10", "2024-05-10"]),
        (
            "埃德周五访日商谈贸易和渔业\n大使周五离开东京，首相送行。埃德将于周五抵达东京。",
            ["2024-05-10", "2024-05-10", "2024-05-17"],
        ),
        ("埃德周五访日商谈贸易和渔业\n挪威外长埃德将于周四抵达东京。", ["2024-05-10", "2024-05-16"]),
    ],
)
def test_a_weekday_of_a_headline_is_that_of_the_text_below(text: str, days: list[str]) -> None:
    assert [mention.first for mention in find_dates(fold(text), (), "2024-05-15")] == days
