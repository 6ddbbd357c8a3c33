"""Who stands near a word of encounter where no frame fits: the units of its clause, whatever the words between them."""

from __future__ import annotations

from collections.abc import Collection

from kg.extract.meetings.frames import ACTORS, PERSON, Frame
from kg.extract.meetings.matching import ASIDE, Match, Spot
from kg.extract.meetings.units import Line, Unit
from kg.knowledge.clauses import BREAK_OR_QUOTE, clause_end, clause_start

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
    movers = [u for u in line.between(start, at) if u.symbol == PERSON]
    targets = goal(spot, stop) or _site(spot, start, at)
    if not targets:
        return None
    groups = {"t": targets} | ({"a": movers[-1:]} if movers else {})
    reach = line.index(targets[-1].start) + 1
    return Match(frame=FRAME, groups=groups, start=start, end=max(end, reach))


def goal(spot: Spot, stop: int | None = None) -> list[Unit]:
    """Where a word of travel says that it goes: 访问团抵台, while 访问激怒了中国 says nothing of where."""
    text = spot.line.text
    found = spot.scene.frames.patterns["near-goal"].match(text, spot.place[1], len(text) if stop is None else stop)
    return spot.line.between(*found.span("t")) if found else []


def _site(spot: Spot, start: int, at: int) -> list[Unit]:
    """Where someone is by the words before a word of travel: 到印度进行访问, but not 印度问题成为访问的焦点."""
    site = spot.scene.frames.patterns["near-site"].search(spot.line.text, 0, at)
    if site is None:
        return []
    first, last = site.span(site.lastgroup or 0)
    return spot.line.between(max(start, first), last)


def _clause(line: Line, at: int, end: int) -> tuple[int, int]:
    return clause_start(line.text, at, BREAK_OR_QUOTE), clause_end(line.text, end, BREAK_OR_QUOTE)


def _after_last_hit(spot: Spot, at: int, but: Collection[str] = ()) -> int:
    """Where the last trigger before this one ends, which owns what stands before it; not those of some classes."""
    before = [h for h in spot.hits if h.end <= spot.hit.start and h.name not in ASIDE and h.name not in but]
    hits = [h for h in before if spot.line.covers(h.start)]
    ends = [spot.line.index(h.end) for h in hits]
    return max((e for e in ends if e <= at), default=0)


def _actors(line: Line, start: int, end: int) -> list[Unit]:
    return [u for u in line.between(start, end) if u.symbol in ACTORS]
