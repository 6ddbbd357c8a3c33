"""What files call the things that they tell of an article: ontology/lexicon/article-fields.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.fold import fold
from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir

_JOINTS = re.compile(r"[\s_-]+")


@cache
def load_names() -> dict[str, tuple[str, ...]]:
    """The names of each field in comparison form, the likeliest first."""
    rows = read_table(ontology_dir() / "lexicon" / "article-fields.tsv")
    return {row["field"]: tuple(key_of(name) for name in split_cell(row["names"])) for row in rows}


@cache
def _fields() -> dict[str, str]:
    return {name: field for field, names in load_names().items() for name in names}


def key_of(name: str) -> str:
    """A name of a field as it is compared.

    >>> key_of("Publish-Date"), key_of("發布 時間")
    ('publishdate', '发布时间')
    """
    return _JOINTS.sub("", fold(name).lower())


def fields_in(keys: Iterable[str]) -> set[str]:
    """The fields that some keys in comparison form are names of."""
    return {_fields()[key] for key in keys if key in _fields()}
