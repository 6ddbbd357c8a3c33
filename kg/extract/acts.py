"""What a speaker does with an issue: the act of a statement, from the verb of saying and from what is said.

The words are those of ontology/lexicon/acts.tsv, the codes those of the gold standard, each with its PLOVER type.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from kg.fold import fold
from kg.knowledge.patterns import Patterns
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
    words: str = ""  # a regular expression over folded text


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
            words=fold(row["words"]),
        )
        for row in read_table(ontology_dir() / "lexicon" / "acts.tsv")
    ]
    return {act.code: act for act in sorted(acts, key=lambda a: a.rank)}


@cache
def _load_words() -> Patterns:
    return Patterns({act.code: act.words for act in load_acts().values() if act.words})


@lru_cache(maxsize=64)  # the speakers and issues of a sentence ask for the same words
def acts_in(text: str) -> frozenset[str]:
    """The acts whose words stand in folded text.

    >>> sorted(acts_in("双方都表示担忧，反对制裁"))
    ['concern', 'reject']
    """
    return _load_words().found_in(text)


def judge_act(content: str, *, verb: str | None = None) -> str:
    """The act of folded content, given the act that its verb of saying settles.

    A verb that only says (表示) or affirms (强调) gives way to worry, blame or demand in what is said.

    >>> judge_act("美国应停止制裁")
    'urge'
    """
    if verb not in (None, NEUTRAL, AFFIRMED):
        assert verb is not None
        return verb
    there = acts_in(content)
    for act in load_acts():
        if act in there and (verb is None or act in STRONGER):
            return act
    return verb or NEUTRAL
