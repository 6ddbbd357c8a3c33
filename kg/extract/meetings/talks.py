"""Talks: who sat with whom, from the frame around a word of talk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kg.extract.meetings.actors import Sides
from kg.extract.meetings.antecedents import subject_of
from kg.extract.meetings.frames import GROUP, PERSON
from kg.extract.meetings.matching import BRIEF, Match, Spot
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.subjects import ANTECEDENT_DISCOUNT
from kg.extract.meetings.units import Unit
from kg.extract.states import is_state, state_key
from kg.model import Form, MeetingKind

KINDS = {  # of other classes of words: meeting
    "call": MeetingKind.CALL,
    "answer": MeetingKind.CALL,
    "video": MeetingKind.VIDEO,
    "screen": MeetingKind.VIDEO,
    "conference": MeetingKind.CONFERENCE,
}
SURE = BRIEF | {"call", "answer", "video", "screen", "face", "receive"}
PARTS = frozenset(map(state_key, ("HK", "MO")))  # no states of their own
ONE_BY_ONE = 3  # officials of one side from which each is received by himself: 会见总统、总理和外长
OBJECT = "object"  # the frames in which those met stand behind the word: 会晤总统和外长
HOST = "host"  # the frame of who welcomes whom with honours, which is no talk between them
LISTED = "listed"  # the frame of many who were met, of whom some are named: 会见多国领导人，包括…
EACH = 2  # characters before a frame in which it may be said that those met were met one after the other
MANY = 3  # states from which a meeting is a conference (gold/FORMAT.md)


def find_talks(spot: Spot, match: Match) -> list[Occurrence]:
    """The talks that a frame tells of: one, or one with each of those met apart."""
    return [talk for some in _apart(spot, match) if (talk := _talk(spot, some)) is not None]


def kind_of(name: str, parties: Sequence[str]) -> MeetingKind:
    """How it was held, from the class of its word: 会谈 of three states is a conference, 会议 of two a meeting."""
    kind = KINDS.get(name, MeetingKind.MEETING)
    if kind not in (MeetingKind.CONFERENCE, MeetingKind.MEETING):
        return kind
    is_of_many = count_states(parties) >= MANY and name != "receive"
    return MeetingKind.CONFERENCE if is_of_many else MeetingKind.MEETING


def count_states(parties: Iterable[str]) -> int:
    """How many of the parties are states."""
    return sum(is_state(party) and party not in PARTS for party in parties)


def _apart(spot: Spot, match: Match) -> list[Match]:
    """The match once for each of those met, where they were met apart.

    That is where the words say so (分别与越南和印度尼西亚总理会谈), or where a leader and others of one side are met
    (与外长王毅及国家主席习近平举行会谈).
    """
    cast, met, is_each = spot.scene.cast, match.groups.get("b", []), _is_each(spot, match)
    is_singly = is_each and any(unit.symbol == PERSON for unit in match.groups.get("a", ()))
    if match.frame.rule == HOST or (not met and not is_singly):  # 双方先后谈过五轮; not A和B分别因…开会
        return [match]
    if spot.hit.name == "call" or is_each:
        met = [single for unit in met for single in _singles(unit)]
    by_side: dict[str | None, list[Unit]] = {}
    for unit in met:
        by_side.setdefault(next(iter(cast.resolve([unit]).parties), None), []).append(unit)
    if len(by_side) > 1 and is_each and all(unit.symbol == PERSON for unit in met):
        return [_with_met(match, [unit]) for unit in met]
    if len(by_side) > 1:
        is_apart = is_each or match.frame.rule == LISTED or _is_apart(spot, match)
        return [_with_met(match, some) for some in by_side.values()] if is_apart else [match]
    if spot.hit.name == "receive" and any(u.symbol == PERSON for u in met):  # of 总统和外长等韩国官员 those named
        met = [unit for unit in met if unit.symbol == PERSON or unit.roles]
    if all(unit.symbol == PERSON for unit in met) and _is_one_by_one(spot, match, len(met)):
        return [_with_met(match, [unit]) for unit in met]
    levels = [cast.level(unit.entities) if unit.symbol == PERSON else None for unit in met]
    if len(met) < 2 or levels.count("leaders") != 1 or None in levels:
        return [match]
    leader = met[levels.index("leaders")]
    return [_with_met(match, [leader]), _with_met(match, [unit for unit in met if unit is not leader])]


def _singles(unit: Unit) -> list[Unit]:
    """A unit of several states, 韩国和新西兰国防部长, as one each."""
    if unit.symbol != GROUP or unit.form is Form.PRONOUN:
        return [unit]
    return [replace(unit, entities=(key,)) for key in unit.entities]


def _is_apart(spot: Spot, match: Match) -> bool:
    """Whether those of several sides were met each by himself: 分别, and calls if nothing says together."""
    frames, text = spot.scene.frames, spot.line.text
    if frames.cues["apart"].search(text, match.start, match.end):
        return True
    return spot.hit.name == "call" and not frames.patterns["jointly"].search(text, match.start, match.end)


def _is_one_by_one(spot: Spot, match: Match, count: int) -> bool:
    """Whether so many of one side were met each by himself: where the words say so, or many are received."""
    word = spot.scene.linked.folded[spot.hit.start : spot.hit.end]
    if _is_each(spot, match):
        return True
    if match.frame.rule.startswith(OBJECT) and word in spot.scene.frames.lists["called-on"]:
        return True
    is_received = spot.hit.name == "receive" or (spot.hit.name == "face" and match.frame.rule.startswith(OBJECT))
    return count >= ONE_BY_ONE and is_received


def _is_each(spot: Spot, match: Match) -> bool:
    """Whether the words say that those named were met one after the other; also right before: 先后|与A、B会晤."""
    start = max(0, match.start - EACH)
    return spot.scene.frames.cues["each"].search(spot.line.text, start, match.end) is not None


def _with_met(match: Match, met: list[Unit]) -> Match:
    return replace(match, groups=match.groups | {"b": met})


def _talk(spot: Spot, match: Match) -> Occurrence | None:
    hit, line, groups = spot.hit, spot.line, match.groups
    antecedent = subject_of(spot, match.start) if "a" not in groups else []
    sides = _sides(spot, match, antecedent)
    if not groups and not any(unit.symbol == GROUP for unit in antecedent) and len(sides.parties) < 2:
        return None
    if sides.is_empty or (hit.name == "conference" and len(sides.parties) < 2):
        return None
    kind = kind_of(hit.name, sides.parties)
    is_video = kind is MeetingKind.MEETING and _is_by_video(spot)
    return Occurrence(
        family=Family.TALK,
        kind=MeetingKind.VIDEO if is_video else kind,
        is_kind_sure=not is_video and hit.name in SURE,
        sides=sides,
        is_partial="a" not in groups and not antecedent,
        is_weak=_is_weak(spot),
        is_thin=hit.name == "weak" and not sides.people,
        is_continued=bool(antecedent),
        level=sides.level,
        head=spot.scene.linked.folded[hit.start : hit.end] if match.frame.rule == HOST else "",
        start=hit.start,
        end=hit.end,
        left=min(
            hit.start if groups else max(antecedent[0].start, line.offsets[0]),
            line.offsets[match.start],
            hit.start,
        ),
        right=max(line.offsets[min(match.end, len(line.offsets) - 1)], hit.end),
        rule=match.frame.rule,
        confidence=match.frame.confidence - (ANTECEDENT_DISCOUNT if antecedent else 0.0),
    )


def _is_by_video(spot: Spot) -> bool:
    """Whether the sentence says before the word, or right behind it, that they saw each other on a screen."""
    scene, sentence = spot.scene, spot.scene.linked.sentences[spot.number]
    folded, cues = scene.linked.folded, scene.frames.cues
    is_before = cues["by-video"].search(folded, sentence.start, spot.hit.start) is not None
    return is_before or cues["video-behind"].match(folded, spot.hit.end, sentence.end) is not None


def _sides(spot: Spot, match: Match, antecedent: Sequence[Unit]) -> Sides:
    cast, groups = spot.scene.cast, match.groups
    return cast.resolve(antecedent) | cast.resolve([*groups.get("a", ()), *groups.get("b", ())])


def _is_weak(spot: Spot) -> bool:
    """Whether the word alone does not make an encounter: 讨论 never, 对话 only with 举行 and the like."""
    cues, (at, end), text = spot.scene.frames.cues, spot.place, spot.line.text
    if spot.hit.name != "weak":
        return spot.hit.name == "loose" and cues["loose_light"].search(text[:at]) is None
    return cues["light"].search(text[:at]) is None and cues["light_after"].match(text, end) is None
