"""What files call title, date, publisher and address of an article: front matter, first lines, records, tables."""

import json

import pytest

from kg.model import Article, Part
from tests.read.test_forms import one, read, texts

TITLE, TEXT = "两国外长会谈", "两国外长今天在首都会谈，讨论贸易问题。会谈后没有发表声明。"


def told(article: Article) -> tuple[str, str | None, str | None, str | None]:
    return article.headline, article.publisher, article.published, article.url


@pytest.mark.parametrize(
    ("head", "headline", "publisher", "published", "url"),
    [
        ("---\ntitle: 两国外长会谈\npublish_date: 2024-09-28\n---", TITLE, None, "2024-09-28", None),
        ("---\ntitle: 两国外长会谈\ndate: 2024/9/28 10:30\n---", TITLE, None, "2024-09-28", None),
        ("---\ntitle: 两国外长会谈\ndate: 2024年9月28日\n---", TITLE, None, "2024-09-28", None),
        ("---\ntitle: 两国外长会谈\ndate: 20240928\n---", TITLE, None, "2024-09-28", None),
        ("---\ntitle: 两国外长会谈\ndate: soon\npublishedAt: 2024-09-28\n---", TITLE, None, "2024-09-28", None),
        ("---\ntitle: 两国外长会谈\nauthor: 某记者\npublisher: 某某日报\n---", TITLE, "某某日报", None, None),
        ("---\ntitle: 两国外长会谈\nsource: https://x.example/1\nauthor:\n  - 某人\n---", TITLE, "x.example", None,
         "https://x.example/1"),
        ("---\ntitle: >-\n  两国外长\n  会谈\nsite_name: 某某网\n---", TITLE, "某某网", None, None),
        ("---\n標題：两国外长会谈\n來源：某某日报\n發布時間：2024年9月28日\n---", TITLE, "某某日报",
         "2024-09-28", None),
        ('+++\ntitle = "两国外长会谈"\ndate = 2024-09-28T10:00:00+08:00\n+++', TITLE, None,
         "2024-09-28T02:00:00Z", None),
        ("标题：两国外长会谈\n来源：某某日报\n日期：2024-09-28\n链接：https://x.example/1\n", TITLE, "某某日报",
         "2024-09-28", "https://x.example/1"),
        ("Title: 两国外长会谈\nDate: 28 Sep 2024\n", TITLE, None, "2024-09-28", None),
        ("---\ntitle: 两国外长会谈\ndate: September 28, 2024\n---", TITLE, None, "2024-09-28", None),
    ],
)  # fmt: skip
def test_what_a_head_tells(head: str, headline: str, publisher: str, published: str, url: str) -> None:
    article = one(f"{head}\n{TEXT}\n")
    assert told(article) == (headline, publisher, published, url)
    assert texts(article, Part.BODY) == [TEXT]


@pytest.mark.parametrize(
    "page",
    [
        f"---\n他说：明天再谈。\n---\n{TEXT}",
        f"时间：9月27日\n地点：首都\n{TEXT}",
        f"发言人：没有\n记者：为什么？\n{TEXT}",
    ],
)
def test_what_is_no_head(page: str) -> None:
    assert one(page).text.count("：") == page.count("：")


@pytest.mark.parametrize(
    "record",
    [
        {"headline": TITLE, "datePublished": "2024-09-28", "publisher": {"@type": "Organization", "name": "某某日报"},
         "articleBody": TEXT, "link": "https://x.example/1"},
        {"标题": TITLE, "发布时间": "2024年9月28日", "来源": "某某日报", "链接": "https://x.example/1", "正文": TEXT},
        {"title": TITLE, "author": "某记者", "sitename": "某某日报", "date": "2024-09-28",
         "source": "https://x.example/1", "text": TEXT},
    ],
)  # fmt: skip
@pytest.mark.parametrize("indent", [None, 2])
def test_what_a_record_tells(record: dict[str, object], indent: int | None) -> None:
    article = one(json.dumps(record, ensure_ascii=False, indent=indent), "a.json")
    assert told(article) == (TITLE, "某某日报", "2024-09-28", "https://x.example/1")


@pytest.mark.parametrize("indent", [None, 2])
def test_records_inside_one(indent: int | None) -> None:
    articles = [{"source": {"id": None, "name": "某某网"}, "title": t, "content": TEXT} for t in ("一", "二")]
    page = json.dumps({"status": "ok", "totalResults": 2, "articles": articles}, ensure_ascii=False, indent=indent)
    found = read(page, "a.json")
    assert [(a.source_file, told(a)[:2]) for a in found if isinstance(a, Article)] == [
        ("a.json#1", ("一", "某某网")),
        ("a.json#2", ("二", "某某网")),
    ]
    assert [page[start] for a in found if isinstance(a, Article) for _, start in a.offsets[:1]] == ["一", "二"]
