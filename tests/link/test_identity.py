"""One person, one entity: spellings joined, namesakes kept apart, weak names only beside strong ones."""

import subprocess
import sys

import pytest

import kg.link
import kg.nlp
from kg.model import Article, Block, Entity, EntityKind, Form, Linked, Part

SISI = "person/abdel-fattah-el-sisi"


def link(text: str, *, publisher: str | None = None, published: str = "2022-10-01") -> Linked:
    """One paragraph, annotated and linked."""
    block = Block(part=Part.BODY, start=0, end=len(text), paragraph=0)
    article = Article(id="a", source_file="a.txt", text=text, blocks=(block,), publisher=publisher, published=published)
    return kg.link.run(kg.nlp.run(article))


def people(linked: Linked) -> list[Entity]:
    """The people of an article."""
    return [entity for entity in linked.entities if entity.kind is EntityKind.PERSON]


def names_of(linked: Linked, key: str) -> set[str]:
    """The words that name an entity."""
    text = linked.article.text
    return {text[m.start : m.end] for m in linked.mentions if key in m.entities and m.form.names}


def test_surname_joins_the_full_name() -> None:
    linked = link("巴西外交顾问塞尔索·阿莫林出席。阿莫林说，会谈很好。")
    (amorim,) = people(linked)
    assert amorim.name == "塞尔索·阿莫林"
    assert names_of(linked, amorim.key) == {"塞尔索·阿莫林", "阿莫林"}


def test_surname_of_several_known_people_is_that_of_the_one_named_in_full() -> None:
    linked = link("美国总统比尔·克林顿去过柏林。克林顿说，一切都有可能。")
    (clinton,) = people(linked)
    assert clinton.key == "person/bill-clinton"
    sure = link("博·拜登（Beau Biden）曾任司法部长。拜登周二宣布竞选。")
    assert names_of(sure, "person/joe-biden") == {"拜登"}
    both = link("比尔·克林顿去过柏林，希拉里·克林顿去过巴黎。国务卿克林顿也去过罗马。")
    assert names_of(both, "person/hillary-clinton") == {"希拉里·克林顿", "克林顿"}


def test_latin_form_joins_spellings() -> None:
    linked = link("發言人塔爾博特（Jane Talbotson）說不會。代辦塔博森（Jane Talbotson）也這樣說。")
    (person,) = people(linked)
    assert person.latin == "Jane Talbotson"
    assert names_of(linked, person.key) >= {"塔爾博特", "塔博森"}


def test_two_latin_forms_keep_namesakes_apart() -> None:
    linked = link("英国议员约翰·霍布森（John Hobson）批评，美国律师彼得·霍布森（Peter Hobson）反驳。")
    assert {(p.name, p.country) for p in people(linked)} == {("约翰·霍布森", "GB"), ("彼得·霍布森", "US")}


def test_country_of_the_title_forbids_a_known_namesake() -> None:
    linked = link("斐济发言人布林肯说，会谈很好。")
    (person,) = people(linked)
    assert person.known is None
    assert person.country == "FJ"


def test_one_character_stands_for_a_person_named_elsewhere() -> None:
    linked = link("布王会谈结束。美国国务卿布林肯与中国外长王毅谈了五个小时。")
    assert "布" in names_of(linked, "person/antony-blinken")
    assert "王" in names_of(linked, "person/wang-yi")


def test_one_character_alone_is_nobody() -> None:
    assert people(link("布王会谈结束。")) == []


def test_office_and_date_tell_the_holder() -> None:
    linked = link("美国国务卿蓬佩奥说，会谈很好。国务卿随后离开。", published="2020-08-01")
    titles = [m for m in linked.mentions if m.form is Form.TITLE]
    assert [m.entities for m in titles] == [("person/mike-pompeo",)]


def test_own_publisher_is_no_body_of_the_article() -> None:
    text = "路透社和美国之音报道了此事。"
    bodies = {e.name for e in link(text, publisher="美国之音").entities if e.kind is EntityKind.ORGANIZATION}
    assert bodies == {"路透社"}


