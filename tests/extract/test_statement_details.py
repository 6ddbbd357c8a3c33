"""What a statement carries besides, in plain sentences that go through the whole pipeline."""

import pytest
from msgspec.structs import replace

import kg.link
import kg.nlp
from kg import extract
from kg.extract.speech_turns import read_turns
from kg.extract.statements.details import find_day
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
        ("王毅", "“去年6月的关税是个错误，”王毅说。", None),
        ("王毅", "王毅5月8日说，会谈涉及能源，但他反对关税。", "2023-05-08"),
        ("王毅", "王毅说，会谈4月6日谈到能源，但他反对关税。", None),
        ("王毅", "“上个月的关税是个错误，”王毅5月8日说。", "2023-05-08"),
    ],
)
def test_the_day_is_that_of_the_words(speaker: str, text: str, day: str | None) -> None:
    assert {s.date for s in said_by(speaker, text)} == {day}


@pytest.mark.parametrize(
    "text",
    [
        "据英国媒体日前报道，新冠疫情已造成当地三十人死亡。",
        "據英國傳媒昨日報道，新冠疫情已造成當地三十人死亡。",
        "据英国和爱尔兰媒体报道，欧盟将对天然气实施制裁。",
        "据英媒今天报道，俄军已经占领乌克兰东部两个村庄。",
    ],
)
def test_a_state_does_not_speak_through_its_press(text: str) -> None:
    assert not {"country/GB", "country/IE"} & {s.speaker for s in read(text).statements}


@pytest.mark.parametrize(
    ("speaker", "text", "told"),
    [
        ("布林肯", "布林肯向中国外交部长王毅（Wang Yi）保证，关税很重要。", "person/wang-yi"),
        ("布林肯", "布林肯敦促中国在关税问题上让步。", "country/CN"),
        ("布林肯", "布林肯敦促中国提高人民币汇率，取消关税。", "country/CN"),
        ("布林肯", "布林肯要求中国企业缴纳关税。", None),
        ("布林肯", "布林肯对日本媒体表示，他反对关税。", None),
        ("布林肯", "布林肯呼吁美国在亚太地区的盟国取消关税。", None),
        ("王毅", "王毅呼吁中美合作，取消关税。", None),
        ("布林肯", "布林肯呼吁中国人重视人权。", None),  # the people
        ("布林肯", "布林肯倡议台湾参与世界卫生大会。", None),  # proposed for it
        ("布林肯", "布林肯获悉日本政府已经要求中国取消关税。", None),  # a demand of others
        ("布林肯", "布林肯今天说，针对日本要求中国取消关税，他没有意见。", None),
        ("布林肯", "布林肯说，要求中国取消关税的做法不会改变。", None),
        ("布林肯", "布林肯说，即使美国要求中国取消关税，关税也不会变。", None),
        ("布林肯", "布林肯说，美方敦促中国取消关税。", "country/CN"),  # his own state's
        ("布林肯", "布林肯说，美国可以要求中国取消关税。", None),  # not yet done
    ],
)
def test_whom_the_words_are_said_to(speaker: str, text: str, told: str | None) -> None:
    assert {s.addressee for s in said_by(speaker, text)} == {told}


@pytest.mark.parametrize(
    ("speaker", "text", "struck"),
    [
        ("布林肯", "布林肯谴责中国加征关税。", "country/CN"),
        ("布林肯", "布林肯批评说，中国的关税太高。", "country/CN"),
        ("布林肯", "布林肯指责“中国利用关税”。", "country/CN"),
        ("布林肯", "布林肯对中国的关税表示强烈不满。", "country/CN"),
        ("布林肯", "布林肯反驳王毅对关税的说法。", "person/wang-yi"),
        ("王毅", "王毅坚决反对美国加征关税。", "country/US"),
        ("王毅", "王毅警告美国不要加征关税。", "country/US"),
        ("王毅", "王毅反对台湾独立，也反对加征关税。", None),  # a matter called after it
        ("布林肯", "布林肯指责中国企业逃避关税。", None),  # people of it
        ("布林肯", "布林肯批评关税，并与中国磋商。", None),  # not behind the verb
        ("布林肯", "布林肯批评美国加征的关税。", None),  # his own state
        ("布林肯", "布林肯取消对中国的关税。", None),  # done, not said
        ("布林肯", "布林肯对中国的关税提出严厉批评。", "country/CN"),
        ("布林肯", "布林肯对中国拒绝取消关税感到惋惜。", None),  # the other's refusal
        ("布林肯", "布林肯说，批评中国关税政策的人士会受到欢迎。", None),  # who blames is somebody else
        ("布林肯", "布林肯对日本媒体说，他反对关税。", None),  # told, not struck
    ],
)
def test_whom_blame_refusal_and_warning_strike(speaker: str, text: str, struck: str | None) -> None:
    assert {s.target for s in said_by(speaker, text) if s.issue == "tariffs"} == {struck}


