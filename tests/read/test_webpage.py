"""Saved pages of several layouts: which headline, which date, whose."""

import json
from pathlib import Path

import pytest

from kg.model import Article, Part
from kg.read import Skipped, run
from tests.read.test_forms import one, texts

TITLE = "两国外长会谈"
TEXT = "两国外长今天在首都会谈，讨论贸易问题，并同意今后每年会谈两次，直到签署协定。" * 3
BODY = f"<div class=content><p>{TEXT}</p><p>{TEXT}</p></div>"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def linked(*nodes: dict[str, object], is_graph: bool = True) -> str:
    data = {"@context": "https://schema.org", "@graph": nodes} if is_graph else nodes[0]
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def test_of_linked_data_the_article_counts() -> None:
    head = linked(
        {"@type": "WebPage", "datePublished": "2019-01-01", "url": "https://x.example/home"},
        {"@type": ["NewsArticle"], "datePublished": "2024-09-28", "publisher": {"@id": "#us"}, "url": "https://x.example/1"},
        {"@type": "Organization", "@id": "#us", "name": "某某日报"},
    )  # fmt: skip
    article = one(page(f"<h1>{TITLE}</h1>{BODY}", head))
    assert (article.published, article.publisher, article.url) == ("2024-09-28", "某某日报", "https://x.example/1")


@pytest.mark.parametrize(
    ("head", "logo"),
    [
        (
            '<meta property="og:site_name" content="某某日报"><meta property="og:title" content="两国外长会谈">',
            "某某日报",
        ),
        (f"<title>{TITLE}｜某某日报</title>", "某某日报"),
        (f"<title>{TITLE} - 某某日报</title>", "<a href='/'>某某日报</a>"),
    ],
)
def test_the_name_of_the_site_is_no_headline(head: str, logo: str) -> None:
    article = one(page(f"<header><h1>{logo}</h1></header><h2>{TITLE}</h2>{BODY}", head))
    assert article.headline == TITLE


def test_channels_are_no_part_of_a_headline() -> None:
    assert one(page(BODY, f"<title>{TITLE}_国际频道_某某网</title>")).headline == TITLE
    assert one(page(BODY, f"<title>{TITLE}：同意再谈 - 某某网</title>")).headline == f"{TITLE}：同意再谈"


@pytest.mark.parametrize(
    ("meta", "published", "publisher"),
    [
        ("<div><span>发布时间：2024-09-28 08:12:33</span><span>来源：某某日报</span><span>作者：赵某</span></div>",
         "2024-09-28T08:12:33Z", "某某日报"),
        ("<div class=info>2024年09月28日 10:30　来源：新华社</div>", "2024-09-28", "新华社"),
        ("<p>2024/9/28 09:12</p>", "2024-09-28", None),
        ("<time datetime=2024-09-28T01:00:00Z>昨天</time>", "2024-09-28T01:00:00Z", None),
        ('<span itemprop="datePublished" content="2024-09-28">昨天</span>', "2024-09-28", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_apart", [True, False])
def test_a_date_that_the_page_prints(meta: str, published: str, publisher: str | None, is_apart: bool) -> None:
    body = BODY if is_apart else f"<div>{TEXT[:60]}</div>"
    article = one(page(f"<div>今天是2024年10月5日</div><h1>{TITLE}</h1>{meta}{body}<div>2019-01-01 旧闻</div>"))
    assert article.published == published
    assert article.publisher == publisher
    assert texts(article, Part.BODY)[0].startswith(TEXT[:20])


def test_a_page_without_headings_and_paragraphs() -> None:
    inside = f"<div>{TITLE}</div><div>2024年09月28日 10:30　来源：新华社</div><div>{TEXT}<br><br>　　{TEXT}</div>"
    article = one(
        page(f"<div>首页 | 国际 | 中国</div><table><tr><td>{inside}</td></tr></table>", f"<title>{TITLE}_某网</title>")
    )
    assert (article.headline, article.published, article.publisher) == (TITLE, "2024-09-28", "新华社")
    assert "".join(texts(article, Part.BODY)).replace("\n", "") == TEXT * 2


def test_a_date_far_from_the_headline_is_not_the_articles() -> None:
    assert one(page(f"<div>今天是2024年10月5日</div><h1>{TITLE}</h1>{BODY}<div>2019-01-01</div>")).published is None


@pytest.mark.parametrize(
    "first", ["来源：新华社  2024-09-28 10:00", "*2024年9月28日 新华社*", "2024-09-28 来源: 新华社"]
)
def test_the_line_under_the_headline_of_a_text(first: str) -> None:
    article = one(f"{TITLE}\n{first}\n\n{TEXT}\n", "a.txt")
    assert (article.headline, article.publisher, (article.published or "")[:10]) == (TITLE, "新华社", "2024-09-28")
    assert texts(article, Part.BODY) == [TEXT]


def test_what_tells_of_the_day_is_kept() -> None:
    article = one(f"{TITLE}\n2024年9月28日，新华社记者来到首都。\n{TEXT}\n", "a.txt")
    assert "记者来到首都" in article.text


def test_what_belongs_to_a_saved_page_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "会谈.html").write_text(page(f"<h1>{TITLE}</h1>{BODY}"))
    for folder in ("会谈_files", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text(page(f"<p>{TEXT}</p>"))
    found = list(run([tmp_path]))
    assert [a.source_file for a in found if isinstance(a, Article)] == ["other_files/frame.html", "会谈.html"]
    assert [(s.source_file, s.kind, s.reason) for s in found if isinstance(s, Skipped)] == [
        ("会谈_files", "ignored", "what belongs to a saved page")
    ]
