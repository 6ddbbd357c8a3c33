"""Occurrences: every place where an article speaks of an encounter, with what the sentence itself says of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg.extract.meetings import slots
from kg.extract.meetings.actors import Cast, Sides, countries_of
from kg.extract.meetings.conferences import MANY, find_conference
from kg.extract.meetings.frames import ADVERBIAL, GROUP, PERSON, Frame, Frames
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.status import status_of
from kg.extract.meetings.subjects import subject_before
from kg.extract.meetings.units import Line, Unit, mask
from kg.model import Linked, MeetingKind, Status

KINDS = {
    "call": MeetingKind.CALL,
    "video": MeetingKind.VIDEO,
    "conference": MeetingKind.CONFERENCE,
    "visit": MeetingKind.VISIT,
    "inbound": MeetingKind.VISIT,
    "arrive": MeetingKind.VISIT,
    "journey": MeetingKind.VISIT,
}  # all other classes: a meeting
VISITS = frozenset({"visit", "inbound", "arrive", "journey"})
SURE = frozenset({"call", "video", "face", "receive", "meet"})
NEEDY = frozenset({"weak", "loose", "arrive", "meet", "inbound", "conference"})  # mean nothing without sides
MILD = frozenset({"again", "weak", "loose", "arrive", "meet"})  # do not take the sides of a word after them
LONGEST = 8  # characters of the longest trigger
TOPIC_DISCOUNT = 0.1  # what an occurrence loses in confidence when its subject stands in an earlier clause


class Hit(NamedTuple):
    """A trigger in the article and its class."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A frame that fits: the units in each of its groups, and where it starts and ends in the line."""

    frame: Frame
    groups: dict[str, list[Unit]]
    start: int
    end: int


def trigger_hits(linked: Linked, frames: Frames) -> list[tuple[int, list[Hit]]]:
    """The triggers of an article by sentence (its number), in one pass over the folded text."""
    starts = [sentence.start for sentence in linked.sentences]
    by_number: dict[int, list[Hit]] = {}
    for which, start, end in frames.automaton.find_matches_as_indexes(linked.folded):
        hit = Hit(start, end, frames.classes[which])
        if hit.name == "ministerial":
            hit = _ministerial(linked.folded, hit, frames)
        number = bisect_right(starts, start) - 1
        if hit.name != "none" and number >= 0 and end <= linked.sentences[number].end:
            by_number.setdefault(number, []).append(hit)
    return list(by_number.items())


def find_occurrences(scene: Scene, hits_of: Sequence[tuple[int, Sequence[Hit]]]) -> list[Occurrence]:
    """All occurrences of an article in the order of the text; sentences without a trigger are not looked at."""
    return [o for number, hits in hits_of for o in _in_sentence(scene, number, hits)]


def _ministerial(folded: str, hit: Hit, frames: Frames) -> Hit:
    """外长会 as it goes on: 会谈, 会晤, 会议 after the office, or a conference of that name."""
    return next_hit(folded, hit.end - 1, frames) or Hit(hit.end - 1, hit.end, "conference")


def next_hit(folded: str, at: int, frames: Frames) -> Hit | None:
    """The trigger that starts at an offset, whatever begins before it."""
    for which, start, end in frames.automaton.find_matches_as_indexes(folded[at : at + LONGEST]):
        if start == 0:
            return Hit(at, at + end, frames.classes[which])
    return None


def _in_sentence(scene: Scene, number: int, hits: Sequence[Hit]) -> list[Occurrence]:
    sentence = scene.linked.sentences[number]
    full = scene.line(number)
    masked = mask(full, scene.frames)
    found: list[Occurrence] = []
    for hit in hits:
        unit = masked.units[masked.index(hit.start)]
        is_inside = unit is not None and unit.symbol == ADVERBIAL
        line = full.cut(unit.start, unit.end) if unit is not None and is_inside else masked
        for made in filter(None, _occurrences(scene, line, hit, hits, is_inside=is_inside)):
            status = status_of(line, made, scene.frames)
            placed = replace(made, sentence=number, block=sentence.block, is_inside=is_inside, status=status)
            found.append(_with_slots(scene, full, placed))
    return slots.with_dates(scene.linked, _carry_plans(masked, found), scene.frames)


def _carry_plans(line: Line, found: Sequence[Occurrence]) -> list[Occurrence]:
    """The occurrences of a sentence, those planned too that go on after a plan: 将于17日访台，主持经济对话."""
    told: list[Occurrence] = []
    for occurrence in found:
        before = told[-1] if told else None
        if before is not None and before.status is Status.PLANNED and occurrence.status is None:
            start, end = line.index(before.right), line.index(max(occurrence.left, before.right))
            is_same = occurrence.is_continued or PERSON not in line.text[start:end]
            if is_same and not (occurrence.is_back or occurrence.is_definite or occurrence.is_inside):
                told.append(replace(occurrence, status=Status.PLANNED))
                continue
        told.append(occurrence)
    return told


