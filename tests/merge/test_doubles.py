"""Meetings that many articles tell of in many ways stand once, and those of the same people on other days apart."""

import pytest

from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import run
from kg.model import KnowledgeBase, Meeting

from .building import article, report

FOUR = report("conference", "甲", "US JP AU IN", "2020-10-06", name="四方安全对话", city="东京", country="JP")
DEBATE = report("meeting", "甲 乙", "US", country="US")
TOUR = report("visit", "王某", "CN IT NO FR", "2020-08-25")
STOP = report("visit", "王某", "CN FR", "2020-08-28", country="FR")
ABROAD = report("visit", "王某", "CN", "2020-08")  # 访问欧洲
VISIT = report("visit", "丙", "CN JP")


def on(short: dict, day: str | None, **slots: object) -> dict:
    return short | {"start": day, "end": day} | slots


def told(*articles: tuple[int, str, list[dict]]) -> KnowledgeBase:
    """(how many articles, their day, what each of them tells)."""
    found = [(day, reports) for count, day, reports in articles for _ in range(count)]
    extractions = [
        article(f"a{i:02}", day=day, publisher=f"{i}报", reports=reports) for i, (day, reports) in enumerate(found)
    ]
    return run(extractions, load_gazetteer())


def sizes(kb: KnowledgeBase) -> list[int]:
    return sorted((meeting.source_count for meeting in kb.meetings), reverse=True)


def best(kb: KnowledgeBase) -> Meeting:
    return max(kb.meetings, key=lambda meeting: meeting.source_count)


ONCE = {
    "a gathering of which accounts name one speaker, by its name": (
        (2, "2020-08-14", [report("conference", "甲", "FR", "2020-08-12", name="产业论坛")]),
        (1, "2020-08-14", [report("conference", "甲", "FR", "2020-08-13", name="产业论坛")]),
    ),
    "a talk with the other side not named, a day off": (
        (2, "2020-08-14", [report("meeting", "甲", "FR CN", "2020-08-12")]),
        (1, "2020-08-14", [report("meeting", "甲", "FR CN", "2020-08-13")]),
    ),
    "talks of one day by a name and without": (
        (3, "2020-08-14", [report("meeting", "甲 乙", "FR CN", "2020-08-12")]),
        (1, "2020-08-14", [report("meeting", "甲 乙", "FR CN", "2020-08-12", name="巴黎会谈")]),
    ),
    "a gathering that articles tell of twice, once without its name": (
        (6, "2020-10-07", [FOUR]),
        (2, "2020-10-07", [FOUR, on(FOUR, "2020-10-06", people=["甲", "乙"], name=None)]),
        (4, "2020-10-07", [on(FOUR, "2020-10-06", people=["甲", "乙"], name=None)]),
    ),
    "a gathering planned for the month, and held": (
        (6, "2020-10-07", [FOUR]),
        (4, "2020-10-02", [on(FOUR, "2020-10", status="planned", name="美日印澳外长会议")]),
    ),
    "a summit planned face to face and held over a line": (
        (4, "2020-09-14", [report("video", "习某 默某", "CN DE", "2020-09-14")]),
        (4, "2020-09-08", [report("meeting", "习某 默某", "CN DE", "2020-09-14", status="planned")]),
    ),
    "a video conference of which an article tells twice, the second time with fewer of those who took part": (
        (4, "2020-09-15", [report("video", "习某 默某 米某", "CN DE EU", "2020-09-14")]),
        (
            2,
            "2020-09-15",
            [
                report("video", "习某 默某 米某", "CN DE EU", "2020-09-14"),
                report("conference", "习某 默某", "CN EU", "2020-09-14"),
            ],
        ),
        (3, "2020-09-15", [report("conference", "习某 默某", "CN DE EU", "2020-09-14")]),
    ),
    "a talk of which every article names the two sides alone": (
        (2, "2020-08-13", [report("meeting", "", "FR RU", "2020-08-12")]),
        (2, "2020-08-14", [report("meeting", "", "FR RU", "2020-08-12", city="巴黎", country="FR")]),
        (1, "2020-08-10", [report("meeting", "", "FR RU", "2020-08-12", status="planned")]),
    ),
    "a talk of one man with a state, which some put face to face and some over a line": (
        (2, "2020-08-13", [report("meeting", "甲", "FR RU", "2020-08-12")]),
        (2, "2020-08-13", [report("video", "甲", "FR RU", "2020-08-12", issues=("trade",))]),
    ),
    "a gathering of which some articles give the day and who came from where, and no more": (
        (5, "2020-10-07", [FOUR]),
        (1, "2020-10-10", [report("conference", "", "US JP AU IN", "2020-10-06")]),
        (1, "2020-10-11", [report("conference", "", "AU IN JP US", "2020-10-06")]),
    ),
    "a tour of which accounts name some stops each": (
        (4, "2020-08-26", [TOUR]),
        (2, "2020-08-27", [on(TOUR, "2020-08-25", parties=["CN", "IT", "NO", "DE"])]),
    ),
    "a conference of which one account names one party and the next another": (
        (4, "2020-09-23", [report("conference", "甲", "US UN", "2020-09-22", name="联合国大会", country="US")]),
        (4, "2020-09-23", [report("conference", "习某", "CN UN", "2020-09-22", name="联合国大会", country="US")]),
        (1, "2020-09-23", [report("conference", "习某", "CN", "2020-09-22", name="联合国大会")]),
    ),
    "a talk planned for a journey that ends in the month after": (
        (4, "2020-08-31", [report("meeting", "甲 乙", "CZ TW", "2020-08", status="planned")]),
        (4, "2020-09-03", [report("meeting", "甲 乙", "CZ TW", "2020-09-03")]),
    ),
    "a journey planned for a month and made in the next": (
        (4, "2020-09-28", [on(VISIT, "2020-10", status="planned")]),
        (4, "2020-11-26", [on(VISIT, "2020-11-24")]),
    ),
    "a tour of which each account leaves out another stop": (
        (2, "2020-08-26", [TOUR]),
        (2, "2020-08-26", [on(TOUR, "2020-08", parties=["CN", "IT", "NO"])]),
        (2, "2020-08-26", [on(TOUR, "2020-08", parties=["CN", "NO", "FR"])]),
    ),
}


