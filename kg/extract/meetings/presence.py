"""Who was there: people said to take part in, go along on or speak at an encounter that is told of elsewhere."""

from __future__ import annotations

from msgspec.structs import replace

from kg.extract.meetings.frames import ACTORS, PERSON
from kg.extract.meetings.matching import BRIEF, Spot
from kg.extract.meetings.occurrence import TRAVEL, Family, Occurrence
from kg.extract.meetings.subjects import subject_before
from kg.extract.meetings.units import Line, Unit
from kg.model import MeetingKind, Part

FLOOR, ATTEND = "floor", "attend"
FULL_STOP = "。"
LISTED = 24  # characters behind a word for going along in which the first of those who do must stand
ON_JOURNEY = TRAVEL | BRIEF | {"attend", "again"}  # classes of words beside which those who go along are on a journey


def find_floor(spot: Spot) -> Occurrence | None:
    """Who takes the floor (致辞) or is present at a gathering spoken of; None where it is said of another place."""
    line, (start, end), frames = spot.line, spot.place, spot.scene.frames
    guests = frames.patterns["guests"].match(line.text[end:])
    if guests is not None:
        return _present(spot, [unit for unit in _behind(line, end) if unit.symbol in ACTORS], FLOOR)
    if frames.patterns["elsewhere"].search(line.text[:start]):
        return None
    return _present(spot, subject_before(line, start, spot.scene.cast), FLOOR)


def find_attendance(spot: Spot) -> Occurrence | None:
    """Who is said to be there too (李家超也出席了会面), or to go along (陪同访问的还有卢沙野, 访团成员包括)."""
    line, (start, end), patterns = spot.line, spot.place, spot.scene.frames.patterns
    along = patterns["along"].match(line.text, end)
    is_delegation = spot.scene.linked.folded[spot.hit.start : spot.hit.end].endswith(
        spot.scene.frames.lists["delegates"]
    )
    if along is not None and line.text[along.end() : along.end() + LISTED].count(PERSON):
        units = _behind(line, along.end())
        present = _present(spot, [unit for unit in units if unit.symbol == PERSON], ATTEND)
        is_visit = is_delegation or any(
            hit.name in TRAVEL and spot.hit.end <= hit.start < units[0].start for hit in spot.hits
        )
        return replace(present, kind=MeetingKind.VISIT) if present is not None and is_visit else present
    if companions := _companions(spot):
        present = _present(spot, companions, ATTEND)
        return replace(present, kind=MeetingKind.VISIT) if present is not None else None
    if is_delegation or patterns["attended"].match(line.text, end) is None:
        return None
    match = patterns["attendants"].search(line.text[:start])
    units = line.between(match.start("a"), match.end("a")) if match else subject_before(line, start, spot.scene.cast)
    present = _present(spot, units, ATTEND)
    if present is None or not _is_paragraph(spot):
        return present
    is_closing = patterns["closing"].match(line.text, end) is not None
    return replace(present, is_closing=is_closing, is_plural=patterns["activities"].match(line.text, end) is not None)


def _behind(line: Line, at: int) -> list[Unit]:
    """The units behind character `at`, up to a full stop."""
    stop = line.text.find(FULL_STOP, at)
    return line.between(at, stop if stop >= 0 else len(line.text))


def _companions(spot: Spot) -> list[Unit]:
    """Those named before a word for going along, 将由莱克、布朗等人陪同, or who act at 随同; empty at a talk."""
    scene, line, (start, end) = spot.scene, spot.line, spot.place
    patterns, word = scene.frames.patterns, scene.linked.folded[spot.hit.start : spot.hit.end]
    if word in scene.frames.lists["escorts"] and any(h.name in TRAVEL and h.start > spot.hit.start for h in spot.hits):
        return [unit for unit in subject_before(line, start, scene.cast) if unit.symbol == PERSON]
    if word not in scene.frames.lists["companions"] or any(h.name not in ON_JOURNEY for h in spot.hits):
        return []
    match = patterns["companions"].search(line.text[:start])
    if match is None or patterns["accompanied"].match(line.text, end) is None:
        return []
    return [unit for unit in line.between(match.start("a"), match.end("a")) if unit.symbol == PERSON]


def _is_paragraph(spot: Spot) -> bool:
    """Whether the sentence is all that its paragraph says."""
    sentence = spot.scene.linked.sentences[spot.number]
    block = spot.scene.linked.article.blocks[sentence.block]
    return block.part is Part.BODY and sentence.start == block.start and sentence.end >= block.end


def is_attended(spot: Spot) -> bool:
    """Whether a word of encounter only says at what someone was there too: 王毅参加会见."""
    line, (_, end) = spot.line, spot.place
    befores = [h.end for h in spot.hits if h.name == ATTEND and h.end <= spot.hit.start and line.covers(h.end - 1)]
    if not befores:
        return False
    match = spot.scene.frames.patterns["attended"].match(line.text, line.index(max(befores) - 1) + 1)
    return match is not None and match.end() >= end


def _present(spot: Spot, units: list[Unit], rule: str) -> Occurrence | None:
    sides = spot.scene.cast.resolve(units)
    if not sides.people and len(sides.parties) < 2:
        return None
    return Occurrence(
        family=Family.CONFERENCE,
        kind=MeetingKind.CONFERENCE,
        sides=sides,
        start=spot.hit.start,
        end=spot.hit.end,
        is_back=True,
        is_weak=True,
        is_certain=False,
        rule=rule,
        confidence=0.6,
    )
