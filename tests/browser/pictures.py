"""Pictures of the pages for the README: python -m tests.browser.pictures outputs outputs/pictures."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SHOTS = {
    "network": ("network", "lang=hans&theme=light", 1400, 860),
    "panel": ("network", "lang=hans&theme=dark&node=person/wang-yi", 1400, 860),
    "timeline": ("timeline", "lang=hans&theme=light", 1400, 760),
    "readouts": ("readouts", "lang=hans&theme=light", 1200, 900),
    "overview": ("index", "lang=hans&theme=light", 1200, 900),
    "phone": ("network", "lang=hant&theme=light&node=person/wang-yi", 390, 800),
}


def take(pages: Path, folder: Path) -> None:
    """Write one PNG for each shot, the same size on every run."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, (page, state, width, height) in SHOTS.items():
            shown = browser.new_page(viewport={"width": width, "height": height})
            shown.goto(f"{(pages / page).resolve().as_uri()}.html#{state}")
            shown.wait_for_timeout(1000)
            shown.screenshot(path=folder / f"{name}.png")
            shown.close()
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]))
