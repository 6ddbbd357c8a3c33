"""The day on which an agency's report was wired, from which its 今天 counts."""

from pathlib import Path

import pytest

from kg import nlp
from kg.model import Article
from kg.read import run
from kg.read.dates import filed_day

PAGE = """---
layout: post
title: "挪威外长会见约旦国王"
date: {published}
author: 法广
from: https://www.rfi.fr/cn/x
---
<div><p>{opening}挪威外长埃德今天会见约旦国王阿卜杜拉二世。</p></div>
"""


@pytest.mark.parametrize(
    ("published", "opening", "filed", "today"),
    [
        ("2024-05-15T04:35:00.000Z", "（法新社奥斯陆14日电）", "2024-05-14", "2024-05-14"),
        ("2024-06-01T04:35:00.000Z", "（法新社奥斯陆5月31日电）", "2024-05-31", "2024-05-31"),
        ("2024-05-15T18:35:00.000Z", "（法新社奥斯陆15日电）", "2024-05-15", "2024-05-15"),
        ("2024-05-15T04:35:00.000Z", "（法新社奥斯陆3日电）", None, "2024-05-15"),
        ("2024-05-15T04:35:00.000Z", "", None, "2024-05-15"),
    ],
)
def test_today_is_the_day_of_the_dateline(
    tmp_path: Path, published: str, opening: str, filed: str | None, today: str
) -> None:
    path = tmp_path / "one.md"
    path.write_text(PAGE.format(published=published, opening=opening), encoding="utf-8")
    (article,) = run([path])
    assert isinstance(article, Article)
    assert article.filed == filed
    assert [mention.first for mention in nlp.run(article).dates] == [today]


def test_a_dateline_is_near_the_day_of_publication() -> None:
    assert filed_day("2024-06-01", None, "31") == "2024-05-31"
    assert filed_day("2024-06-01", "6", "2") == "2024-06-02"
    assert filed_day("2024-06-01", "4", "30") is None
    assert filed_day(None, None, "1") is None