def _occurrences(
    scene: Scene, line: Line, hit: Hit, hits: Sequence[Hit], *, is_inside: bool
) -> Sequence[Occurrence | None]:
    at, end = _place_of(line, hit)
    unit = line.units[at]
    if unit is None and line.offsets[at] > hit.start:  # the trigger began inside a name: 习拜会, 何立峰会谈
        hit = next_hit(scene.linked.folded, line.offsets[at], scene.frames) or hit
        at, end = _place_of(line, hit)
    if hit.name in ("conference", "summit"):
        conference = find_conference(line, at, end, scene.cast, scene.frames)
        if conference is not None and (unit is None or is_inside or conference.is_certain):
            return [conference]
    if unit is not None:
        return []
    if hit.name == "again":
        return [Occurrence(family=Family.TALK, start=hit.start, end=hit.end, is_back=True, rule="again")]
    match = _match(scene, line, hit, hits)
    if match is None:
        return [_bare(hit)]
    if hit.name in VISITS:
        return [_visit(scene, line, hit, match)]
    return [_talk(scene, line, hit, some) for some in _split(scene, match)]


def _split(scene: Scene, match: Match) -> list[Match]:
    """One talk for each of those met where a leader and others of one side are: 与外长王毅及国家主席习近平举行会谈."""
    met = match.groups.get("b", [])
    people = [unit for unit in met if unit.symbol == PERSON]
    if len(people) < 2 or len(people) < len(met):
        return [match]
    sides = {scene.cast.side_of(unit.entities[0]) for unit in people}
    levels = [scene.cast.level(unit.entities) for unit in people]
    if len(sides) > 1 or levels.count("leaders") != 1 or None in levels:
        return [match]
    leader = people[levels.index("leaders")]
    others = [unit for unit in people if unit is not leader]
    return [replace(match, groups=match.groups | {"b": some}) for some in ([leader], others)]


def _place_of(line: Line, hit: Hit) -> tuple[int, int]:
    """Where a trigger starts and ends; of 领导人峰会 only 峰会 where the office went to the unit before it."""
    at, end = line.index(hit.start), line.index(hit.end - 1) + 1
    unit = line.units[at]
    return (at + 1, end) if unit is not None and unit.end < hit.end else (at, end)


def _bare(hit: Hit) -> Occurrence | None:
    """A word of encounter without a side: it can only go back to an encounter already spoken of."""
    if hit.name in NEEDY:
        return None
    family = Family.VISIT if hit.name in VISITS else Family.TALK
    kind = KINDS.get(hit.name, MeetingKind.MEETING)
    return Occurrence(family=family, kind=kind, start=hit.start, end=hit.end, is_back=True, rule="bare")


def _match(scene: Scene, line: Line, hit: Hit, hits: Sequence[Hit]) -> Match | None:
    at, end = _place_of(line, hit)
    left, right = line.text[:at], line.text[end:]
    for frame in scene.frames.frames[hit.name]:
        before = frame.left.search(left)
        after = frame.right.match(right) if before and frame.right else None
        if before is None or (frame.right is not None and after is None):
            continue
        groups = _groups(line, before, 0) | (_groups(line, after, end) if after else {})
        if not _is_crossed(line, groups, hit, hits):
            start = before.start() if before.group() else at
            return Match(frame=frame, groups=groups, start=start, end=end + (after.end() if after else 0))
    return None


def _groups(line: Line, match: re.Match[str], shift: int) -> dict[str, list[Unit]]:
    return {
        name: [u for u in line.between(match.start(name) + shift, match.end(name) + shift) if u.entities]
        for name, text in match.groupdict().items()
        if text
    }


