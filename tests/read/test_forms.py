import json
from pathlib import Path

import pytest

from kg.model import Article, Part
from kg.read import Skipped, Source, parse_source
from tests.read.cases import CASES, LONG, PAGE, Case


def read(page: str | bytes, name: str = "a.md") -> list[Article | Skipped]:
    data = page.encode() if isinstance(page, str) else page
    return parse_source(Source(name=name, path=Path(name)), data)


def one(page: str | bytes, name: str = "a.md") -> Article:
    (article,) = read(page, name)
    assert isinstance(article, Article), article
    return article


def texts(article: Article, part: Part) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.part is part]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_article(case: Case) -> None:
    article = one(case.page, case.name)
    assert texts(article, Part.BODY) == list(case.body)
    assert texts(article, Part.CAPTION) == list(case.captions)
    assert article.headline == case.headline
    assert texts(article, Part.HEADLINE) == ([case.headline] if case.headline else [])
    assert {key: getattr(article, key) for key, _ in case.fields} == dict(case.fields)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_text_is_its_blocks(case: Case) -> None:
    article = one(case.page, case.name)
    assert article.text == "\n".join(article.text[b.start : b.end] for b in article.blocks)
    numbers = [b.paragraph for b in article.blocks if b.part is Part.BODY]
    assert numbers == list(range(len(numbers)))
    assert all(b.paragraph is None for b in article.blocks if b.part is not Part.BODY)


def test_web_page() -> None:
    article = one(PAGE % LONG, "a.html")
    assert article.headline == "两国外长会谈&记者会"
    assert texts(article, Part.BODY) == [LONG, "第二段。"]
    assert texts(article, Part.CAPTION) == ["两位外长握手。"]
    assert article.url == "https://www.zaobao.com/news/1"
    assert article.publisher == "联合早报"
    assert (article.published, article.published_source) == ("2024-07-29T01:51:49Z", "record")


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        ("<title>外长今天在首都会谈 - 某某新闻网</title>", "外长今天在首都会谈"),
        ("<title>外长今天在首都会谈</title>", "外长今天在首都会谈"),
        ('<title>x</title><meta property="og:title" content="外长&quot;会谈&quot;">', '外长"会谈"'),
    ],
)
def test_web_page_without_heading(head: str, headline: str) -> None:
    assert one(f"<html><head>{head}</head><body><p>{LONG}</p></body></html>").headline == headline


def test_linked_data_gives_date_publisher_and_url() -> None:
    data = {
        "@graph": [
            {
                "@type": "NewsArticle",
                "datePublished": "2024-07-29",
                "publisher": {"name": "某报"},
                "url": "https://x.example/1",
            }
        ]
    }
    page = f'<html><head><script type="application/ld+json">{json.dumps(data)}</script></head><body><p>{LONG}</p>'
    article = one(page)
    assert (article.published, article.publisher, article.url) == ("2024-07-29", "某报", "https://x.example/1")


RECORD = {
    "title": '外长"会谈"',
    "url": "https://www.rfi.fr/cn/1",
    "publisher": "某报",
    "published": "2024-07-29",
    "text": "外长\t甲某会面。\n双方\\同意😀。",
}


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("layout", ["lines", "list", "pretty"])
def test_json_records(ascii_only: bool, layout: str) -> None:
    records = [RECORD, {"title": "二", "html": "<p>甲。</p><p>乙。</p>"}]
    if layout == "lines":
        page = "\n".join(json.dumps(r, ensure_ascii=ascii_only) for r in records)
    else:
        page = json.dumps(records, ensure_ascii=ascii_only, indent=2 if layout == "pretty" else None)
    first, second = read(page, "news.jsonl")
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.source_file, second.source_file) == ("news.jsonl#1", "news.jsonl#2")
    assert texts(first, Part.BODY) == ["外长 甲某会面。", "双方\\同意😀。"]
    assert (first.headline, first.url, first.publisher) == ('外长"会谈"', "https://www.rfi.fr/cn/1", "某报")
    assert (first.published, first.published_source) == ("2024-07-29", "record")
    assert texts(second, Part.BODY) == ["甲。", "乙。"]


def test_broken_json_records_are_counted_one_by_one() -> None:
    page = (
        '{"title": "一", "text": "甲。"}\n{"title": "二", "te\n{"title": "三"}\nxyz\n{"title": "五", "text": "乙。"}\n'
    )
    found = read(page, "n.jsonl")
    assert [r.kind if isinstance(r, Skipped) else r.headline for r in found] == [
        "一",
        "malformed",
        "no-text",
        "malformed",
        "五",
    ]
    assert [r.source_file for r in found] == [f"n.jsonl#{i}" for i in range(1, 6)]


TRANSCRIPT = """# 《新闻联播》 (20220925)

## 新闻摘要

1.外长会谈；
2.天气；

## 详细新闻

### 外长会谈

<p><strong>央视网消息</strong>（新闻联播）：外长甲某今天会见乙某。</p><p>双方同意。</p>

[查看原文](https://tv.example/1.shtml)

### undefined

undefined

### 天气

<p>晴。</p>

---

(更新时间戳: 1664124816672)
"""


@pytest.mark.parametrize("name", ["20220925.md", "broadcast.md"])
def test_transcript(name: str) -> None:
    first, empty, last = read(TRANSCRIPT, name)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(empty, Skipped)
    assert [r.source_file for r in (first, empty, last)] == [f"{name}#{i}" for i in (1, 2, 3)]
    assert empty.kind == "ignored"
    assert texts(first, Part.BODY) == ["外长甲某今天会见乙某。", "双方同意。"]
    assert texts(last, Part.BODY) == ["晴。"]
    assert (first.headline, first.publisher, first.url) == ("外长会谈", "央视", "https://tv.example/1.shtml")
    assert first.published == "2022-09-25"


def test_subheads_do_not_make_a_transcript() -> None:
    article = one("# 外长会谈\n\n导语。\n\n### 贸易\n\n甲。\n\n### 安全\n\n乙。\n")
    assert article.headline == "外长会谈"
    assert texts(article, Part.BODY) == ["导语。", "贸易", "甲。", "安全", "乙。"]


def test_id_depends_on_content_alone() -> None:
    page = CASES[0].page
    assert one(page, "a.md").id == one(page, "b/c.md").id
    assert one(page).id != one(page.replace("第二段", "第三段")).id
    assert one(page).digest != one(page.replace("第二段", "第三段")).digest


def test_front_matter_is_no_yaml() -> None:
    article = one(
        '---\ntitle: &a "他说\\"好\\""\nbomb: *a\nauthor: !!python/object x\ndate: 0000-01-01\n---\n<p>甲。</p>'
    )
    assert article.headline == '&a "他说"好""'
    assert article.published is None
