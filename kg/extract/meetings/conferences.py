"""Conferences: gatherings of many parties, known by a name (第79届联合国大会, 东盟外长会议) and by who attends."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.meetings.actors import Cast, Sides
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.occurrence import NOBODY, Family, Occurrence
from kg.extract.meetings.subjects import subject_before
from kg.extract.meetings.talks import MANY
from kg.extract.meetings.units import Line, Unit
from kg.model import MeetingKind

LONGEST = 20  # characters of the line that the name of a conference can have before its last word


class Attendance(Struct, frozen=True, kw_only=True, gc=False):
    """Who is said to take part in a conference, whether it is said to be held or attended, and who chaired it."""

    sides: Sides = NOBODY
    is_said: bool = False
    chair: str | None = None


def find_conference(line: Line, start: int, end: int, cast: Cast, frames: Frames) -> Occurrence | None:
    """The conference whose name ends with the trigger line.text[start:end], and who attends; None if it is none."""
    if line.text[end:].startswith(("记者会", "预告", "发布会")):
        return None
    first = _name_start(line.text, start, frames)
    if not line.between(first, end) and (host := frames.patterns["name-host"].search(line.text[:first])):
        first = host.start()
    units = [u for u in line.between(first, end) if u.entities]
    hosts, attendance = cast.resolve(units), _attendance(line, first, end, cast, frames)
    is_back = not units and bool(frames.patterns["name-back"].search(line.text[:start]))
    if not _is_gathering(line.text[first:end], units, cast, frames) and not (is_back and attendance.is_said):
        return None
    if not units and not is_back and len(attendance.sides.parties) == 2:
        return None
    is_numbered = bool(frames.patterns["name-number"].match(line.text, first))
    return Occurrence(
        family=Family.CONFERENCE,
        kind=MeetingKind.CONFERENCE,
        is_kind_sure=True,
        sides=replace(hosts | attendance.sides, level=hosts.level),
        chair=attendance.chair,
        bodies=tuple(dict.fromkeys(key for unit in units for key in unit.entities)),
        level=hosts.level,
        name=(line.offsets[first], line.offsets[end]),
        start=line.offsets[start],
        end=line.offsets[end],
        left=line.offsets[first],
        right=line.offsets[end],
        is_back=is_back,
        is_weak=not attendance.is_said,
        is_certain=attendance.is_said or is_numbered,
        rule="conference",
        confidence=0.8 if attendance.is_said else 0.6,
    )


def _name_start(text: str, at: int, frames: Frames) -> int:
    """Where the name that ends at character `at` begins: after the last word that cannot be part of it."""
    breaks = [m.end() for m in frames.patterns["name-break"].finditer(text, 0, at)]
    first = max(breaks[-1] if breaks else 0, at - LONGEST)
    numbers = list(frames.patterns["name-number"].finditer(text, first, at))
    return numbers[-1].start() if numbers else first


def _is_gathering(name: str, units: list[Unit], cast: Cast, frames: Frames) -> bool:
    """Whether the name is one of a gathering of states: a union's, or with a word for such (部长级, 四方)."""
    if any(cast.is_union(key) for unit in units for key in unit.entities):
        return True
    parties = {p for u in units for p in cast.resolve([u]).parties}
    if len(parties) >= MANY or (len(parties) > 1 and any(word in name for word in frames.lists["forums"])):
        return True
    return not units and any(word in name for word in frames.lists["gatherings"])


def _attendance(line: Line, first: int, end: int, cast: Cast, frames: Frames) -> Attendance:
    """Who is said to attend, chair or convene the conference whose name is line.text[first:end]."""
    match = frames.patterns["attend"].search(line.text[:first]) or frames.patterns["chair-after"].match(line.text, end)
    speech = frames.patterns["speaks-at"].search(line.text[:first]) if match is None else None
    if speech is not None and frames.patterns["spoken"].match(line.text, end):
        return Attendance(sides=cast.resolve(line.between(speech.start("a"), speech.end("a"))), is_said=True)
    if match is None:
        return Attendance(is_said=frames.patterns["convened"].match(line.text, end) is not None)
    units = line.between(match.start("a"), match.end("a")) if match.group("a") else []
    sides = cast.resolve(units or subject_before(line, match.start(), cast))
    is_chaired = frames.cues["chaired"].search(match.group()) is not None
    return Attendance(sides=sides, is_said=True, chair=sides.people[0] if is_chaired and sides.people else None)
