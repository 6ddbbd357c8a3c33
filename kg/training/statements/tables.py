"""The models of statements as tables: the reverse of kg.extract.statements.models.read_models."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.extract.statements.models import Models
from kg.extract.statements.ngrams import Wording
from kg.extract.statements.weights import BIAS, Weights

HEADS = {
    "speakers": "Who says a sentence: the weight, in log odds, of each sign (kg/extract/statements/speakers.py).",
    "topics": "On which issue: the same (kg/extract/statements/topics.py).",
    "wording": "What the wording of a sentence sounds like: strings of characters (kg/extract/statements/ngrams.py).",
    "acts": "What is done with the issue: the weight for each act (kg/extract/statements/acts.py).",
    "confidence": "From which probability, over all lines, on which share of statements is right in articles held out.",
}
MADE = "Made by `kg train-statements`; README.md tells from what. A feature is a name and what was found, by colons."


def write_models(models: Models, folder: Path) -> None:
    """Write the five tables into a folder; equal models give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, weights in (("speakers", models.speakers), ("topics", models.topics)):
        _write(folder, name, ("feature", "weight"), _weights(weights))
    acts = models.acts
    rows = ((name, *map(_number, row)) for name, row in sorted(acts.of.items()))
    _write(folder, "acts", ("feature", *acts.names), ((BIAS, *map(_number, acts.bias)), *rows))
    _write(folder, "wording", ("feature", "rarity", "issues", "acts", "said"), _wording(models.wording))
    steps = zip(map(_number, models.measured.likely), map(_number, models.measured.right), strict=True)
    _write(folder, "confidence", ("likely", "right"), steps)


def _weights(weights: Weights) -> Iterable[tuple[str, str]]:
    yield BIAS, _number(weights.bias)
    yield from ((feature, _number(weight)) for feature, weight in sorted(weights.of.items()))


def _wording(wording: Wording) -> Iterable[tuple[str, str, str, str, str]]:
    yield BIAS, "", *_weighed(wording, wording.bias.tolist(), every=True)
    for string, rarity, row in zip(wording.strings, wording.rarity.tolist(), wording.weights.tolist(), strict=True):
        yield string, _number(rarity), *_weighed(wording, row)


def _weighed(wording: Wording, row: list[float], *, every: bool = False) -> tuple[str, str, str]:
    cut = len(wording.issues)
    issues, acts = _pairs(wording.issues, row[:cut], every), _pairs(wording.acts, row[cut:-1], every)
    return issues, acts, _number(row[-1]) if row[-1] or every else ""


def _pairs(codes: Iterable[str], weights: Iterable[float], every: bool) -> str:
    """Code:weight of each code, or of those that have a weight."""
    return " ".join(f"{code}:{_number(w)}" for code, w in zip(codes, weights, strict=True) if w or every)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _write(folder: Path, name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = [f"# {HEADS[name]}", f"# {MADE}", "\t".join(columns), *("\t".join(row) for row in rows)]
    (folder / f"statement-{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
