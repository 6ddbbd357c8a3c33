"""Who presides over an encounter, who is host of a conference, and on which level it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.extract.meetings.actors import Cast
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.subjects import subject_before
from kg.extract.meetings.units import Line
from kg.knowledge.gazetteer import RANKS

PAIR = 2  # sides of a talk
UNKNOWN = "other"  # the class of offices that tell no level


def chairs_of(line: Line, found: Occurrence, cast: Cast, frames: Frames) -> tuple[str, ...]:
    """Who is said to chair it, as the sentence gives it: 王毅同苏杰生共同主持会谈; 会议由茂木敏充主持."""
    if found.is_visit:
        return ()
    start, end = line.index(found.start), line.index(found.end)
    before = frames.patterns["chair-before"].search(line.text, 0, start)
    after = frames.patterns["chair-after"].match(line.text, end)
    match = before or after
    if match is None:
        return ()
    groups = [line.between(*match.span(g)) for g in match.groupdict() if match.group(g)]
    at = match.start("a") if groups else match.start()
    if not groups or (len(groups) == 1 and frames.patterns["chair-with"].search(line.text, 0, at)):
        groups.insert(0, subject_before(line, at, cast))
    sides = cast.resolve([unit for group in groups for unit in group])
    return sides.people or sides.parties


def convener_of(line: Line, found: Occurrence, cast: Cast, frames: Frames) -> str | None:
    """The country that is said to hold a conference: 日本主办的峰会, 峰会由日本主办, 轮值主席国老挝."""
    if found.family is not Family.CONFERENCE:
        return None
    first, end = line.index(max(found.left, line.offsets[0])), line.index(found.end)
    patterns = frames.patterns
    match = patterns["convener"].search(line.text, 0, first) or patterns["convener-after"].match(line.text, end)
    where = next((match.span(group) for group in match.groupdict() if match.group(group)), (0, 0)) if match else (0, 0)
    parties = cast.resolve(line.between(*where)).parties
    return parties[0] if parties else None


def level_of(encounter: Encounter, cast: Cast) -> str | None:
    """The level of an encounter: of a talk that of the lower side, where each is as high as its highest there."""
    ranks = _ranks(encounter.sides.people, cast)
    told = [level for level in (encounter.level,) if level]
    if encounter.family is Family.TALK:
        sides = list(ranks.values()) if len(ranks) >= PAIR else [*ranks.values(), *told]
        level = max(sides, key=RANKS.index, default=None)
    else:
        level = min(told or ranks.values(), key=RANKS.index, default=None)
    return level if level != UNKNOWN else None


def _ranks(people: Iterable[str], cast: Cast) -> Mapping[str | None, str]:
    """The highest level of the people of each side, as far as their offices are known."""
    ranks: dict[str | None, str] = {}
    for person in people:
        rank, side = cast.level([person]), cast.side_of(person)
        if rank is not None:
            ranks[side] = min(ranks.get(side, rank), rank, key=RANKS.index)
    return ranks
