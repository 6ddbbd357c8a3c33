"""The further slots of a report: its name, where exactly, how long, who hosted and chaired, and with what result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypedDict

from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import COUNTRY, PERSON, Frames
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.placing import NOWHERE
from kg.extract.meetings.scene import Scene
from kg.extract.states import is_person, state_key
from kg.fold import fold
from kg.knowledge.clauses import BREAK_OR_LINE, clause_start
from kg.model import Linked

OUTCOMES = ("no-breakthrough", "signed", "agreed")  # the first that the words give
REACH = 40  # characters behind a word of encounter in which its duration and outcome stand
OPENING, CLOSING = "“「", "”」"  # marks of quotation
MARKS = '"“”「」『』《》'  # a name may begin right behind one of a longer quotation

Clauses = Sequence[tuple[int, int]]


class Details(TypedDict):
    """What an account may add to the main slots; fields of MeetingReport."""

    name: str | None
    venue: str | None
    duration: str | None
    host: str | None
    chairs: tuple[str, ...]
    outcome: str | None


def details_of(encounter: Encounter, scene: Scene, *, is_open: bool) -> Details:
    """The details that the sentences speaking of an encounter give; what did not take place has no outcome yet."""
    linked, frames = scene.linked, scene.frames
    clauses = list(_clauses(encounter, linked))
    told = encounter.occurrences
    return Details(
        name=_name(encounter, linked, frames),
        venue=_venue(encounter, linked, frames),
        duration=_duration(encounter, clauses, linked, frames),
        host=next(iter(encounter.hosts), None) or next((o.convener for o in told if o.convener), None),
        chairs=next((o.chairs for o in told if o.chairs), ()),
        outcome=None if is_open else _outcome(encounter, clauses, scene),
    )


def _name(encounter: Encounter, linked: Linked, frames: Frames) -> str | None:
    """The longest of its names, each without what stands before it in a headline or tells who holds it.

    What any gathering may be called (峰会, 外长会议) is no name. Where a body in it is put in quotation marks, so it is
    in the name too (“四方同盟”部长会议). Of whom is mourned the last character stands for his
    state (units.py): the name begins with all of his (曼德拉追思仪式).
    """
    names = list[str]()
    breaks, *common = (frames.cues[cue] for cue in ("name-begin", "name-common", "name-vague"))
    for first, end in (o.name for o in encounter.occurrences if o.name and not o.is_back):
        start = next((m.start for m in linked.mentions if m.start < first < m.end), first)
        begin = clause_start(linked.folded, end, breaks, since=start)
        if begin > start > 0 and linked.folded[begin - 1] in CLOSING and linked.folded[start - 1] in OPENING:
            names.append(linked.article.text[start - 1 : end])
            continue
        name = linked.article.text[begin:end].strip(MARKS)
        if not any(cue.fullmatch(fold(name)) for cue in common):
            names.append(name)
    return max(names, key=len, default=None)


def _venue(encounter: Encounter, linked: Linked, frames: Frames) -> str | None:
    """The building or room in which they met, from the clause of the word for it: a visit and a call have none."""
    if encounter.is_visit or encounter.form in NOWHERE or encounter.kind in NOWHERE:
        return None
    return next((v for o in encounter.occurrences if not o.is_inside and (v := _venue_of(o, linked, frames))), None)


def _venue_of(found: Occurrence, linked: Linked, frames: Frames) -> str | None:
    """The venue right before the word of an encounter, 在人民大会堂会见, or where it is said to be held, behind it."""
    folded, cues = linked.folded, frames.cues
    least = linked.sentences[found.sentence].start
    begin = clause_start(folded, found.start, BREAK_OR_LINE, since=least)
    before = list(cues["venue"].finditer(folded, begin, found.start))
    if before and cues["venue_apart"].search(folded, before[-1].end(), found.start) is None:
        return linked.article.text[before[-1].start("v") : before[-1].end("v")].strip()
    after = cues["venue_held"].match(folded, found.end)
    return linked.article.text[after.start("v") : after.end("v")].strip() if after else None


def _clauses(encounter: Encounter, linked: Linked) -> Iterator[tuple[int, int]]:
    """From each frame to some characters after it, within its sentence."""
    for found in encounter.occurrences:
        if found.family is Family.CONFERENCE and found.is_inside:
            continue
        end = linked.sentences[found.sentence].end
        yield found.since, min(end, found.end + REACH)


def _duration(encounter: Encounter, clauses: Clauses, linked: Linked, frames: Frames) -> str | None:
    """How long it lasted: of a visit days or many hours, for minutes are those of a talk on it."""
    folded, cues = linked.folded, frames.cues
    for start, end in clauses:
        for found in cues["duration"].finditer(folded, start, end):
            words = folded[found.start() : found.end()]
            if cues["not_lasting"].search(folded, start, found.start()):
                continue
            if cues["not_lasting_behind"].match(folded, found.end()):
                continue
            if not encounter.is_visit or cues["visit_long"].search(words):
                return linked.article.text[found.start() : found.end()].strip()
    return None


def _outcome(encounter: Encounter, clauses: Clauses, scene: Scene) -> str | None:
    folded, cues = scene.linked.folded, scene.frames.cues
    for outcome in OUTCOMES:
        told = ((start, found) for start, end in clauses for found in cues[outcome].finditer(folded, start, end))
        if any(_is_real(found, start, encounter, scene) for start, found in told):
            return outcome
    return None


def _is_real(found: re.Match[str], start: int, encounter: Encounter, scene: Scene) -> bool:
    """Whether the words of an outcome tell what came of this encounter, not what is hoped for, came of another, or is
    only spoken of there.
    """
    folded, cues = scene.linked.folded, scene.frames.cues
    begin = clause_start(folded, found.start(), BREAK_OR_LINE, since=start)
    if cues["unreal_outcome"].search(folded, begin, found.start()) or cues["unreal_behind"].match(folded, found.end()):
        return False
    if cues["content"].search(folded, start, begin):
        return False
    return not _is_of_others(begin, found.start(), encounter, scene)


def _is_of_others(begin: int, end: int, encounter: Encounter, scene: Scene) -> bool:
    """Whether the words before an outcome name someone who was not there: 拜会蔡英文,后与|陈时中|签署备忘录.

    Those who speak for a side sign for it on a visit, and in talks that tell of no people; who brokers it is no side.
    """
    if encounter.family is Family.CONFERENCE:
        return False
    cast, sides = scene.cast, encounter.sides
    own = {*sides.people, *sides.parties, *encounter.hosts, state_key(encounter.country or "")}
    is_open = encounter.is_visit or not sides.people
    for unit in scene.names.inside(begin, end):
        if unit.symbol not in (PERSON, COUNTRY) or scene.frames.cues["brokered"].match(scene.linked.folded, unit.end):
            continue
        served = [cast.side_of(key) if is_open and is_person(key) else cast.party(key) for key in unit.entities]
        if own.isdisjoint((*unit.entities, *served)):
            return True
    return False
