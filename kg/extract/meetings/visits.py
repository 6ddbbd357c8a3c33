"""Visits: who went where, from the frame around a word of travel."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from kg.extract.meetings import slots, where
from kg.extract.meetings.actors import Sides, countries_of
from kg.extract.meetings.antecedents import subject_of
from kg.extract.meetings.frames import COUNTRY, PERSON, PLACE
from kg.extract.meetings.matching import Match, Spot
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.subjects import ANTECEDENT_DISCOUNT, subject_before
from kg.extract.meetings.units import Unit
from kg.extract.states import country_code
from kg.knowledge.clauses import BREAK_OR_QUOTE, clause_start
from kg.model import MeetingKind

UNDERWAY = frozenset({"arrive", "journey"})  # classes of words that tell a stage of a journey
COUNT_REACH = 8  # characters after a frame in which countries may be counted
LONG = 5  # times that an article names whom it is much about
AGAIN = 2  # the same of someone who is spoken of more than in passing
MANY = 3  # countries from which on a journey is counted up
COUNTED = "visit-counted"  # the frame of a journey to so many countries: 访问欧洲三国（法国、挪威和德国）
BEHIND = frozenset({"welcome-open", "inbound-here"})  # frames whose receiver acts in the clause before


def find_visits(spot: Spot, match: Match) -> list[Occurrence]:
    """The visits that a frame tells of: the journey, and of one through several countries the stay in each.

    Empty where nobody travels, or only home. Of countries that are counted no stay is told, but in what else is said.
    """
    visits = [visit for some in _apart(spot, match) if (visit := _visit(spot, some)) is not None]
    if len(visits) != 1 or len(visits[0].hosts) < 2 or visits[0].is_bare or match.frame.rule == COUNTED:
        return visits
    targets, goals = _targets(spot, match), [h for h in visits[0].hosts if h not in visits[0].sides.parties]
    is_each = _goes_further(spot, visits[0]) or _says(spot, visits[0].left, "each")
    is_all = is_each or _is_long_told(spot, visits[0], len(goals))
    told = goals if is_all else _spoken_of(spot, goals)
    stays = [_stay(spot, visits[0], host, targets, is_told=host in told) for host in goals]
    return stays if spot.hit.name == "arrive" and visits[0].is_weak else [*visits, *stays]


def _apart(spot: Spot, match: Match) -> list[Match]:
    """The match once for each visitor, where they go each by himself: of several states, or one after the other."""
    visitors = match.groups.get("a", [])
    sides = {spot.scene.cast.resolve([unit]).parties for unit in visitors if unit.symbol == PERSON or unit.roles}
    is_apart = len(sides) == len(visitors) or _go_in_turn(spot, match, visitors)
    if len(visitors) < 2 or not is_apart:
        return [match]
    return [replace(match, groups=match.groups | {"a": [unit]}) for unit in visitors]


def _go_in_turn(spot: Spot, match: Match, visitors: Sequence[Unit]) -> bool:
    """Whether people are said to go to one place one after the other: 财长和国务卿相继访华, 接连派财长和国务卿访华."""
    if len(match.groups.get("t", ())) > 1 or any(unit.symbol != PERSON for unit in visitors):
        return False
    if not visitors:
        return False
    start = spot.line.offsets[clause_start(spot.line.text, match.start, BREAK_OR_QUOTE)]
    is_sent = spot.scene.frames.cues["each-sent"].search(spot.scene.linked.folded, start, spot.hit.start) is not None
    return is_sent or _says(spot, visitors[-1].end, "each")


def _visit(spot: Spot, match: Match) -> Occurrence | None:
    cast, hit, line = spot.scene.cast, spot.hit, spot.line
    rule, is_open = match.frame.rule, "a" not in match.groups
    visitors = subject_of(spot, match.start) if is_open else match.groups["a"]
    if not visitors or _is_about(spot, match, visitors, is_open=is_open):
        return None
    movers, receivers, targets = cast.resolve(visitors), _receivers(spot, match), _targets(spot, match)
    hosts = _hosts(spot, match, targets, receivers)
    hosts = tuple(host for host in hosts if host not in movers.parties) or hosts
    if movers.is_empty or (hosts and set(hosts) <= set(movers.parties) and not _is_inland(spot, movers, targets)):
        return None
    is_named = bool(movers.people) or any(unit.roles for unit in visitors)
    if not is_named and _says(spot, visitors[-1].end, "craft"):
        return None
    is_for_visit = spot.scene.frames.cues["for_visit"].match(line.text, match.end) is not None
    return Occurrence(
        family=Family.VISIT,
        kind=MeetingKind.VISIT,
        is_kind_sure=True,
        sides=movers | cast.resolve(receivers) if rule.startswith("welcome") else movers,
        hosts=hosts,
        is_weak=(hit.name in UNDERWAY and not is_for_visit) or not hosts or not movers.people,
        is_stage=hit.name in UNDERWAY and bool(hosts) and _is_prominent(spot, movers),
        is_bare=not is_named,
        is_along=not is_open and _says(spot, visitors[-1].end, "along"),
        is_continued=is_open or rule == "welcome-open",
        is_tour=(len(hosts) > 1 and is_named) if hosts else (hit.name != "arrive" and _names_region(spot, match)),
        level=movers.level,
        start=hit.start,
        end=hit.end,
        left=min(line.offsets[match.start], hit.start),
        right=max(line.offsets[match.end], hit.end),
        city=where.city_of(targets) if len(hosts) < 2 else None,
        country=country_code(hosts[0]) if len(hosts) == 1 else None,
        rule=rule,
        confidence=match.frame.confidence - (ANTECEDENT_DISCOUNT if is_open else 0.0),
    )


def _goes_further(spot: Spot, visit: Occurrence) -> bool:
    """Whether someone goes there besides, 还将访问荷兰和挪威: no list of a whole journey, each is told for itself."""
    return spot.scene.frames.cues["further"].search(slots.clause_text(spot.line, visit)) is not None


def _is_long_told(spot: Spot, visit: Occurrence, goals: int) -> bool:
    """Whether the article is about who travels, or tells of him and his many goals: it speaks of what it counts up."""
    least = AGAIN if goals >= MANY else LONG
    return any(spot.scene.counts[person] >= least for person in visit.sides.people)


def _spoken_of(spot: Spot, goals: Sequence[str]) -> set[str]:
    """The countries of a journey that the article speaks of elsewhere, in a sentence that does not list them all."""
    sentences, found = spot.scene.linked.sentences, dict[int, set[str]]()
    starts = [sentence.start for sentence in sentences]
    for unit in spot.scene.names.units:
        if named := {goal for goal in goals if goal in unit.entities}:
            found.setdefault(bisect_right(starts, unit.start) - 1, set()).update(named)
    found.pop(spot.number, None)
    return {goal for some in found.values() if len(some) < max(2, len(goals)) for goal in some}


def _stay(spot: Spot, visit: Occurrence, host: str, targets: Sequence[Unit], *, is_told: bool) -> Occurrence:
    """The stay in one of the countries of a journey; weak where the article says nothing more of that country."""
    there = [unit for unit in targets if host in countries_of([unit], spot.scene.cast)]
    return replace(
        visit,
        hosts=(host,),
        is_tour=False,
        is_stay=True,
        is_weak=not is_told,
        city=where.city_of(there),
        country=country_code(host),
    )


def _is_inland(spot: Spot, movers: Sides, targets: Sequence[Unit]) -> bool:
    """Whether someone well known visits a city of the own country by a word for visits: 习近平访问深圳."""
    word = spot.scene.linked.folded[spot.hit.start : spot.hit.end]
    is_place = any(unit.symbol == PLACE for unit in targets)
    return word in spot.scene.frames.lists["inland"] and is_place and _is_prominent(spot, movers)


def _is_prominent(spot: Spot, movers: Sides) -> bool:
    """Whether the gazetteer knows one of them, so that a journey is a visit rather than someone's own affair."""
    return any(spot.scene.cast.entities[person].known for person in movers.people)


