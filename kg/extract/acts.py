"""What a speaker does with an issue: the act of a statement, from the verb of saying and from what is said.

The words are those of ontology/lexicon/acts.tsv, the codes those of the gold standard, each with its PLOVER type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.fold import fold
from kg.knowledge.tables import read_table
from kg.resources import ontology_dir

NEUTRAL = "inform"
AFFIRMED = "support"
AGREED = "agree"
STRONGER = frozenset({"warn", "concern", "reject", "criticise", "urge"})  # what an affirming verb (强调) gives way to


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A concept of the scheme of acts, with the words of a statement that show it."""

    code: str
    plover: str
    rank: int
    en: str
    hans: str
    hant: str
    words: re.Pattern[str] | None = None


@cache
def load_acts() -> dict[str, Act]:
    """The scheme by code, in the order in which the words are tried."""
    acts = [
        Act(
            code=row["code"],
            plover=row["plover"],
            rank=int(row["rank"]),
            en=row["en"],
            hans=row["zh_hans"],
            hant=row["zh_hant"],
            words=re.compile(fold(row["words"])) if row["words"] else None,
        )
        for row in read_table(ontology_dir() / "lexicon" / "acts.tsv")
    ]
    return {act.code: act for act in sorted(acts, key=lambda a: a.rank)}


def judge_act(content: str, *, verb: str | None = None) -> str:
    """The act of folded content, given the act that its verb of saying settles.

    A verb that only says (表示) or affirms (强调) gives way to worry, blame or demand in what is said.

    >>> judge_act("美国应停止制裁")
    'urge'
    """
    if verb not in (None, NEUTRAL, AFFIRMED):
        assert verb is not None
        return verb
    for act in load_acts().values():
        if act.words is not None and (verb is None or act.code in STRONGER) and act.words.search(content):
            return act.code
    return verb or NEUTRAL
