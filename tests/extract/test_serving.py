"""Whom people speak for, by the words of the article; the known ones by the offices that they held that day, too."""

import pytest

from kg import link, nlp
from kg.extract.serving import Service
from tests.extract.test_meetings import make_article

CASES = {
    "挪威外交大臣奥兰德森说，会谈很好。": "country/NO",  # the foreign minister of Norway
    "欧盟外交事务发言人奥兰德森说，会谈很好。": "organization/EU",  # a spokesperson of the EU
    "欧洲议会议员奥兰德森说，会谈很好。": "organization/EU",  # of an organ of it
    "联合国副秘书长奥兰德森说，会谈很好。": "organization/UN",
    "欧洲议会对华关系代表团团长奥兰德森说，会谈很好。": "organization/EU",  # of a delegation of that organ
    "世卫组织总干事奥兰德森说，会谈很好。": "organization/WHO",  # of an agency with members of its own
    "国民党主席林大同说，会谈很好。": "organization/tw-kmt",  # the head of a party
    "前挪威外交大臣奥兰德森说，会谈很好。": None,  # the former foreign minister
    "挪威前驻华大使奥兰德森说，会谈很好。": None,  # the former ambassador
    "哈马斯发言人奥兰德森说，会谈很好。": "organization/ps-hamas",  # of an armed group
    "挪威奥斯陆大学教授奥兰德森说，会谈很好。": None,  # a professor
    "挪威学生奥兰德森说，会谈很好。": None,  # a student
}


@pytest.mark.parametrize("text", CASES)
def test_whom_a_person_speaks_for(text: str) -> None:
    linked = link.run(nlp.run(make_article(text)))
    [person] = [e for e in linked.entities if e.key.startswith("person/")]
    assert Service(linked).side_of(person) == CASES[text]


@pytest.mark.parametrize(
    ("day", "office"), [("2016-05-01", "ministers"), ("2019-05-01", "past"), ("2009-05-01", "none")]
)
def test_known_people_are_judged_by_what_they_held_that_day(day: str, office: str) -> None:
    """The secretary of state of 2013 to 2017 is none before and after."""
    linked = link.run(nlp.run(make_article("克里说，会谈很好。约翰·克里还说，很坦率。", published=day)))
    [person] = [e for e in linked.entities if e.key.startswith("person/")]
    traits = {trait for _, some in Service(linked).candidates(person.key) for trait in some}
    assert f"state holds {office}" in traits


@pytest.mark.parametrize(("day", "side"), [("2019-05-01", "organization/UN"), ("2016-05-01", "country/CL")])
def test_who_is_known_to_have_offices_of_unions_alone_does_not_speak_for_a_state(day: str, side: str) -> None:
    """The president of Chile till 2018, then a high commissioner of the UN."""
    linked = link.run(nlp.run(make_article("人权事务高级专员米歇尔·巴切莱特说，会谈很好。", published=day)))
    [person] = [e for e in linked.entities if e.key.startswith("person/")]
    sides = dict(Service(linked).candidates(person.key))
    assert ("country/CL" in sides) == (side == "country/CL")


@pytest.mark.parametrize("office", ["欧盟外交事务发言人", "欧洲央行总裁"])
def test_of_those_on_offer_the_likeliest_is_taken(office: str) -> None:
    """A spokesperson of the EU, the head of an organ of it that has a code of its own."""
    linked = link.run(nlp.run(make_article(f"{office}奥兰德森说，会谈很好。")))
    [person] = [e for e in linked.entities if e.key.startswith("person/")]
    sides = dict(Service(linked).candidates(person.key))
    assert {None, "organization/EU"} <= sides.keys()
    nobody = Service(linked, {"statement-sides": {"none": 1.0}})
    assert nobody.side_of(person) is None
    assert Service(linked, {"statement-sides": {"body": 1.0}}).side_of(person) == "organization/EU"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("中国官方媒体新华社说，会谈很好。", "country/CN"),  # the official news agency
        ("中共党报《人民日报》说，会谈很好。", "country/CN"),  # a paper of the party
        ("新华社说，会谈很好。", None),  # the agency, as a source
        ("德国官方媒体路透社说，会谈很好。", None),  # no agency of a state
    ],
)
def test_media_of_a_state_that_are_called_official_speak_for_it(text: str, side: str | None) -> None:
    linked = link.run(nlp.run(make_article(text)))
    [media] = [e for e in linked.entities if e.category == "media"]
    assert Service(linked).side_of(media) == side
