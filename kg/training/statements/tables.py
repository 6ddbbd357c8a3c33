"""The models of statements as files: the reverse of kg.extract.statements.models.read_models."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.extract.signs import write_signs
from kg.extract.statements.models import Models
from kg.extract.statements.weights import BIAS
from kg.extract.wording import write_wording

HEADS = {
    "acts": "What is done with an issue: the weight of each sign for each act (kg/extract/statements/acts.py).",
    "confidence": "From which probability, over all lines, on which share of statements is right in articles held out.",
    "act-confidence": "The same of statements whose speaker, issue and act are all to be right.",
}
MADE = "Made by `kg train-statements`; README.md tells from what. A feature is a name and what was found, by colons."


def write_models(models: Models, folder: Path) -> None:
    """Write the three networks and two tables into a folder; equal models give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    write_signs(models.speakers, folder / "statement-speakers.npz")
    write_signs(models.topics, folder / "statement-topics.npz")
    acts = models.acts
    rows = ((name, *map(_number, row)) for name, row in sorted(acts.of.items()))
    _write(folder, "acts", ("feature", *acts.names), ((BIAS, *map(_number, acts.bias)), *rows))
    write_wording(models.wording, folder / "wording.npz")
    for name, measured in (("confidence", models.measured), ("act-confidence", models.measured_acts)):
        steps = zip(map(_number, measured.likely), map(_number, measured.right), strict=True)
        _write(folder, name, ("likely", "right"), steps)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _write(folder: Path, name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = [f"# {HEADS[name]}", f"# {MADE}", "\t".join(columns), *("\t".join(row) for row in rows)]
    (folder / f"statement-{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
