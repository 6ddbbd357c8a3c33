"""Where the accounts of a meeting differ, and what contradicts nobody."""

import pytest

from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import run
from kg.model import Judgement, MergeDecision

from .building import article, report
from .test_consensus import STAY, TALK, one
from .test_doubles import best, on, told

ALONE = report("meeting", "甲", "US", "2020-08-07", level="ministers")
CALL = report("call", "甲 乙", "US CN")
ALONG = STAY | {"people": ["甲", "丙"]}
SESSION = report("conference", "甲", "US CN", "2020-09-22", name="第75届联合国大会")
SUMMIT = report("conference", "甲 乙", "ASEAN US CN", "2020-09-22")
FORUM = report("conference", "甲 乙", "US CN", "2020-09-22", name="经贸论坛")

DIFFERENT: dict[str, tuple[dict[str, tuple[str, ...]], tuple[tuple[int, dict], ...]]] = {
    "a day told of as its month": ({}, ((3, TALK), (2, on(TALK, "2020-08")), (1, on(TALK, "2020")))),
    "two days and their month": (
        {"start": ("2020-08-07", "2020-08-08")},
        ((3, TALK), (2, on(TALK, "2020-08-08")), (4, on(TALK, "2020-08"))),
    ),
    "the days of arrival and of the talks": ({}, ((3, on(STAY, "2020-08-25")), (2, on(STAY, "2020-08-27")))),
    "a slip of one among many": ({}, ((11, TALK | {"country": "CN"}), (1, TALK | {"country": "IT"}))),
    "two of four for another country": (
        {"country": ("CN", "IT")},
        ((2, TALK | {"country": "CN"}), (2, TALK | {"country": "IT"})),
    ),
    "stops of one tour": (
        {},
        ((2, STAY | {"parties": ["CN", "IT", "FR"]}), (1, STAY | {"parties": ["CN", "IT", "FR"], "country": "FR"})),
    ),
    "others whom one of many names": (
        {},
        ((12, TALK), (1, TALK | {"people": ["甲", "乙", "丙"]}), (1, TALK | {"people": ["甲", "乙", "丁"]})),
    ),
    "a day planned and the day on which it was held": ({}, ((3, TALK), (2, on(TALK, "2020-08-08", status="planned")))),
    "two days planned": (
        {"start": ("2020-08-07", "2020-08-08")},
        ((3, on(TALK, "2020-08-07", status="planned")), (2, on(TALK, "2020-08-08", status="planned"))),
    ),
    "two days of talks and the second": (
        {},
        ((3, on(TALK, "2020-08-07", end="2020-08-08")), (2, on(TALK, "2020-08-08"))),
    ),
    "a call by day and by night": ({}, ((3, on(CALL, "2020-08-07")), (2, on(CALL, "2020-08-08")))),
    "a day that does not follow from the words": ({}, ((3, TALK), (2, on(TALK, "2020-08-08", inferred=("start",))))),
    "a place that does not": (
        {},
        ((2, TALK | {"country": "CN"}), (2, TALK | {"country": "IT", "inferred": ("country",)})),
    ),
    "who went along": ({}, ((3, on(STAY, "2020-08-25")), (2, STAY | {"people": ["甲", "乙"]}), (2, ALONG))),
    "the stops of a journey in one country": (
        {},
        tuple((2, on(STAY, "2020-08-25", city=city)) for city in ("米兰", "罗马")),
    ),
    "two cities of one talk": (
        {"city": ("place/米兰", "place/罗马")},
        tuple((1, TALK | {"city": c}) for c in ("米兰", "罗马")),
    ),
    "the days of two who speak at an assembly": ({}, ((2, SESSION), (1, on(SESSION, "2020-09-23", people=["乙"])))),
    "the days of a gathering of a body": ({}, ((2, SUMMIT), (1, on(SUMMIT, "2020-09-23")))),
    "two days of a forum": ({}, ((2, FORUM), (1, on(FORUM, "2020-09-23")))),
    "two days of a gathering without a name": (
        {"start": ("2020-09-22", "2020-09-23")},
        tuple((1, on(FORUM, day, name=None)) for day in ("2020-09-22", "2020-09-23")),
    ),
    "two days, and another account that gives both": (
        {},
        ((2, TALK), (2, on(TALK, "2020-08-08")), (1, on(TALK, "2020-08-07", end="2020-08-08"))),
    ),
    "a city planned and the city in which it was held": (
        {},
        ((3, TALK | {"city": "罗马"}), (2, TALK | {"city": "米兰", "status": "planned"})),
    ),
    "a country planned and the country in which it was held": (
        {},
        ((2, TALK | {"country": "IT"}), (2, TALK | {"country": "CN", "status": "possible"})),
    ),
    "two days on which those of one country met": (
        {},
        ((3, TALK | {"parties": ["US"]}), (2, on(TALK, "2020-08-08", parties=["US"]))),
    ),
    "two days on which one met whom of the other side is not told": (
        {},
        tuple((2, on(TALK, day, people=["甲"])) for day in ("2020-08-07", "2020-08-08")),
    ),
    "others who were there": (
        {},
        tuple((1, TALK | {"people": ["甲", "乙", other]}) for other in ("丙", "丁")),
    ),
    "some here and some there of all who were there": (
        {},
        tuple((count, TALK | {"people": [*people]}) for count, people in ((6, "甲乙丙"), (1, "甲丙"), (1, "乙丙"))),
    ),
    "another officer of the union": (
        {},
        tuple((1, SUMMIT | {"kind": "video", "people": ["甲", other], "parties": ["CN", "ASEAN"]}) for other in "乙丙"),
    ),
    "what is only guessed": ({}, ((2, TALK | {"city": "罗马"}), (1, TALK | {"city": "米兰", "confidence": 0.5}))),
    "what one did elsewhere with nobody knows whom": (
        {},
        ((1, ALONE | {"country": "US"}), (1, on(ALONE, None, parties=["US", "IT"], country="IT"))),
    ),
    "called off, and held at no known time": (
        {},
        tuple((1, on(TALK, None, status=s)) for s in ("held", "possible", "cancelled")),
    ),
    "called off, and told as held before its day": (
        {},
        ((3, on(TALK, "2020-08-12", status="cancelled")), (2, on(TALK, "2020-08-12"))),
    ),
    "held, and called off on a day that is not told": (
        {},
        ((2, TALK), (2, TALK | {"status": "cancelled", "inferred": ("start",)})),
    ),
    "planned, held, and held to be called off": (
        {"status": ("held", "cancelled")},
        ((3, TALK), (2, TALK | {"status": "planned"}), (2, TALK | {"status": "cancelled"})),
    ),
    "held to be called off by one of four": (
        {},
        ((3, TALK), (2, TALK | {"status": "planned"}), (1, TALK | {"status": "cancelled"})),
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_accounts_differ_where_they_exclude_each_other(name: str) -> None:
    expected, accounts = DIFFERENT[name]
    assert {d.slot: tuple(value for value, _ in d.values) for d in one(*accounts).differences} == expected


def test_an_article_that_gives_both_days_contradicts_nobody() -> None:
    both = [on(TALK, "2020-08-07"), on(TALK, "2020-08-08")]
    found = best(told((1, "2020-08-08", both), (3, "2020-08-08", both[:1])))
    assert (found.source_count, found.differences) == (4, ())
    guessed = on(TALK, "2020-08-08", inferred=("start",))
    assert not best(
        told((1, "2020-08-08", both), (3, "2020-08-08", both[:1]), (1, "2020-08-08", [guessed]))
    ).differences


def test_another_counterpart_of_a_talk_that_a_reviewer_joined_is_a_difference() -> None:
    others = [article(f"a{n}", reports=[TALK | {"people": ["甲", other]}]) for n, other in enumerate("乙丙")]
    reviewed = MergeDecision(
        kind="meeting", left="a0/m0", right="a1/m0", judgement=Judgement.SAME, score=1.0, reasons=("reviewed",)
    )
    (meeting,) = run(others, load_gazetteer(), decisions=[reviewed]).meetings
    assert [d.slot for d in meeting.differences] == ["participants"]


def test_what_was_called_off_before_its_day_may_have_been_held() -> None:
    off, held = on(TALK, "2020-08-20", status="cancelled"), on(TALK, "2020-08-20")
    found = [best(told((2, day, [off]), (3, "2020-08-21", [held]))).differences for day in ("2020-08-17", "2020-08-20")]
    assert [[d.slot for d in some] for some in found] == [[], ["status"]]


CLOCKS = {
    "an evening in America, told of in Asia": ("US", "美国之音", "联合早报", False),
    "an evening in Asia, told of in America": ("SG", "美国之音", "联合早报", False),
    "America, told of as the day before": ("US", "联合早报", "美国之音", True),
    "Europe, told of in Asia": ("FR", "法广", "联合早报", True),
    "America, told of there": ("US", "美国之音", "大纪元", True),
    "a publisher of no known country": ("US", "美国之音", "某报", True),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_it_is_another_day_across_the_ocean(name: str) -> None:
    country, first, second, differ = CLOCKS[name]
    days = {first: "2020-08-07", second: "2020-08-08"}
    accounts = [
        article(f"a{who}", day="2020-08-09", publisher=who, reports=[on(TALK, day, country=country)])
        for who, day in days.items()
    ]
    (meeting,) = run(accounts, load_gazetteer()).meetings
    assert bool(meeting.differences) is differ
