"""Encounters told of twice: which are put together, and what the one has that takes in the other."""

import pytest
from msgspec.structs import replace

from kg import link, nlp
from kg.extract.judge import load_judges
from kg.extract.meetings.actors import Sides
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.talks import HOST
from kg.extract.meetings.twins import join_twins
from kg.model import MeetingKind, Status
from tests.extract.test_meetings import make_article

WORDS = "视频峰会、峰会、视频会议、会议、会谈、会面、访问、欢迎仪式"
Telling = tuple[str, str, str, str | None]  # its word, its people (initials), how it was held, when


def make(telling: Telling, number: int, folded: str) -> Encounter:
    """An encounter between China and the European Union, told of in one sentence."""
    word, people, form, first = telling
    family = Family.VISIT if form == "visit" else Family.CONFERENCE if form == "conference" else Family.TALK
    start, rule = folded.index(word), HOST if word == "欢迎仪式" else "pair"
    found = Occurrence(family=family, start=start, end=start + len(word), sentence=number, rule=rule, head=word)
    sides = Sides(people=tuple(f"person/{one}" for one in people), parties=("country/CN", "organization/EU"))
    return Encounter(family=family, occurrences=[found], sides=sides, form=MeetingKind(form), first=first, last=first)


def join(*tellings: Telling, statuses: tuple[Status, ...] = (Status.HELD, Status.HELD)) -> list[Encounter]:
    scene = Scene(link.run(nlp.run(make_article(WORDS))), load_frames(), load_judges())
    encounters = [make(telling, number, scene.linked.folded) for number, telling in enumerate(tellings)]
    return join_twins(encounters, statuses, scene)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        # one word for a gathering
        (("峰会", "", "meeting", None), ("视频峰会", "x", "video", "2024-05-14"), 1),
        (("峰会", "x", "conference", "2024-05"), ("峰会", "xm", "conference", "2024-05-14"), 1),
        (("视频会议", "", "video", None), ("会议", "x", "conference", None), 1),
        (("会议", "", "conference", None), ("会议", "x", "conference", None), 2),  # says too little
        (("峰会", "", "meeting", None), ("会议", "x", "video", None), 2),
        (("峰会", "x", "meeting", None), ("峰会", "m", "video", None), 2),  # other people
        (("峰会", "x", "conference", "2023"), ("峰会", "x", "conference", "2024-05-14"), 2),  # another year
        # the same people
        (("会谈", "xm", "meeting", "2024-05-14"), ("会面", "xm", "meeting", "2024-05-14"), 1),
        (("会谈", "xm", "meeting", "2024-05-14"), ("会面", "xm", "video", None), 1),
        (("会谈", "xm", "meeting", "2024-05-14"), ("会面", "xm", "meeting", None), 2),  # may be another day
        (("会谈", "xml", "meeting", "2024-05-14"), ("会面", "xm", "meeting", "2024-05-14"), 1),
        (("会谈", "xml", "meeting", "2024-05-14"), ("会面", "x", "meeting", "2024-05-14"), 2),
        (("会谈", "xm", "meeting", "2024-05-14"), ("欢迎仪式", "xm", "meeting", "2024-05-14"), 2),
        (("会谈", "xm", "meeting", None), ("会面", "xm", "call", None), 1),
        (("访问", "x", "visit", "2024-05-14"), ("访问", "x", "visit", "2024-05-14"), 2),
    ],
)
def test_twins(one: Telling, other: Telling, count: int) -> None:
    assert len(join(one, other)) == count


def test_what_took_place_and_what_is_to_come_are_two() -> None:
    tellings: tuple[Telling, Telling] = (("峰会", "x", "video", None), ("峰会", "x", "meeting", None))
    assert len(join(*tellings, statuses=(Status.HELD, Status.PLANNED))) == 2
    assert len(join(*tellings, statuses=(Status.DENIED, Status.PLANNED))) == 2
    assert len(join(*tellings, statuses=(Status.POSSIBLE, Status.PLANNED))) == 1


def test_a_call_to_come_is_not_the_meeting_planned() -> None:
    tellings: tuple[Telling, Telling] = (("会谈", "xm", "call", None), ("会面", "xm", "meeting", None))
    assert len(join(*tellings, statuses=(Status.PLANNED, Status.POSSIBLE))) == 2


def test_those_met_each_by_himself_are_met_in_two_meetings() -> None:
    scene = Scene(link.run(nlp.run(make_article(WORDS))), load_frames(), load_judges())
    one, other = (make(("会谈", "xml", "meeting", "2024-05-14"), 0, scene.linked.folded) for _ in range(2))
    for encounter, people in ((one, ("person/x", "person/m")), (other, ("person/x", "person/l"))):
        encounter.occurrences = [replace(encounter.occurrences[0], sides=Sides(people=people))]
    assert len(join_twins([one, other], [Status.HELD, Status.HELD], scene)) == 2


def test_the_first_takes_in_the_second() -> None:
    (found,) = join(("峰会", "", "meeting", None), ("视频峰会", "xm", "video", "2024-05-14"))
    assert (found.first, found.last, found.form) == ("2024-05-14", "2024-05-14", MeetingKind.MEETING)
    assert found.sides.people == ("person/x", "person/m")
    assert [o.sentence for o in found.occurrences] == [0, 1]
