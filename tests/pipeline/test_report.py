"""The report as a reader sees it."""

from typing import Any

import pytest

from kg.pipeline.report import rendered

TABLES: dict[str, Any] = {"inputs": {"read": 1}, "publishers": {"A": 1}, "undated": 0, "accounts": {}, "things": {}}
EMPTY: dict[str, Any] = {"files": [], "unresolved": {"names": 0, "most": {}}}


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


def test_what_articles_do_not_tell_is_told() -> None:
    report = rendered(TABLES | EMPTY | {"publishers": {"": 3}, "undated": 2})["report.md"]
    assert "| not told | 3 |" in report
    assert "Articles without a date of publication: 2." in report
    assert "date of publication" not in rendered(TABLES | EMPTY)["report.md"]
