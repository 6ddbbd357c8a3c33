"""Statements that several articles report are counted as one."""

from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import run
from kg.model import Extraction, StatementCluster

from .building import article, person

WHO = person("赵某某", "CN")
WORDS = "发言人赵某某说，中方坚决反对在该海域的一切军事挑衅"


def clusters(*extractions: Extraction) -> tuple[StatementCluster, ...]:
    return run(extractions, load_gazetteer()).clusters


def said(id_: str, words: str = WORDS, issue: str = "taiwan", day: str = "2020-08-08") -> Extraction:
    return article(id_, day=day, publisher=id_, people=[WHO], statements=[("赵某某", issue, "oppose", words)])


def test_the_same_words_are_one_statement() -> None:
    (cluster,) = clusters(said("a1"), said("a2", WORDS.replace("一切", "任何")))
    assert cluster.members == (("a1", 0), ("a2", 0))
    assert (cluster.source_count, cluster.publisher_count) == (2, 2)


def test_other_words_other_issue_or_another_time_are_not() -> None:
    assert clusters(said("a1"), said("a2", "赵某某周二在例会上呼吁有关国家谨言慎行不要添乱")) == ()
    assert clusters(said("a1"), said("a2", issue="hong-kong")) == ()
    assert clusters(said("a1"), said("a2", day="2020-09-08")) == ()
