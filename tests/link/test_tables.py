"""Who and what the names of a sentence are, by tables anyone can extend."""

from functools import cache
from pathlib import Path

import pytest

import kg.link
import kg.nlp
from kg.knowledge.tables import read_table
from kg.model import Article, Block, Entity, EntityKind, Linked, Part

HERE = Path(__file__).parent


@cache
def link(text: str) -> Linked:
    """One body paragraph of October 2022, annotated and linked."""
    block = Block(part=Part.BODY, start=0, end=len(text), paragraph=0)
    article = Article(id="case", source_file="case.txt", text=text, blocks=(block,), published="2022-10-01")
    return kg.link.run(kg.nlp.run(article))


def bodies_of(text: str, category: str) -> list[Entity]:
    """The organizations of a category that a text names."""
    return [e for e in link(text).entities if e.kind is EntityKind.ORGANIZATION and e.category == category]


def cases(name: str) -> list[dict[str, str]]:
    """The rows of one table."""
    return list(read_table(HERE / name))


def test_tables_are_not_empty() -> None:
    tables = ("people.tsv", "offices.tsv", "countries.tsv", "organizations.tsv", "references.tsv")
    sizes = {name: len(cases(name)) for name in tables}
    assert sizes["people.tsv"] >= 40
    assert sizes["offices.tsv"] >= 20
    assert sizes["countries.tsv"] >= 30
    assert sizes["organizations.tsv"] >= 20
    assert sizes["references.tsv"] >= 10


@pytest.mark.parametrize("row", cases("people.tsv"), ids=lambda row: f"{row['name']}: {row['text']}")
def test_person_has_country_and_roles(row: dict[str, str]) -> None:
    linked = link(row["text"])
    people = {e.name: e for e in linked.entities if e.kind is EntityKind.PERSON}
    assert row["name"] in people
    person = people[row["name"]]
    roles = dict.fromkeys(tenure.role for tenure in linked.tenures if tenure.holder == person.key)
    assert (person.country or "-", "|".join(roles) or "-") == (row["country"], row["roles"])


@pytest.mark.parametrize("row", cases("offices.tsv"), ids=lambda row: row["text"])
def test_office_tells_when_it_is_held(row: dict[str, str]) -> None:
    linked = link(row["text"])
    holder = next(e.key for e in linked.entities if e.name == row["name"])
    held = [(t.role, t.modifier or "-", t.country or "-") for t in linked.tenures if t.holder == holder]
    told = zip(*(row[key].split("|") for key in ("role", "modifier", "country")), strict=True)
    assert held == [office for office in told if office[0] != "-"]


@pytest.mark.parametrize("row", cases("office_bodies.tsv"), ids=lambda row: row["text"])
def test_an_office_is_of_a_body(row: dict[str, str]) -> None:
    linked = link(row["text"])
    names = {e.key: e.name for e in linked.entities}
    roles = [(names[t.holder], t.role, names.get(t.body or ""), t.country) for t in linked.tenures]
    assert (row["name"], row["role"], row["body"], row["country"]) in roles


@pytest.mark.parametrize("row", cases("countries.tsv"), ids=lambda row: row["text"])
def test_countries(row: dict[str, str]) -> None:
    codes = sorted(e.country or "" for e in link(row["text"]).entities if e.kind is EntityKind.COUNTRY)
    assert (" ".join(codes) or "-") == row["codes"]


@pytest.mark.parametrize("row", cases("organizations.tsv"), ids=lambda row: f"{row['name']}: {row['text']}")
def test_organizations(row: dict[str, str]) -> None:
    bodies = [(e.name, e.category) for e in link(row["text"]).entities if e.kind is EntityKind.ORGANIZATION]
    assert (row["name"], row["category"]) in bodies


@pytest.mark.parametrize("row", cases("references.tsv"), ids=lambda row: f"{row['words']}: {row['text']}")
def test_references(row: dict[str, str]) -> None:
    start = row["text"].index(row["words"])
    linked = link(row["text"])
    meant = [m.entities for m in linked.mentions if m.start == start and not m.form.names]
    assert (" ".join(meant[0]) if meant else "-") == row["entities"]


@pytest.mark.parametrize("text", ["中国外交部发言人林大同。", "中共外交部发言人林大同。"])
def test_the_body_of_an_office_is_the_ministry(text: str) -> None:
    assert [t.body for t in link(text).tenures] == ["organization/cn-foreign-ministry"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("瑞典前外交部副部长约翰·多伊尔。", "外交部"),
        ("时任瑞典外交部副部长约翰·多伊尔。", "瑞典外交部"),
        ("前美国国务院发言人约翰·多伊尔。", "美国国务院"),
        ("前美国防部发言人约翰·多伊尔。", "国防部"),
        ("中共外交部发言人林大同。", "外交部"),
        ("保守党外交部发言人约翰·多伊尔。", "外交部"),
    ],
)
def test_a_word_of_time_or_a_party_is_no_part_of_a_ministry(text: str, name: str) -> None:
    assert [body.name for body in bodies_of(text, "government")] == [name]