@pytest.mark.parametrize("name", ONCE)
def test_it_stands_once(name: str) -> None:
    assert len(told(*ONCE[name]).meetings) == 1


APART = {
    "two debates and their accounts of the month": (
        [5, 5],
        (5, "2020-09-30", [on(DEBATE, "2020-09-29")]),
        (5, "2020-10-23", [on(DEBATE, "2020-10-22")]),
    ),
    "two days of talks that most articles tell of apart": (
        [4, 4],
        (
            4,
            "2020-10-27",
            [report("meeting", "甲 乙", "US IN", "2020-10-26"), report("meeting", "甲 乙 丙", "US IN", "2020-10-27")],
        ),
    ),
    "a call each week": (
        [3, 3, 3],
        (3, "2020-08-03", [report("call", "甲 乙", "FR RU", "2020-08-03")]),
        (3, "2020-08-10", [report("call", "甲 乙", "FR RU", "2020-08-10")]),
        (3, "2020-08-17", [report("call", "甲 乙", "FR RU", "2020-08-17")]),
    ),
    "a plan without a day, told in the articles that tell of the meeting held": (
        [4, 4],
        (4, "2020-10-23", [on(DEBATE, "2020-10-22"), on(DEBATE, None, status="planned")]),
    ),
    "two days on which each article names the two sides alone, and a talk of one of them with a third": (
        [2, 2, 2],
        (2, "2020-08-14", [report("meeting", "", "FR RU", "2020-08-10")]),
        (2, "2020-08-14", [report("meeting", "", "FR RU", "2020-08-12")]),
        (2, "2020-08-14", [report("meeting", "", "FR CN", "2020-08-12")]),
    ),
    "appointments of one man at home": (
        [1, 1],
        (1, "2020-08-14", [report("meeting", "甲", "FR", "2020-08-12")]),
        (1, "2020-08-14", [report("meeting", "甲", "FR", "2020-08-12")]),
    ),
    "appointments of one man on two days": (
        [1, 1, 1],
        (1, "2020-08-14", [report("conference", "甲", "FR", "2020-08-12", name="产业论坛")]),
        (1, "2020-08-14", [report("meeting", "甲", "FR", "2020-08-13", country="FR")]),
        (1, "2020-08-14", [report("meeting", "甲", "FR", "2020-08-11", country="FR")]),
    ),
    "a debate of one who met another the day before": (
        [2, 1],
        (2, "2020-08-14", [report("meeting", "甲 乙", "FR CN", "2020-08-12", country="FR", city="巴黎")]),
        (1, "2020-08-14", [report("meeting", "甲", "CN", "2020-08-13", country="FR", city="巴黎")]),
    ),
    "a talk and a ceremony at which both were the day after": (
        [4, 1],
        (3, "2020-08-14", [report("meeting", "甲 乙", "FR CN", "2020-08-12")]),
        (1, "2020-08-14", [report("meeting", "甲 乙", "FR CN", "2020-08-12", name="追思会", inferred=("start",))]),
        (1, "2020-08-14", [report("meeting", "甲 乙 丙", "FR CN", "2020-08-13", name="前总统追思会")]),
    ),
    "two journeys nobody says where to": (
        [1, 1],
        (1, "2020-08-14", [report("visit", "甲", "FR", "2020-08-12")]),
        (1, "2020-08-20", [report("visit", "甲", "FR", "2020-08")]),
    ),
    "two conferences of a body, each of other ministers": (
        [4, 4],
        (4, "2020-09-05", [report("conference", "甲 乙", "CN IN SCO", "2020-09-04", name="防长会议", city="莫斯科")]),
        (4, "2020-09-08", [report("conference", "丙 丁", "CN IN SCO", "2020-09-09", name="外长会议", city="莫斯科")]),
    ),
    "a call and a meeting on one day": (
        [3, 3],
        (3, "2020-08-03", [report("call", "甲 乙", "FR RU", "2020-08-03")]),
        (3, "2020-08-03", [report("meeting", "甲 乙", "FR RU", "2020-08-03")]),
    ),
    "a video meeting and one face to face of the same month": (
        [3, 3],
        (3, "2020-08-13", [report("video", "甲 乙", "FR RU", "2020-08")]),
        (3, "2020-08-13", [report("meeting", "甲 乙", "FR RU", "2020-08")]),
    ),
    "a talk at the conference of a body": (
        [4, 4],
        (4, "2020-09-10", [report("conference", "甲 乙", "CN IN SCO", "2020-09-10", name="外长会议")]),
        (4, "2020-09-10", [report("meeting", "甲 乙", "CN IN", "2020-09-10")]),
    ),
    "a journey planned for a month, made in it, and another in the next": (
        [6, 4],
        (2, "2020-09-28", [on(VISIT, "2020-10", status="planned")]),
        (4, "2020-10-14", [on(VISIT, "2020-10-12")]),
        (4, "2020-11-26", [on(VISIT, "2020-11-24")]),
    ),
    "a talk planned for a month and one held in the next": (
        [4, 4],
        (4, "2020-09-28", [report("call", "甲 乙", "FR RU", "2020-10", status="planned")]),
        (4, "2020-11-26", [report("call", "甲 乙", "FR RU", "2020-11-24")]),
    ),
    "two tours of other countries": (
        [2, 2],
        (2, "2020-08-26", [on(TOUR, "2020-08")]),
        (2, "2020-08-26", [on(TOUR, "2020-08", parties=["CN", "DE", "ES"])]),
    ),
}