def test_bare_ministry_is_the_one_named_before() -> None:
    linked = link("中国外交部表示欢迎。外交部还说，双方将继续谈判。")
    keys = {m.entities for m in linked.mentions if m.kind is EntityKind.ORGANIZATION}
    assert keys == {("organization/cn-foreign-ministry",)}


def test_bare_body_behind_another_is_of_the_same_country() -> None:
    linked = link("法国国家安全委员会开会。伊朗议会国家安全委员会发表了声明。")
    (council,) = (e for e in linked.entities if "国家安全委员会" in names_of(linked, e.key))
    assert council.key == "organization/ir-national-security-council"
    named = link("伊朗国家安全委员会开会，法国国家安全委员会也开会。伊朗议会国家安全委员会发表了声明。")
    assert "国家安全委员会" in names_of(named, "organization/ir-national-security-council")


def test_mentions_and_tenures_quote_the_text() -> None:
    linked = link("中國國務委員兼外長王毅抵達首爾，與韓國外長康京和會談。")
    text = linked.article.text
    assert [(t.role, t.country) for t in linked.tenures] == [("國務委員", "CN"), ("外長", "CN"), ("外長", "KR")]
    assert all(t.role in text[t.start : t.end] for t in linked.tenures)
    assert all(0 <= m.start < m.end <= len(text) for m in linked.mentions)
    keys = {entity.key for entity in linked.entities}
    assert {key for m in linked.mentions for key in m.entities} <= keys


def test_two_countries_of_one_title_come_in_the_same_order_whatever_the_hashes() -> None:
    script = (
        "from tests.link.test_identity import link\n"
        "print(link('臺方官員與捷台議長狄維什（Pavel Diviš）會談。').tenures)"
    )
    shown = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "012345"
    }
    assert len(shown) == 1
    assert b"country='TW'" in next(iter(shown))
    assert b"country='CZ'" in next(iter(shown))


def test_a_surname_with_the_title_of_a_leader_is_the_only_leader_of_that_surname_on_the_day() -> None:
    linked = link("习主席和蔡总统都没有回应。副院长蔡试余感谢蔡总统。张主席也在场。")
    assert names_of(linked, "person/xi-jinping") == {"习"}
    assert names_of(linked, "person/tsai-ing-wen") == {"蔡"}
    assert {p.name for p in people(linked) if p.known is None} == {"蔡试余", "张"}
    assert [p.known for p in people(link("蔡总统没有回应。", published="2015-10-01"))] == [None]


def test_a_name_is_known_whatever_joins_its_parts() -> None:
    for name in ("塞尔吉奥-马塔雷拉", "塞尔吉奥.马塔雷拉", "塞尔吉奥˙马塔雷拉", "塞尔吉奥·马塔雷拉"):
        assert [p.known for p in people(link(f"与会者包括{name}等人。"))] == ["sergio-mattarella"]


def test_surname_joins_a_full_name_with_a_hyphen() -> None:
    linked = link("顾问塞尔索-阿莫森出席。阿莫森说，会谈很好。")
    (amorim,) = people(linked)
    assert names_of(linked, amorim.key) == {"塞尔索-阿莫森", "阿莫森"}


def test_small_words_around_a_known_name_are_no_part_of_it() -> None:
    linked = link("他认识了塞尔吉奥·马塔雷拉，票数落后于塞尔吉奥·马塔雷拉。塞尔吉奥·马塔雷拉的讲话很长。")
    assert names_of(linked, "person/sergio-mattarella") == {"塞尔吉奥·马塔雷拉"}
    assert len(people(linked)) == 1


def test_titles_and_lost_spaces_of_a_latin_form() -> None:
    (studman,) = people(link("美国情报处长施图曼（Rear Admiral Michael Studtest）说，会谈很好。"))
    assert studman.latin == "Michael Studtest"
    assert [p.known for p in people(link("顾问布林根（AntonyBlinken）说，会谈很好。"))] == ["antony-blinken"]


