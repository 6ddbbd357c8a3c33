"""What speaks for one meeting: a table of features with their weights."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from kg.days import MONTH, YEAR
from kg.merge.compare import (
    GATHERING,
    bodies,
    dates_agree,
    has_like_name,
    has_other_name,
    has_same_name,
    is_session,
    is_told_near,
    is_union_summit,
)
from kg.merge.what import DAY_SLACK, VISIT_SLACK, What
from kg.model import Status

# The thresholds are sums of weights below. JOIN is what a same day with the same two participants and kind reaches;
# ATTACH is for an account that says less and has only one candidate, ahead of the next by MARGIN. They were set on
# gold/dev and seeds with accounts as annotated (tests/merge/test_gold.py); re-run it before touching them.
JOIN = 0.75
ATTACH = 0.62
BARE = 0.55  # same day, parties and kind, where more is not told of either
MARGIN = 0.15

Feature = Callable[[What, What], bool]


def _same_day(a: What, b: What) -> bool:
    return bool(a.days and b.days) and _overlaps(a, b)


def _day_apart(a: What, b: What) -> bool:
    return bool(a.days and b.days) and not _overlaps(a, b)


def _overlaps(a: What, b: What) -> bool:
    """Whether they have a day in common; a visit is not only on the days given."""
    one, two = a.when, b.when
    slack = VISIT_SLACK if a.is_visit and b.is_visit and bool(a.days) != bool(b.days) else 0
    return one is not None and two is not None and max(one[0], two[0]) - min(one[1], two[1]) <= slack


def _told_then(a: What, b: What) -> bool:
    """One has a day, and the other, which has none, was published about then."""
    return is_told_near(a, b) if a.days else is_told_near(b, a)


def _told_out_of_time(a: What, b: What) -> bool:
    """One has a day, and the other, which has none, tells of it as to come after it, or as held before it."""
    return _is_out_of_time(a, b) if a.days else _is_out_of_time(b, a)


def _is_out_of_time(dated: What, other: What) -> bool:
    if dated.when is None or not dated.days or other.days:
        return False
    (begins, ends), told = dated.when, other.told
    is_late = "ahead" in told and told["ahead"][0] > ends + DAY_SLACK
    return is_late or ("held" in told and told["held"][1] < begins - DAY_SLACK)


def _same_month(a: What, b: What) -> bool:
    return min(a.precision, b.precision) == MONTH and dates_agree(a, b, late=VISIT_SLACK)


def _same_year(a: What, b: What) -> bool:
    return min(a.precision, b.precision) == YEAR and _overlaps(a, b)


def _same_people(a: What, b: What) -> bool:
    return any(cast in b.usual_casts for cast in a.usual_casts)


def _people_inside(a: What, b: What) -> bool:
    """One list inside the other, of two people at least; of one where it is a visit."""
    if _same_people(a, b):
        return False
    least = 1 if a.is_visit and b.is_visit else 2
    return any((x <= y or y <= x) and len(x & y) >= least for x in a.usual_casts for y in b.usual_casts)


def _two_people(a: What, b: What) -> bool:
    return not _same_people(a, b) and not _people_inside(a, b) and len(a.people & b.people) >= 2


def _one_person(a: What, b: What) -> bool:
    return not _same_people(a, b) and not _people_inside(a, b) and len(a.people & b.people) == 1


def _same_parties(a: What, b: What) -> bool:
    return any(side in b.usual_sides for side in a.usual_sides)


def _many_countries(a: What, b: What) -> bool:
    """Three or more, the same or but for some that one of them leaves out; the members of a body meet often."""
    sides = product(a.usual_sides, b.usual_sides)
    return any((x <= y or y <= x) and len(x & y) - len(bodies(x & y)) >= GATHERING for x, y in sides)


def _parties_inside(a: What, b: What) -> bool:
    return not _same_parties(a, b) and any(x <= y or y <= x for x in a.usual_sides for y in b.usual_sides)


def _same_kind(a: What, b: What) -> bool:
    return any(kind in b.usual_kinds for kind in a.usual_kinds)


def _same_city(a: What, b: What) -> bool:
    return not a.cities.isdisjoint(b.cities)


def _other_city(a: What, b: What) -> bool:
    return bool(a.cities and b.cities) and a.cities.isdisjoint(b.cities)


def _same_country(a: What, b: What) -> bool:
    return not a.countries.isdisjoint(b.countries)


def _other_country(a: What, b: What) -> bool:
    return bool(a.countries and b.countries) and a.countries.isdisjoint(b.countries)


def _same_name(a: What, b: What) -> bool:
    return has_same_name(a, b)


def _like_name(a: What, b: What) -> bool:
    return not has_same_name(a, b) and has_like_name(a, b)


def _other_name(a: What, b: What) -> bool:
    return has_other_name(a, b)


def _same_level(a: What, b: What) -> bool:
    return not a.levels.isdisjoint(b.levels)


def _shared_issue(a: What, b: What) -> bool:
    return not a.issues.isdisjoint(b.issues)


def _contradicting(a: What, b: What) -> bool:
    """Held for one, cancelled or denied for the other."""
    off = {Status.CANCELLED, Status.DENIED}
    return bool(Status.HELD in a.statuses and b.statuses & off) or bool(Status.HELD in b.statuses and a.statuses & off)


FEATURES: tuple[tuple[str, float, Feature], ...] = (
    ("same day", 0.30, _same_day),
    ("days near each other", 0.15, _day_apart),
    ("same month", 0.15, _same_month),
    ("same year", 0.08, _same_year),
    ("told about then", 0.10, _told_then),
    ("told as to come after it, or as held before it", -0.20, _told_out_of_time),
    ("same participants", 0.40, _same_people),
    ("participants of one among the other's", 0.30, _people_inside),
    ("two participants in common", 0.25, _two_people),
    ("one participant in common", 0.15, _one_person),
    ("same parties", 0.15, _same_parties),
    ("parties of one among the other's", 0.08, _parties_inside),
    ("three countries in common", 0.10, _many_countries),
    ("a state and a union that day", 0.25, is_union_summit),
    ("a session of one assembly", 0.25, is_session),
    ("same kind", 0.10, _same_kind),
    ("same city", 0.10, _same_city),
    ("other city", -0.15, _other_city),
    ("same country", 0.05, _same_country),
    ("other country", -0.10, _other_country),
    ("same name", 0.30, _same_name),
    ("like name", 0.20, _like_name),
    ("other name", -0.40, _other_name),
    ("same level", 0.05, _same_level),
    ("shared issue", 0.03, _shared_issue),
    ("held for one, called off for the other", -0.20, _contradicting),
)


def compare(a: What, b: What) -> tuple[float, tuple[str, ...]]:
    """Score and reasons, in the order of the table."""
    found = [(reason, weight) for reason, weight, holds in FEATURES if holds(a, b)]
    return round(sum(weight for _, weight in found), 3), tuple(reason for reason, _ in found)
