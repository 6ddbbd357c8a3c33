"""Reviewed merges: a table that a person may edit and that every build replays."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import InputError
from kg.model import Judgement, MergeDecision

COLUMNS = ("kind", "left", "right", "judgement", "score", "reasons")


def load_decisions(path: Path) -> tuple[MergeDecision, ...]:
    """The decisions of a tab-separated file; lines from `#` and empty ones are skipped.

    Only `same` and `different` bind; `unsure` and an empty judgement leave a pair to the rules. Raises InputError with
    the line that is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    return tuple(_decision(path, number, cells) for number, cells in rows if _is_judged(cells))


def _is_judged(cells: list[str]) -> bool:
    """Whether a row is meant to bind; the header line and a row without a judgement are not."""
    if cells[0] == COLUMNS[0]:
        return False
    return len(cells) < 4 or cells[3].strip() not in ("", Judgement.UNSURE.value)


def _decision(path: Path, number: int, cells: list[str]) -> MergeDecision:
    try:
        kind, left, right, judgement = (cell.strip() for cell in cells[:4])
        left, right = sorted((left, right))
        return MergeDecision(
            kind=kind, left=left, right=right, judgement=Judgement(judgement), score=1.0, reasons=("reviewed",)
        )
    except ValueError as error:
        raise InputError(f"{path}, line {number}: expected kind, left, right and same or different") from error


def write_decisions(decisions: Iterable[MergeDecision]) -> str:
    """Decisions as the text of such a file, sorted."""
    lines = ["\t".join(COLUMNS)]
    for d in sorted(decisions, key=lambda d: (d.kind, d.left, d.right)):
        lines.append("\t".join((d.kind, d.left, d.right, d.judgement.value, f"{d.score:.2f}", "; ".join(d.reasons))))
    return "\n".join(lines) + "\n"
