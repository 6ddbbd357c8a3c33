"""Names that another article introduces: found without bracket, tied by the Latin form, dropped where they clash."""

import kg.link
import kg.nlp
from kg.model import Article, Block, Entity, EntityKind, Introduced, Linked, Part

FULL = Introduced(form="奥勒·布兰德斯塔", latin="Ole Brandstad", country="NO")
SURNAME = Introduced(form="布兰德斯塔", latin="Ole Brandstad", country="NO", is_full=False)
CHINESE = Introduced(form="邵文柏", country="TW")


def link(text: str, *introduced: Introduced) -> Linked:
    block = Block(part=Part.BODY, start=0, end=len(text), paragraph=0)
    article = Article(id="a", source_file="a.txt", text=text, blocks=(block,), published="2022-10-01")
    return kg.link.run(kg.nlp.run(article, introduced))


def people(text: str, *introduced: Introduced) -> list[Entity]:
    return [e for e in link(text, *introduced).entities if e.kind is EntityKind.PERSON]


def test_a_surname_is_found_by_itself() -> None:
    text = "会谈在北京举行，布兰德斯塔表示满意。"
    assert people(text) == []
    (person,) = people(text, SURNAME)
    assert (person.name, person.latin, person.country) == ("布兰德斯塔", "Ole Brandstad", "NO")


def test_a_surname_inside_other_sounds_is_not() -> None:
    assert people("布兰德斯塔尼亚山谷的居民表示满意。", SURNAME) == []


def test_a_chinese_name_is_found_in_the_middle_of_a_sentence() -> None:
    text = "当天下午邵文柏被问及此事。"
    assert people(text) == []
    (person,) = people(text, CHINESE)
    assert (person.name, person.latin, person.country) == ("邵文柏", None, "TW")


def test_a_whole_name_bears_the_latin_form_that_another_article_gives() -> None:
    (person,) = people("挪威人奥勒·布兰德斯塔表示满意。", FULL)
    assert person.latin == "Ole Brandstad"


def test_the_latin_form_leads_to_the_gazetteer() -> None:
    name = Introduced(form="托尼·布林垦", latin="Antony Blinken", country="US")
    (person,) = people("托尼·布林垦表示满意。", name)
    assert person.known == "antony-blinken"


def test_a_title_with_another_country_means_someone_else() -> None:
    (person,) = people("丹麦外交大臣奥勒·布兰德斯塔表示满意。", FULL)
    assert (person.latin, person.country) == (None, "DK")


def test_the_article_knows_better_whose_surname_it_is() -> None:
    (person,) = people("安娜·布兰德斯塔抵达北京，布兰德斯塔表示满意。", SURNAME)
    assert (person.name, person.latin) == ("安娜·布兰德斯塔", None)


def test_its_own_bracket_goes_before_what_another_article_says() -> None:
    (person,) = people("奥勒·布兰德斯塔(Ole T. Brandstad)抵达，布兰德斯塔表示满意。", FULL, SURNAME)
    assert person.latin == "Ole T. Brandstad"


def test_what_the_gazetteer_has_stays_what_it_is_there() -> None:
    name = Introduced(form="布林肯", latin="Peter Blinken", is_full=False)
    (person,) = people("布林肯表示满意。", name)
    assert person.known == "antony-blinken"
