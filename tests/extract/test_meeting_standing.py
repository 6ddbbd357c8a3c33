"""The judges of status and kind; journeys and calls that no frame fits are told apart."""

import pytest

from kg import link, nlp
from kg.extract.judge import BASE, Weights, load_judges, offers
from kg.extract.meetings import find_encounters, manner, standing
from kg.extract.meetings.dating import shape
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.matching import trigger_hits
from kg.extract.meetings.report import kind, status
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.sides import JUDGE
from kg.extract.wording import MEETINGS
from kg.model import MeetingKind, Status
from tests.extract.test_meetings import make_article

EVERYONE: Weights = {BASE: 9.0}


def search(text: str, name: str, weights: Weights) -> tuple[list[Encounter], Scene]:
    """The encounters of a text as first put together, where one judge has these weights."""
    linked = link.run(nlp.run(make_article(text)))
    scene = Scene(linked, load_frames(), {**load_judges(), name: weights})
    return find_encounters(scene, trigger_hits(linked, scene.frames)), scene


@pytest.mark.parametrize(
    ("text", "weights", "expected"),
    [
        ("王毅14日与布林肯会谈。", {"held rule held": 1.0}, Status.HELD),
        ("王毅14日与布林肯会谈。", {"planned word 会谈": 1.0}, Status.PLANNED),
        ("王毅将与布林肯会谈。", {"planned rule planned": 1.0, "held left 将与": 0.5}, Status.PLANNED),
        (
            "王毅将与布林肯会谈。",
            {"planned rule planned": 1.0, "held before 与P": 3.0, "held left P将": 3.0},
            Status.HELD,
        ),
        ("王毅否认与布林肯会谈。", {"held word 会谈": 9.0}, Status.DENIED),  # what is denied stays so
    ],
)
def test_status_is_what_the_judge_holds(text: str, weights: Weights, expected: Status) -> None:
    encounters, scene = search(text, standing.JUDGE, {k.replace("P", "Ｐ"): v for k, v in weights.items()})
    told = status(encounters[0], scene.linked.article.day)
    assert standing.judged(encounters[0], told, scene) is expected
    encounters[0].state = expected
    assert status(encounters[0], scene.linked.article.day) is expected


def test_a_journey_to_several_countries_is_a_visit_to_each() -> None:
    encounters, _ = search("访问由蓬佩奥进行，印度和越南欢迎。", JUDGE, EVERYONE)
    assert {e.hosts for e in encounters} == {("country/IN",), ("country/VN",)}


def test_calls_with_several_are_each_its_own() -> None:
    encounters, _ = search("通话对象是特鲁多，约翰逊，默克尔，拜登很忙。", JUDGE, EVERYONE)
    calls = [e for e in encounters if e.kind is MeetingKind.CALL]
    assert len(calls) == 3
    assert all(len(e.sides.people) == 2 for e in calls)


@pytest.mark.parametrize(
    ("words", "expected"), [("9月13日", "#月#日"), ("十 月", "#月"), ("昨天", "昨天"), ("2020年秋", "#年秋")]
)
def test_the_words_of_a_date_count_without_their_numbers(words: str, expected: str) -> None:
    assert shape(words) == expected


@pytest.mark.parametrize(
    ("text", "weights", "expected"),
    [
        ("王毅14日与布林肯会谈。", {}, MeetingKind.MEETING),
        ("王毅14日与布林肯会谈。", {"meeting rule meeting": 1.0, "video word 会谈": 3.0}, MeetingKind.VIDEO),
        ("王毅14日与布林肯会谈。", {"call rule meeting states 2 people 2": 1.5}, MeetingKind.CALL),
        ("王毅14日与布林肯会谈。", {"conference before 与P": 9.0}, MeetingKind.MEETING),  # two are no conference
        ("王毅、布林肯和拉夫罗夫14日会谈。", {"meeting any": 9.0}, MeetingKind.MEETING),
        ("王毅、布林肯和拉夫罗夫14日会谈。", {"conference any": 9.0}, MeetingKind.CONFERENCE),
        ("王毅访问日本。", {"call any": 9.0}, MeetingKind.VISIT),  # a visit stays one
    ],
)
def test_kind_is_what_the_judge_holds(text: str, weights: Weights, expected: MeetingKind) -> None:
    encounters, scene = search(text, manner.JUDGE, {k.replace("P", "Ｐ"): v for k, v in weights.items()})
    told = kind(encounters[0])
    assert manner.judged(encounters[0], told, scene) is expected
    encounters[0].form = expected
    assert kind(encounters[0]) is expected


def test_kind_is_weighed_by_how_the_sentences_sound() -> None:
    linked = link.run(nlp.run(make_article("王毅14日与布林肯会谈。")))
    sound = {**dict.fromkeys(MEETINGS, -6.0), "video": 3.0, "meeting": 0.5}
    scene = Scene(linked, load_frames(), load_judges(), [sound] * len(linked.sentences))
    encounter = find_encounters(scene, trigger_hits(linked, scene.frames))[0]
    told = manner.traits(encounter, MeetingKind.MEETING, scene)
    traits = {kind: set(some) for kind, some in offers(manner.OFFERED, told)}
    assert {"video likest video", "video like video 6", "video like call 0"} <= traits[MeetingKind.VIDEO]
    assert "call rule meeting likest video then meeting" in traits[MeetingKind.CALL]
