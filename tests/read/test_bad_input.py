"""What is wrong, hostile or enormous gets a clear outcome, in time that grows no faster than its size."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article, Part
from kg.read import Limits, Skipped, Source, parse_source
from kg.read.draft import LONGEST_BOILERPLATE
from kg.read.lexicon import load_boilerplate
from tests.growth import assert_linear, least_seconds

SENTENCE = "外长甲某会见外长乙某。"


def read(page: str | bytes, limits: Limits | None = None) -> list[Article | Skipped]:
    data = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    return parse_source(Source(name="a.md", path=Path("a.md"), limits=limits or Limits()), data)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + SENTENCE + "</div>" * 100_000,
        "<div><b><ul><li>" * 10_000 + SENTENCE,
        "<p>" * 20_000 + SENTENCE,
        "<ul><li>" * 20_000 + SENTENCE,
        "<table><tr><td>" * 30_000 + SENTENCE,
        "<p><span>" * 20_000 + SENTENCE,
        "</div></p></b>" * 20_000 + SENTENCE,
        "<!--" * 100_000 + SENTENCE,
        "<!---->" * 50_000 + SENTENCE,
        "<svg><path d='M1'/></svg>" * 50_000 + SENTENCE,
        "<p " + 'a="b" ' * 100_000 + ">" + SENTENCE,
        '<p class="' + "x " * 100_000 + '">' + SENTENCE,
        "<div class='a\">" + SENTENCE,
        "<title>" + SENTENCE + "</title><p>" + SENTENCE,
        "**" * 100_000 + SENTENCE,
        "\n" * 1_000_000 + SENTENCE,
        "&nbsp;" * 100_000 + SENTENCE,
        "\u202e\x07\u200b\ufeff" * 1000 + SENTENCE,
    ],
    ids=lambda page: page[:16],
)
def test_the_text_survives(page: str) -> None:
    (article,) = read(page)
    assert isinstance(article, Article), article
    assert article.text.endswith(SENTENCE)
    assert sum(b.part is Part.BODY for b in article.blocks) == 1


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (SENTENCE * 1_600_000, "too-large"),  # 50 MB and more on one line
        ("<p>x</p>" * 60_000, "too-large"),
        ("x<br>" * 60_000, "too-large"),
        ("<a " * 400_000, "too-large"),
        ("&lt;a" * 510_000, "too-large"),
        ('{"text": "' + SENTENCE * 100_000 + '"}', "too-large"),
        ('{"a":' * 100_000, "malformed"),
        ('{"a":' + "[" * 100_000, "malformed"),
        ("<script>" + SENTENCE, "no-text"),
        ("<p></p>", "no-text"),
        ("……———", "no-text"),
        ("\x00" * 5000 + SENTENCE, "binary"),
        (b"", "empty"),
        (b"\xc4\xe3\xff\xfe\xfd" * 50, "binary"),
    ],
    ids=lambda value: str(value[:12]),
)
def test_refused(page: str | bytes, kind: str) -> None:
    (result,) = read(page)
    assert isinstance(result, Skipped)
    assert result.kind in (kind, "undecodable" if kind == "binary" else kind)
    assert "\n" not in result.reason


def test_limits_are_the_callers() -> None:
    (result,) = read(f"<p>{SENTENCE}</p>", Limits(article_chars=5))
    assert isinstance(result, Skipped)
    assert "longer than 5 characters" in result.reason
    *_, last = read('{"text": "x"}\n' * 5, Limits(items=3))
    assert isinstance(last, Skipped)
    assert "after the first 3" in last.reason


def test_half_characters_from_json() -> None:
    (article,) = read('{"title": "\\ud800外长", "text": "甲\\udc00某\\ud83d\\ude00\\u0000。"}')
    assert isinstance(article, Article)
    assert article.text == "外长\n甲某😀。"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://x.example/新闻?a=b#c", "https://x.example/新闻?a=b#c"),
        ('https://x.example/"><script>', "https://x.example/%22%3E%3Cscript%3E"),
        ("https://x.example/a\\ud800b\\u0000c", "https://x.example/abc"),
        ("https://x.example/a|b\\ue000", "https://x.example/a%7Cb%EE%80%80"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//x.example", None),
    ],
)
def test_only_addresses_of_the_web(url: str, kept: str | None) -> None:
    escaped = url.replace('"', '\\"')
    (article,) = read(f'{{"title": "外长", "url": "{escaped}", "text": "甲。"}}')
    assert isinstance(article, Article)
    assert article.url == kept


def test_a_publisher_in_linked_data_holds_no_controls() -> None:
    data = '{"datePublished": "2024-01-01", "publisher": {"name": "某\\ud800报\\u0007"}, "url": "javascript:1"}'
    (article,) = read(f'<html><head><script type="application/ld+json">{data}</script></head><body><p>{SENTENCE}</p>')
    assert isinstance(article, Article)
    assert (article.publisher, article.url, article.published) == ("某报", None, "2024-01-01")


def test_front_matter_bomb() -> None:
    lines = "\n".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 40))
    (article,) = read(f"---\n{lines}\ntitle: 外长会谈\n---\n<p>{SENTENCE}</p>")
    assert isinstance(article, Article)
    assert article.headline == "外长会谈"


def test_entity_bomb() -> None:
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 20))
    (article,) = read(
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "x">{bomb}]><html><body><p>{SENTENCE}&a19;</p>'
    )
    assert isinstance(article, Article)
    assert article.text == f"{SENTENCE}&a19;"


def seconds(page: str) -> float:
    return least_seconds(lambda: read(page))


def test_front_matter_of_blanks() -> None:
    assert seconds(f"---\ntitle: a{' ' * 19_000}b\n---\n{SENTENCE}") < 0.5


UNITS = [
    *(
        "<",
        "<a ",
        '<a "<a"',
        "<!--",
        "&",
        "&amp;",
        "[",
        "[a](",
        "# a\n",
        "### a\n" + "b" * 200 + "\n",
        "（记者",
        "<p>外长。</p>",
        "外长。<br>",
    ),
    *("（", "{\n", '{"a"\n', "<h1></h1>", "<div><p>外长。</p>", "<ul><li>", "</b>", "<script></script>", "<!---->"),
    *("title,text\n", "标题：外\n", "来源：外 2024-09-28 ", "<time datetime=", '"title","text"\n"'),
    "<img alt='外长在会场门口与客人握手致意'>",
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_size_not_with_its_square(unit: str) -> None:
    read(unit * 10)
    assert_linear(lambda count: seconds(unit * count), 20_000 // len(unit) + 1, noise=0.1)


def test_many_different_images_are_not_all_compared() -> None:
    def page(count: int) -> str:
        images = (f'<img alt="第{i * 7919}次会谈的现场照片"><small>会谈{i}。</small>' for i in range(count))
        return "".join(images)

    assert_linear(lambda count: seconds(page(count)), 2000, noise=0.1)


# fmt: off
WORDS = st.sampled_from([
    "（", "）", "(", ")", "【", "】", "记者", "报道", "路透社", "法新社", "编辑", ":", "/", "、", "，", "。", "是",
    "时报", "自", "文", "依据", "来源", "©", "版权", "图", "摄", "2020年1月2日", "7日", "电", "讯", " ", "甲", "A",
    "-", "—", "点击", "对本文有", "贡献", "不代表", "立场", "欢迎", "收看", "订阅", "频道", "https://x", "……",
    "more", "相关", "阅读", "作者", "翻译",
])
# fmt: on


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=200).map("".join), st.integers(1, 40))
def test_no_pattern_backtracks(text: str, times: int) -> None:
    """Lines made of the very words that patterns are made of, as long as a line of boilerplate may be."""
    rules = load_boilerplate()
    line = (text * times)[:LONGEST_BOILERPLATE]
    start = time.perf_counter()
    for pattern in (rules.lines, rules.edge_lines, rules.related_lines, rules.times, rules.openings):
        pattern.match(line)
    for pattern in (rules.endings, rules.photo_credits):
        pattern.search(line)
    assert time.perf_counter() - start < 0.5


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_give_a_result(data: bytes) -> None:
    results = read(data)
    assert results
    assert all(isinstance(r, Article | Skipped) for r in results)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_result(text: str) -> None:
    assert read(text)
