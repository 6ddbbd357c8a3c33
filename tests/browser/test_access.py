"""What the accessibility checker axe-core finds on every page, in both themes, wide and narrow, opened up."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import PHONE, WIDE, Opened
from tests.programs import node_module

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
GRAVE = ("serious", "critical")
CASES = [
    ("index", "lang=hans", ""),
    ("network", "lang=hans&alone=1", "document.querySelectorAll('details').forEach(one => { one.open = true; })"),
    ("network", "lang=latin&node=person/wang-yi", ""),
    ("network", "lang=hans&focus=meeting/m1&node=meeting/m1", ""),
    ("timeline", "lang=hans&meeting=meeting/m1", ""),
    ("readouts", "lang=hans&meeting=meeting/m1", "document.querySelector('.matrix td button').click()"),
    (
        "readouts",
        "lang=hant&issue=issue/arms",
        "document.querySelector('#plot .mark').dispatchEvent(new Event('click'))",
    ),
]


@pytest.mark.parametrize(
    ("theme", "size"), [("light", WIDE), ("dark", WIDE), ("light", PHONE)], ids=["light", "dark", "phone"]
)
@pytest.mark.parametrize(("name", "state", "action"), CASES)
def test_no_grave_fault(
    open_page: Callable[..., Opened], name: str, state: str, action: str, theme: str, size: dict[str, int]
) -> None:
    page = open_page(name, f"{state}&theme={theme}", size=size).page
    if action:
        page.evaluate(action)
    page.evaluate((node_module(HERE, "axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations', 'passes'] })")
    assert len(found["passes"]) > 10
    faults = [
        f"{fault['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][:200]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
    assert faults == []
