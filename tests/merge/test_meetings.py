"""Which accounts are one meeting: a table of pairs, and what the meeting then says."""

import pytest

from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import run
from kg.model import Extraction, KnowledgeBase, Status

from .building import article, report


def merge(*extractions: Extraction) -> KnowledgeBase:
    return run(extractions, load_gazetteer())


def are_one(*reports: dict, days: tuple[str, ...] = ("2020-08-08", "2020-08-09")) -> bool:
    """Whether two reports, each in an article of its own, are taken for one meeting."""
    kb = merge(*(article(f"a{i}", day=day, reports=[r]) for i, (r, day) in enumerate(zip(reports, days, strict=True))))
    return len(kb.meetings) == 1


TALK = report("meeting", "甲外长 乙外长", "US CN", "2020-08-07", city="夏威夷")

SAME = {
    "the same slots": TALK,
    "a day apart, as time zones make it": TALK | {"start": "2020-08-08", "end": "2020-08-08"},
    "a longer list of participants": TALK | {"people": ["甲外长", "乙外长", "丙大使"]},
    "another spelling of the kind": TALK | {"kind": "conference"},
    "only the month": TALK | {"start": "2020-08", "end": "2020-08"},
    "only the year": TALK | {"start": "2020", "end": "2020"},
    "planned before": TALK | {"status": "planned"},
    "no date, told the day after": TALK | {"start": None, "end": None},
    "no people, but parties and place": TALK | {"people": []},
    "another city": TALK | {"city": "安克雷奇"},
}

OTHER = {
    "other counterpart": TALK | {"people": ["甲外长", "丁外长"]},
    "other people": TALK | {"people": ["丁外长", "戊外长"]},
    "other party": TALK | {"parties": ["US", "JP"], "people": []},
    "a call": TALK | {"kind": "call"},
    "the visit around it": TALK | {"kind": "visit"},
    "two days later": TALK | {"start": "2020-08-09", "end": "2020-08-09"},
    "another month": TALK | {"start": "2020-07", "end": "2020-07"},
    "last year": TALK | {"start": "2019", "end": "2019"},
    "parties alone, without date": report("meeting", "", "US CN"),
}


@pytest.mark.parametrize("name", SAME)
def test_accounts_of_one_meeting_join(name: str) -> None:
    assert are_one(TALK, SAME[name])


@pytest.mark.parametrize("name", OTHER)
def test_accounts_of_two_meetings_stay_apart(name: str) -> None:
    assert not are_one(TALK, OTHER[name])


def test_an_undated_account_of_long_ago_stays_apart() -> None:
    assert not are_one(TALK, TALK | {"start": None, "end": None}, days=("2020-08-08", "2021-08-08"))


def test_a_plan_told_after_the_meeting_is_for_the_next_one() -> None:
    plan = TALK | {"status": "planned", "start": "2020", "end": "2020"}
    assert not are_one(TALK, plan, days=("2020-08-08", "2020-09-20"))


def test_a_month_with_two_candidates_joins_neither() -> None:
    calls = [report("call", "甲 乙", "US CN", day) for day in ("2020-08-07", "2020-08-20")]
    vague = report("call", "甲 乙", "US CN", "2020-08")
    kb = merge(
        *(article(f"a{i}", day="2020-08-30", reports=[r]) for i, r in enumerate([*calls, vague])),
    )
    assert len(kb.meetings) == 3
    unsure = [d for d in kb.decisions if d.kind == "meeting" and d.judgement == "unsure"]
    assert {(d.left, d.right) for d in unsure} == {("a0/m0", "a2/m0"), ("a1/m0", "a2/m0")}


def test_two_accounts_of_one_article_are_never_joined_by_a_third() -> None:
    long_talk = TALK | {"people": ["甲外长", "乙外长", "丙大使"]}
    kb = merge(article("a1", reports=[TALK, long_talk | {"city": None}]), article("a2", reports=[long_talk]))
    assert kb.meeting_of["a1", "m0"] != kb.meeting_of["a1", "m1"]


def test_a_tour_and_one_of_its_stops_are_two() -> None:
    assert not are_one(report("visit", "甲", "CN JP KR", "2020-08-07"), report("visit", "甲", "CN JP", "2020-08-07"))


