"""Readouts: a side's account of a meeting, what it covers, what it leaves out."""

from pathlib import Path

import pytest

from kg import extract, link, nlp, read
from kg.extract.issues import index_issues
from kg.extract.readouts import find_readouts
from kg.extract.speech_subjects import index_phrases
from kg.extract.statements import find_statements
from kg.model import Article, MeetingKind, MeetingReport, Readout, Span, Status
from tests.extract.linked import make_linked

SEED = Path(__file__).parents[2] / "seeds" / "004_48fe70f85b61edb0.txt"
HELD = MeetingReport(
    id="m1",
    kind=MeetingKind.MEETING,
    status=Status.HELD,
    participants=("person/blinken", "person/wang"),
    parties=("country/US", "country/CN"),
    evidence=(Span(start=0, end=1),),
    start="2023-10-26",
    main=True,
)


def readouts_of(marked: str) -> dict[str, Readout]:
    linked = make_linked(marked)
    statements = find_statements(linked, (HELD,))
    found = find_readouts(linked, statements, (HELD,), index_issues(linked.folded), index_phrases(linked))
    return {r.side: r for r in found}


def issues(readout: Readout) -> tuple[set[str], set[str]]:
    return {i.issue for i in readout.covers}, {i.issue for i in readout.omits}


def test_a_readout_covers_what_its_sentences_say() -> None:
    readout = readouts_of("据[美国国务院|state]发布的会谈纪要，[布林肯|blinken]谈到了芬太尼和台湾问题。")["country/US"]
    assert issues(readout) == ({"taiwan", "counternarcotics"}, set())
    assert readout.issuer == "organization/state"
    assert readout.meeting == "m1"


def test_reported_omissions_are_listed_with_their_words() -> None:
    marked = "[中国外交部|mfa]的新闻稿没有提及以下问题：人权；南海；以及芬太尼。"
    readout = readouts_of(marked)["country/CN"]
    assert issues(readout) == (set(), {"human-rights", "south-china-sea", "counternarcotics"})
    text = make_linked(marked).article.text
    assert [text[i.start : i.end] for i in readout.omits] == ["人权", "南海", "芬太尼"]


def test_what_stands_after_except_is_not_omitted() -> None:
    readout = readouts_of("除了烏克蘭戰爭外，[中国外交部|mfa]的聲明對台灣問題隻字未提。")["country/CN"]
    assert "ukraine-war" not in issues(readout)[1]


def test_an_omission_before_the_verb() -> None:
    readout = readouts_of("[中国外交部|mfa]的声明对新疆和西藏只字不提。")["country/CN"]
    assert issues(readout)[1] == {"xinjiang", "tibet"}


def test_what_stands_before_is_left_out_only_where_nothing_else_is_named() -> None:
    raised = "[布林肯|blinken]谈到芬太尼，但[中国外交部|mfa]的声明"
    assert issues(readouts_of(f"{raised}未提及此事。")["country/CN"])[1] == {"counternarcotics"}
    assert issues(readouts_of(f"{raised}未提及双方的合影。")["country/CN"])[1] == set()
    assert readouts_of(f"{raised}尚未提出办法。") == {}  # did not propose


def test_two_sides_have_two_readouts() -> None:
    theirs = "据[美国国务院|state]的声明，[布林肯|blinken]谈到了人权。"
    ours = "据[中国外交部|mfa]的新闻稿，[王毅|wang]谈到了台湾问题。"
    readouts = readouts_of(f"{theirs}\n{ours}")
    assert {side: issues(r)[0] for side, r in readouts.items()} == {
        "country/US": {"human-rights"},
        "country/CN": {"taiwan"},
    }


def test_an_account_of_two_sides_is_one_of_each() -> None:
    marked = "据[美国国务院|state]和[中国外交部|mfa]发布的会谈纪要，双方谈到了台湾问题。"
    assert readouts_of(marked).keys() == {"country/US", "country/CN"}


def test_a_state_without_an_account_has_no_readout() -> None:
    assert readouts_of("[美国|US]反对单方面改变台海现状。") == {}


def test_an_account_that_goes_on_is_one_readout() -> None:
    first = "据[美国国务院|state]发布的会谈纪要，[布林肯|blinken]谈到了芬太尼。"
    readout = readouts_of(f"{first}纪要还说，[布林肯|blinken]提出了台湾问题。")["country/US"]
    assert issues(readout)[0] == {"counternarcotics", "taiwan"}
    assert len(readout.evidence) == 2


@pytest.mark.parametrize(
    "marked",
    [
        "[中国外交部|mfa]发表声明，要求停止干涉香港事务。",  # a statement that says nothing of the talks
        "[美国|US]应当遵守中美三个联合公报，不要在台湾问题上犯错。",  # joint communiqués of long ago
        "[中国外交部|mfa]在新闻发布会上说，会谈谈到了台湾问题。",  # a press conference
        "据[日本外务省|gaimusho]发布的会谈纪要，会谈谈到了台湾问题。",  # of a side that was not there
    ],
)
def test_what_is_no_account_of_the_meeting_is_no_readout(marked: str) -> None:
    assert readouts_of(f"[布林肯|blinken]访问了北京。此后一切如常。天气很好。\n{marked}") == {}


