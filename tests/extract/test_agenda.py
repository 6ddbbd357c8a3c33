"""What was discussed at an encounter: the words, how the sentences sound, and who is held to have spoken of it."""

from functools import partial

import numpy as np
import pytest

from kg import extract, link, nlp
from kg.extract.issues import find_issues, index_issues
from kg.extract.judge import BASE, Weights
from kg.extract.meetings import meeting_steps
from kg.extract.meetings.agenda import JUDGE, Agenda
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.report import Reported
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.voiced import SILENT, Voiced, by_issue
from kg.extract.wording import Heard, hear
from kg.model import Linked, MeetingKind, MeetingReport, Span, Statement, Status
from kg.steps import finish
from tests.extract.test_meetings import make_article

TALKS = "布林肯周二在北京与王毅会谈。\n布林肯谈到了香港。\n两人还谈到了台海局势。"


def linked_of(text: str) -> Linked:
    return link.run(nlp.run(make_article(text)))


def search(linked: Linked, weights: Weights) -> tuple[Reported, Heard]:
    """The encounters of an article, to be asked for their issues by a judge of one's own."""
    heard = hear(linked)
    found = finish(meeting_steps(linked, heard.sounds))
    assert found.scene
    found.scene.judges = {**found.scene.judges, JUDGE: weights}
    return found, heard


def spoken(linked: Linked, issue: str, number: int, **slots: object) -> Statement:
    """A statement on an issue in a sentence of that number."""
    sentence = linked.sentences[number]
    known = {"speaker": "person/antony-blinken", "side": "country/US", "confidence": 0.95, **slots}
    return Statement(issue=issue, act="state", evidence=Span(start=sentence.start, end=sentence.end), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # what follows of another encounter is not of this one
            "布林肯周二在东京会见上川阳子，两人讨论了朝鲜核武器。\n他早些时候在首尔与赵兑烈会谈，谈到芯片供应。",
            [{"north-korea"}, {"semiconductors"}],
        ),
        (  # 出售武器 is no alliance here: it sounds like nothing of the kind
            "法国总统马克龙周二在巴黎会见习近平。习近平说，中方愿意进口更多法国农产品。"
            "马克龙希望中方不要向俄罗斯出售武器。",
            [{"trade"}],
        ),
    ],
)
def test_what_is_said_elsewhere_was_not_discussed_there(text: str, expected: list[set[str]]) -> None:
    assert [set(report.issues) for report in extract.run(linked_of(text)).meetings] == expected


@pytest.mark.parametrize(
    ("trait", "statements", "expected"),
    [
        ("said by ours 7", [("hong-kong", 1, {})], {"hong-kong"}),
        ("said by ours 7", [("hong-kong", 1, {"speaker": "person/emmanuel-macron", "side": "country/FR"})], set()),
        ("said by ours 7", [("hong-kong", 1, {"confidence": 0.5})], set()),
        ("said by a side 7", [("taiwan", 2, {"speaker": "country/CN", "side": "country/CN"})], {"taiwan"}),
        ("said by anyone 7", [("taiwan", 2, {"speaker": "person/emmanuel-macron", "side": None})], {"taiwan"}),
        ("said near 7", [("hong-kong", 1, {}), ("taiwan", 2, {"side": None, "speaker": "person/x"})], {"hong-kong"}),
        ("said by sides 2", [("taiwan", 1, {}), ("taiwan", 2, {"side": "country/CN"})], {"taiwan"}),
        ("said there 7", [("hong-kong", 1, {"made_at": "HERE"}), ("taiwan", 2, {})], {"hong-kong"}),
        ("said elsewhere 7", [("hong-kong", 1, {"made_at": "HERE"}), ("taiwan", 2, {"made_at": "x"})], {"taiwan"}),
        ("unnamed", [("trade", 2, {})], {"trade"}),  # an issue without a word of its own, which someone speaks of
    ],
)
def test_who_speaks_of_an_issue_counts(
    trait: str, statements: list[tuple[str, int, dict[str, object]]], expected: set[str]
) -> None:
    linked = linked_of(TALKS)
    found, heard = search(linked, {BASE: -5.0, trait: 10.0})
    (report,) = found.reports
    said = [
        spoken(linked, issue, number, **{k: report.id if v == "HERE" else v for k, v in slots.items()})
        for issue, number, slots in statements
    ]
    finder = partial(find_issues, index=index_issues(linked.folded))
    (told,) = found.with_issues(finder, heard.sounding, said)
    assert set(told.issues) == expected


