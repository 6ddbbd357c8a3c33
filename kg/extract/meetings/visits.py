"""Visits: who went where, from the frame around a word of travel."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.meetings import slots
from kg.extract.meetings.actors import countries_of
from kg.extract.meetings.frames import COUNTRY, PLACE
from kg.extract.meetings.matching import Match, Spot
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.subjects import TOPIC_DISCOUNT, subject_before
from kg.extract.meetings.units import Unit
from kg.model import MeetingKind

UNDERWAY = frozenset({"arrive", "journey"})  # classes of words that tell a stage of a journey
BEHIND = frozenset({"welcome-open", "inbound-here"})  # frames whose receiver acts in the clause before


def find_visit(spot: Spot, match: Match) -> Occurrence | None:
    """The visit that a frame tells of; None where nobody travels, or only home."""
    cast, hit, line = spot.scene.cast, spot.hit, spot.line
    rule, is_open = match.frame.rule, "a" not in match.groups
    visitors = subject_before(line, match.start, cast) if is_open else match.groups["a"]
    if not visitors or (not is_open and _only_comments(spot, visitors[-1].end)):
        return None
    movers, receivers, targets = cast.resolve(visitors), _receivers(spot, match), _targets(spot, match)
    hosts = _hosts(spot, match, targets, receivers)
    if movers.is_empty or (hosts and set(hosts) <= set(movers.parties)):
        return None
    is_named = bool(movers.people) or any(unit.roles for unit in visitors)
    return Occurrence(
        family=Family.VISIT,
        kind=MeetingKind.VISIT,
        is_kind_sure=True,
        sides=movers | cast.resolve(receivers) if rule.startswith("welcome") else movers,
        hosts=hosts,
        is_weak=hit.name in UNDERWAY or not hosts or not movers.people,
        is_bare=not is_named,
        is_continued=is_open or rule == "welcome-open",
        is_tour=(len(hosts) > 1 and is_named) if hosts else (hit.name != "arrive" and _names_region(spot, match)),
        level=movers.level,
        start=hit.start,
        end=hit.end,
        left=min(line.offsets[match.start], hit.start),
        right=max(line.offsets[match.end], hit.end),
        city=slots.city_of(targets),
        country=slots.country_code(hosts[0]) if len(hosts) == 1 else None,
        rule=rule,
        confidence=match.frame.confidence - (TOPIC_DISCOUNT if is_open else 0.0),
    )


def _only_comments(spot: Spot, start: int) -> bool:
    """Whether someone only speaks of a journey: 巴比斯不认同这趟访台."""
    line, end = spot.line, spot.hit.start
    if start >= end:
        return False
    return spot.scene.frames.cues["comments"].search(line.text, line.index(start), line.index(end)) is not None


def _targets(spot: Spot, match: Match) -> list[Unit]:
    """Where the journey goes: as the frame says, or in the adverbial before (正在台北访问的阿扎尔)."""
    if "t" in match.groups or match.frame.rule != "visit-relative":
        return match.groups.get("t", [])
    before = spot.scene.names.inside(spot.line.offsets[match.start], spot.hit.start)
    return [unit for unit in before if unit.symbol in (PLACE, COUNTRY)]


def _receivers(spot: Spot, match: Match) -> list[Unit]:
    """Who receives: as the frame says, or who acts in the clause before (韩国外交部针对王毅来访发布新闻)."""
    if "h" in match.groups or match.frame.rule not in BEHIND:
        return match.groups.get("h", [])
    return subject_before(spot.line, match.start, spot.scene.cast)


def _hosts(spot: Spot, match: Match, targets: Sequence[Unit], receivers: Sequence[Unit]) -> tuple[str, ...]:
    cast = spot.scene.cast
    if targets and _begins_region(spot, targets[0]):
        return ()
    hosts = countries_of(targets, cast) or cast.resolve(receivers).parties
    if match.frame.rule == "inbound-here":
        own = cast.resolve(match.groups.get("a", ())).parties
        return tuple(host for host in hosts if host not in own)
    return hosts


def _begins_region(spot: Spot, target: Unit) -> bool:
    """Whether what looks like a country is the start of a region's name: 中欧, 中东."""
    scene = spot.scene
    return scene.linked.folded[target.start : target.start + 2] in scene.frames.lists["regions"]


def _names_region(spot: Spot, match: Match) -> bool:
    """Whether the frame names a region: 访欧, 欧洲之行."""
    scene, offsets = spot.scene, spot.line.offsets
    where = scene.linked.folded[offsets[match.start] : offsets[match.end] + 1]
    return any(region in where for region in scene.frames.lists["regions"])
