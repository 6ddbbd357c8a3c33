"""Meetings found in sentences written for the purpose; the table is meetings.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from kg import extract, link, nlp
from kg.extract.meetings import find_meetings
from kg.extract.meetings.actors import Sides
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.report import place, status
from kg.fold import fold
from kg.model import Article, Block, Linked, MeetingReport, Part, Status

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "meetings.yaml").read_text(encoding="utf-8"))
PUBLISHED = "2024-05-15"


def make_article(text: str, headline: str = "", published: str = PUBLISHED) -> Article:
    """An article of a headline and paragraphs (one a line)."""
    blocks, start = [], 0
    parts = [(Part.HEADLINE, headline), *((Part.BODY, line) for line in text.split("\n"))]
    for number, (part, line) in enumerate(parts, start=-1):
        paragraph = number if part is Part.BODY else None
        blocks.append(Block(part=part, start=start, end=start + len(line), paragraph=paragraph))
        start += len(line) + 1
    return Article(
        id="case",
        source_file="case.txt",
        text="\n".join(line for _, line in parts),
        blocks=tuple(blocks),
        headline=headline,
        published=published,
        published_source="record",
    )


def find(text: str, headline: str = "", published: str = PUBLISHED) -> tuple[Linked, tuple[MeetingReport, ...]]:
    linked = link.run(nlp.run(make_article(text, headline, published)))
    return linked, extract.run(linked).meetings


def describe(report: MeetingReport, linked: Linked) -> dict[str, Any]:
    """A report with names in place of keys, as the table writes it."""
    entities = {entity.key: entity for entity in linked.entities}
    return {
        "kind": report.kind.value,
        "status": report.status.value,
        "participants": {names_of(key, linked) for key in report.participants},
        "parties": {entities[k].known or k.split("/")[1] if k in entities else k.split("/")[1] for k in report.parties},
        "start": report.start,
        "end": report.end,
        "city": entities[report.city].name if report.city else None,
        "country": report.country,
        "venue": report.venue,
        "duration": report.duration,
        "main": report.main,
        "issues": set(report.issues),
        "inferred": list(report.inferred),
    }


def names_of(key: str, linked: Linked) -> frozenset[str]:
    """Every form by which the text names someone."""
    text = linked.article.text
    return frozenset(fold(text[m.start : m.end]) for m in linked.mentions if m.entities == (key,))


def fits(got: dict[str, Any], want: dict[str, Any]) -> bool:
    """Whether a report has all that a row of the table gives."""
    for slot, value in want.items():
        if slot == "participants":
            names = [fold(name) for name in value]
            if len(names) != len(got[slot]) or not all(any(n in forms for forms in got[slot]) for n in names):
                return False
        elif slot == "parties":
            if set(value) != got[slot]:
                return False
        elif slot == "issues":
            if not set(value) <= got[slot]:
                return False
        elif str(got[slot]) != str(value):
            return False
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("headline") or case["text"][:24])
def test_table(case: dict[str, Any]) -> None:
    linked, reports = find(case["text"], case.get("headline", ""), str(case.get("published", PUBLISHED)))
    got = [describe(report, linked) for report in reports]
    wanted = case.get("meetings", [])
    assert bool(wanted) != bool(case.get("none"))
    for want in wanted:
        assert any(fits(one, want) for one in got), (want, got)
    assert len(got) == len(wanted), got


def test_table_is_whole() -> None:
    assert len(CASES) >= 125
    assert sum("none" in case for case in CASES) >= 15


def test_status_comes_from_a_weak_word_where_no_other_says_it() -> None:
    visit = Encounter(family=Family.VISIT)
    visit.add(Occurrence(family=Family.VISIT, start=0, end=1, sides=Sides(people=("person/blinken",))))
    visit.add(Occurrence(family=Family.VISIT, start=5, end=7, status=Status.PLANNED, is_weak=True))
    assert status(visit, PUBLISHED) is Status.PLANNED


STORY = """美国国务卿布林肯14日与中国外长王毅在维也纳举行会谈。布林肯在会谈中强调台湾海峡和平稳定的重要性。
王毅要求美方取消对华关税。双方还就芬太尼问题交换意见。
布林肯与王毅去年9月曾在纽约联合国大会期间会晤。布林肯定于20日访问东京。
台湾学者林先生分析说，美国对中国的出口管制不会放松。"""


def test_issues_come_from_what_was_said_there() -> None:
    _, reports = find(STORY, "布林肯与王毅会谈")
    main = next(r for r in reports if r.main)
    assert {"taiwan", "tariffs", "counternarcotics"} <= set(main.issues)
    assert "export-controls" not in main.issues  # an analyst's words
    assert all(not r.issues for r in reports if r.status.value == "planned")


def test_talk_at_the_side_of_a_conference() -> None:
    _, reports = find(STORY)
    by_id = {r.id: r for r in reports}
    talk = next(r for r in reports if r.sidelines_of)
    conference = by_id[str(talk.sidelines_of)]
    assert (conference.kind.value, conference.start, conference.name) == ("conference", "2023-09", "联合国大会")
    assert set(talk.participants) <= set(conference.participants)


def test_every_report_shows_its_words() -> None:
    linked, reports = find(STORY, "布林肯与王毅会谈")
    assert len({r.id for r in reports}) == len(reports) == 4
    for report in reports:
        assert report.evidence
        for span in report.evidence:
            assert linked.article.text[span.start : span.end].strip()
        assert 0 < report.confidence <= 1
        assert report.rule
    assert sum(r.main for r in reports) == 1


def test_talk_between_states_is_no_evidence_of_a_call_that_is_told_of_later() -> None:
    text = """法国外长勒德里昂5月14日在罗马与德国外长马斯会晤。
