"""Occurrences: every place where an article speaks of an encounter, with what the sentence itself says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from kg.days import DAY
from kg.extract.meetings import slots, where
from kg.extract.meetings.actors import Cast
from kg.extract.meetings.coalesce import clash
from kg.extract.meetings.fate import fate_of
from kg.extract.meetings.frames import ADVERBIAL, DATE, PERSON
from kg.extract.meetings.matching import Hit, Spot
from kg.extract.meetings.occurrence import TRAVEL, Family, Occurrence
from kg.extract.meetings.pictures import find_pictured, places_shown
from kg.extract.meetings.presiding import chairs_of, convener_of
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.status import stages_to_come, status_of, with_bound
from kg.extract.meetings.triggers import GATHERINGS, told_at
from kg.extract.meetings.units import Line, Unit
from kg.knowledge import numerals
from kg.model import Status

MOST = 40  # encounters of a sentence that are told apart; what tells of more is no sentence
LIST = 3  # gatherings from which on a sentence lists them


def find_occurrences(scene: Scene, hits_of: Sequence[tuple[int, Sequence[Hit]]]) -> list[Occurrence]:
    """All occurrences of an article in the order of the text, where a word or a picture tells of one."""
    words, shown = dict(hits_of), places_shown(scene.linked, scene.frames)
    numbers = sorted({*words, *shown})
    return [o for number in numbers for o in _in_sentence(scene, number, words.get(number, ()), shown.get(number, ()))]


def _in_sentence(scene: Scene, number: int, hits: Sequence[Hit], shown: Sequence[int]) -> list[Occurrence]:
    full = scene.line(number)
    masked = scene.masked(number)
    found: list[Occurrence] = []
    for hit in hits:
        if not masked.covers(hit.start):
            continue
        unit = masked.units[masked.index(hit.start)]
        is_inside = unit is not None and unit.symbol == ADVERBIAL
        line = masked
        if unit is not None and is_inside:
            line, is_inside = (full, False) if _acts(hit, unit, scene) else (full.cut(unit.start, unit.end), True)
        for made in told_at(Spot(scene=scene, line=line, hit=hit, hits=hits, number=number), is_inside=is_inside):
            fate = fate_of(line, made, scene.frames)
            status = fate or status_of(line, made, scene.frames)
            told = replace(made, is_inside=is_inside, status=status, is_sure=fate is not None)
            placed = _placed(scene, number, told)
            found.append(with_slots(scene, full, _with_heads(scene, masked, placed)))
    if shown and (one := find_pictured(scene, number, shown, found)):
        found.append(with_slots(scene, full, _placed(scene, number, one)))
    if len(found) <= MOST:
        found = [_told_apart(one, found, scene.cast) for one in found]
    day, frames = scene.linked.article.day, scene.frames
    dated = slots.with_dates(scene.linked, _carry_plans(masked, found), frames)
    dated = [_begun(o, scene) for o in _carry_plans(masked, dated)]  # 下周 makes a plan too
    return _listed(with_bound(masked, stages_to_come(full, dated, day, frames), day, frames))


def _placed(scene: Scene, number: int, found: Occurrence) -> Occurrence:
    return replace(found, sentence=number, block=scene.linked.sentences[number].block)


def _begun(found: Occurrence, scene: Scene) -> Occurrence:
    """A gathering of which it is told which day of it that is: 峰会周日进入第三日, it began two days before."""
    if found.family is not Family.CONFERENCE or found.first is None or len(found.first) != DAY:
        return found
    match = scene.frames.patterns["nth-day"].match(scene.linked.folded, found.end)
    if match is None:
        return found
    begun = date.fromisoformat(found.first) - timedelta(days=numerals.number(match["n"]) - 1)
    return replace(found, first=begun.isoformat())


def _listed(found: list[Occurrence]) -> list[Occurrence]:
    """The occurrences of a sentence, its gatherings marked as listed where it names several: 同步召开的包括…、…、…."""
    named = [o for o in found if o.family is Family.CONFERENCE and o.bodies and not o.is_back]
    if len({(frozenset(o.bodies), o.first) for o in named}) < LIST:
        return found
    return [replace(o, is_listed=True) if o in named else o for o in found if not _is_guess(o)]


def _is_guess(found: Occurrence) -> bool:
    """Whether a gathering of a list is known by no body, or is the word for the list: 重要会议包括…."""
    return found.family is Family.CONFERENCE and not (found.bodies or found.is_back)


def _told_apart(found: Occurrence, others: Sequence[Occurrence], cast: Cast) -> Occurrence:
    """An encounter with those whom its sentence tells of another one: a visit to the same hosts, a talk of one word.

    在前总统访台多年后才有议长访台; 会见总统和外长, each by himself. So too with whom someone talks at another
    word, where he talks with others here: 会见外长，并同总理举行会谈.
    """
    if found.is_visit:
        told = [o.sides for o in others if o.is_visit and o.hosts == found.hosts]
    else:
        told = [o.sides for o in others if not o.is_visit and o.start == found.start]
    if found.sides.people:
        theirs = {person for sides in told for person in sides.people}
        if not found.is_visit:
            theirs.update(party for sides in told for party in sides.parties)
            others = [o for o in others if _is_another(found, o, cast)]
            theirs.update(key for o in others for key in (*o.sides.people, *o.sides.parties))
    else:
        theirs = {party for sides in told if not sides.people for party in sides.parties}
    return replace(found, apart=frozenset(theirs - {*found.sides.people, *found.sides.parties}))


def _is_another(found: Occurrence, other: Occurrence, cast: Cast) -> bool:
    """Whether someone is told to talk with different people in two talks, or with those of different states."""
    mine, theirs = set(found.sides.people), set(other.sides.people)
    is_told = all(o.family is Family.TALK and not o.is_partial for o in (found, other))
    if not is_told or mine.isdisjoint(theirs):
        return False
    parties, others = set(found.sides.parties), set(other.sides.parties)
    return clash(mine, theirs, cast) or not (parties <= others or others <= parties)


def _acts(hit: Hit, unit: Unit, scene: Scene) -> bool:
    """Whether an adverbial tells what someone named beside it does: 到访的拉夫罗夫, 王毅出席会议时."""
    words = scene.linked.folded[unit.start : unit.end]
    if hit.name in TRAVEL:
        return words.endswith(scene.frames.lists["relative"])
    patterns, folded = scene.frames.patterns, scene.linked.folded
    return hit.name in GATHERINGS and bool(
        patterns["attending"].match(words) or patterns["speaking"].match(folded, hit.end)
    )


def _carry_plans(line: Line, found: Sequence[Occurrence]) -> list[Occurrence]:
    """The occurrences of a sentence, those planned too that go on after a plan: 将于17日访台，主持经济对话.

    So too the talks told behind a journey that is hoped for: 最快下月访台，并会见总统.
    """
    told: list[Occurrence] = []
    for occurrence in found:
        before = told[-1] if told else None
        if before is not None and occurrence.status is None and _goes_on(line, before, occurrence):
            told.append(replace(occurrence, status=before.status))
        else:
            told.append(occurrence)
    return told


def _goes_on(line: Line, plan: Occurrence, found: Occurrence) -> bool:
    """Whether what is told without a word of its status goes on after what is planned or, as a journey, hoped for."""
    if found.is_back or found.is_definite or found.is_inside or found.is_past:
        return False
    between = line.text[line.index(plan.right) : line.index(max(found.left, plan.right))]
    if PERSON in between and not found.is_continued:
        return False
    if plan.status is Status.PLANNED:
        return True
    is_behind = plan.is_visit and plan.until <= found.left and DATE not in between
    is_talk = found.family is Family.TALK and (is_behind or plan.start == found.start)
    return plan.status is Status.POSSIBLE and is_talk


def _with_heads(scene: Scene, line: Line, found: Occurrence) -> Occurrence:
    """The occurrence with who chairs it and who holds it; `line` is its sentence with adverbials as one symbol."""
    chairs = chairs_of(line, found, scene.cast, scene.frames) or found.chairs
    return replace(found, chairs=chairs, convener=convener_of(line, found, scene.cast, scene.frames))


def with_slots(scene: Scene, line: Line, found: Occurrence) -> Occurrence:
    """The occurrence with its place and the marks of its clause; `line` is that of the whole sentence."""
    cues, (start, end) = scene.frames.cues, slots.clause_of(line, found)
    clause = line.text[start:end]
    own = line.text[slots.own_start(line, found, start, scene.frames.lists["relative"]) : end]
    before = line.text[: line.index(found.start)]
    city, country = where.place_of(line, found, scene.cast, scene.frames)
    if country is None and not found.is_visit:
        city, country = where.place_in_name(line, found, scene.linked, scene.cast, scene.frames)
    is_agreed, is_further = (
        found.status is Status.PLANNED and bool(cues[name].search(clause)) for name in ("agree", "further-talks")
    )
    if found.is_tour or (is_agreed and found.family is Family.TALK):  # in no one place; agreed on there, held elsewhere
        city = country = None
    is_unknown = found.is_back and found.sides.is_empty and cues["indefinite"].search(before) is not None
    near = {key for unit in line.between(start, end) if unit.symbol == PERSON for key in unit.entities}
    return replace(
        found,
        near=frozenset(near),
        city=found.city or (city if not found.is_visit or found.country == country else None),
        country=found.country or country,
        is_vague=is_unknown or (bool(cues["vague"].search(own)) and not cues["once"].search(clause)),
        is_other=bool(cues["other"].search(clause)),
        is_next=is_agreed or is_further,
        turn=slots.turn_of(line, found, scene.frames),
        is_moved=bool(cues["postponed"].search(line.text)),
        is_definite=bool(cues["back"].search(before) or cues["copula"].search(before)),
    )
