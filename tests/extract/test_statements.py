"""Statements of whole sentences as the models judge them, and what a statement carries besides."""

import pytest

from kg.extract import run
from kg.extract.issues import index_issues
from kg.extract.speech import Quotes, find_cues
from kg.extract.statements import find_statements
from kg.model import MeetingKind, MeetingReport, Span, Statement, Status
from tests.extract.linked import make_linked
from tests.extract.test_speech_rules import CASES


def only(marked: str, reports: tuple[MeetingReport, ...] = ()) -> tuple[Statement, str]:
    linked = make_linked(marked)
    (statement,) = find_statements(linked, reports)
    return statement, linked.article.text


def test_side_of_officials_scholars_bodies_and_media() -> None:
    assert only("[布林肯|blinken]敦促中国取消关税。")[0].side == "country/US"
    scholar = find_statements(make_linked("[李明|li]认为，关税影响很大。"))
    assert {(s.speaker, s.side) for s in scholar} == {("person/li", None)}
    assert only("[路透社|reuters]报道，关税将会提高。")[0].side is None
    assert only("[欧盟|eu]呼吁取消关税。")[0].side == "organization/eu"
    assert only("[中国外交部|mfa]呼吁取消关税。")[0].side == "country/CN"


def test_quotation_is_the_words_within_the_marks() -> None:
    statement, text = only("[王毅|wang]说：“疫苗应当成为公共产品。”")
    assert statement.quotation is not None
    assert text[statement.quotation.start : statement.quotation.end] == "疫苗应当成为公共产品。"


def test_addressee() -> None:
    assert only("[布林肯|blinken]对[王毅|wang]说，关税很重要。")[0].addressee == "person/wang"
    assert only("[布林肯|blinken]敦促[中国|CN]取消关税。")[0].addressee == "country/CN"
    assert only("[布林肯|blinken]向[中国|CN]政府明确表示，关税很重要。")[0].addressee == "country/CN"
    assert only("[布林肯|blinken]呼吁取消关税。")[0].addressee is None


def test_what_one_speaks_of_is_no_addressee() -> None:
    assert only("[布林肯|blinken]对[中国|CN]的关税政策表示担忧。")[0].addressee is None
    assert only("面对[中国|CN]，[布林肯|blinken]重申了对关税的立场。")[0].addressee is None
    assert only("[布林肯|blinken]希望[中国|CN]取消关税。")[0].addressee is None


def test_relay() -> None:
    found = find_statements(make_linked("据[中国外交部|mfa]的新闻稿，[王毅|wang]谈到了关税。"))
    assert {s.relayed_by for s in found if s.speaker == "person/wang"} == {"organization/mfa"}


def test_made_at_the_meeting_in_which_the_speaker_took_part() -> None:
    report = MeetingReport(
        id="m1",
        kind=MeetingKind.CALL,
        status=Status.HELD,
        participants=("person/blinken", "person/wang"),
        parties=("country/US", "country/CN"),
        evidence=(Span(start=0, end=5),),
        start="2020-08-07",
        main=True,
    )
    statement, _ = only("[王毅|wang]在会谈中批评关税过高。", (report,))
    assert (statement.made_at, statement.date) == ("m1", "2020-08-07")
    assert only("[马克龙|macron]在会谈中谈到了关税。", (report,))[0].made_at is None


def test_what_hosts_say_of_a_visit_is_not_said_at_it() -> None:
    report = MeetingReport(
        id="m1",
        kind=MeetingKind.VISIT,
        status=Status.HELD,
        participants=("person/blinken",),
        parties=("country/US", "country/CN"),
        evidence=(Span(start=0, end=30),),
        main=True,
    )
    assert only("[王毅|wang]在会谈中批评关税过高。", (report,))[0].made_at is None
    assert only("[布林肯|blinken]在会谈中批评关税过高。", (report,))[0].made_at == "m1"


def test_both_sides_are_those_of_the_main_meeting() -> None:
    report = MeetingReport(
        id="m1",
        kind=MeetingKind.MEETING,
        status=Status.HELD,
        participants=("person/motegi", "person/wang"),
        parties=("country/JP", "country/CN"),
        evidence=(Span(start=0, end=5),),
        main=True,
    )
    found = find_statements(make_linked("[日本|JP]外长会见[中国|CN]外长。\n[双方|US+KR~]同意恢复人员往来。"), (report,))
    assert {s.speaker for s in found} == {"country/JP", "country/CN"}


def test_confidence_falls_with_weaker_signs() -> None:
    plain = only("[王毅|wang]表示，中方坚决反对美国加征关税。")[0].confidence
    bare = only("[王毅|wang]谈到关税。")[0].confidence
    assert 0 < bare < plain <= 0.95


@pytest.mark.parametrize("marked", [marked for marked, expected in CASES if expected])
def test_the_passage_holds_speaker_act_and_issue(marked: str) -> None:
    linked = make_linked(marked)
    index = index_issues(linked.folded)
    for statement in find_statements(linked):
        start, end = statement.evidence.start, statement.evidence.end
        assert statement.issue in {h.code for h in index.hits if start <= h.start and h.end <= end}
        assert any(start <= c.start and c.end <= end for c in find_cues(linked.folded, Quotes(()))) or "：" in marked
        said_by = {statement.speaker, statement.relayed_by or ""}
        named = any(start <= m.start and m.end <= end for m in linked.mentions)
        assert named or "他" in linked.article.text[start:end], said_by


def test_a_heading_makes_no_statement() -> None:
    assert find_statements(make_linked("[王毅|wang]批评关税\n[王毅|wang]抵达北京。")) == ()


def test_in_one_sentence_each_speaks_of_what_his_own_clause_says() -> None:
    text = "[双方|US+CN~]还讨论了气候变化，[布林肯|blinken]提出了涉及朝鲜核问题的关切。"
    found = {(s.speaker, s.issue) for s in find_statements(make_linked(text))}
    both = {(side, "climate-change") for side in ("country/US", "country/CN")}
    assert found == {*both, ("person/blinken", "north-korea")}


def test_statements_come_in_the_order_of_the_text_without_repeats() -> None:
    marked = "[王毅|wang]批评关税。[佩恩|payne]批评关税。[王毅|wang]批评关税。"
    found = find_statements(make_linked(marked))
    assert [s.speaker for s in found] == ["person/wang", "person/payne"]  # his first sentence tells best
    assert [s.evidence.end for s in found] == sorted(s.evidence.end for s in found)
    assert found == find_statements(make_linked(marked))


def test_what_is_said_at_a_meeting_is_discussed_there() -> None:
    linked = make_linked(
        "[布林肯|blinken]8月7日在北京与[王毅|wang]举行会谈。[王毅|wang]在会谈中表示，中方坚决反对美国加征关税。"
    )
    (report,) = run(linked).meetings
    assert "tariffs" in report.issues