def test_media_give_no_readout() -> None:
    assert readouts_of("[路透社|reuters]的报告没有提及台湾问题。") == {}


def test_the_seed_of_october_2023_reports_what_the_chinese_readout_leaves_out() -> None:
    (article,) = (a for a in read.run([SEED]) if isinstance(a, Article))
    extraction = extract.run(link.run(nlp.run(article)))
    readout = next(r for r in extraction.readouts if r.side == "country/CN")
    omitted = issues(readout)[1]
    assert {"detained-citizens", "counternarcotics", "human-rights", "market-access", "taiwan"} <= omitted
    assert omitted & {"south-china-sea", "second-thomas-shoal"}
    main = next(m for m in extraction.meetings if m.main)
    assert (readout.meeting, main.start, main.end) == (main.id, "2023-10-26", "2023-10-27")
    for span in readout.omits:
        assert any(e.start <= span.start and span.end <= e.end for e in readout.evidence)


def test_what_is_told_beside_an_omission_is_not_covered() -> None:
    marked = "[中国外交部|mfa]的声明没有提及[布林肯|blinken]谈到的芬太尼问题。"
    assert issues(readouts_of(marked)["country/CN"]) == (set(), {"counternarcotics"})
    marked = "媒体报道，[布林肯|blinken]批评了芬太尼走私，不过[中国外交部|mfa]的声明并未提及此事。"
    assert issues(readouts_of(marked)["country/CN"])[0] == set()


def test_a_related_briefing_is_an_account() -> None:
    readout = readouts_of("但[白宫|white]的相关简报未提及台湾问题。")["country/US"]
    assert issues(readout) == (set(), {"taiwan"})


def test_what_was_said_before_a_meeting_is_no_account_of_it() -> None:
    marked = "在[布林肯|blinken]抵达前数小时，[中国外交部|mfa]发表声明说，芬太尼不是双方会谈的议题。"
    assert readouts_of(marked) == {}


def test_whoever_hosts_a_gathering_does_not_issue_its_statement() -> None:
    assert readouts_of("由[日本外务省|gaimusho]主办的会议后发表的声明提到台湾问题。") == {}


def test_what_the_media_of_a_state_do_not_report_its_side_leaves_out() -> None:
    first = "[中国|CN]官方媒体在报道这次会谈时说，双方谈到了气候变化。"
    readout = readouts_of(f"{first}报道只字未提[布林肯|blinken]对人权和南海问题的关注。")["country/CN"]
    assert issues(readout) == (set(), {"human-rights", "south-china-sea"})
    assert len(readout.evidence) == 1
    readout = readouts_of("[布林肯|blinken]与[王毅|wang]会谈。[新华社|xinhua]的报道没有提及芬太尼。")["country/CN"]
    assert issues(readout) == (set(), {"counternarcotics"})
    met, said = "[王毅|wang]与[布林肯|blinken]会谈。", "只字不提[布林肯|blinken]提出的香港问题，只谈气候变化。"
    assert issues(readouts_of(f"{met}但[中国|CN]喉舌发稿时，{said}")["country/CN"]) == (set(), {"hong-kong"})
    assert readouts_of(first) == {}


def test_an_office_that_tells_something_leaves_out_something_else() -> None:
    marked = "[中国外交部|mfa]称双方在会谈中同意保持联系，但没有提及芬太尼。"
    assert issues(readouts_of(marked)["country/CN"]) == (set(), {"counternarcotics"})
    assert readouts_of("[中国外交部|mfa]宣布暂停航班，但没有提及期限。") == {}


@pytest.mark.parametrize(
    "marked",
    [
        "[美国国务院|state]的声明说，[布林肯|blinken]下周在北京期间，将与[王毅|wang]会面，商讨台湾问题。",  # to come
        "[美国国务院|state]在例行记者会上同时声明，台湾问题很重要。",
        "会谈中，[中国外交部|mfa]希望以防疫联合声明基础继续合作，处理台湾问题。",
        "会谈后，[美国|US]专家发表声明，批评[中国|CN]的台湾政策。",
        "[王毅|wang]在会谈后赴[美国|US]前发表声明，谈到台湾。",
        "[美国国务院|state]发表声明，指控[中国|CN]在两国开会时挑衅台湾。",  # a protest
        "[美国国务院|state]发表声明说，[布林肯|blinken]取消了访问，人们在会上谈到台湾。",  # called off
        "他们离开了北京。[美国国务院|state]的声明说，[美国|US]致力透过对话解决台湾问题。",  # of no one talk
        "[中|CN][美|US]会谈后的声明谈到台湾。",
    ],
)
def test_what_is_no_account_of_a_meeting(marked: str) -> None:
    assert not readouts_of(marked)
