"""What forbids that two clusters of accounts are one meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import product

from kg.days import DAY, MONTH
from kg.knowledge.series import is_assembly, places_in_series, series_of
from kg.merge.what import DAY_SLACK, EVER, PUT_OFF, VISIT_SLACK, Telling, What
from kg.model import MeetingKind, Status

K = MeetingKind

Tellings = frozenset[Telling]
# Kinds that one encounter is reported as. A visit and the talks during it are two; a call is no meeting face to face.
SAME_CLASS = {
    frozenset({K.MEETING, K.CONFERENCE}),
    frozenset({K.VIDEO, K.CONFERENCE}),
    frozenset({K.VIDEO, K.CALL}),
}
MOVED = {K.MEETING, K.VIDEO}  # planned face to face, held over a line; the same people do not meet twice a day
# How a gathering of many is told of, be it face to face or not.
GATHERINGS = tuple({x, y} for x in (K.CONFERENCE, K.MEETING, K.VIDEO) for y in (K.CONFERENCE, K.MEETING, K.VIDEO))
GATHERING = 3  # parties
# Days before and after its publication in which an account without a day may lie, by stage. Articles are not always
# clear on whether a visit is to come or under way, so that both sides are given some days.
WINDOWS = {"held": (60, 14), "ahead": (21, 200), "off": (200, 200)}
HELD_AHEAD = 4  # days before a talk or a conference on which it may be told as held
UNDATED_APART = 45  # days between the publications of undated accounts of one meeting that was held
TOLD_NEAR = 20  # days between a meeting and the publication of an account without a day
PLAN_LASTS = 200  # days over which a plan without a date is spoken of
# Articles with accounts in both clusters show that there are two meetings, unless they are so small a part of the
# smaller cluster that they rather tell of it twice.
SHARED_ARTICLES = 0.25
DOMINANT = 4  # times as many articles make one of several candidates the one that is meant
SESSION = 4  # days between accounts of one session of an assembly, which sits longer
STRAY = 2  # days more by which a date that few give may be wrong, if many tell of a meeting just before or after
OTHERS = 3  # articles that tell of one of them only, from which on accounts of one article need not be quite the same
WORLD = "organization/UN"  # holds many gatherings a day
SLIP = 0.05  # share of the articles that must give a number in a series: 第28届 in one of forty that tell of the 27th
LIKE = 0.8  # share of the characters of the shorter of two names that makes them alike


def conflict(a: What, b: What) -> str | None:
    """What forbids that two clusters are one meeting, in a few words; None if nothing does."""
    for forbids in FORBIDDING:
        if reason := forbids(a, b):
            return reason
    return None


def _articles(a: What, b: What) -> str | None:
    """Articles that tell of both, and not of one of them twice."""
    if a.articles.keys().isdisjoint(b.articles):
        return None
    if len(a.articles) > len(b.articles):
        a, b = b, a
    shared = [article for article in a.articles if article in b.articles]
    others = len(a.articles) + len(b.articles) - 2 * len(shared)
    are_repeats = _are_same if others < OTHERS else _are_alike
    apart = [article for article in shared if not _is_repeat(a.articles[article], b.articles[article], are_repeats)]
    return "two accounts of one article" if len(apart) > SHARED_ARTICLES * len(a.articles) else None


def _is_repeat(one: Tellings, two: Tellings, are_repeats: Callable[[Telling, Telling], bool]) -> bool:
    """Whether all that an article tells of one cluster it tells of the other as well, in other words."""
    return any(all(any(are_repeats(x, y) for y in them) for x in those) for those, them in ((one, two), (two, one)))


def _are_same(x: Telling, y: Telling) -> bool:
    """Whether two accounts of one article differ in the date alone."""
    return x.side == y.side and _is_same_talk(x, y) and _are_alike(x, y)


def _are_alike(x: Telling, y: Telling) -> bool:
    """Whether two accounts of one article may be of one encounter: who took part, and when, the one less exactly."""
    gap = max(x.first, y.first) - min(x.last, y.last)
    if gap > (VISIT_SLACK if x.kind is K.VISIT else DAY_SLACK):
        return False
    if x.precision != DAY and y.precision == x.precision:
        return False  # this month, and this month again
    is_dated = min(x.precision, y.precision) >= MONTH and "off" not in (x.stage, y.stage)
    if x.stage != y.stage and not (is_dated or x.kind is K.VISIT):
        return False
    return _is_same_gathering(x, y) or _is_same_talk(x, y)


def _is_same_talk(x: Telling, y: Telling) -> bool:
    """The same people of the same sides."""
    is_kind = x.kind is y.kind and x.kind is not K.CONFERENCE
    return is_kind and bool(x.cast) and x.cast == y.cast and _is_inside(x.side, y.side)


def _is_same_gathering(x: Telling, y: Telling) -> bool:
    """Three states or more told of twice; or two, where all or some meet over a line or in conference on that day; or a
    body's gathering or its summit with a state, of which every account names others.
    """
    if {x.kind, y.kind} not in GATHERINGS or not _is_inside(x.side, y.side):
        return False
    is_one_day = x.precision == y.precision == DAY and (x.kind, y.kind) != (K.MEETING, K.MEETING)
    shared = len(x.side & y.side)
    if not _is_inside(x.cast, y.cast):
        is_theirs = x.kind is y.kind is K.CONFERENCE or shared > len(bodies(x.side & y.side))
        return is_one_day and K.MEETING not in (x.kind, y.kind) and is_theirs and _is_of_one_body(x, y)
    return shared >= GATHERING or (shared > 1 and is_one_day)


def _is_of_one_body(x: Telling, y: Telling) -> bool:
    """A gathering of one body by one name, of which every account names others as there."""
    return bool(bodies(x.side & y.side)) and (not x.name or not y.name or _is_alike(x.name, y.name))


def _kinds(a: What, b: What) -> str | None:
    for x, y in product(sorted(a.usual_kinds), sorted(b.usual_kinds)):
        if x is not y and frozenset({x, y}) not in SAME_CLASS and not ({x, y} == MOVED and _may_move(a, b)):
            return f"{min(x, y)} and {max(x, y)}"
    return None


def _may_move(a: What, b: What) -> bool:
    """Whether a day or a plan shows that a meeting face to face and one over a line are the same."""
    return bool(a.days and b.days) or any(Status.HELD not in what.statuses for what in (a, b) if not what.days)


def _dates(a: What, b: What) -> str | None:
    """Days too far apart, or times that have no day in common."""
    return None if dates_agree(a, b) else "dates exclude each other"


def _appointments(a: What, b: What) -> str | None:
    """Other days, and one tells of one person and of nobody whom he met, nor of what gathering: of any other of his."""
    if not (a.days and b.days) or is_one_time(a, b) or has_same_name(a, b):
        return None
    return "of one person on another day" if any(map(_is_alone, (a, b))) else None


def _ceremonies(a: What, b: What) -> str | None:
    """Other days, and the one is of a gathering by its name, where many were, the other of a talk."""
    if not (a.days and b.days) or is_one_time(a, b) or not a.usual_kinds == b.usual_kinds == (K.MEETING,):
        return None
    return "a gathering and a talk on another day" if _is_named(a) != _is_named(b) else None


def _is_named(what: What) -> bool:
    """Whether most accounts give a name."""
    names = [telling.name for some in what.articles.values() for telling in some]
    return 2 * sum(map(bool, names)) > len(names)


def _is_alone(what: What) -> bool:
    """Whether it tells of one person who is not on a journey, and of no other side."""
    lists = (*what.usual_casts, *what.usual_sides)
    return bool(what.usual_casts) and not what.is_visit and all(len(found) == 1 for found in lists)


def dates_agree(a: What, b: What, *, late: int = PUT_OFF) -> bool:
    """Whether their days are near each other, or their times have a day in common, or but so many days between them. A
    cluster's few wrong days do not count.
    """
    if a.when is None or b.when is None:
        return True
    one, two = (a, b) if a.when <= b.when else (b, a)
    gap = (two.when or EVER)[0] - (one.when or EVER)[1]
    if a.days and b.days:
        return gap <= (SESSION if is_session(a, b) else max(a.slack, b.slack) + STRAY * is_stray(a, b))
    return gap <= (max(min(one.late, late), two.early) if a.days or b.days else 0)


def is_session(a: What, b: What) -> bool:
    """Whether they are of an assembly by one name, where each account has the day of its speaker."""
    shared = {*map(series_of, a.names)} & {*map(series_of, b.names)}
    return a.usual_kinds == b.usual_kinds == (K.CONFERENCE,) and any(map(is_assembly, shared))


def is_stray(a: What, b: What) -> bool:
    """Whether they are of the same people face to face, and few tell of the one where many tell of the other."""
    few, many = sorted((len(a.articles), len(b.articles)))
    same = many >= DOMINANT * few and a.usual_kinds == b.usual_kinds and a.usual_kinds in ((K.MEETING,), (K.VISIT,))
    return same and any(cast in b.usual_casts for cast in a.usual_casts)


def _publication(a: What, b: What) -> str | None:
    """Accounts without a day, published at another time than the meeting of the other cluster allows."""
    if any(_is_told_elsewhen(x, y) for x, y in ((a, b), (b, a)) if not x.days):
        return "told at another time"
    return None


def _is_told_elsewhen(vague: What, other: What) -> bool:
    for stage, (first, last) in vague.told.items():
        back, ahead = WINDOWS[stage]
        if stage == "held" and not (vague.is_visit and other.is_visit):
            ahead = HELD_AHEAD
        if other.when is not None:
            early = vague.precision == 0 and other.when[1] < last - back
            if (early and stage != "ahead") or other.when[0] > first + ahead:
                return True
            if stage == "ahead" and other.when[1] < last - back:
                return True
        elif any(
            max(last, other_last) - min(first, other_first)
            > (UNDATED_APART if "held" in (stage, other_stage) else PLAN_LASTS)
            for other_stage, (other_first, other_last) in other.told.items()
        ):
            return True
    return False


def is_told_near(dated: What, other: What) -> bool:
    """Whether the other, which has no day, was published about the day of the first."""
    if dated.when is None or not dated.days or other.days:
        return False
    day = dated.when[0]
    return any(first - TOLD_NEAR <= day <= last + TOLD_NEAR for first, last in other.told.values())


def _casts(a: What, b: What) -> str | None:
    """Nobody in common, or of a talk neither list inside the other and fewer than two in common.

    Of a conference every account names others.
    """
    if (K.CONFERENCE in a.kinds and K.CONFERENCE in b.kinds) or is_union_summit(a, b):
        return None
    is_talk = a.is_talk or b.is_talk
    for x, y in product(a.usual_casts, b.usual_casts):
        shared = len(x & y)
        if shared == 0 or (is_talk and shared < 2 and not _is_inside(x, y)):
            return "other participants"
    return None


def _sides(a: What, b: What) -> str | None:
    """Other parties: none shared, or other counterparts of a talk, or a tour and one of its stops."""
    if K.CONFERENCE in a.kinds and K.CONFERENCE in b.kinds:  # of whose parties every account names others
        one, two = _parties(a), _parties(b)
        return "other parties" if one and two and one.isdisjoint(two) else None
    if is_union_summit(a, b):
        return None
    is_talk = a.is_talk or b.is_talk
    pairs = list(product(a.usual_sides, b.usual_sides))
    if any(not x & y or (is_talk and not _is_inside(x, y) and len(x & y) < 2) for x, y in pairs):
        return "other parties"
    if is_talk and not (a.is_talk and b.is_talk):
        talk, other = (a, b) if a.is_talk else (b, a)
        if other.usual_sides and all(map(bodies, other.usual_sides)) and not any(map(bodies, talk.usual_sides)):
            return "a talk at the conference of a body"
    return None


def is_union_summit(a: What, b: What) -> bool:
    """Whether both are of one state and one union in conference or over a line on one day, whoever of the union, or of
    its members, is named: 中欧领导人视频会晤, 习近平与默克尔及欧盟领导人.
    """
    kinds = {*a.usual_kinds, *b.usual_kinds}
    if not (kinds <= {K.CONFERENCE, K.VIDEO} and a.days and b.days and is_one_time(a, b)):
        return False
    shared = (_parties(a) & _parties(b)) - {WORLD}
    unions = len(bodies(shared))
    is_met = not (a.people and b.people and a.people.isdisjoint(b.people))
    return 0 < unions < len(shared) and is_met and not has_other_name(a, b)


def _parties(what: What) -> frozenset[str]:
    """All parties that usual accounts name."""
    return frozenset[str]().union(*what.usual_sides)


def bodies(side: frozenset[str]) -> list[str]:
    """The parties that are no countries."""
    return [party for party in side if party.startswith("organization/")]


def _journeys(a: What, b: What) -> str | None:
    """Other countries, a tour and one of its stops, or a journey that nobody says where it led to."""
    if not (a.is_visit or b.is_visit):
        return None
    one, two = (what.usual_sides for what in (a, b))
    if one and two and min(map(len, (*one, *two))) > 2:  # two tours, of which accounts leave out a stop or another
        x, y = _parties(a), _parties(b)
        return None if _is_inside(x, y) or len(x & y) >= GATHERING else "a journey to other countries"
    pairs = list(product(one, two))
    if any(not _is_inside(x, y) or ((len(x) > 2) != (len(y) > 2) and min(len(x), len(y)) > 1) for x, y in pairs):
        return "a journey to other countries"
    aims = [max(map(len, what.usual_sides), default=0) for what in (a, b)]
    vague, other = (a, b) if aims[0] < aims[1] else (b, a)
    if max(aims) < 2 and a.cities.isdisjoint(b.cities):
        return "two journeys nobody says where to"
    if min(aims) == 1 < max(aims) and not _is_that_journey(vague, other, max(aims)):
        return "a journey nobody says where to"
    return None


def _is_that_journey(vague: What, other: What, sides: int) -> bool:
    """Whether a journey of which only the traveller's own country is named can be another: on its days, or a tour."""
    if not vague.countries <= other.countries:
        return False
    if vague.days and other.days:
        return True
    return sides > 2 and not vague.cities and (vague.precision >= MONTH or is_told_near(other, vague))


