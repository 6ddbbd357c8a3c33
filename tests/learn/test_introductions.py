"""What a build learns from its own input: only names that are clearly introduced and can be nothing else."""

import random

import pytest

from kg.learn import introduced, introductions
from kg.model import Introduced
from tests.learn.test_learn import articles


def names(*texts: str) -> dict[str, Introduced]:
    return {name.form: name for name in introduced(introductions(article) for article in articles(*texts))}


@pytest.mark.parametrize(
    ("text", "form", "is_full"),
    [
        ("挪威外交大臣奥勒·布兰德斯塔(Ole Brandstad)周二抵达。", "奥勒·布兰德斯塔", True),
        ("挪威外交大臣奧勒‧布蘭德斯塔（Ole Brandstad）週二抵達。", "奥勒·布兰德斯塔", True),
        ("挪威外交大臣布兰德斯塔(Ole Brandstad)周二抵达。", "布兰德斯塔", False),
        ("新加坡驻华大使邵文柏(Shao Wenbo)周二抵达。", "邵文柏", True),
    ],
)
def test_one_clear_pair_introduces_a_name(text: str, form: str, is_full: bool) -> None:
    name = names(text)[form]
    assert (name.latin, name.is_full) == ("Shao Wenbo" if form == "邵文柏" else "Ole Brandstad", is_full)


def test_titles_in_three_articles_introduce_a_name_without_latin_form() -> None:
    texts = [
        "中国外交部发言人邵文柏表示反对。",
        "中国外交部发言人邵文柏，周二说。",
        "中国外交部发言人邵文柏在会上回应。",
    ]
    assert names(*texts) == {"邵文柏": Introduced(form="邵文柏", country="CN")}
    assert names(*texts[:2]) == {}


@pytest.mark.parametrize(
    "text",
    [
        "国务卿布林肯(Antony Blinken)周二抵达。",  # known
        "议员布林肯(Peter Blinken)周二抵达。",  # the name of someone known
        "智库兰德公司(RAND Corporation)周二说。",
        "美军驻扎在达尔文(Port Darwin)。",
        "他在世贸中心(World Trade)购物。",
        "议员史密(John Smi)周二抵达。",  # too short
        "总统任期内多次访问。总统任期内没有去。",
    ],
)
def test_what_is_known_or_doubtful_is_not_learnt(text: str) -> None:
    assert names(text, text, text) == {}


def test_a_surname_of_two_people_is_not_learnt() -> None:
    found = names("议员布兰德斯塔(Ole Brandstad)说。", "法官布兰德斯塔(Anna Brandstad)说。")
    assert found == {}
    found = names("议员布兰德斯塔(Ole Brandstad)说。", "法官安娜·布兰德斯塔(Anna Brandstad)说。")
    assert set(found) == {"安娜·布兰德斯塔"}


def test_the_latin_form_ties_the_spellings_of_publishers() -> None:
    found = names("挪威外长奥勒·布兰德斯塔(Ole Brandstad)说。", "挪威外長奧勒‧布蘭茲塔（Ole Brandstad）說。")
    assert {name.latin for name in found.values()} == {"Ole Brandstad"}
    assert {"奥勒·布兰德斯塔", "奥勒·布兰兹塔"} <= set(found)


def test_spellings_of_a_known_person_bear_the_known_country() -> None:
    found = names("国务卿托尼·布林垦(Antony Blinken)说。")
    assert found["托尼·布林垦"].country == "US"


def test_does_not_depend_on_the_order_of_articles() -> None:
    texts = [
        "挪威外长奥勒·布兰德斯塔(Ole Brandstad)说。",
        "挪威外長奧勒‧布蘭茲塔（Ole T. Brandstad）說。",
        "法官安娜·布兰德斯塔(Anna Brandstad)说。",
        *["外长邵文柏说。外长邵文柏。"] * 3,
    ]
    found = [introductions(article) for article in articles(*texts)]
    expected = introduced(found)
    assert len(expected) > 3
    for seed in range(5):
        assert introduced(random.Random(seed).sample(found, len(found))) == expected


def test_time_grows_with_the_size_of_the_text() -> None:
    (article,) = articles("A" * 200_000 + " Aa" * 100_000)
    assert introductions(article).pairs == ()
