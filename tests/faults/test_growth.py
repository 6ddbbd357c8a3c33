"""Time grows with the size of an article, and the number of articles, not with their square: compared as ratios.

Reading has its own tests in tests/read/test_bad_input.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from msgspec.structs import replace

from kg import extract, link, merge, nlp
from kg.fold import _fold_long, fold
from kg.knowledge.gazetteer import load_gazetteer
from kg.learn import introductions
from kg.merge import meetings
from kg.model import Article, EntityKind, Extraction, Form, KnowledgeBase, Label, Mention, Thing
from kg.nlp.dates import find_dates
from kg.nlp.sentences import find_sentences
from kg.pipeline.article import process
from kg.rdf.block import article_block
from kg.rdf.triples import Lookup
from tests.fuzz.targets import made_article
from tests.growth import assert_linear, least_seconds

SIZE = 2500  # code points, a long article; four times as much is compared with it
SLOW = 5.0  # seconds for the larger one, which is as long as the longest articles; a build stops one after 10
CHARACTERS = "明刚强伟军勇杰涛"
UNITS = {
    "news": "美国国务卿布林肯与中国外长王毅在纽约举行会谈，讨论台湾问题。布林肯表示，美方关切南海局势。\n",
    "no full stop": "布林肯与王毅会谈，",
    "meetings": "周五王毅访问纽约并会见布林肯。",
    "people": "李明与王刚、赵强和张伟，",
    "new people": "".join(f"王{a}{b}说，李{b}{a}表示。" for a in CHARACTERS for b in CHARACTERS),
    "lists": "布林肯、王毅、",
    "titles": "国务卿外交部长总统",
    "countries": "美国中国日本",
    "foreign names": "安东尼·",
    "Latin forms": "布林肯（Blinken）",
    "bodies": "委员会部局",
    "pronouns": "他她双方两国外长",
    "statements": "王毅说，布林肯指出，台湾问题是核心。",
    "quotations": "他说：“好。",
    "opening marks": "“",
    "straight marks": '"',
    "brackets": "（",
    "readouts": "中方通报称，双方讨论了台湾问题，但未提及人权。",
    "issues": "台湾问题南海人权",
    "dates": "9月27日、",
    "ranges": "2024年9月27日至28日",
    "years": "今年去年本月",
    "digits": "1",
    "joints": "、和与及",
    "short sentences": "好。",
    "lines": "好\n",
}


@dataclass(frozen=True)
class Stage:
    """A stage, and what it is given of an article."""

    run: Callable[..., object]
    given: Callable[[Article], object]


def find_all_dates(folded: str) -> object:
    return find_dates(folded, find_sentences(made_article(folded, None), folded), "2024-09-28")


def fold_afresh(article: Article) -> str:
    """Fold a text that is not remembered."""
    _fold_long.cache_clear()
    return fold(article.text)


def written(article: Article) -> tuple[Extraction, KnowledgeBase]:
    """An extraction in which every third code point is a mention of one person."""
    key = "person/a"
    places = range(0, len(article.text) - 2, 3)
    mentions = tuple(
        Mention(start=n, end=n + 2, entities=(key,), kind=EntityKind.PERSON, form=Form.FULL, rule="x") for n in places
    )
    thing = Thing(id=key, kind=EntityKind.PERSON, labels=(Label(text="甲", language="zh-Hans"),))
    kb = KnowledgeBase(
        things=(thing,),
        meetings=(),
        clusters=(),
        decisions=(),
        thing_of={(article.id, key): key},
        meeting_of={},
        copies={},
    )
    return Extraction(article=article, mentions=mentions), kb


def write(given: tuple[Extraction, KnowledgeBase]) -> object:
    extraction, kb = given
    return article_block(extraction, Lookup(kb).of(extraction.article.id))


STAGES = {
    "comparison form": Stage(fold_afresh, lambda article: article),
    "dates": Stage(find_all_dates, lambda article: fold(article.text)),
    "names": Stage(nlp.run, lambda article: article),
    "links": Stage(link.run, nlp.run),
    "meetings and statements": Stage(extract.run, lambda article: link.run(nlp.run(article))),
    "introductions": Stage(introductions, lambda article: article),
    "writer": Stage(write, written),
}


@cache
def warm(stage: str) -> None:
    """Load what the stage loads once."""
    chosen = STAGES[stage]
    chosen.run(chosen.given(made_article(UNITS["news"], "2024-09-28")))


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_size_of_the_article(stage: str, unit: str) -> None:
    warm(stage)
    chosen = STAGES[stage]

    def seconds(size: int) -> float:
        given = chosen.given(made_article((UNITS[unit] * size)[:size], "2024-09-28"))
        return least_seconds(lambda: chosen.run(given))

    assert assert_linear(seconds, SIZE) < SLOW


MEETINGS = {
    "of one day": "美国国务卿布林肯9月27日在纽约会见中国外长王毅，讨论台湾问题。",
    "without a date": "布林肯会见王毅。王毅表示，反对制裁。",
    "of unknown people": "中国外长王明会见美国官员李刚。",
    "of countries": "美国官员与中国官员9月举行会谈。",
}


@pytest.mark.parametrize("text", MEETINGS.values(), ids=MEETINGS)
def test_time_of_merging_grows_with_the_number_of_articles(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Articles that all tell of the same: each is compared with a bounded number of others, here a small one."""
    monkeypatch.setattr(meetings, "BUCKET", 20)
    one = process(made_article(text, "2024-09-28"))
    gazetteer = load_gazetteer()

    def seconds(count: int) -> float:
        copies = [
            replace(one, article=replace(one.article, id=f"{n:05}", text=f"{text}{n}", publisher=f"{n}"))
            for n in range(count)
        ]
        return least_seconds(lambda: merge.run(copies, gazetteer))

    assert_linear(seconds, 100)
