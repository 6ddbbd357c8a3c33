"""Every character of the clean text leads back to the file."""

import html
import json
import random
from bisect import bisect_right
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.read import Source, parse_source
from kg.read.cleaning import clean_text
from tests.read.cases import CASES, LONG, PAGE, Case
from tests.read.test_forms import TRANSCRIPT

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def place(article: Article, index: int) -> int:
    clean, file = article.offsets[bisect_right(article.offsets, (index, 1 << 62)) - 1]
    return file + index - clean


def assert_leads_back(page: str, article: Article) -> None:
    starts = [clean for clean, _ in article.offsets]
    assert starts == sorted(set(starts))
    for block in article.blocks:
        for index in range(block.start, block.end):
            character, found = article.text[index], page[(here := place(article, index)) : here + 12]
            if character == "\n":  # an end of line is placed behind the character before it
                assert here == place(article, index - 1) + 1
                continue
            assert (
                found.startswith(character)
                or (character == " " and (found[:1].isspace() or found.startswith(("&", "\\"))))
                or (found.startswith("&") and html.unescape(found).startswith(character))
                or (found.startswith("\\") and json.loads(f'"{found[: 2 if found[1] != "u" else 6]}"')[0] in character)
                or (found.startswith("\\ud") and json.loads(f'"{found}"') == character)
            ), (character, found)


@pytest.mark.parametrize("page", [*(c.page for c in CASES), PAGE % LONG, TRANSCRIPT, "<h1>布林肯 <br>王毅</h1>会谈"])
def test_of_cases(page: str) -> None:
    for article in parse_source(Source(name="20220101.md", path=Path("a")), page.encode()):
        if isinstance(article, Article):
            assert_leads_back(page, article)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_of_seeds(path: Path) -> None:
    (article,) = parse_source(Source(name=path.name, path=path), path.read_bytes())
    assert isinstance(article, Article)
    assert len(article.blocks) > 10
    assert_leads_back(path.read_text(encoding="utf-8"), article)


@pytest.mark.parametrize("ascii_only", [True, False])
def test_of_json(ascii_only: bool) -> None:
    record = {
        "title": "外长\u200b“会谈”😀",
        "html": '<p>甲\n"乙"\\丙&amp;丁😀。</p><img alt="两位外长\t在会场门口\\握手致意">',
    }
    page = '{"title": "x", "text": "y"}\n' + json.dumps(record, ensure_ascii=ascii_only)
    _, article = parse_source(Source(name="a.jsonl", path=Path("a")), page.encode())
    assert isinstance(article, Article)
    assert article.text == '外长“会谈”😀\n甲 "乙"\\丙&丁😀。\n两位外长 在会场门口\\握手致意'
    assert_leads_back(page, article)


# fmt: off
PIECES = st.sampled_from([
    "布林肯", "王毅说，", "。", " ", "\n", "\n\n", "&amp;", "&nbsp;", "&#20013;", "&#xD800;", "&bogus;", "&", "<",
    ">", "\u200b", "\u3000", "<p>", "</p>", "<br>", "<div class='picinfo'>", "</div>", "<b>", "</b>", "<!-- x -->",
    "<!--", "-->", '<a href="x">', "</a>", '<img alt="外长在会场门口握手致意了">', "<small>", "</small>",
    "<ul><li>", "</ul>", "## ", "**", "（记者张三报道）", "责编：李四", "[会谈](https://x.example)", "\u202e",
    "\x00", "\x85", "\r\n", "<script>", "</script>", "<table><tr><td>", "{", '"', "<p class='a\">", "<h1>",
])
# fmt: on


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_of_any_page(page: str) -> None:
    assume(page.count("\x00") * 20 <= len(page))  # a text with more zeros may be UTF-16: its characters are others
    decoded = page.replace("\r\n", "\n").replace("\r", "\n")
    for article in parse_source(Source(name="a.md", path=Path("a")), page.encode()):
        if isinstance(article, Article):
            assert_leads_back(decoded, article)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_clean_text_holds_nothing_that_outputs_cannot(text: str) -> None:
    clean = clean_text(text, entities=True)
    assert clean.text == clean.text.strip()
    clean.text.encode()
    assert not any(
        ord(c) < 32 or 127 <= ord(c) < 160 or 0x202A <= ord(c) <= 0x202E or 0xFDD0 <= ord(c) <= 0xFDEF
        for c in clean.text
    )
    assert len(clean.text) == len(clean.places)
    assert clean.places == sorted(clean.places)


def test_clean_text_resolves_and_collapses() -> None:
    clean = clean_text("\u3000\u3000外长\n 甲&middot;某 \u200b said&nbsp;&nbsp;so\x00.\n下一行", entities=True)
    assert clean.text == "外长甲·某 said so. 下一行"


def test_order_of_cases_does_not_matter() -> None:
    shuffled = random.Random(1).sample(CASES, len(CASES))

    def ids(cases: list[Case]) -> set[str]:
        found = (a for c in cases for a in parse_source(Source(name=c.name, path=Path("a")), c.page.encode()))
        return {a.id for a in found if isinstance(a, Article)}

    assert ids(shuffled) == ids(CASES)
