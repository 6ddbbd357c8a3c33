"""Occurrences: every place where an article speaks of an encounter, with what the sentence itself says of it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kg.extract.meetings import slots
from kg.extract.meetings.conferences import find_conference
from kg.extract.meetings.frames import ADVERBIAL, BODY, PERSON
from kg.extract.meetings.matching import Hit, Spot, match_frame, next_hit
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.status import status_of
from kg.extract.meetings.talks import KINDS, find_talks
from kg.extract.meetings.units import Line, mask
from kg.extract.meetings.visits import find_visits
from kg.model import MeetingKind, Status

VISITS = frozenset({"visit", "inbound", "arrive", "journey"})  # classes of words of travel
NEEDY = frozenset({"weak", "loose", "arrive", "meet", "inbound", "conference"})  # mean nothing without sides


def find_occurrences(scene: Scene, hits_of: Sequence[tuple[int, Sequence[Hit]]]) -> list[Occurrence]:
    """All occurrences of an article in the order of the text; sentences without a trigger are not looked at."""
    return [o for number, hits in hits_of for o in _in_sentence(scene, number, hits)]


def _in_sentence(scene: Scene, number: int, hits: Sequence[Hit]) -> list[Occurrence]:
    sentence = scene.linked.sentences[number]
    full = scene.line(number)
    masked = mask(full, scene.frames)
    found: list[Occurrence] = []
    for hit in hits:
        if not masked.covers(hit.start):
            continue
        unit = masked.units[masked.index(hit.start)]
        is_inside = unit is not None and unit.symbol == ADVERBIAL
        line = full.cut(unit.start, unit.end) if unit is not None and is_inside else masked
        for made in _at(Spot(scene=scene, line=line, hit=hit, hits=hits, number=number), is_inside=is_inside):
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


def _at(spot: Spot, *, is_inside: bool) -> Sequence[Occurrence]:
    """What the sentence says at one trigger."""
    scene, line = spot.scene, spot.line
    at, end = spot.place
    if at == len(line.units):  # it begins in the last name of an adverbial and goes on behind: 在中国领导人|会谈上
        return []
    unit = line.units[at]
    if unit is None and line.offsets[at] > spot.hit.start:  # the trigger began inside a name: 习拜会, 何立峰会谈
        spot = replace(spot, hit=next_hit(scene.linked.folded, line.offsets[at], scene.frames) or spot.hit)
        at, end = spot.place
    is_named_so = unit is not None and unit.symbol == BODY and spot.hit.name in ("weak", "talk")
    if spot.hit.name in ("conference", "summit") or is_named_so:
        conference = find_conference(line, at, end, scene.cast, scene.frames)
        if conference is not None and (unit is None or is_inside or conference.is_certain):
            return [conference]
    return [] if unit is not None else _around(spot)


def _around(spot: Spot) -> Sequence[Occurrence]:
    hit = spot.hit
    if hit.name == "again":
        return [Occurrence(family=Family.TALK, start=hit.start, end=hit.end, is_back=True, rule="again")]
    match = match_frame(spot)
    if match is None:
        return [_bare(hit)] if hit.name not in NEEDY else []
    if hit.name in VISITS:
        return find_visits(spot, match)
    talks = find_talks(spot, match)
    return [_bare(hit)] if not talks and match.frame.rule == "clause" and hit.name not in NEEDY else talks


def _bare(hit: Hit) -> Occurrence:
    """A word of encounter without a side: it can only go back to an encounter already spoken of."""
    is_visit = hit.name in VISITS
    kind = MeetingKind.VISIT if is_visit else KINDS.get(hit.name, MeetingKind.MEETING)
    family = Family.VISIT if is_visit else Family.TALK
    return Occurrence(family=family, kind=kind, start=hit.start, end=hit.end, is_back=True, rule="bare")


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
        city=found.city or (city if found.family is not Family.VISIT or found.country == country else None),
        country=found.country or country,
        is_vague=bool(cues["vague"].search(clause)),
        is_other=bool(cues["other"].search(clause)),
        is_next=found.status is Status.PLANNED and bool(cues["agree"].search(clause)),
        is_moved=bool(cues["postponed"].search(line.text)),
        is_definite=bool(cues["back"].search(before) or cues["copula"].search(before)),
    )