def test_how_the_sentences_sound_counts() -> None:
    linked = linked_of(TALKS)
    found, _ = search(linked, {})
    assert found.told
    assert found.scene
    odds = ["hong-kong", "taiwan"], np.array([[-9.0, 1.2], [2.4, -0.7], [-6.0, -6.0]], dtype=np.float32)
    finder = partial(find_issues, index=index_issues(linked.folded))
    cases = dict(Agenda(found.told, found.scene, finder, odds).candidates(0, found.reports[0], ()))
    heard = [trait for trait in cases["hong-kong"] if trait.startswith("sounds") and "scoped" not in trait]
    assert heard == [
        "sounds 2", "sounds here -6", "sounds after 2", "sounds before -6", "sounds behind -7", "sounds most 2",
        "sounds overall -6",
    ]  # fmt: skip
    assert "sounds here 1 scoped False" in cases["taiwan"]


def test_an_article_that_nobody_heard_has_no_such_traits() -> None:
    scene = Scene(linked_of(TALKS), load_frames(), {})
    voiced = Voiced(["taiwan"], SILENT, {}, scene)
    assert voiced.around(np.array([0, 1, 2])) == []
    assert list(voiced.heard("taiwan", 0, [], is_scoped=True)) == []
    report = MeetingReport(id="x", kind=MeetingKind.CALL, status=Status.HELD, participants=(), parties=(), evidence=())
    assert "call said by anyone 0" in voiced.said("taiwan", report, np.array([0, 1, 2]), is_scoped=False)


def test_statements_stand_where_they_end() -> None:
    linked = linked_of(TALKS)
    assert {issue: [number for _, number in some] for issue, some in by_issue(
        [spoken(linked, "taiwan", 2), spoken(linked, "trade", 0), spoken(linked, "taiwan", 1)], linked
    ).items()} == {"taiwan": [2, 1], "trade": [0]}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "odds", "is_discussed"),
    [
        ("布林肯周二在北京与王毅会谈。\n布林肯谈到了香港。", -0.6, False),  # .35
        ("布林肯周二在北京与王毅会谈。\n布林肯谈到了香港。", -0.4, True),  # .40
        ("布林肯周二访问北京。\n布林肯谈到了香港。", -0.6, True),
        ("布林肯周二访问北京。\n布林肯谈到了香港。", -1.0, False),  # .27
    ],
)
def test_of_a_visit_an_issue_need_be_less_likely(text: str, odds: float, *, is_discussed: bool) -> None:
    linked = linked_of(text)
    found, heard = search(linked, {BASE: odds})
    (report,) = found.with_issues(partial(find_issues, index=index_issues(linked.folded)), heard.sounding, ())
    assert ("hong-kong" in report.issues) == is_discussed


@pytest.mark.parametrize(("odds", "visits"), [(-0.7, 1), (-0.6, 2)])  # .33, .35
def test_of_a_visit_told_beside_the_main_one_it_need_be_likelier(odds: float, visits: int) -> None:
    linked = linked_of("布林肯周二访问北京。\n布林肯谈到了香港。\n马克龙周三访问东京。")
    found, heard = search(linked, {BASE: odds})
    reports = found.with_issues(partial(find_issues, index=index_issues(linked.folded)), heard.sounding, ())
    assert [report.main for report in reports] == [True, False]
    assert sum("hong-kong" in report.issues for report in reports) == visits
