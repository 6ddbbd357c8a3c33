"""The four models of statements and the measured confidence, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.extract.signs import Signs, read_signs
from kg.extract.statements.weights import Choices, Measured, read_choices, read_measured
from kg.extract.wording import Wording, load_wording, read_wording
from kg.resources import ontology_dir


@dataclass(frozen=True, slots=True)
class Models:
    """Who speaks, on what (by all signs; by wording alone), what is done with it.

    And how often the first two are right, and all three.
    """

    speakers: Signs
    topics: Signs
    wording: Wording
    acts: Choices
    measured: Measured
    measured_acts: Measured


@cache
def load_models() -> Models:
    """The models that ship with the package (ontology/models)."""
    return read_models(ontology_dir() / "models", load_wording())


def read_models(folder: Path, wording: Wording | None = None) -> Models:
    """The models of a folder, as `kg train-statements` writes it; its network is read unless it is given."""
    return Models(
        speakers=read_signs(folder / "statement-speakers.npz"),
        topics=read_signs(folder / "statement-topics.npz"),
        wording=wording or read_wording(folder / "wording.npz"),
        acts=read_choices(folder / "statement-acts.tsv"),
        measured=read_measured(folder / "statement-confidence.tsv"),
        measured_acts=read_measured(folder / "statement-act-confidence.tsv"),
    )
