"""What newcomers write: dates as they are used to, names with a slip, unknown terms; and terminals of 80 columns."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from kg.days import checked
from kg.errors import KgError, UsageError
from kg.rdf.render import aligned, width_of
from tests.cli.test_graph_commands import folder, kg
from tests.rdf import gold

__all__ = ["folder"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024/09/27", "2024-09-27"),
        ("2024/9/7", "2024-09-07"),
        ("2024.9", "2024-09"),
        ("2024-9-27", "2024-09-27"),
        ("2024年9月", "2024-09"),
        ("2024年9月27日", "2024-09-27"),
        ("2024年", "2024"),
        ("２０２４年９月２７號", "2024-09-27"),
    ],
)
def test_dates_as_they_are_written(text: str, date: str) -> None:
    assert checked(text) == date


@pytest.mark.parametrize("text", ["2024-13", "2024年13月", "24/9/27", "9/27/2024", "2024年9月40日", "昨天"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        checked(text)


@pytest.mark.parametrize(
    "args",
    [("query", "met", "--person", "王义"), ("query", "met", "--person", "wang yii"), ("explain", "王义")],
)
def test_a_name_with_a_slip_is_answered_with_the_nearest(folder: Path, args: tuple[str, ...]) -> None:
    said = kg(folder, *args)
    assert said.returncode == 2
    assert "near it: " in said.stderr
    assert "王毅" in said.stderr or "Wang Yi" in said.stderr


def test_an_answer_without_rows_is_told(folder: Path) -> None:
    said = kg(folder, "query", "SELECT ?m { ?m a dkg:Meting ; dkg:startDate ?d ; dkg:knid ?k }")
    assert said.returncode == 0
    assert said.stderr == "kg: no rows; the graph has no dkg:Meting, dkg:knid\n"
    assert kg(folder, "query", "met", "--since", "2050").stderr == "kg: no rows\n"
    assert kg(folder, "query", "met").stderr == ""


def test_rows_fit_the_terminal() -> None:
    rows = [["start", "meeting", "city"], ["2024-09-27", "安东尼·布林肯、王毅（会晤，2024-09-27）" * 2, "纽约"]]
    assert max(map(width_of, aligned(rows))) > 80
    fitted = aligned(rows, width=40)
    assert max(map(width_of, fitted)) <= 40
    assert fitted[1].startswith("2024-09-27  安东尼")
    assert fitted[1].endswith("…  纽约")
    assert aligned(rows, width=200) == aligned(rows)


@pytest.mark.parametrize("args", [("query", "met"), ("stats", "issue_pairs")])
def test_tables_fit_a_terminal_of_80_columns(folder: Path, args: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "kg", *args, "-g", str(folder / "graph.ttl")]
    leader, follower = pty.openpty()
    env = {**os.environ, "COLUMNS": "80", "LINES": "24"}
    with subprocess.Popen(command, stdout=follower, cwd=gold.ROOT, env=env) as running:
        os.close(follower)
        said = bytearray()
        while chunk := _read(leader):
            said += chunk
        assert running.wait() == 0
    os.close(leader)
    lines = said.decode().splitlines()
    assert len(lines) > 2
    assert max(map(width_of, lines)) <= 80


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # the other end is closed
        return b""


def test_a_view_since_a_date_as_it_is_written() -> None:
    from kg.view.select import Subset

    assert Subset(since="2024年9月", until="2024/9/27") == Subset(since="2024-09", until="2024-09-27")


def test_a_view_of_a_name_with_a_slip() -> None:
    from kg.view.select import find
    from tests.viewsample import make_sample

    with pytest.raises(KgError, match="near it: 布林肯"):
        find(make_sample(), "布林垦")
