"""Whom people speak for, by the words of the article alone: none of these people is known."""

import pytest

from kg import link, nlp
from kg.extract.serving import Service
from tests.extract.test_meetings import make_article

CASES = {
    "挪威外交大臣奥兰德森说，会谈很好。": "country/NO",  # the foreign minister of Norway
    "欧盟外交事务发言人奥兰德森说，会谈很好。": "organization/EU",  # a spokesperson of the EU
    "欧洲议会议员奥兰德森说，会谈很好。": "organization/EU",  # of an organ of it
    "联合国副秘书长奥兰德森说，会谈很好。": "organization/UN",
    "国民党主席林大同说，会谈很好。": "organization/tw-kmt",  # the head of a party
    "哈马斯发言人奥兰德森说，会谈很好。": "organization/ps-hamas",  # of an armed group
    "挪威奥斯陆大学教授奥兰德森说，会谈很好。": None,  # a professor
    "挪威学生奥兰德森说，会谈很好。": None,  # a student
}


@pytest.mark.parametrize("text", CASES)
def test_whom_a_person_speaks_for(text: str) -> None:
    linked = link.run(nlp.run(make_article(text)))
    [person] = [e for e in linked.entities if e.key.startswith("person/")]
    assert Service(linked).side_of(person) == CASES[text]


def test_of_those_on_offer_the_likeliest_is_taken() -> None:
    linked = link.run(nlp.run(make_article("欧盟外交事务发言人奥兰德森说，会谈很好。")))
    [person] = [e for e in linked.entities if e.key.startswith("person/")]
    sides = dict(Service(linked).candidates(person.key))
    assert {None, "organization/EU"} <= sides.keys()
    nobody = Service(linked, {"statement-sides": {"none": 1.0}})
    assert nobody.side_of(person) is None
    assert Service(linked, {"statement-sides": {"body": 1.0}}).side_of(person) == "organization/EU"
