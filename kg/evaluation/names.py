"""The form in which names are compared: simplified script without spaces and punctuation; well-known bodies by code."""

from functools import cache

import opencc

from kg.knowledge.tables import read_table
from kg.resources import ontology_dir

IGNORED = frozenset("·‧•・.，,「」『』《》“”\"'-－—")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _codes() -> dict[str, str]:
    return {row["name"]: row["code"] for row in read_table(ontology_dir() / "lexicon" / "body-codes.tsv")}


def norm(text: str) -> str:
    """Comparison form of a name.

    >>> norm("安東尼‧布林肯")
    '安东尼布林肯'
    """
    return "".join(c for c in _converter().convert(text) if not c.isspace() and c not in IGNORED)


def body(name: str) -> str:
    """The code of a well-known body (欧盟 -> EU), else the comparison form of its name."""
    plain = norm(name)
    return _codes().get(plain, plain)


def is_code(key: str) -> bool:
    """Whether a key is the code of a well-known body."""
    return key in _codes().values()
