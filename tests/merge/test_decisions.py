"""The file of reviewed merges."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.merge import load_decisions, write_decisions
from kg.model import Judgement, MergeDecision


def test_only_judged_rows_bind(tmp_path: Path) -> None:
    path = tmp_path / "merges.tsv"
    path.write_text(
        "# reviewed by hand\nkind\tleft\tright\tjudgement\tscore\treasons\n"
        "person\tb\ta\tdifferent\t0.98\tsame Latin form\n"
        "meeting\ta1/m1\ta2/m1\tsame\n"
        "meeting\ta1/m1\ta3/m1\tunsure\t0.7\n"
        "meeting\ta1/m1\ta4/m1\t\n",
        encoding="utf-8",
    )
    found = load_decisions(path)
    assert [(d.kind, d.left, d.right, d.judgement) for d in found] == [
        ("person", "a", "b", Judgement.DIFFERENT),
        ("meeting", "a1/m1", "a2/m1", Judgement.SAME),
    ]


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    decision = MergeDecision(
        kind="person", left="a", right="b", judgement=Judgement.SAME, score=0.9, reasons=("one", "two")
    )
    path = tmp_path / "merges.tsv"
    path.write_text(write_decisions([decision]), encoding="utf-8")
    (found,) = load_decisions(path)
    assert (found.kind, found.left, found.right, found.judgement) == ("person", "a", "b", Judgement.SAME)


@pytest.mark.parametrize("line", ["person\ta\tb\tperhaps", "person\ta", "person"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "merges.tsv"
    path.write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        load_decisions(path)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_decisions(tmp_path / "none.tsv")
