"""Whose a body is that is named without a country, in media that write for readers at home."""

import pytest

import kg.link
import kg.nlp
from kg.model import Article, Block, EntityKind, Part

TAIWAN, CHINA, GERMANY = "(臺)中央社CNA", "CCTV新闻联播", "德国之声"


def known(text: str, publisher: str) -> list[str | None]:
    """The bodies that an article of a publisher names, by id; each line is a paragraph."""
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n")):
        blocks.append(Block(part=Part.BODY, start=start, end=start + len(line), paragraph=number))
        start += len(line) + 1
    article = Article(id="case", source_file="case.txt", text=text, blocks=tuple(blocks), publisher=publisher)
    linked = kg.link.run(kg.nlp.run(article))
    return [entity.known for entity in linked.entities if entity.kind is EntityKind.ORGANIZATION]


@pytest.mark.parametrize(
    ("text", "publisher", "body"),
    [
        ("法國暴雨成災，台灣捐款。\n外交部今天說，願法國早日重建。", TAIWAN, "tw-foreign-ministry"),
        ("法國暴雨成災。外交部今天說，法國與台灣友好。", TAIWAN, "tw-foreign-ministry"),
        ("外交部今天說，將捐款。", TAIWAN, "tw-foreign-ministry"),
        ("經濟部今天說，台灣將參展。", TAIWAN, "tw-ministry-of-economic-affairs-of-taiwan"),
        ("法国暴雨成灾，中方捐款。\n法国人高兴。外交部今天致意。", CHINA, "cn-foreign-ministry"),
        ("法國暴雨成災，外交部今天說，願早日重建。\n台灣捐款。", TAIWAN, "tw-foreign-ministry"),
        ("漁船遭法國船隻衝撞 外交部：待查\n台灣關切。", TAIWAN, "tw-foreign-ministry"),
        # one who acts for a country before it in its sentence, or none of the publisher's all through
        ("法國總統發言，外交部附和，台灣感謝。", TAIWAN, "tw-foreign-ministry"),
        ("法國總統發言，外交部附和。\n台灣感謝。", TAIWAN, "fr-foreign-ministry"),
        ("法國總統發言。\n外交部今天附和。", TAIWAN, "fr-foreign-ministry"),
        # named in full before
        ("法國外交部發言。\n外交部今天說，台灣友好。", TAIWAN, "fr-foreign-ministry"),
        # media that write for readers elsewhere
        ("法国总统发言。\n外交部今天附和，德国人高兴。", GERMANY, "fr-foreign-ministry"),
    ],
)
def test_a_bare_body_is_that_of_the_country_at_home(text: str, publisher: str, body: str) -> None:
    assert known(text, publisher) == [body]


def test_a_body_at_home_is_the_same_all_through() -> None:
    text = "外交部：感謝法國支持台灣\n法國總統發言，外交部今天致意。"
    assert known(text, TAIWAN) == ["tw-foreign-ministry"]
