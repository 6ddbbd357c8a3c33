"""What was decided before spares comparisons, and changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import Archive, Memory, batches, collect, meetings, merge_archive
from kg.merge.copies import Text, find_copies
from kg.merge.registry import Registry
from kg.model import Extraction, Judgement, KnowledgeBase, MergeDecision
from tests.merge.building import article, report
from tests.merge.test_order import ARTICLES, extractions


def merged(articles: list[Extraction], memory: Memory, decisions: tuple[MergeDecision, ...] = ()) -> KnowledgeBase:
    keys = [collect(extraction) for extraction in articles]
    archive = Archive(Registry(load_gazetteer()))
    for batch in batches(keys):
        archive.add(batch)
    copies = find_copies(Text(one.article, one.day, one.clauses) for one in keys)
    return merge_archive(archive, load_gazetteer(), decisions=decisions, copies=copies, memory=memory)


def apart(left: str, right: str) -> MergeDecision:
    return MergeDecision(
        kind="meeting", left=left, right=right, judgement=Judgement.DIFFERENT, score=1.0, reasons=("reviewed",)
    )


@settings(max_examples=120, deadline=None)
@given(ARTICLES, st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)), st.booleans())
def test_what_was_decided_before_changes_nothing(specs: list, before: set[int], now: set[int], review: bool) -> None:
    articles = extractions(specs)
    memory = Memory()
    merged([a for at, a in enumerate(articles) if at in before], memory)
    here = [a for at, a in enumerate(articles) if at in now]
    refs = sorted(f"{a.article.id}/{m.id}" for a in here for m in a.meetings)[:2]
    decisions = (apart(*refs),) if review and refs[1:] else ()
    assert merged(here, Memory(memory.decided()), decisions) == merged(here, Memory(), decisions)


def talks(day: str, number: int) -> Extraction:
    return article(f"a{number}", day=day, reports=[report("meeting", "甲一 乙二", "US CN", start=day, city="东京")])


def test_only_clusters_with_an_account_more_are_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    base = [talks(day, number) for number, day in enumerate(("2020-08-06", "2020-08-07", "2020-08-15", "2020-08-16"))]
    first, compared = Memory(), list[str]()
    merged(base, first)
    monkeypatch.setattr(meetings, "_score", lambda _, a, b: compared.extend((*a.articles, *b.articles)))
    again = Memory(first.decided())
    merged(base, again)
    assert not compared
    assert again.decided() is None
    merged([*base, talks("2020-08-06", 9)], Memory(first.decided()))
    assert {"a0", "a1", "a9"} == {*compared}