TALKS = "5月22日，布林肯在北京与王毅举行会谈。"


@pytest.mark.parametrize(
    ("words", "is_there"),
    [
        ("布林肯在会谈中对王毅表示，美方坚决反对中方加征关税。", True),
        ("布林肯在会谈后发表的联合声明中批评关税。", True),
        ("会谈开始前，布林肯批评与王毅谈判的关税。", False),
        ("布林肯在会谈以后对媒体表示，美方坚决反对中方加征关税。", False),
        ("会谈结束后，布林肯在接受日本媒体专访时批评关税。", False),
    ],
)
def test_what_is_said_before_or_after_a_meeting_is_not_said_at_it(words: str, is_there: bool) -> None:
    assert {s.made_at is not None for s in said_by("布林肯", TALKS + words)} == {is_there}


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        ("布林肯", "布林肯5月23日表示，他欢迎这次会谈，但反对关税。"),
        ("布林肯", "布林肯在一次电话采访中说，他反对关税。"),
        ("巴斯", "美国国会议员巴斯（Karen Bass）当天表示，她反对关税。"),
        ("country/US", "美国财政部4月会议记录暗示，将提高关税。"),
    ],
)
def test_what_is_said_on_another_day_or_by_others_is_not_said_at_a_meeting(speaker: str, words: str) -> None:
    assert {s.made_at for s in said_by(speaker, TALKS + words)} == {None}


def test_the_words_shown_begin_with_a_whole_clause() -> None:
    text = "去年以来，各国提高了大豆的进口关税。王毅说，中方反对这种做法。"
    shown = {text[s.evidence.start : s.evidence.end] for s in said_by("王毅", text) if s.issue == "tariffs"}
    assert shown == {"各国提高了大豆的进口关税。王毅说，中方反对这种做法。"}


@pytest.mark.parametrize(
    ("speaker", "text", "is_there"),
    [
        ("布林肯", TALKS + "路透社报道，布林肯表示，美方坚决反对中方加征关税。", False),  # relayed by others, elsewhere
        ("王毅", TALKS + "据新华社报道，王毅表示，中方坚决反对美方加征关税。", True),  # by his own side
        ("布林肯", TALKS + "路透社报道，布林肯敦促王毅取消加征的关税。", True),  # to one who was there
        ("布林肯", TALKS + "路透社报道，布林肯在会谈中表示，美方坚决反对中方加征关税。", True),
        ("布林肯", TALKS + "路透社报道，布林肯在接受电话采访时表示，美方坚决反对中方加征关税。", False),
        (
            "布林肯",
            "布林肯表示，美方坚决反对中方加征关税，5月22日在北京与王毅举行会谈时没有结果。",
            False,
        ),  # only spoken of
        ("布林肯", "5月22日，布林肯在北京与王毅举行关税谈判前表示，美方坚决反对中方加征关税。", False),
        ("布林肯", TALKS[:-1] + "，布林肯在联合新闻发布会上表示，美方坚决反对中方加征关税。", False),
        ("布林肯", TALKS + "会谈数小时后，布林肯表示，美方坚决反对中方加征关税。", False),
        ("布林肯", "布林肯回顾5月22日在北京与王毅举行的会谈时表示，美方坚决反对中方加征关税。", False),
        (
            "country/CN",
            "5月22日，中国与美国在北京举行会谈。当天中国政府宣布，坚决反对美国加征关税。",
            False,
        ),  # anywhere
        ("country/CN", "5月22日，中国与美国在北京举行会谈，双方同意取消关税。", True),  # together
    ],
)
def test_what_only_stands_near_a_meeting_is_not_said_at_it(speaker: str, text: str, is_there: bool) -> None:
    assert {s.made_at is not None for s in said_by(speaker, text)} == {is_there}


def test_a_date_between_what_is_said_and_a_verb_sentences_behind_it_is_looked_at() -> None:
    text = "“美国反对中国加征关税”。虽然今年的访问推迟了，“但是美国还要谈判。”布林肯说。"
    block = Block(part=Part.BODY, start=0, end=len(text), paragraph=0)
    article = Article(id="case", source_file="case.txt", text=text, blocks=(block,), published=PUBLISHED)
    scene = read_turns(kg.link.run(kg.nlp.run(article)), ())
    turn = next(turn for turn in scene.turns if turn.cue and turn.cue.start > text.index("谈判"))
    first = replace(turn, since=0, start=0, end=text.index("虽然"))
    assert find_day(first, turn.speakers[0], scene) == "2023"
