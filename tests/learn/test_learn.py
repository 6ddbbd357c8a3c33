"""What is learnt from articles: pairs of a Chinese name and its Latin form, and names behind titles."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.fold import fold
from kg.knowledge.gazetteer import Learned, load_curated, load_gazetteer, read_persons
from kg.knowledge.names import load_names
from kg.learn import learn, write_learned
from kg.learn.latin import personal_latin
from kg.learn.usage import unsafe_forms
from kg.model import Article


def articles(*texts: str) -> list[Article]:
    return [
        Article(
            id=str(i), source_file=f"{i}.txt", text=text, blocks=(), script="Hans" if fold(text) == text else "Hant"
        )
        for i, text in enumerate(texts)
    ]


def forms_of(learned: Learned, key: str) -> set[str]:
    entry = next(p for p in learned.persons if p.id == key)
    return {*entry.full, *entry.short, *entry.weak}


def ids(learned: Learned) -> set[str]:
    return {person.id for person in learned.persons}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("挪威外交大臣奥勒·布兰德斯塔(Ole Brandstad)周二抵达。", "奥勒·布兰德斯塔"),
        ("挪威外交大臣奧勒‧布蘭德斯塔（Ole Brandstad）週二抵達。", "奥勒·布兰德斯塔"),
        ("他与奥勒•布兰德斯塔 (Ole Brandstad)会晤。", "奥勒·布兰德斯塔"),
        ("担任外交大臣的奥勒·布兰德斯塔(Ole Brandstad)说。", "奥勒·布兰德斯塔"),
        ("Ole Brandstad(奥勒·布兰德斯塔)周二抵达。", "奥勒·布兰德斯塔"),
        ("前参议员奥勒·布兰德斯塔(Sen. Ole Brandstad, 图左)说。", "奥勒·布兰德斯塔"),
        ("随行的奥勒·布兰德斯塔大使(Ole Brandstad)说。", "奥勒·布兰德斯塔"),
    ],
)
def test_cuts_the_name_out_of_what_stands_before_the_bracket(text: str, name: str) -> None:
    assert name in forms_of(learn(articles(text)), "ole-brandstad")


@pytest.mark.parametrize(
    "text",
    [
        "智库兰德公司(RAND Corporation)周二说。",
        "亚太经合组织(APEC)峰会周二开幕。",
        "美军驻扎在达尔文(Darwin)。",
        "他在德国柏林的选帝侯大街(Kurfürstendamm Berlin)购物。",
        "他谈到了软实力(Soft Power)。",
        "海外版抖音(TikTok)被禁。",
        "英国广播公司(BBC News)报道。",
    ],
)
def test_other_things_with_a_latin_form_are_no_people(text: str) -> None:
    assert learn(articles(text, text)).persons == ()


@pytest.mark.parametrize(
    ("latin", "name"),
    [
        ("Sen. Ole Brandstad", "Ole Brandstad"),
        ("BJORN BRANDSTAD", "Bjorn Brandstad"),
        ("Ole T. Brandstad Jr.", "Ole T. Brandstad Jr."),
        ("Ursula von der Leyen", "Ursula von der Leyen"),
        ("Ole Brandstad/资料照", "Ole Brandstad"),
        ("Brandstad", None),
        ("Oslo University", None),
        ("NATO", None),
        ("von der", None),
        ("J. R.", None),
    ],
)
def test_personal_latin(latin: str, name: str | None) -> None:
    assert personal_latin(latin, frozenset({"University"})) == name


def test_the_latin_form_ties_the_spellings_of_publishers() -> None:
    learned = learn(
        articles(
            "挪威外交大臣布兰德斯塔(Ole Brandstad)说。",
            "挪威外長奧勒·布蘭茲塔（Ole T. Brandstad）說。",
            "挪威外长布兰德斯塔(Ole Brandstad)重申。",
            "挪威外交大臣奥勒·布兰德斯塔(Ole Brandsta)到访。",
        )
    )
    assert ids(learned) == {"ole-brandstad"}
    assert {"布兰德斯塔", "奥勒·布兰兹塔", "奥勒·布兰德斯塔"} <= forms_of(learned, "ole-brandstad")


def test_country_and_office_come_from_the_titles() -> None:
    person = learn(articles(*["挪威外交大臣布兰德斯塔(Ole Brandstad)说。"] * 4)).persons[0]
    assert (person.country, person.offices, person.count) == ("NO", ("外交大臣",), 4)


@pytest.mark.parametrize(
    "text",
    [
        "中国问题专家布兰德斯塔(Ole Brandstad)说。",
        "前驻缅甸大使布兰德斯塔(Ole Brandstad)说。",
        "他的律师布兰德斯塔(Ole Brandstad)说。",
    ],
)
def test_a_subject_or_a_posting_is_no_country_of_origin(text: str) -> None:
    assert learn(articles(*[text] * 4)).persons[0].country is None


def test_same_surname_of_two_people_is_weak() -> None:
    texts = ["议员奥勒·布兰德斯塔(Ole Brandstad)说。", "法官安娜·布兰德斯塔(Anna Brandstad)说。"] * 4
    learned = learn(articles(*texts))
    assert ids(learned) == {"ole-brandstad", "anna-brandstad"}
    for person in learned.persons:
        assert "布兰德斯塔" in person.weak
        assert "布兰德斯塔" not in person.short


def test_countries_keep_namesakes_apart() -> None:
    texts = ["挪威外长奥勒·布兰德斯塔(Ole Brandstad)说。", "丹麦外长奥勒·布兰德斯塔(Ole Brandsta)说。"]
    assert len(learn(articles(*texts)).persons) == 2


def test_known_people_bring_only_what_the_gazetteer_lacks() -> None:
    person = learn(articles(*["国务卿布林垦(Antony Blinken)说。"] * 4)).persons[0]
    assert person.id == "antony-blinken"
    assert forms_of(Learned(persons=(person,)), "antony-blinken") == {"布林垦"}


def names_behind_titles(texts: Iterable[str]) -> set[str]:
    return {person.hans for person in learn(articles(*texts)).persons if person.latin is None}


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["外交部发言人邵文柏表示反对。", "发言人邵文柏，周二说。", "外交部发言人邵文柏在会上回应。"], "邵文柏"),
        (["日本外务大臣岸本敏隆说。", "外相岸本敏隆将访韩。", "外相岸本敏隆，周二抵达。"], "岸本敏隆"),
        (["国防部长邵文和表示。", "国防部长邵文和说。", "国防部长邵文和在会上发言。"], "邵文和"),
    ],
)
def test_names_behind_titles(texts: list[str], name: str) -> None:
    assert names_behind_titles(texts) == {name}


@pytest.mark.parametrize(
    "texts",
    [
        ["发言人邵文柏表示反对。", "发言人邵文柏说。"],
        ["总统任期内多次访问。", "总统任期内没有去。", "总统任期内，他去过。"],
        ["总统于周三访问了河内。", "总理于周三，在会上说。", "外长于周三到访。"],  # on Wednesday
        ["总统曾表示反对。", "总统曾表示支持。", "总统曾表示，他会去。"],
        ["国务院发言人时间不多。", "发言人时间不够。", "发言人时间，有限。"],
    ],
)
def test_rare_strings_and_words_behind_titles_are_no_names(texts: list[str]) -> None:
    assert names_behind_titles(texts) == set()


def test_forms_found_inside_other_words_are_not_safe() -> None:
    found = articles("各国扩张军备。紧张军情。", "张军说。邵文柏说，邵文柏在场。")
    assert unsafe_forms(found, {"张军", "邵文柏"}, load_names()) == {"张军"}


def test_a_second_reading_frees_two_character_names() -> None:
    texts = articles("发言人邵柏，周二说。", "发言人邵柏表示反对。", "发言人邵柏在场。")
    assert learn(texts).persons[0].weak == ("邵柏",)
    assert learn(texts, again=texts).persons[0].full == ("邵柏",)


def test_does_not_depend_on_the_order_of_articles() -> None:
    texts = articles(
        "挪威外交大臣布兰德斯塔(Ole Brandstad)说。",
        "挪威外长奥勒·布兰兹塔(Ole Brandstad)说。",
        "法官安娜·布兰德斯塔(Anna Brandstad)说。",
        "外长邵文柏说。外长邵文柏。",
    )
    assert learn(texts) == learn(list(reversed(texts)))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    learned = learn(articles(*["挪威外交大臣布兰德斯塔(Ole Brandstad)说。"] * 4, *["外长邵文柏说。"] * 3))
    write_learned(learned, tmp_path / "mined.tsv")
    assert read_persons(tmp_path / "mined.tsv") == learned


def test_what_was_mined_ships_with_the_gazetteer() -> None:
    assert len(load_gazetteer().persons) > len(load_curated().persons) + 2000
