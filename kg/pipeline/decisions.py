"""The file of reviewed merges: tab-separated kind, left, right, judgement; replayed by every build.

A reviewer gets it from `kg merges`, writes same, different or unsure into the last column, and gives it to
`kg build --decisions`. A "different" is binding for all that would otherwise be joined through it.
"""

from pathlib import Path

from kg.errors import UsageError
from kg.knowledge.tables import read_table
from kg.model import Judgement, MergeDecision

COLUMNS = ("kind", "left", "right", "judgement")


def load_decisions(path: Path) -> tuple[MergeDecision, ...]:
    """The decisions of a file, sorted; UsageError if a judgement is none of the three."""
    found = []
    for row in read_table(path):
        if any(column not in row for column in COLUMNS):
            raise UsageError(f"{path}: the columns are {', '.join(COLUMNS)}")
        try:
            judgement = Judgement(row["judgement"].strip())
        except ValueError:
            raise UsageError(f"{path}: {row['judgement']!r} is not same, different or unsure") from None
        left, right = sorted((row["left"], row["right"]))
        found.append(
            MergeDecision(
                kind=row["kind"], left=left, right=right, judgement=judgement, score=1.0, reasons=("reviewed",)
            )
        )
    return tuple(sorted(found, key=lambda d: (d.kind, d.left, d.right)))
