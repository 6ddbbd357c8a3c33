"""What a reader who opens the pages for the first time stumbles over."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from kg.viewmodel import View
from tests.browser.conftest import Opened, write_pages

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]


@pytest.mark.parametrize(
    ("language", "told"),
    [("hans", "没有找到"), ("hant", "沒有找到"), ("latin", "Nothing found")],
)
def test_a_search_that_finds_nothing_says_so(open_page: Open, language: str, told: str) -> None:
    page = open_page("network", f"lang={language}").page
    page.fill("#search", "zzzz")
    expect(page.locator("#found li")).to_have_text(told)
    page.press("#search", "ArrowDown")
    page.press("#search", "Enter")
    assert "node=" not in page.evaluate("location.hash")
    page.fill("#search", "")
    expect(page.locator("#found")).to_be_hidden()


@pytest.mark.parametrize(("language", "place"), [("hans", "纽约、美国"), ("latin", "New York, United States")])
@pytest.mark.parametrize(("name", "key"), [("network", "node"), ("timeline", "meeting")])
def test_lists_have_the_comma_of_the_language(open_page: Open, name: str, key: str, language: str, place: str) -> None:
    page = open_page(name, f"lang={language}&{key}=meeting/m1").page
    expect(page.locator("#panel")).to_contain_text(place)


@pytest.mark.parametrize("name", ["index", "timeline", "readouts"])
def test_paper_is_white_in_the_dark_theme_too(open_page: Open, name: str) -> None:
    page = open_page(name, "lang=latin&theme=dark").page
    shown = "getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()"
    dark = page.evaluate(shown)
    page.emulate_media(media="print")
    assert page.evaluate(shown) != dark
    page.emulate_media(media="screen")
    page.click("#theme")
    light = page.evaluate(shown)
    page.emulate_media(media="print")
    assert page.evaluate(shown) == light


def test_meetings_without_a_date_are_told_where_the_lanes_leave_them_out(
    open_page: Open, sample: View, tmp_path: Path
) -> None:
    expect(open_page("timeline", "lang=latin").page.locator("#count")).to_have_text("4 of 4 meetings")
    nodes = tuple(replace(node, start="", end="") if node.id == "meeting/m1" else node for node in sample.nodes)
    page = open_page("timeline", "lang=latin", where=write_pages(replace(sample, nodes=nodes), tmp_path)).page
    expect(page.locator("#count")).to_have_text("4 of 4 meetings · 1 without a date, only in the list")