会晤在法德声明中均被形容是坦诚的，双方同意保持沟通。
两人都没有谈到气候变化。
爱丽舍宫上周表示，法国总统马克龙和德国总理默克尔计划很快通话。"""
    _, reports = find(text)
    told = {r.kind.value: [text[s.start - 1 : s.end - 1] for s in r.evidence] for r in reports}
    assert [words[-5:] for words in told["meeting"]] == ["马斯会晤。", "保持沟通。"]
    assert [words[-5:] for words in told["call"]] == ["很快通话。"]


def test_a_ceremony_for_someone_who_died_has_his_whole_name() -> None:
    _, reports = find("法国总统奥朗德将出席南非前总统曼德拉追思仪式。")
    assert [r.name for r in reports] == ["曼德拉追思仪式"]


def test_same_article_same_reports() -> None:
    assert find(STORY)[1] == find(STORY)[1]


def test_what_was_discussed_is_told_when_it_is_known_who_said_what() -> None:
    linked, reports = find(STORY)
    assert not any(report.issues for report in find_meetings(linked))
    assert any(report.issues for report in reports)
    assert [replace(report, issues=()) for report in reports] == list(find_meetings(linked))


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("布林肯与王毅昨天会谈，双方达成多项共识。", "outcome", "agreed"),
        ("布林肯与王毅昨天会谈，签署了联合声明。", "outcome", "signed"),
        ("布林肯与王毅昨天会谈，未能取得突破。", "outcome", "no-breakthrough"),
        ("布林肯与王毅昨天会谈，双方希望达成共识。", "outcome", None),  # they hope to agree
        ("布林肯与王毅将于下周会谈，签署联合声明。", "outcome", None),  # to come
        ("布林肯与王毅昨天会谈，讨论了两国元首达成的共识。", "outcome", None),  # what others agreed on
        ("布林肯昨天会见王毅，随后与林芳正签署了备忘录。", "outcome", None),  # with someone else
        ("布林肯昨天会见王毅时说，日本与伊朗达成一项协议。", "outcome", None),  # of others
        ("布林肯与王毅昨天会谈，在日本斡旋下达成一项协议。", "outcome", "agreed"),  # brokered by a third
        ("布林肯与王毅昨天会谈，险些无果而终。", "outcome", None),  # nearly
        ("布林肯与王毅昨天会谈，尝试达成协议。", "outcome", None),
        ("布林肯昨天会见王毅时表示，两国签署了备忘录。", "outcome", None),  # only spoken of
        ("布林肯与王毅昨天会谈，目标就是：双方达成一项协议。", "outcome", None),
        ("布林肯与王毅昨天会谈，谋求达成协议。", "outcome", None),
        ("布林肯与王毅昨天会谈，不久前两国签署了备忘录。", "outcome", None),  # at another time
        ("布林肯与王毅昨天会谈，这是去年没有取得突破以来首次。", "outcome", None),  # since then
        ("布林肯与王毅昨天会谈了两小时。", "duration", "两小时"),
        ("布林肯昨天迟到25分钟后与王毅会谈。", "duration", None),  # he was late
        ("布林肯昨天起对中国进行三天访问。", "duration", "三天"),
        ("布林肯昨天出席日本举行的印太安全论坛并致辞。", "name", "印太安全论坛"),
        ("布林肯昨天出席第5届印太安全论坛并致辞。", "name", "第5届印太安全论坛"),
        ("美国国务卿布林肯与中国外长王毅昨天会谈。", "level", "ministers"),
        ("美国总统拜登与中国国家主席习近平昨天通话。", "level", "leaders"),
        ("王毅昨天主持上海合作组织外长会议。", "chairs", ("person/wang-yi",)),
        (
            "王毅昨天同苏杰生在北京共同主持边境事务会谈。",
            "chairs",
            ("person/wang-yi", "person/subrahmanyam-jaishankar"),
        ),
        (
            "王毅多次访问东南亚，昨天与印度外长苏杰生一同主持边境事务会谈。",
            "chairs",
            ("person/wang-yi", "person/subrahmanyam-jaishankar"),
        ),
        ("东盟外长会议昨天结束，明年将由老挝主办。", "host", None),  # the next one
        ("曾在总理府任职的布林肯昨天与王毅会面。", "venue", None),
        ("美国国务卿布林肯昨天在维也纳主持召开美澳印日外长会谈。", "chairs", ("person/antony-blinken",)),
        ("东盟外长会议昨天在万象召开，由轮值主席国老挝主持。", "chairs", ("country/LA",)),
        ("日美经济会谈将于20日在维也纳举行，由美国国务卿布林肯主持。", "chairs", ("person/antony-blinken",)),
        ("法国昨天承诺，在王毅主持东盟外长会议前作出决定。", "chairs", ("person/wang-yi",)),
        ("东盟外长会议昨天召开，会后王毅主持记者会说明会议情况。", "chairs", ()),  # of the press conference
        ("布林肯昨天到日本主持东盟外长会议。", "chairs", ("person/antony-blinken",)),
        ("王毅昨天在老挝主办的东盟外长会议上致辞。", "host", "country/LA"),
        ("王毅昨天出席在法国召开的东盟外长会议。", "host", None),  # only where it was
        ("欧盟昨天召开相关工作会议。", "name", None),
        ("蔡英文昨天在总统府接见岸田文雄。", "venue", "总统府"),
        ("习近平昨天在北京人民大会堂东大厅会见拜登。", "venue", "北京人民大会堂东大厅"),
        ("布林肯与王毅的会谈昨天在钓鱼台国宾馆举行。", "venue", "钓鱼台国宾馆"),
        ("布林肯昨天会晤了中国外长王毅，两人在钓鱼台国宾馆进行了交流。", "venue", "钓鱼台国宾馆"),
        ("布林肯昨天在其下榻的万豪酒店会晤了王毅。", "venue", "万豪酒店"),
        ("布林肯与王毅昨天会谈后，在首相官邸接受记者采访。", "venue", None),  # where he spoke to the press
        ("拜登昨天在戴维营与岸田文雄通电话。", "venue", None),  # where one of the two was
        ("布林肯昨天访问日本，在首相官邸发表讲话。", "venue", None),  # a visit is in no one building
        ("欧盟领导人昨天在布鲁塞尔举行峰会。", "name", None),  # any of them
        ("习近平昨天出席另外两个国际会议。", "name", None),
        ("马克龙昨天在巴黎试图淡化四方会谈。", "name", "四方会谈"),
        ("马克龙昨天在巴黎积极透过四方会谈。", "name", "四方会谈"),
        ("贸易紧张昨天也影响到APEC峰会，拜登出席。", "name", "APEC峰会"),
        ("大使馆昨天发布《发言人就美日印澳四国外长会答记者问》。", "name", "美日印澳四国外长会"),
        ("欧盟国家昨天召开第二次外长会议。", "name", None),
        ("美国国务卿布林肯与法国总统马克龙昨天会谈。", "level", "ministers"),
        ("美国教授约翰逊昨天会见了王毅。", "level", None),  # no office of a state
        ("拜登将于下周与岸田文雄会谈。", "announced", PUBLISHED),
        ("拜登昨天与岸田文雄会谈。", "announced", None),
    ],
)
def test_details(text: str, slot: str, value: str | None) -> None:
    _, (report,) = find(text)
    assert getattr(report, slot) == value


@pytest.mark.parametrize(
    "text",
    [
        "拜登昨天利用出席北约峰会之机同岸田文雄会谈。",
        "借北约峰会之机，拜登昨天与岸田文雄会面。",
        "这是昨天北约峰会间隙拜登与岸田文雄会晤时的照片。",
    ],
)
def test_at_the_side_of_a_conference_in_other_words(text: str) -> None:
    _, reports = find(text)
    conference = next(r for r in reports if r.kind.value == "conference")
    assert conference.name == "北约峰会"
    assert [r.sidelines_of for r in reports if r is not conference] == [conference.id]


@pytest.mark.parametrize(
    "text", ["", "会谈", "访问", "与", "双方会谈。", "（会晤）", "第79届", "在期间会谈", "访" * 50]
)
def test_scraps_are_no_trouble(text: str) -> None:
    assert find(text)[1] == ()


def test_a_line_may_end_within_a_trigger() -> None:
    """基金会主办的线上 | 论坛: the clause before the noun ends inside the word that tells of a gathering."""
    find("美国助理国务卿史达伟在传统基金会主办的线上论坛表示，政策没有改变。")


def test_who_visits_a_body_is_in_no_country_of_that_name() -> None:
    """A meeting on a visit to a bank was said to be held in the country organization/ubs."""
    guest, host = "person/marcel-ospel", "organization/ubs"
    visit = Encounter(Family.VISIT, hosts=(host,), sides=Sides(people=(guest,), parties=("country/CH", host)))
    visit.occurrences = [Occurrence(family=Family.VISIT, start=0, end=2, sentence=0, status=Status.HELD)]
    talk = Encounter(Family.TALK, sides=Sides(people=(guest, "person/wang-qishan"), parties=("country/CN", host)))
    talk.occurrences = [Occurrence(family=Family.TALK, start=3, end=5, sentence=0, status=Status.HELD)]
    assert place(talk, [visit, talk]) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        '蓬佩奥5月14日将在东京出席"四方安全对话"，日本、印度和澳大利亚外长与会。',
        "蓬佩奥5月14日在东京出席一场四方安全对话，日本、印度和澳大利亚外长与会。",
        "蓬佩奥希望四方安全对话5月14日在东京召开，日本、印度和澳大利亚外长与会。",
    ],
)
def test_a_name_takes_nothing_that_stands_before_it(text: str) -> None:
    linked = link.run(nlp.run(make_article(text)))
    assert [report.name for report in find_meetings(linked)] == ["四方安全对话"]


def test_the_name_of_a_gathering_holds_a_body_in_quotation_marks() -> None:
    _, (report,) = find("茂木敏充将在17日主持“四方同盟”部长会议。")
    assert report.name == "“四方同盟”部长会议"


def test_the_name_of_a_gathering_holds_its_whole_year() -> None:
    _, (report,) = find("2024年中国国际服务贸易交易会全球服务贸易峰会将于明天在北京举行，习近平将致辞。")
    assert report.name == "2024年中国国际服务贸易交易会全球服务贸易峰会"