def _is_crossed(line: Line, groups: dict[str, list[Unit]], hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether another word of encounter stands between the sides and this one, which then owns them."""
    units = [unit for some in groups.values() for unit in some if unit.end <= hit.start]
    first, last = min((u.start for u in units), default=hit.start), max((u.end for u in units), default=hit.start)
    return any(
        first <= h.start and h.end < hit.start and (h.start < last or h.name not in MILD) and h.name != "again"
        for h in hits
        if line.units[line.index(h.start)] is None
    )


def _talk(scene: Scene, line: Line, hit: Hit, match: Match) -> Occurrence | None:
    cast, groups, confidence = scene.cast, match.groups, match.frame.confidence
    is_light = bool(scene.frames.cues["light"].search(line.text[: line.index(hit.start)]))
    is_weak = hit.name == "loose" or (hit.name == "weak" and not is_light)
    sides, is_partial = cast.resolve([*groups.get("a", ()), *groups.get("b", ())]), "a" not in groups
    topic = subject_before(line, match.start, cast) if is_partial else []
    if "b" not in groups and is_partial and not any(unit.symbol == GROUP for unit in topic):
        return None
    if topic:
        sides, confidence, is_partial = cast.resolve(topic) | sides, confidence - TOPIC_DISCOUNT, False
    if sides.is_empty or (hit.name == "conference" and len(sides.parties) < 2):
        return None
    return Occurrence(
        family=Family.TALK,
        kind=_kind_of_talk(hit, sides),
        is_kind_sure=hit.name in SURE,
        sides=sides,
        is_partial=is_partial,
        is_weak=is_weak,
        is_continued=bool(topic),
        level=sides.level,
        start=hit.start,
        end=hit.end,
        left=min(topic[0].start if match.frame.rule == "solo" else hit.start, line.offsets[match.start], hit.start),
        right=max(line.offsets[match.end], hit.end),
        rule=match.frame.rule,
        confidence=confidence,
    )


def _kind_of_talk(hit: Hit, sides: Sides) -> MeetingKind:
    kind = KINDS.get(hit.name, MeetingKind.MEETING)
    if kind not in (MeetingKind.CONFERENCE, MeetingKind.MEETING):
        return kind
    states = [p for p in sides.parties if p.startswith("country/")]
    is_many = len(states) >= MANY and hit.name != "receive"
    return MeetingKind.CONFERENCE if is_many else MeetingKind.MEETING


def _visit(scene: Scene, line: Line, hit: Hit, match: Match) -> Occurrence | None:
    cast, groups, confidence = scene.cast, match.groups, match.frame.confidence
    visitors = groups.get("a")
    if not visitors:
        visitors, confidence = subject_before(line, match.start, cast), confidence - TOPIC_DISCOUNT
    is_continued = "a" not in groups or match.frame.rule == "welcome-open"
    people, targets = cast.resolve(visitors), groups.get("t", [])
    receivers = _receivers(line, match, cast)
    hosts = countries_of(targets, cast) or cast.resolve(receivers).parties
    if match.frame.rule == "inbound-here":
        hosts = tuple(host for host in hosts if host not in people.parties)
    is_welcomed = match.frame.rule.startswith("welcome")
    where = scene.linked.folded[line.offsets[match.start] : line.offsets[match.end] + 1]
    is_region = any(region in where for region in scene.frames.lists["regions"])
    if targets and _begins_region(scene, targets[0]):
        hosts = ()
    is_named = bool(people.people) or any(unit.roles for unit in visitors or ())
    is_tour = (len(hosts) > 1 and is_named) or (not hosts and is_region and hit.name != "arrive")
    if is_welcomed:
        people = people | cast.resolve(receivers)
    if not visitors or people.is_empty or (hosts and set(hosts) <= set(cast.resolve(visitors).parties)):
        return None
    return Occurrence(
        family=Family.VISIT,
        kind=MeetingKind.VISIT,
        is_kind_sure=True,
        sides=people,
        hosts=hosts,
        is_weak=hit.name in ("arrive", "journey") or not hosts or not people.people,
        is_bare=not is_named,
        is_continued=is_continued,
        is_tour=is_tour,
        level=people.level,
        start=hit.start,
        end=hit.end,
        left=min(line.offsets[match.start], hit.start),
        right=max(line.offsets[match.end], hit.end),
        city=slots.city_of(targets),
        country=slots.country_code(hosts[0]) if len(hosts) == 1 else None,
        rule=match.frame.rule,
        confidence=confidence,
    )


def _begins_region(scene: Scene, target: Unit) -> bool:
    """Whether what looks like a country is the start of a region's name: 中欧, 中东."""
    return scene.linked.folded[target.start : target.start + 2] in scene.frames.lists["regions"]


def _receivers(line: Line, match: Match, cast: Cast) -> list[Unit]:
    """Who receives: as the frame says, or who acts in the clause before (韩国外交部针对王毅来访发布新闻)."""
    if "h" in match.groups or match.frame.rule not in ("welcome-open", "inbound-here"):
        return match.groups.get("h", [])
    return subject_before(line, match.start, cast)


def _with_slots(scene: Scene, line: Line, found: Occurrence) -> Occurrence:
    """The occurrence with its place and the marks of its clause; `line` is that of the whole sentence."""
    cues, clause = scene.frames.cues, slots.clause_text(line, found)
    before = line.text[: line.index(found.start)]
    city, country = slots.place_of(line, found, scene.cast, scene.frames)
    start, end = slots.clause_of(line, found)
    near = {key for unit in line.between(start, end) if unit.symbol == PERSON for key in unit.entities}
    return replace(
        found,
        near=frozenset(near),
        city=found.city or (city if found.country in (None, country) else None),
        country=found.country or country,
        is_vague=bool(cues["vague"].search(clause)),
        is_other=bool(cues["other"].search(clause)),
        is_next=found.status is Status.PLANNED and bool(cues["agree"].search(clause)),
        is_moved=bool(cues["postponed"].search(line.text)),
        is_definite=bool(cues["back"].search(before) or cues["copula"].search(before)),
    )