def _is_about(spot: Spot, match: Match, visitors: Sequence[Unit], *, is_open: bool) -> bool:
    """Whether nobody is on a visit: someone only speaks of one (巴比斯不认同这趟访台), is interviewed, or stays."""
    cues, text, at = spot.scene.frames.cues, spot.line.text, spot.place[0]
    if cues["settles"].match(text, match.end) or _is_heard(spot, match):
        return True
    return bool(cues["interview"].search(text[:at])) or (not is_open and _says(spot, visitors[-1].end, "comments"))


def _is_heard(spot: Spot, match: Match) -> bool:
    """Whether a word for visits of which no goal is told is one for an interview: 在访问中表示."""
    cue, end = spot.scene.frames.cues["in-interview"], spot.place[1]
    return match.frame.rule == "inbound" and not _targets(spot, match) and bool(cue.match(spot.line.text, end))


def _says(spot: Spot, start: int, cue: str) -> bool:
    """Whether words of a kind stand between a visitor and the word of travel."""
    line, end = spot.line, spot.hit.start
    if start >= end:
        return False
    return spot.scene.frames.cues[cue].search(line.text, line.index(start), line.index(end)) is not None


def _targets(spot: Spot, match: Match) -> list[Unit]:
    """Where the journey goes: as the frame says, or in the adverbial before (正在台北访问的阿扎尔)."""
    if "t" in match.groups or match.frame.rule not in ("visit-relative", "inbound"):
        return match.groups.get("t", [])
    start = max((unit.end for unit in match.groups.get("a", ())), default=0) if match.frame.rule == "inbound" else 0
    before = spot.scene.names.inside(max(start, spot.line.offsets[match.start]), spot.hit.start)
    units = [unit for unit in before if unit.symbol in (PLACE, COUNTRY)]
    if (
        match.frame.rule == "inbound"
        and units
        and not spot.scene.linked.folded.endswith(spot.scene.frames.lists["at"], 0, units[0].start)
    ):
        return []
    return units


