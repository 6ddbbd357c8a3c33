"""Training the models of statements: `train` fits them to annotated articles, `write_models` puts them into tables."""

from kg.training.statements.fit import fit_models
from kg.training.statements.labels import Example, Label, make_example, read_labels
from kg.training.statements.measure import Figures, hold_out
from kg.training.statements.tables import write_models

__all__ = ["Example", "Figures", "Label", "fit_models", "hold_out", "make_example", "read_labels", "write_models"]