@pytest.mark.parametrize("name", APART)
def test_they_stand_apart(name: str) -> None:
    expected, *articles = APART[name]
    assert sizes(told(*articles)) == expected


def test_a_journey_that_nobody_says_where_to_is_the_tour() -> None:
    kb = told((5, "2020-08-30", [STOP]), (3, "2020-08-26", [TOUR]), (2, "2020-08-30", [ABROAD]))
    assert sizes(kb) == [5, 5]
    assert len(best(kb).parties) in (2, 4)
    assert {len(meeting.parties) for meeting in kb.meetings} == {2, 4}


def test_without_a_tour_it_is_no_journey_to_a_country_of_that_month() -> None:
    assert sizes(told((5, "2020-08-30", [STOP]), (2, "2020-08-30", [ABROAD]))) == [5, 1, 1]


def test_accounts_that_fit_several_meetings_are_no_further_one_together() -> None:
    kb = told(
        (5, "2020-10-16", [on(DEBATE, "2020-10-15")]),
        (5, "2020-10-23", [on(DEBATE, "2020-10-22")]),
        (4, "2020-10-30", [on(DEBATE, "2020-10")]),
    )
    assert sizes(kb) == [5, 5, 1, 1, 1, 1]


def test_when_it_was_told_says_which_of_several_is_meant() -> None:
    kb = told(
        (5, "2020-10-16", [on(DEBATE, "2020-10-15")]),
        (5, "2020-10-23", [on(DEBATE, "2020-10-22")]),
        (2, "2020-10-18", [on(DEBATE, "2020-10", status="planned")]),
        (1, "2020-10-17", [on(DEBATE, "2020-10")]),
    )
    assert sizes(kb) == [7, 6]


