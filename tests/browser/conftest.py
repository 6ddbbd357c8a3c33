"""Pages in headless chromium, opened from the disk with no network; whatever they complain of or ask for is noted."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from kg import analysis, view
from kg.viewmodel import View
from tests.programs import program
from tests.viewsample import ACCOUNT

CHROMIUM = "/usr/bin/chromium"
WIDE = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Opened:
    """A page with what it said on the console and what it tried to fetch."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def count(self) -> list[int]:
        """The numbers of the line that says how much the network shows: nodes, all nodes, edges."""
        return [int(number) for number in re.findall(r"\d+", self.page.locator("#count").inner_text())]

    def nodes(self) -> set[str]:
        """Ids of the nodes shown."""
        self.page.wait_for_timeout(120)
        self.page.evaluate("document.getElementById('listed').open = true")
        return set(self.page.eval_on_selector_all("#items [data-node]", "rows => rows.map(row => row.dataset.node)"))


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        binary = program(CHROMIUM, "apt-get install chromium")
        browser = playwright.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        yield browser
        browser.close()


def write_pages(seen: View, folder: Path) -> Path:
    """Write all pages of a view into a folder."""
    for name, page in view.pages(seen, analysis.run(seen), account=ACCOUNT).items():
        (folder / name).write_bytes(page)
    return folder


@pytest.fixture(scope="session")
def folder(sample: View, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(sample, tmp_path_factory.mktemp("pages"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE, accept_downloads=True, locale="zh-CN", offline=True)
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext, folder: Path) -> Iterator[Open]:
    opened: list[Opened] = []

    def open_one(name: str, state: str = "lang=hans", *, where: Path = folder, size: dict[str, int] = WIDE) -> Opened:
        page = context.new_page()
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found = Opened(page)
        page.on("console", lambda message: found.complaints.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: found.complaints.append(str(error)))

        def note(route: Route) -> None:
            if route.request.url.startswith((where.as_uri(), "blob:")):
                route.continue_()
            else:
                found.requests.append(route.request.url)
                route.abort()

        page.route("**/*", note)
        page.goto(f"{(where / name).as_uri()}.html#{state}")
        page.wait_for_load_state("load")
        opened.append(found)
        return found

    yield open_one
    for found in opened:
        assert found.complaints == []
        assert found.requests == []