def test_planned_and_held_are_one_with_its_history() -> None:
    (meeting,) = merge(
        article("a1", day="2020-08-01", reports=[TALK | {"status": "planned", "start": "2020-08", "end": "2020-08"}]),
        article("a2", day="2020-08-08", reports=[TALK]),
    ).meetings
    assert meeting.status is Status.HELD
    assert meeting.start == "2020-08-07"
    assert meeting.history == (("2020-08-01", Status.PLANNED), ("2020-08-08", Status.HELD))


def test_contradictions_stand_and_the_better_supported_value_leads() -> None:
    elsewhere = TALK | {"city": "安克雷奇"}
    (meeting,) = merge(
        article("a1", publisher="甲报", reports=[elsewhere]),
        article("a2", publisher="乙报", reports=[TALK]),
        article("a3", publisher="丙报", reports=[TALK]),
    ).meetings
    assert meeting.city == "place/夏威夷"
    (difference,) = meeting.differences
    assert difference.slot == "city"
    assert difference.values == (("place/夏威夷", ("a2", "a3")), ("place/安克雷奇", ("a1",)))


def test_copies_and_one_agency_count_once() -> None:
    wire = "。".join(f"这是通讯社长篇电稿里的第{i}个分句内容" for i in range(20))
    kb = merge(
        article("a1", day="2020-08-08", publisher="甲报", reports=[TALK], text=wire),
        article("a2", day="2020-08-09", publisher="乙报", reports=[TALK], text=wire + "。编辑另加了一句话在此"),
        article("a3", day="2020-08-09", publisher="丙报", reports=[TALK], credits=("某社",)),
        article("a4", day="2020-08-09", publisher="丁报", reports=[TALK], credits=("某社",)),
    )
    assert kb.copies == {"a2": "a1"}
    (meeting,) = kb.meetings
    assert (meeting.source_count, meeting.publisher_count) == (3, 2)


def test_ids_are_readable_and_unique() -> None:
    kb = merge(article("a1", reports=[TALK]), article("a2", reports=[report("meeting", "", "US CN")]))
    assert [m.id for m in kb.meetings] == sorted({m.id for m in kb.meetings})
    assert "2020-08-07-meeting-乙外长-甲外长" in {m.id for m in kb.meetings}


def test_one_wrong_account_among_many_does_not_join_two_meetings() -> None:
    first, second = TALK, TALK | {"people": ["甲外长", "丁部长"], "parties": ["US", "JP"]}
    mixed = TALK | {"people": ["甲外长", "乙外长", "丁部长"], "parties": ["US", "CN", "JP"]}
    accounts = [first] * 6 + [second] * 6 + [mixed]
    kb = merge(*(article(f"a{i:02}", publisher=f"{i}报", reports=[r]) for i, r in enumerate(accounts)))
    assert kb.meeting_of["a00", "m0"] == kb.meeting_of["a05", "m0"]
    assert kb.meeting_of["a06", "m0"] == kb.meeting_of["a11", "m0"]
    assert kb.meeting_of["a00", "m0"] != kb.meeting_of["a06", "m0"]


def test_a_vague_account_goes_to_the_far_better_known_candidate() -> None:
    calls = [report("call", "甲 乙", "US CN", "2020-08-07")] * 5 + [report("call", "甲 乙", "US CN", "2020-08-20")]
    vague = report("call", "甲 乙", "US CN", "2020-08")
    kb = merge(*(article(f"a{i}", day="2020-08-30", reports=[r]) for i, r in enumerate([*calls, vague])))
    assert kb.meeting_of["a6", "m0"] == kb.meeting_of["a0", "m0"]


def test_days_of_one_visit_are_one_visit() -> None:
    arrival = report("visit", "甲", "US TW", "2020-08-09")
    talks = report("visit", "甲", "US TW", "2020-08-12")
    assert are_one(arrival, talks, days=("2020-08-10", "2020-08-13"))
    assert not are_one(arrival, talks | {"start": "2020-08-25", "end": "2020-08-25"}, days=("2020-08-10", "2020-08-26"))


