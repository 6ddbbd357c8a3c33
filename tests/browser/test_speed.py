from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Opened
from tests.browser.large import make_large, measure, write_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONGEST_TASK_MS = 300
SIZE_MB = {2000: 3, 10000: 8}


@pytest.mark.parametrize(("nodes", "seconds"), [(2000, 3), (10000, 8)])
def test_large_pages_open_soon_and_move_smoothly(browser: Browser, tmp_path: Path, nodes: int, seconds: float) -> None:
    found = measure(browser, write_page(make_large(nodes), tmp_path, top=nodes))
    assert found["first_view_s"] <= seconds
    assert found["longest_task_ms"] <= LONGEST_TASK_MS
    assert found["bytes"] <= SIZE_MB[nodes] * 1_000_000


def test_a_small_page_opens_at_once(browser: Browser, folder: Path) -> None:
    found = measure(browser, folder / "network.html")
    assert found["first_view_s"] <= 1.5
    assert found["longest_task_ms"] <= LONGEST_TASK_MS


def test_a_large_page_opens_what_is_searched_for_and_the_lines_of_what_is_chosen(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    seen = make_large(2000)
    write_page(seen, tmp_path, top=2000)
    wanted = max((node for node in seen.nodes if node.id.startswith("person/")), key=lambda node: len(node.articles))
    opened = open_page("network", "lang=hans", where=tmp_path)
    page = opened.page
    expect(page.locator("#physics")).to_be_disabled()
    page.fill("#search", wanted.names.hans)
    page.locator(f"#found [data-node='{wanted.id}']").dispatch_event("mousedown")
    expect(page.locator("#panel h2")).to_have_text(wanted.names.hans)
    page.click("#focus")
    assert opened.count()[0] < 400
    page.focus("#canvas")
    page.keyboard.press("Escape")
    page.locator("#listed summary").click()
    page.locator("#items button").first.click()
    expect(page.locator("#panel .passage").first).to_be_visible()
