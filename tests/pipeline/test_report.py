"""The report as a reader sees it."""

from typing import Any

import pytest

from kg.pipeline.report import rendered

TABLES: dict[str, Any] = {"inputs": {"read": 1}, "publishers": {"A": 1}, "accounts": {}, "things": {}}


@pytest.mark.parametrize(
    ("outcome", "names", "told", "not_told"),
    [
        ("read", {}, "Every file was read.", "| file |"),
        ("unreadable", {}, "| a.md | unreadable | no text |", "Every file"),
        ("read", {}, "in the gazetteer: 0.", "| name |"),
        ("read", {"某某": 2}, "| 某某 | 2 |", "in the gazetteer: 0."),
    ],
)
def test_no_table_of_the_report_is_empty(outcome: str, names: dict[str, int], told: str, not_told: str) -> None:
    files = [{"file": "a.md", "outcome": outcome, "reason": "no text"}]
    report = rendered(TABLES | {"files": files, "unresolved": {"names": len(names), "most": names}})["report.md"]
    assert told in report
    assert not_told not in report