def test_conferences_are_told_by_their_names() -> None:
    days = ("2020-09-20", "2020-09-21")
    summit = report("conference", "甲", "CN EU", "2020-09-14", name="中欧峰会")
    assert are_one(summit, summit | {"people": ["乙"], "name": "欧盟-中国峰会"}, days=days)
    assert not are_one(summit, summit | {"name": "安理会公开辩论", "start": "2020-09", "end": "2020-09"}, days=days)
    four = report("conference", "甲", "US JP AU IN", "2020-10-06", name="四方会谈", city="东京", country="JP")
    assert are_one(
        four, four | {"name": "印太民主国家安全对话", "people": ["甲", "乙"]}, days=("2020-10-06", "2020-10-07")
    )
    assert not are_one(four, four | {"name": "经济论坛", "city": "京都"}, days=("2020-10-06", "2020-10-07"))
    assembly = report("conference", "甲", "CN UN", "2020-09", name="第75届联合国大会")
    assert are_one(assembly, assembly | {"name": "联合国大会", "people": ["乙"]}, days=days)
    assert not are_one(assembly, assembly | {"name": "第74届联合国大会"}, days=days)
    assert are_one(assembly, assembly | {"name": "第七十五届联合国大会"}, days=days)


def test_a_slip_in_the_number_of_a_gathering_parts_no_accounts() -> None:
    """One of two dozen articles calls the 27th session the 28th."""
    name = "亚太经合组织会议"
    names = (*[name] * 20, f"第28届{name}", *[f"第27届{name}"] * 3)
    reports = [report("conference", "甲 乙", "US CN APEC", "2020-11-20", name=name) for name in names]
    kb = merge(*(article(f"a{i}", day="2020-11-21", reports=[r]) for i, r in enumerate(reports)))
    assert len(kb.meetings) == 1


def test_speakers_of_one_session_of_an_assembly_have_each_a_day() -> None:
    name = "第75届联合国大会"
    one = report("conference", "甲主席", "UN CN", "2020-09-22", name=name)
    two = report("conference", "乙主席", "UN EU", "2020-09-25", name="联合国大会")
    assert are_one(one, two, days=("2020-09-23", "2020-09-26"))
    later = two | {"start": "2020-10-05", "end": "2020-10-05"}
    assert not are_one(one, later, days=("2020-09-23", "2020-10-06"))
    summits = [r | {"name": "气候峰会"} for r in (one, two)]
    assert not are_one(*summits, days=("2020-09-23", "2020-09-26"))


def test_a_speaker_alone_does_not_make_two_gatherings_one() -> None:
    forum = report("conference", "甲", "CN", "2020-08-07", country="CN")
    assert are_one(forum, forum)
    assert not are_one(forum, forum | {"start": None, "end": None})
    assert not are_one(forum, forum | {"start": "2020-08-06", "end": "2020-08-06"})
    assert are_one(forum | {"name": "能源论坛"}, forum | {"start": None, "end": None, "name": "世界能源论坛"})


def test_a_summit_of_a_state_and_a_union_is_one_whoever_of_the_union_is_named() -> None:
    whole = report("video", "甲 乙 丙", "CN ASEAN", "2020-09-14")
    assert are_one(whole, whole | {"kind": "conference", "people": ["甲"]})
    assert are_one(report("video", "甲 丁", "CN DE ASEAN", "2020-09-14"), whole)
    assert not are_one(whole, report("video", "戊", "CN ASEAN", "2020-09-14"))
    assert not are_one(report("video", "甲 丁", "CN DE", "2020-09-14"), whole)
    assert not are_one(report("meeting", "甲 丁", "CN ASEAN", "2020-09-14"), whole | {"kind": "meeting"})


def test_an_article_among_others_may_tell_of_a_summit_with_a_union_twice() -> None:
    tellings = [
        report("video", "甲 丁", "CN DE ASEAN", "2020-09-14"),
        report("video", "甲 乙", "CN ASEAN", "2020-09-14"),
    ]

    def number(kind: str) -> int:
        told = [telling | {"kind": kind} for telling in tellings]
        alone = (article(f"a{i}", day="2020-09-14", reports=[told[i % 2]]) for i in range(4))
        return len(merge(*alone, article("both", day="2020-09-14", reports=told)).meetings)

    assert (number("video"), number("meeting")) == (1, 2)
