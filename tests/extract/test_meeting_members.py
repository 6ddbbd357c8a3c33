"""The judge of members: who is on offer, what it adds and leaves out, and encounters that it makes whole."""

import pytest

from kg import link, nlp
from kg.extract.judge import BASE, Weights, load_judges
from kg.extract.meetings import find_encounters
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.matching import trigger_hits
from kg.extract.meetings.members import JUDGE, Members
from kg.extract.meetings.scene import Scene
from tests.extract.test_meetings import make_article

TALK = "王毅14日与布林肯在维也纳举行会谈。"


def search(text: str, weights: Weights) -> tuple[list[Encounter], Members, Scene]:
    """The encounters of a text as first put together, and the members that these weights judge."""
    linked = link.run(nlp.run(make_article(text)))
    scene = Scene(linked, load_frames(), {**load_judges(), JUDGE: weights})
    return find_encounters(scene, trigger_hits(linked, scene.frames)), Members(scene), scene


def names(encounter: Encounter, scene: Scene) -> list[str]:
    """The people of an encounter by name."""
    return [scene.cast.entities[person].name for person in encounter.sides.people]


@pytest.mark.parametrize(
    ("text", "weights", "people"),
    [
        (TALK, {BASE: 9.0}, ["王毅", "布林肯"]),
        (TALK, {BASE: -9.0, "P 1 speaker False": 18.0}, ["王毅", "布林肯"]),
        (TALK, {BASE: -9.0}, ["王毅", "布林肯"]),  # nobody is likely: as the sentence says
        (TALK, {BASE: -9.0, "P 1 left ": 18.0}, ["王毅"]),
        ("王毅与布林肯会谈，苏利文在旁。", {BASE: 9.0}, ["王毅", "布林肯", "苏利文"]),
        ("王毅与布林肯会谈。\n苏利文没有去。", {BASE: 9.0}, ["王毅", "布林肯"]),  # another sentence
        ("莫迪访问蒙古九年后才有苏杰生访问蒙古。", {BASE: 9.0}, ["莫迪"]),  # who came another time
        ("王毅会见了尹锡悦总统和赵兑烈外长。", {BASE: 9.0}, ["王毅", "尹锡悦"]),  # each by himself
    ],
)
def test_members(text: str, weights: Weights, people: list[str]) -> None:
    encounters, members, scene = search(text, weights)
    members.settle(encounters[0])
    assert names(encounters[0], scene) == people


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("外交部发言人王毅说。", True), ("美国国务院发言人王毅说。", True), ("外交部长王毅说。", False)],
)
def test_who_only_speaks_for_others_is_known(text: str, is_one: bool) -> None:
    cast = Scene(link.run(nlp.run(make_article(text))), load_frames(), load_judges()).cast
    assert [cast.is_spokesperson(key) for key in cast.entities if key.startswith("person/")] == [is_one]


def test_how_sure_the_sides_are_is_known() -> None:
    (sure, doubtful), members, _ = search("王毅与布林肯会谈。\n马克龙13日访问柏林。", {"P out": -9.0})
    members.scene.judges = {JUDGE: {BASE: 9.0}}
    members.settle(sure)
    members.scene.judges = {JUDGE: {BASE: 0.0}}
    members.settle(doubtful)
    assert sure.sureness > 0.9
    assert 0.4 < doubtful.sureness < 0.6


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("周三的视频会谈备受关注。", 1),  # nobody is named: the judge may find whom the headline names
        ("王毅多次通话。", 0),  # a habit
        ("布林肯14日抵达北京，随后与王毅会谈。", 1),  # the arrival is part of it
        ("双方在会后发表声明。", 0),
    ],
)
def test_words_that_fit_nothing_told_may_be_all_that_is_told_of_an_encounter(text: str, count: int) -> None:
    encounters, _, _ = search(text, {BASE: 9.0})
    assert len(encounters) == count