def _receivers(spot: Spot, match: Match) -> list[Unit]:
    """Who receives: as the frame says, or who acts in the clause before (韩国外交部针对王毅来访发布新闻)."""
    if "h" in match.groups or match.frame.rule not in BEHIND:
        return match.groups.get("h", [])
    return subject_before(spot.line, match.start, spot.scene.cast)


def _hosts(spot: Spot, match: Match, targets: Sequence[Unit], receivers: Sequence[Unit]) -> tuple[str, ...]:
    cast = spot.scene.cast
    if targets and begins_region(spot, targets[0]):
        return ()
    hosts = countries_of(targets, cast) or cast.resolve(receivers).parties
    if match.frame.rule == "inbound-here":
        own = cast.resolve(match.groups.get("a", ())).parties
        return tuple(host for host in hosts if host not in own)
    return hosts


def begins_region(spot: Spot, target: Unit) -> bool:
    """Whether what looks like a country is the start of a region's name: 中欧, 中东."""
    scene = spot.scene
    return scene.linked.folded[target.start : target.start + 2] in scene.frames.lists["regions"]


def _names_region(spot: Spot, match: Match) -> bool:
    """Whether the frame names a region or counts countries: 访欧, 欧洲之行, 访问六国."""
    scene, offsets = spot.scene, spot.line.offsets
    start, end = offsets[match.start], offsets[match.end]
    if scene.frames.cues["countries"].search(scene.linked.folded, start, end + COUNT_REACH):
        return True
    where = scene.linked.folded[start : end + 1]
    return any(region in where for region in scene.frames.lists["regions"])
