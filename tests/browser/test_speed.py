from pathlib import Path

import pytest
from playwright.sync_api import Browser

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
