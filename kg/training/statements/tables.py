"""The models of statements as files: the reverse of kg.extract.statements.models.read_models."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.extract.statements.models import Models
from kg.extract.statements.weights import BIAS, Weights
from kg.extract.statements.wording import write_wording

HEADS = {
    "speakers": "Who says a sentence: the weight, in log odds, of each sign (kg/extract/statements/speakers.py).",
    "topics": "On which issue: the same (kg/extract/statements/topics.py).",
    "acts": "What is done with the issue: the weight for each act (kg/extract/statements/acts.py).",
    "confidence": "From which probability, over all lines, on which share of statements is right in articles held out.",
}
MADE = "Made by `kg train-statements`; README.md tells from what. A feature is a name and what was found, by colons."


def write_models(models: Models, folder: Path) -> None:
    """Write the four tables and the network of the wording into a folder; equal models give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, weights in (("speakers", models.speakers), ("topics", models.topics)):
        _write(folder, name, ("feature", "weight"), _weights(weights))
    acts = models.acts
    rows = ((name, *map(_number, row)) for name, row in sorted(acts.of.items()))
    _write(folder, "acts", ("feature", *acts.names), ((BIAS, *map(_number, acts.bias)), *rows))
    write_wording(models.wording, folder / "statement-wording.npz")
    steps = zip(map(_number, models.measured.likely), map(_number, models.measured.right), strict=True)
    _write(folder, "confidence", ("likely", "right"), steps)


def _weights(weights: Weights) -> Iterable[tuple[str, str]]:
    yield BIAS, _number(weights.bias)
    yield from ((feature, _number(weight)) for feature, weight in sorted(weights.of.items()))


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _write(folder: Path, name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = [f"# {HEADS[name]}", f"# {MADE}", "\t".join(columns), *("\t".join(row) for row in rows)]
    (folder / f"statement-{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
