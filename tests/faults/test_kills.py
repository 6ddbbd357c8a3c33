"""A few random kills on every run, each command once; `python tests/faults/kills.py` is the long one."""

from pathlib import Path

from tests.faults.kills import run


def test_killed_commands_leave_the_old_outputs_or_the_new(tmp_path: Path) -> None:
    found = run(6, 7, tmp_path)
    assert found["killed"] == 6
    assert found["build"] + found["reviewed build"] + found["merges"] + found["load"] == 6
