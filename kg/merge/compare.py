"""What forbids that two clusters of accounts are one meeting."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

from kg.merge.accounts import series_of
from kg.merge.what import DAY_SLACK, VISIT_SLACK, Telling, What
from kg.model import MeetingKind

K = MeetingKind
_ORDINAL = re.compile("第([0-9一二三四五六七八九十百]+)")

# Kinds that one encounter is reported as. A visit and the talks during it are two; a call is no meeting face to face.
SAME_CLASS = {
    frozenset({K.MEETING, K.CONFERENCE}),
    frozenset({K.VIDEO, K.CONFERENCE}),
    frozenset({K.VIDEO, K.CALL}),
}
# Days before and after its publication in which an account without a day may lie, by stage. Articles are not always
# clear on whether a visit is to come or under way, so that both sides are given some days.
WINDOWS = {"held": (60, 14), "ahead": (21, 200), "off": (200, 200)}
UNDATED_APART = 45  # days between the publications of undated accounts of one meeting that was held
PLAN_LASTS = 200  # days over which a plan without a date is spoken of
# Articles with accounts in both clusters show that there are two meetings, unless they are so small a part of the
# smaller cluster that they rather tell of it twice.
SHARED_ARTICLES = 0.2
LIKE = 0.8  # share of the characters of the shorter of two names that makes them alike


def conflict(a: What, b: What) -> str | None:
    """What forbids that two clusters are one meeting, in a few words; None if nothing does."""
    for forbids in FORBIDDING:
        if reason := forbids(a, b):
            return reason
    return None


def _articles(a: What, b: What) -> str | None:
    """Articles that tell of both, and not of one of them twice."""
    if len(a.articles) > len(b.articles):
        a, b = b, a
    shared = [article for article in a.articles if article in b.articles]
    apart = [article for article in shared if not _is_repeat(a.articles[article], b.articles[article])]
    return "two accounts of one article" if len(apart) > SHARED_ARTICLES * len(a.articles) else None


def _is_repeat(one: frozenset[Telling], two: frozenset[Telling]) -> bool:
    """Whether an article's accounts in two clusters differ in the date alone: by few days, or the one says less."""
    return all(
        (x.kind, x.cast, x.side) == (y.kind, y.cast, y.side)
        and (x.stage == y.stage or x.kind is K.VISIT)
        and x.cast
        and x.kind is not K.CONFERENCE
        and (x.precision != y.precision or x.precision == 10)
        and max(x.first, y.first) - min(x.last, y.last) <= (VISIT_SLACK if x.kind is K.VISIT else DAY_SLACK)
        for x in one
        for y in two
    )


def _kinds(a: What, b: What) -> str | None:
    for x, y in product(sorted(a.usual_kinds), sorted(b.usual_kinds)):
        if x is not y and frozenset({x, y}) not in SAME_CLASS:
            return f"{min(x, y)} and {max(x, y)}"
    return None


def _dates(a: What, b: What) -> str | None:
    """Days too far apart, or times that have no day in common. A cluster's few wrong days do not count."""
    one, two = a.when, b.when
    if one is None or two is None:
        return None
    gap = max(one[0], two[0]) - min(one[1], two[1])
    is_stay = a.is_visit and b.is_visit and bool(a.days or b.days)  # which may begin at the end of the month before
    slack = max(a.slack, b.slack) if (a.days and b.days) or is_stay else 0
    return "dates exclude each other" if gap > slack else None


def _publication(a: What, b: What) -> str | None:
    """Accounts without a day, published at another time than the meeting of the other cluster allows."""
    if any(_is_told_elsewhen(x, y) for x, y in ((a, b), (b, a)) if not x.days):
        return "told at another time"
    return None


def _is_told_elsewhen(vague: What, other: What) -> bool:
    for stage, (total, count) in vague.told.items():
        told = total / count
        back, ahead = WINDOWS[stage]
        if other.when is not None:
            early = vague.precision == 0 and other.when[1] < told - back
            if (early and stage != "ahead") or other.when[0] > told + ahead:
                return True
            if stage == "ahead" and other.when[1] < told - back:
                return True
        elif any(
            abs(told - other_total / n) > (UNDATED_APART if "held" in (stage, other_stage) else PLAN_LASTS)
            for other_stage, (other_total, n) in other.told.items()
        ):
            return True
    return False


def _casts(a: What, b: What) -> str | None:
    """Nobody in common, or of a talk neither list inside the other and fewer than two in common.

    Of a conference every account names others.
    """
    if K.CONFERENCE in a.kinds and K.CONFERENCE in b.kinds:
        return None
    is_talk = a.is_talk or b.is_talk
    for x, y in product(a.usual_casts, b.usual_casts):
        shared = len(x & y)
        if shared == 0 or (is_talk and shared < 2 and not _is_inside(x, y)):
            return "other participants"
    return None


def _sides(a: What, b: What) -> str | None:
    """Other parties: none shared, or other counterparts of a talk, or a tour and one of its stops."""
    is_talk = a.is_talk or b.is_talk
    pairs = list(product(a.usual_sides, b.usual_sides))
    if any(not x & y or (is_talk and not _is_inside(x, y) and len(x & y) < 2) for x, y in pairs):
        return "other parties"
    if (a.is_visit or b.is_visit) and any(not _is_inside(x, y) or (len(x) > 2) != (len(y) > 2) for x, y in pairs):
        return "a journey to other countries"
    return None


def _is_inside(x: frozenset[str], y: frozenset[str]) -> bool:
    return x <= y or y <= x


def _names(a: What, b: What) -> str | None:
    """Another session of the series (第74届, 第75届), or another name where no day shows that they are one."""
    numbers = [{n for name in what.names for n in _ORDINAL.findall(name)} for what in (a, b)]
    if numbers[0] and numbers[1] and numbers[0].isdisjoint(numbers[1]):
        return "other session"
    is_known = bool(a.names and b.names) and not (a.days and b.days)
    return "other name" if is_known and not has_same_name(a, b) and not has_like_name(a, b) else None


def has_same_name(a: What, b: What) -> bool:
    """Whether they are of one series, by a name that some account gives."""
    return not {*map(series_of, a.names)}.isdisjoint(map(series_of, b.names))


def has_like_name(a: What, b: What) -> bool:
    """Whether they have names of mostly the same characters: 中欧峰会, 欧盟-中国峰会."""
    return any(len({*x} & {*y}) > LIKE * min(len({*x}), len({*y})) for x in a.names for y in b.names)


def _levels(a: What, b: What) -> str | None:
    """Leaders and ministers are two meetings where no account with both says otherwise."""
    if a.levels and b.levels and a.levels.isdisjoint(b.levels) and not (a.people & b.people):
        return "other level"
    return None


FORBIDDING: tuple[Callable[[What, What], str | None], ...] = (
    _articles,
    _kinds,
    _dates,
    _publication,
    _casts,
    _sides,
    _names,
    _levels,
)