def test_capitals_in_brackets_name_the_body_further_on() -> None:
    linked = link("美中经济安全审查委员会（USCC）发表报告。USCC还呼吁合作。")
    bodies = {linked.folded[m.start : m.end]: m.entities for m in linked.mentions if m.kind is EntityKind.ORGANIZATION}
    assert bodies["USCC"] == bodies["美中经济安全审查委员会"]


def test_capitals_in_brackets_are_those_of_the_name_before() -> None:
    """A table knows CSIS as another body."""
    linked = link("加拿大安全情报局（CSIS）警告过大学。CSIS没有回应。")
    bodies = {e.key for e in linked.entities if e.kind is EntityKind.ORGANIZATION}
    assert bodies == {"organization/ca-csis"}


def test_a_surname_with_a_form_of_address_stays_with_its_article() -> None:
    linked = link("市民李女士表示，排队两小时。")
    forms = {linked.folded[m.start : m.end]: m.form.value for m in linked.mentions if m.kind is EntityKind.PERSON}
    assert forms == {"李女士": "short"}


def test_a_surname_with_an_office_of_another_kind_is_not_the_known_person() -> None:
    known = {e.name: e.known for e in link("联合民主同盟总书记奥马尔表示欢迎。").entities}
    assert known["奥马尔"] is None
    known = {e.name: e.known for e in link("美国众议员奥马尔表示欢迎。").entities}
    assert known["奥马尔"] == "ilhan-omar"


def test_a_title_in_the_bracket_is_no_part_of_the_latin_name() -> None:
    linked = link("联邦参议员罗姆尼（Sen. Mitt Romney, R-UT）没有回应。")
    assert "Mitt Romney" in {linked.folded[m.start : m.end] for m in linked.mentions}


def test_a_namesake_of_a_known_body_is_not_that_body() -> None:
    linked = link("俄罗斯自由民主党派团访问。俄罗斯人说，自由民主党愿加强交往。")
    bodies = [(e.name, e.country, e.known) for e in linked.entities if e.kind is EntityKind.ORGANIZATION]
    assert bodies == [("俄罗斯自由民主党", "RU", "ru-ldp")]
    both = [e.known for e in link("日本自民党与俄罗斯自由民主党派团。").entities if e.kind is EntityKind.ORGANIZATION]
    assert both == ["jp-ldp", "ru-ldp"]


def test_an_office_in_a_body_of_many_states_is_of_no_country() -> None:
    linked = link("英国首相约翰逊和欧盟委员会主席玛丽·克朗（Mary Crown）会谈。玛丽·克朗曾任世贸组织总干事。")
    assert [(t.role, t.country) for t in linked.tenures] == [("首相", "GB"), ("主席", None), ("总干事", None)]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("加拿大总理发言。联邦保守党反对，加拿大议会将表决。", "ca-conservative-party-of-canada"),
        ("德国总理发言。自民党反对，德国议会将表决。", "de-fdp"),
        ("日本首相发言。自民党反对。德国总理也发言，德国议会将表决。", "jp-ldp"),
        ("保守党反对，议会将表决。", "gb-conservatives"),
        ("德国总理访问德国议会后，约翰逊发言，保守党反对。", "gb-conservatives"),
    ],
)
def test_a_name_that_parties_share_is_that_of_the_country_spoken_of(text: str, known: str) -> None:
    assert [body.known for body in bodies_of(text, "party")] == [known]


def test_missions_at_several_posts_are_several_bodies() -> None:
    text = "中国驻西班牙大使馆和中国驻瑞士大使馆举行活动，美国驻成都总领事馆关闭。美国领事馆说，手续办完了。"
    bodies = [e.known for e in link(text).entities if e.kind is EntityKind.ORGANIZATION]
    assert bodies == ["cn-embassy-es", "cn-embassy-ch", "us-consulate-chengdu"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("清华大学台湾研究院院长李明表示欢迎。", ["清华大学台湾研究院"]),
        ("清华大学台湾研究院院长李明表示欢迎，清华大学没有回应。", ["清华大学台湾研究院", "清华大学"]),
        ("中国外交部边界与海洋事务司举行了会议。", ["中国外交部边界与海洋事务司"]),
    ],
)
def test_the_name_of_a_part_does_not_mention_its_whole(text: str, names: list[str]) -> None:
    assert [e.name for e in link(text).entities if e.kind is EntityKind.ORGANIZATION] == names


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("美国国安会发表声明。国安会秘书长顾立雄没有回应。", ["us-nsc", "tw-nsc"]),
        ("美国国防部发表声明。国防部发言人吴谦没有回应。", ["us-defense-department", "cn-defence-ministry"]),
        ("美国国防部发表声明。国防部发言人李明没有回应。", ["us-defense-department"]),
    ],
)
def test_a_bare_body_is_of_the_country_of_the_known_holder_of_its_office(text: str, known: list[str]) -> None:
    assert [body.known for body in bodies_of(text, "government")] == known
