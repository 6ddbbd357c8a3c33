"""Where: the places of an encounter from the words around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter

from kg.extract.meetings.actors import Cast
from kg.extract.meetings.frames import PLACE, Frames
from kg.extract.meetings.occurrence import Occurrence
from kg.extract.meetings.slots import clause_of
from kg.extract.meetings.talks import OBJECT
from kg.extract.meetings.units import Line, Unit
from kg.extract.states import country_code
from kg.model import EntityKind, Form, Linked

HELD_AT = ("place-dated", "place", "place-bare", "place-within")  # patterns of where it was held, the surest first


def city_of(units: Iterable[Unit]) -> str | None:
    """The first place among the units."""
    return next((unit.entities[0] for unit in units if unit.symbol == PLACE), None)


def place_of(line: Line, found: Occurrence, cast: Cast, frames: Frames) -> tuple[str | None, str | None]:
    """City and country (ISO code) as the clause gives them: 在老挝首都万象举行, 纽约联合国大会, 慕尼黑安全会议.

    Where the one who acts stands in a clause before, or it was there (在那里), that clause may give the place too,
    unless it only reports.
    """
    start, end = clause_of(line, found)
    if since := frames.cues["since-another"].match(line.text, line.index(found.until - 1) + 1):
        end = since.end()
    at = line.index(found.start)
    told = max((match.end() for match in frames.cues["told-there"].finditer(line.text, 0, at)), default=-1)
    placed = _place_in(line, (max(told, start), end), (*HELD_AT, "seat"), cast, frames)
    if placed is None and not found.is_visit:
        placed = _place_in(line, (max(told, start), at), ("state", "place-hosted"), cast, frames)
        placed = placed or _place_in(line, (0, start), ("place-lead",), cast, frames)
    if placed is None and told < start and (found.is_continued or frames.cues["there"].search(line.text, start, end)):
        placed = _place_in(line, (0, start), ("arrived",), cast, frames)
        if placed is None and not frames.cues["reported"].search(line.text, 0, start):
            placed = _place_in(line, (0, start), ("place",), cast, frames)
    if placed is None and not found.is_visit and (behind := frames.cues["held-behind"].search(line.text, end)):
        placed = _place_in(line, behind.span(), HELD_AT, cast, frames)
    seat = next((frames.seats[body] for body in found.bodies if body in frames.seats), None)
    return placed or (None, seat or _summoner(line, found, frames))


def place_in_name(
    line: Line, found: Occurrence, linked: Linked, cast: Cast, frames: Frames
) -> tuple[str | None, str | None]:
    """City and country of a place in the name of a body at which it was: 在明斯克监狱."""
    match = frames.patterns["at-body"].search(line.text, *clause_of(line, found))
    unit = line.units[match.start("u")] if match else None
    if unit is None:
        return None, None
    low, high = (bisect_left(linked.mentions, at, key=attrgetter("start")) for at in (unit.start, unit.end))
    inner = next((m.entities[0] for m in linked.mentions[low:high] if m.kind is EntityKind.PLACE and m.entities), None)
    return (None, None) if inner is None else (inner, cast.entities[inner].country)


def _summoner(line: Line, found: Occurrence, frames: Frames) -> str | None:
    """The country that calls an envoy in, which is where the two meet, if it is named before: 捷克召见中国大使."""
    is_named = found.is_continued or found.since < found.start
    if not (is_named and found.rule.startswith(OBJECT) and len(found.sides.parties) == 2):
        return None
    is_summons = frames.cues["summons"].match(line.text, line.index(found.start))
    return country_code(found.sides.parties[0]) if is_summons else None


def _place_in(
    line: Line, span: tuple[int, int], names: Sequence[str], cast: Cast, frames: Frames
) -> tuple[str | None, str | None] | None:
    for name in names:
        match = frames.patterns[name].search(line.text, *span)
        at = next((match.start(group) for group in match.groupdict() if match.group(group)), None) if match else None
        unit = None if at is None or _is_remote(line.text, at, frames) else line.units[at]
        if at is None or unit is None or (name == "seat" and unit.form is not Form.METONYM):
            continue
        if unit.symbol == PLACE:
            return _city_at(line, at, unit, cast, frames)
        return None, country_code(unit.entities[0])
    return None


def _city_at(line: Line, at: int, unit: Unit, cast: Cast, frames: Frames) -> tuple[str, str | None]:
    """City and country: the city in a region named (拉达克地区的楚舒勒), the country before it (泰国河内)."""
    city = cast.entities[unit.entities[0]]
    inside = frames.patterns["place-inside"].match(line.text, at + 1)
    if inside and (inner := line.units[inside.start("u")]):
        entity = cast.entities[inner.entities[0]]
        city = entity if entity.country == city.country else city
    before = frames.patterns["place-country"].search(line.text, 0, at)
    named = line.units[before.start("u")] if before else None
    return city.key, (country_code(named.entities[0]) if named else None) or city.country


def _is_remote(text: str, at: int, frames: Frames) -> bool:
    """Whether who is at a place only takes part from there: 在柏林以视频方式出席."""
    return bool(frames.cues["remotely"].match(text, at + 1) or frames.cues["held-remotely"].search(text, 0, at))