def test_other_spellings_of_well_known_people() -> None:
    spelt = {
        "以色列总理内坦尼雅胡": "benjamin-netanyahu",
        "世卫组织总干事谭德赛": "tedros-adhanom-ghebreyesus",
        "俄罗斯总理米舒斯金": "mikhail-mishustin",
        "欧盟委员会主席冯·黛莱恩": "ursula-von-der-leyen",
        "日本前首相森喜朗": "yoshiro-mori",
        "柬埔寨首相洪森（Hun Son）": "hun-sen",
    }
    for words, person in spelt.items():
        assert [p.known for p in people(link(f"{words}说，会谈很好。"))] == [person]


def test_bare_body_is_of_the_country_before_it_that_the_article_names_most() -> None:
    linked = link("巴西第一夫人正在康复。总统办公室没有说更多。巴西总统也没有回应，智利表示关切。")
    assert names_of(linked, "organization/br-presidential-office") == {"总统办公室"}
    other = link("智利表示关切。总统办公室没有说更多。巴西总统没有回应，巴西外长也没有。")
    assert names_of(other, "organization/presidential-office") == {"总统办公室"}
    french = link("法国总统没有回应。国民议会昨天讨论了法案。")
    assert names_of(french, "organization/fr-assembly") == {"国民议会"}
    rare = link("国务院副总理丁某某昨天访问荷兰，会见了荷兰首相。")
    assert names_of(rare, "organization/state-council") == {"国务院"}


def test_committees_of_the_two_houses_of_congress_are_two() -> None:
    linked = link("美国参议院开会。参院外委会批准了法案，众院外委会还没有。")
    assert names_of(linked, "organization/us-sfrc") == {"参院外委会"}
    assert names_of(linked, "organization/us-hfac") == {"众院外委会"}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("国际慈善会会长希尔在北京出席了开幕式。", None),
        ("国际慈善会会长希尔在加拉加斯会见了委内瑞拉官员。", "yvan-gil"),
        ("委内瑞拉外长希尔在北京出席了开幕式。", "yvan-gil"),
        ("国际慈善会会长希尔（Peter Hill）会见了委内瑞拉官员。", None),
    ],
)
def test_a_common_surname_means_nobody_of_a_state_that_is_not_named(text: str, known: str | None) -> None:
    assert [person.known for person in people(link(text, published="2024-05-01"))] == [known]


def test_one_who_asks_another_to_pass_something_on_is_whom_the_next_sentence_means() -> None:
    linked = link(
        "塞内加尔总统萨勒会见了客人。萨勒请赵乐际转达对习近平主席的祝愿。他说，两国友好。", published="2023-05-01"
    )
    assert "他" in {linked.article.text[m.start : m.end] for m in linked.mentions if "person/macky-sall" in m.entities}


def test_a_title_alone_means_the_holder_of_that_very_office_before_one_of_its_like() -> None:
    linked = link("李强会见埃及总统塞西。李强说，国家主席习近平昨天同总统先生会谈。", published="2024-05-30")
    assert "总统" in {linked.article.text[m.start : m.end] for m in linked.mentions if m.entities == (SISI,)}


@pytest.mark.parametrize(
    ("text", "day", "known"),
    [
        ("菲律宾前总统杜特尔特发来贺电。", "2022-10-20", "rodrigo-duterte"),
        ("菲律宾副总统杜特尔特发来贺电。", "2022-10-20", "sara-duterte"),
        ("菲律宾杜特尔特发来贺电。", "2022-10-20", "sara-duterte"),
        ("美军参谋长联席会议主席布朗确认了消息。", "2024-04-27", "charles-q-brown"),
    ],
)
def test_an_office_tells_apart_those_of_one_surname(text: str, day: str, known: str) -> None:
    assert [person.known for person in people(link(text, published=day))] == [known]


def test_the_head_of_a_body_is_told_from_a_namesake_by_it() -> None:
    (head,) = people(link("中情局局长伯恩斯在多哈会见各方代表。"))
    (envoy,) = people(link("美国驻华大使伯恩斯在北京说。"))
    assert (head.key, envoy.key) == ("person/william-burns", "person/nicholas-burns")