def _is_inside(x: frozenset[str], y: frozenset[str]) -> bool:
    return x <= y or y <= x


def _names(a: What, b: What) -> str | None:
    """Another session of the series (第74届, 第75届), or another name where no day shows that they are one."""
    numbers = [_places_in_series(what) for what in (a, b)]
    if numbers[0] and numbers[1] and numbers[0].isdisjoint(numbers[1]):
        return "other session"
    return "other name" if not (a.days and b.days) and has_other_name(a, b) else None


def _places_in_series(what: What) -> set[int]:
    """The numbers that its names give it in its series, without those that very few articles give: slips."""
    told = Counter(n for some in what.articles.values() for n in {n for t in some for n in places_in_series(t.name)})
    return {number for number, count in told.items() if count >= SLIP * len(what.articles)}


def has_other_name(a: What, b: What) -> bool:
    """Whether they have names that are not alike, and are not plainly one gathering, whatever it is called."""
    is_named = bool(a.names and b.names)
    return is_named and not has_same_name(a, b) and not has_like_name(a, b) and not _is_one_gathering(a, b)


def _is_one_gathering(a: What, b: What) -> bool:
    """The same three states or more on one day or in one month in one city: 四方会谈, 四方安全对话."""
    sides = [side for side in a.usual_sides if len(side) >= GATHERING and side in b.usual_sides]
    return (
        bool(sides)
        and min(a.precision, b.precision) >= MONTH
        and not a.cities.isdisjoint(b.cities)
        and is_one_time(a, b)
    )


