"""A graph against gold annotations: precision, recall, F1 (and B-cubed for meetings told by several articles)."""

from kg.evaluation.score import score
from kg.evaluation.table import as_json, as_table

__all__ = ["as_json", "as_table", "score"]
