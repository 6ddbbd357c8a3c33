"""Training the models of statements: fit them to annotated articles, or go on from others; and write them to tables."""

from kg.training.statements.fit import fit_models
from kg.training.statements.further import fit_further, keep
from kg.training.statements.labels import Example, Label, make_example, read_labels
from kg.training.statements.measure import Figures, hold_out
from kg.training.statements.tables import write_models

__all__ = [
    "Example",
    "Figures",
    "Label",
    "fit_further",
    "fit_models",
    "hold_out",
    "keep",
    "make_example",
    "read_labels",
    "write_models",
]
