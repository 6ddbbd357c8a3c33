"""The report of a build as the account on the front page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.viewmodel import Account

TROUBLES = ("skipped", "unreadable", "failed")


def read_account(report: Mapping[str, Any]) -> Account:
    """What a build read and what it could not, from the plain data of report.json; missing parts count as none.

    >>> read_account({"inputs": {"read": 2}, "unresolved": {"names": 1, "most": {"王某": 3}}}).unresolved
    (('王某', 3),)
    """
    inputs, files, names = report.get("inputs", {}), report.get("files", ()), report.get("unresolved", {})
    return Account(
        read=inputs.get("read", 0),
        duplicates=inputs.get("duplicate", 0),
        skipped=tuple((f["file"], f.get("reason") or f["outcome"]) for f in files if f.get("outcome") in TROUBLES),
        unresolved=tuple(names.get("most", {}).items()),
        unresolved_count=names.get("names", 0),
    )
