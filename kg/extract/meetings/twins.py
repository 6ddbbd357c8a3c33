"""Encounters told of twice: a gathering once as a talk of two and once as a conference, a talk in two forms."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.extract.meetings.encounter import FUTURE, Encounter, dates_agree
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.talks import HOST
from kg.model import MeetingKind, Status

PAIR = 2  # people, or parties, of the smallest encounter


def join_twins(encounters: Sequence[Encounter], statuses: Sequence[Status], scene: Scene) -> list[Encounter]:
    """The encounters, each told of once; they have their sides, kind and status as the judges hold.

    Of 中欧峰会14日举行, a talk of two, and 习近平将出席峰会, a conference, the first takes in the second.
    """
    told: list[tuple[Encounter, Status]] = []
    for encounter, status in zip(encounters, statuses, strict=True):
        alike = (one for one, other in told if _are_alike(one, other, encounter, status))
        twin = next((one for one in alike if _is_twin(one, encounter, scene)), None)
        if twin is None:
            told.append((encounter, status))
        else:
            _join(twin, encounter)
    return [encounter for encounter, _ in told]


def _are_alike(one: Encounter, its: Status, other: Encounter, status: Status) -> bool:
    """Whether both took place or both are still to come; a call to come is not the meeting planned for later."""
    if its not in FUTURE or status not in FUTURE:
        return its is status
    return (one.form is MeetingKind.CALL) == (other.form is MeetingKind.CALL)


def _is_twin(one: Encounter, other: Encounter, scene: Scene) -> bool:
    """Whether two are one: the same parties, dates that agree, and the same people or one word for a gathering."""
    if one.is_visit or other.is_visit or set(one.sides.parties) != set(other.sides.parties):
        return False
    if len(one.sides.parties) < PAIR or _are_told_apart(one, other):
        return False
    if not dates_agree(one.first, one.last, other.first, other.last):
        return False
    fewer, more = sorted((set(one.sides.people), set(other.sides.people)), key=len)
    if not fewer <= more:
        return False
    is_same_form, is_same_time = one.form is other.form, one.first is not None and one.first == other.first
    if fewer and fewer == more and (is_same_time or not is_same_form):
        return True
    return (is_same_form and is_same_time and len(fewer) >= PAIR) or _is_one_gathering(one, other, scene)


def _are_told_apart(one: Encounter, other: Encounter) -> bool:
    """Whether a word tells of both, each with somebody else (会见总统和外长), or one is a welcome with honours."""
    honours, other_honours = ({o.head for o in e.occurrences if o.rule == HOST} for e in (one, other))
    shared = ((o, found) for o in one.occurrences for found in other.occurrences if o.start == found.start)
    return honours != other_honours or any(not _is_nested(o.sides.people, found.sides.people) for o, found in shared)


def _is_nested(people: Collection[str], others: Collection[str]) -> bool:
    return set(people) <= set(others) or set(others) <= set(people)


def _is_one_gathering(one: Encounter, other: Encounter, scene: Scene) -> bool:
    """Whether one word for a gathering tells of both; 会议 says so only if it has two forms (视频会议, 会议)."""
    lists = scene.frames.lists
    ends = lists["gatherings-alike"] if one.form is other.form else lists["gatherings-alike"] + lists["meetings-alike"]
    return bool(_ends(one, ends, scene) & _ends(other, ends, scene))


def _ends(encounter: Encounter, ends: Sequence[str], scene: Scene) -> set[str]:
    """Which of these ends the words have that tell of an encounter."""
    words = [scene.linked.folded[o.start : o.end] for o in encounter.occurrences if not o.is_back]
    return {end for end in ends if any(word.endswith(end) for word in words)}


def _join(encounter: Encounter, twin: Encounter) -> None:
    """Let an encounter have what else is told of it."""
    if encounter.first is None:
        encounter.first, encounter.last = twin.first, twin.last
    encounter.sides = encounter.sides | twin.sides
    encounter.occurrences = sorted([*encounter.occurrences, *twin.occurrences], key=lambda o: (o.sentence, o.start))
