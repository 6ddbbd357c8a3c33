"""When and where: dates and places of an encounter from the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.extract.meetings.actors import Cast
from kg.extract.meetings.frames import PLACE, Frames
from kg.extract.meetings.occurrence import Occurrence
from kg.extract.meetings.units import Line, Unit
from kg.model import DateMention, Linked, Part

CLAUSE_BREAK = re.compile(r"[,。;!?]")
FAR = 1_000  # cost of a date outside the frame, in characters: one inside it always wins
BREAK_COST = 30  # cost of every clause mark between a date and the trigger
AFTER_COST = 15  # cost of standing after the frame
TOO_FAR = 160  # the cost from which a date of the sentence is not that of the encounter


def clause_text(line: Line, found: Occurrence) -> str:
    """The clause in which the frame stands, in symbols."""
    start, end = _clause(line, found)
    return line.text[start:end]


def _clause(line: Line, found: Occurrence) -> tuple[int, int]:
    left = line.index(found.left if found.left >= 0 else found.start)
    right = line.index(max(found.right, found.end) - 1) + 1
    breaks = [m.end() for m in CLAUSE_BREAK.finditer(line.text, 0, left)]
    after = CLAUSE_BREAK.search(line.text, right)
    return breaks[-1] if breaks else 0, after.start() if after else len(line.text)


def date_of(linked: Linked, found: Occurrence, frames: Frames) -> tuple[str | None, str | None]:
    """First and last day (month, year) of an encounter as its sentence gives them; a caption counts as one sentence."""
    sentence, block = linked.sentences[found.sentence], linked.article.blocks[found.block]
    start, end = sentence.start, sentence.end
    if block.part is Part.CAPTION:
        start, end = block.start, block.end
    dates = [d for d in linked.dates if start <= d.start < end and d.first]
    costs = [(_cost(linked.folded, d, found), d) for d in dates if not _is_of_report(linked.folded, d, found, frames)]
    if not costs:
        return None, None
    cost, best = min(costs, key=lambda pair: (pair[0], pair[1].start))
    return (best.first, best.last) if cost < FAR + TOO_FAR else (None, None)


def _is_of_report(folded: str, date: DateMention, found: Occurrence, frames: Frames) -> bool:
    """Whether a date tells when someone spoke of the encounter, in a clause of its own: 共同社星期五报道说，…"""
    mark = CLAUSE_BREAK.search(folded, date.end)
    if mark is None or mark.start() > (found.left if found.left >= 0 else found.start):
        return False
    return bool(frames.cues["reported"].search(folded[date.end : mark.start()]))


def _cost(folded: str, date: DateMention, found: Occurrence) -> int:
    left = found.left if found.left >= 0 else found.start
    right = max(found.right, found.end)
    if left <= date.start and date.end <= right:
        return 0 if date.first and len(date.first) == 10 else 1
    if date.end <= left:
        between, extra = folded[date.end : left], 0
    else:
        between, extra = folded[right : date.start], AFTER_COST
    return FAR + extra + len(between) + BREAK_COST * len(CLAUSE_BREAK.findall(between))


def city_of(units: Iterable[Unit]) -> str | None:
    """The first place among the units."""
    return next((unit.entities[0] for unit in units if unit.symbol == PLACE), None)


def place_of(line: Line, found: Occurrence, cast: Cast, frames: Frames) -> tuple[str | None, str | None]:
    """City and country (ISO code) as the clause gives them: 在老挝首都万象举行, 纽约联合国大会, 在韩国召开的."""
    start, end = _clause(line, found)
    for name in ("place", "place-bare"):
        match = frames.patterns[name].search(line.text, start, end)
        unit = next((line.units[match.start(g)] for g in match.groupdict() if match.group(g)), None) if match else None
        if unit is None:
            continue
        entity = cast.entities[unit.entities[0]]
        if unit.symbol == PLACE:
            return entity.key, entity.country
        return None, country_code(entity.key)
    return None, None


def country_code(key: str | None) -> str | None:
    """The ISO code of a country's key."""
    return key.removeprefix("country/") if key and key.startswith("country/") else None
