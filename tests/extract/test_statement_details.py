"""What a statement carries besides, in plain sentences that go through the whole pipeline."""

import pytest

import kg.link
import kg.nlp
from kg import extract
from kg.model import Article, Block, Extraction, Part, Statement

PUBLISHED = "2023-05-24"  # a Wednesday


def read(text: str) -> Extraction:
    """One body paragraph."""
    block = Block(part=Part.BODY, start=0, end=len(text), paragraph=0)
    article = Article(id="case", source_file="case.txt", text=text, blocks=(block,), published=PUBLISHED)
    return extract.run(kg.link.run(kg.nlp.run(article)))


def said_by(speaker: str, text: str) -> list[Statement]:
    """The statements of one who is named so."""
    extraction = read(text)
    key = next(e.key for e in extraction.entities if speaker in (e.name, e.key))
    found = [s for s in extraction.statements if s.speaker == key]
    assert found
    return found


@pytest.mark.parametrize(
    ("speaker", "text", "day"),
    [
        ("王毅", "5月8日，王毅在记者会上批评关税。", "2023-05-08"),
        ("王毅", "王毅5月8日表示，他反对关税。", "2023-05-08"),
        ("布林肯", "欧盟周一公布关税清单后，布林肯周二在国务院发表讲话，批评关税。", "2023-05-23"),
        ("布林肯", "布林肯（Antony Blinken, D-NY）星期二在推特上批评关税。", "2023-05-23"),
        ("country/US", "美国财政部周一发表声明，宣布提高关税。", "2023-05-22"),
        ("布林肯", "布林肯周一（新加坡时间23日）批评关税。", "2023-05-22"),
        ("country/US", "美国政府昨(23日)天就今年的关税政策发表声明，批评关税。", "2023-05-23"),
        ("王毅", "5月8日，在今年两会后的记者会上，王毅批评关税。", "2023-05-08"),
        ("王毅", "他们被控是3月份被派来的，王毅批评关税。", None),
        ("王毅", "王毅宣称，中国政府在2022年坚持不加征关税。", None),
        ("王毅", "距离6月1日峰会还有一周，王毅批评关税。", None),
    ],
)
def test_the_day_is_that_of_the_words(speaker: str, text: str, day: str | None) -> None:
    assert {s.date for s in said_by(speaker, text)} == {day}