def test_what_is_told_as_held_long_before_is_not_the_next() -> None:
    assert sizes(told((5, "2020-10-23", [on(DEBATE, "2020-10-22")]), (2, "2020-10-03", [on(DEBATE, "2020-10")]))) == [
        5,
        2,
    ]


def test_one_account_with_a_day_does_not_date_many_without() -> None:
    kb = told(
        (9, "2020-11-20", [on(VISIT, None, status="possible")]),
        (1, "2020-11-20", [on(VISIT, "2020-10-28")]),
    )
    assert sizes(kb) == [9, 1]
    assert best(kb).start is None


def test_a_day_that_one_of_many_gives_is_left_to_its_account() -> None:
    for others, start in ((20, "2020"), (2, "2020-10-01")):
        plans = [(others, None), (4, "2020"), (1, "2020-10-01")]
        kb = told(*((count, "2020-09-20", [on(VISIT, day, status="possible")]) for count, day in plans))
        assert (best(kb).start, best(kb).source_count) == (start, others + 5)


def test_a_date_that_few_give_near_a_meeting_that_many_tell_of_is_its_date_gone_wrong() -> None:
    debated, wrong = on(DEBATE, "2020-09-29"), on(DEBATE, "2020-10-01")
    assert sizes(told((8, "2020-09-30", [debated]), (2, "2020-10-02", [wrong]))) == [10]
    assert sizes(told((8, "2020-09-30", [debated]), (3, "2020-10-02", [wrong]))) == [8, 3]
    assert sizes(told((8, "2020-09-30", [debated, wrong]))) == [8, 8]
    calls = [on(DEBATE, day, kind="call") for day in ("2020-09-29", "2020-10-01")]
    assert sizes(told((8, "2020-09-30", calls[:1]), (2, "2020-10-02", calls[1:]))) == [8, 2]


def test_who_was_met_is_not_told_long_before() -> None:
    vague = report("meeting", "甲", "US IN", status="possible")
    assert (
        sizes(told((5, "2020-10-05", [report("meeting", "甲 乙", "US IN", "2020-10-04")]), (1, "2020-07-23", [vague])))[
            0
        ]
        == 5
    )


def test_undated_accounts_of_other_times_are_not_one() -> None:
    days = ("2020-04-03", "2020-05-10", "2020-06-16", "2020-07-23", "2020-08-29")
    kb = told(*((1, day, [report("meeting", "甲 乙", "US CN")]) for day in days))
    assert max(sizes(kb)) <= 2


def test_an_account_that_names_one_person_only_and_no_day_is_put_nowhere() -> None:
    kb = told(
        (5, "2020-11-11", [report("meeting", "甲 乙", "US", "2020-11-11")]),
        (3, "2020-11-12", [report("meeting", "甲", "US")]),
    )
    assert sizes(kb) == [5, 1, 1, 1]
