"""In what part of the world a country lies."""

from __future__ import annotations

from functools import cache

from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir


@cache
def _countries(region: str) -> frozenset[str]:
    """The countries of a region of ontology/lexicon/regions.tsv, by ISO code."""
    table = read_table(ontology_dir() / "lexicon" / "regions.tsv")
    return frozenset(split_cell(next(row["countries"] for row in table if row["region"] == region)))


def is_american(country: str) -> bool:
    """Whether a country, by its ISO code, lies in the Americas.

    >>> is_american("CA"), is_american("CN")
    (True, False)
    """
    return country in _countries("americas")
