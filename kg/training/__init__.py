"""Training: the weights of the judges in ontology/models from articles annotated by careful readers."""

from kg.training.meetings import train_meetings

__all__ = ["train_meetings"]