def is_one_time(a: What, b: What) -> bool:
    """Whether the times given have a day in common."""
    return a.when is not None and b.when is not None and max(a.when[0], b.when[0]) <= min(a.when[1], b.when[1])


def has_same_name(a: What, b: What) -> bool:
    """Whether they are of one series, by a name that some account gives."""
    return not {*map(series_of, a.names)}.isdisjoint(map(series_of, b.names))


def has_like_name(a: What, b: What) -> bool:
    """Whether they have names of mostly the same characters: 中欧峰会, 欧盟-中国峰会."""
    return any(_is_alike(x, y) for x in a.names for y in b.names)


def _is_alike(x: str, y: str) -> bool:
    return len({*x} & {*y}) > LIKE * min(len({*x}), len({*y}))


def _gatherings(a: What, b: What) -> str | None:
    """Two conferences of which one speaker of one side is all that they have in common: neither a day nor a name."""
    if not all(what.usual_kinds == (K.CONFERENCE,) for what in (a, b)) or has_same_name(a, b) or has_like_name(a, b):
        return None
    if len(a.people & b.people) > 1 or len(_parties(a) & _parties(b)) > 1:
        return None
    return None if a.days and b.days and is_one_time(a, b) else "of one speaker, and no day or name in common"


def _levels(a: What, b: What) -> str | None:
    """Leaders and ministers are two meetings where no account with both says otherwise."""
    if a.levels and b.levels and a.levels.isdisjoint(b.levels) and not (a.people & b.people):
        return "other level"
    return None


FORBIDDING: tuple[Callable[[What, What], str | None], ...] = (
    _articles,
    _kinds,
    _dates,
    _appointments,
    _ceremonies,
    _publication,
    _casts,
    _sides,
    _journeys,
    _names,
    _gatherings,
    _levels,
)
