"""Who stands near a word of encounter where no frame fits: the units of its clause, whatever the words between them."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.extract.meetings.frames import ACTORS, COUNTRY, PERSON, PLACE, Frame
from kg.extract.meetings.matching import ASIDE, Match, Spot
from kg.extract.meetings.units import Line, Unit

CLAUSE_BREAK = re.compile(r"[,。;:!?“”]")
REACH = 12  # characters after a word of travel in which it says where to
AFTER = 20  # characters after a word like 会见 in which it says whom
TALKS = frozenset({"talk", "face", "receive", "call", "video", "summit", "weak"})
TRAVEL = frozenset({"visit", "inbound", "arrive", "journey"})
STAGE = frozenset({"arrive"})  # whoever goes somewhere may talk there: 律师赴看守所会见
FRAME = Frame(rule="near", classes=TALKS | TRAVEL, before="", behind=None, confidence=0.5)


def match_near(spot: Spot) -> Match | None:
    """A match made of the names in the clause of a trigger; None where they cannot be the sides."""
    if spot.hit.name in TALKS:
        return _talk(spot)
    return _travel(spot) if spot.hit.name in TRAVEL else None


def _talk(spot: Spot) -> Match | None:
    line, (at, end) = spot.line, spot.place
    start, stop = _clause(line, at, end)
    start = max(start, _after_last_hit(spot, at, but=STAGE if spot.hit.name == "receive" else ()))
    left = _actors(line, start, at)
    right = _actors(line, end, min(stop, end + AFTER)) if spot.hit.name in ("receive", "call") else []
    if not left and not right:
        return None
    groups = {name: units for name, units in (("a", left), ("b", right)) if units}
    return Match(frame=FRAME, groups=groups, start=start, end=stop if right else end)


def _travel(spot: Spot) -> Match | None:
    line, (at, end) = spot.line, spot.place
    start, stop = _clause(line, at, end)
    start = max(start, _after_last_hit(spot, at))
    units = [u for u in line.between(end, min(stop, end + REACH)) if u.symbol in (COUNTRY, PLACE)]
    before = [u for u in line.between(start, at) if u.symbol in (COUNTRY, PLACE)]
    movers = [u for u in line.between(start, at) if u.symbol == PERSON]
    targets = units[:1] or before[-1:]
    if not targets:
        return None
    groups = {"t": targets} | ({"a": movers[-1:]} if movers else {})
    reach = line.index(targets[-1].start) + 1
    return Match(frame=FRAME, groups=groups, start=start, end=max(end, reach))


def _clause(line: Line, at: int, end: int) -> tuple[int, int]:
    breaks = [m.end() for m in CLAUSE_BREAK.finditer(line.text, 0, at)]
    after = CLAUSE_BREAK.search(line.text, end)
    return breaks[-1] if breaks else 0, after.start() if after else len(line.text)


def _after_last_hit(spot: Spot, at: int, but: Collection[str] = ()) -> int:
    """Where the last trigger before this one ends, which owns what stands before it; not those of some classes."""
    before = [h for h in spot.hits if h.end <= spot.hit.start and h.name not in ASIDE and h.name not in but]
    hits = [h for h in before if spot.line.covers(h.start)]
    ends = [spot.line.index(h.end) for h in hits]
    return max((e for e in ends if e <= at), default=0)


def _actors(line: Line, start: int, end: int) -> list[Unit]:
    return [u for u in line.between(start, end) if u.symbol in ACTORS]
