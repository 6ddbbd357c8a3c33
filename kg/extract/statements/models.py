"""The four models of statements and the measured confidence, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.extract.statements.weights import Choices, Measured, Weights, read_choices, read_measured, read_weights
from kg.extract.statements.wording import Wording, read_wording
from kg.resources import ontology_dir


@dataclass(frozen=True, slots=True)
class Models:
    """Who speaks, on what (by all signs; by wording alone), what is done with it, and how often that is right."""

    speakers: Weights
    topics: Weights
    wording: Wording
    acts: Choices
    measured: Measured


@cache
def load_models() -> Models:
    """The models that ship with the package (ontology/models)."""
    return read_models(ontology_dir() / "models")


def read_models(folder: Path) -> Models:
    """The models of a folder, as `kg train-statements` writes it."""
    return Models(
        speakers=read_weights(folder / "statement-speakers.tsv"),
        topics=read_weights(folder / "statement-topics.tsv"),
        wording=read_wording(folder / "statement-wording.npz"),
        acts=read_choices(folder / "statement-acts.tsv"),
        measured=read_measured(folder / "statement-confidence.tsv"),
    )
