"""Whether two clusters of accounts tell of one meeting: what forbids it, what speaks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.merge.accounts import Account, bounds, name_key
from kg.model import MeetingKind, Status

K = MeetingKind

# Kinds that one encounter is reported as. A visit and the talks during it are two; a call is no meeting face to face.
EVER = (1, 3_650_000)  # ordinals that hold any day
SAME_CLASS = {
    frozenset({K.MEETING, K.CONFERENCE}),
    frozenset({K.VIDEO, K.CONFERENCE}),
    frozenset({K.VIDEO, K.CALL}),
}
TALKS = frozenset({K.MEETING, K.CALL, K.VIDEO})  # kinds with two sides, where the counterpart tells them apart
DAY_SLACK = 1  # days by which dates may differ (time zones)
VISIT_SLACK = 7  # arrival, talks and departure are all given as the date of a visit
# Days before and after its publication in which an account without a day may lie, by stage. Articles are not always
# clear on whether a visit is to come or under way, so that both sides are given some days.
WINDOWS = {"held": (60, 14), "ahead": (7, 200), "off": (200, 200)}
UNDATED_APART = 45  # days between the publications of undated accounts of one meeting
# Articles with accounts in both clusters show that there are two meetings, unless they are so small a part of the
# smaller cluster that they rather tell of it twice.
SHARED_ARTICLES = 0.2


Days = tuple[int, int]  # first and last day, as ordinals


@dataclass(frozen=True, slots=True)
class Telling:
    """An account as it is told from another of the same article."""

    kind: MeetingKind
    stage: str
    cast: frozenset[str]
    side: frozenset[str]
    precision: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class What:
    """What a cluster of accounts says. `casts` are the sets of participants that its accounts give."""

    kinds: frozenset[MeetingKind]
    statuses: frozenset[Status]
    casts: frozenset[frozenset[str]]
    sides: frozenset[frozenset[str]]  # the sets of parties
    days: dict[Days, int]  # of the accounts that give a day: how many give each
    span: Days | None  # the month or year in which the others have it
    told: dict[str, tuple[int, int]]  # of accounts without a day: stage -> sum of days of publication, and how many
    precision: int  # length of the most exact date: 10, 7, 4, 0
    cities: frozenset[str]
    countries: frozenset[str]
    names: frozenset[str]
    levels: frozenset[str]
    issues: frozenset[str]
    articles: dict[str, frozenset[Telling]]

    @property
    def people(self) -> frozenset[str]:
        """Everyone whom some account names as taking part."""
        return frozenset().union(*self.casts)

    @property
    def when(self) -> Days | None:
        """The days given most often (the earliest of several), else the month or year."""
        return min(self.days, key=lambda d: (-self.days[d], d)) if self.days else self.span

    @property
    def slack(self) -> int:
        """Days by which its accounts may differ."""
        return VISIT_SLACK if K.VISIT in self.kinds else DAY_SLACK

    @property
    def is_talk(self) -> bool:
        """Whether all accounts have two sides face to face or on the line."""
        return self.kinds <= TALKS

    @property
    def is_whole(self) -> bool:
        """Whether it says enough to be told from other meetings of the same day."""
        if self.is_talk:
            return any(len(cast) > 1 for cast in self.casts)
        return any(self.casts) or bool(self.names)


def describe(account: Account) -> What:
    """What one account says."""
    date = account.start or account.end or ""
    first, last = _bounds(account)
    has_day = len(date) == 10
    stage = _stage(account.status)
    told = (bounds(account.origin.day)[0], 1) if account.origin.day and not has_day else None
    telling = Telling(account.kind, stage, account.participants, account.parties, len(date), first, last)
    return What(
        kinds=frozenset({account.kind}),
        statuses=frozenset({account.status}),
        casts=frozenset({account.participants} if account.participants else ()),
        sides=frozenset({account.parties} if account.parties else ()),
        days={(first, last): 1} if has_day else {},
        span=(first, last) if date and not has_day else None,
        told={stage: told} if told else {},
        precision=len(date),
        cities=frozenset({account.city} if account.city else ()),
        countries=frozenset({account.country} if account.country else ()),
        names=frozenset({name_key(account.name)} if account.name else ()),
        levels=frozenset({account.level} if account.level else ()),
        issues=frozenset(account.issues),
        articles={account.origin.article: frozenset({telling})},
    )


def _stage(status: Status) -> str:
    return "ahead" if status in (Status.PLANNED, Status.POSSIBLE) else "held" if status is Status.HELD else "off"


def _bounds(account: Account) -> Days:
    """First and last day of the dates of an account; ever without one."""
    date = account.start or account.end
    first, last = bounds(date) if date else EVER
    if date and account.end and len(account.end) == len(date):
        last = max(last, bounds(account.end)[1])
    return first, last


def combine(a: What, b: What) -> What:
    """What two clusters say together."""
    told = {k: (x[0] + y[0], x[1] + y[1]) for k in a.told | b.told for x, y in [(_told(a, k), _told(b, k))]}
    return What(
        kinds=a.kinds | b.kinds,
        statuses=a.statuses | b.statuses,
        casts=a.casts | b.casts,
        sides=a.sides | b.sides,
        days=a.days | {k: a.days.get(k, 0) + n for k, n in b.days.items()},
        span=_span(a.span, b.span),
        told=told,
        precision=max(a.precision, b.precision),
        cities=a.cities | b.cities,
        countries=a.countries | b.countries,
        names=a.names | b.names,
        levels=a.levels | b.levels,
        issues=a.issues | b.issues,
        articles=a.articles | {k: a.articles.get(k, frozenset()) | v for k, v in b.articles.items()},
    )


def _told(what: What, stage: str) -> tuple[int, int]:
    return what.told.get(stage, (0, 0))


def _span(a: Days | None, b: Days | None) -> Days | None:
    """The days in both; if they exclude each other (a reviewer joined them), the earlier."""
    if a is None or b is None:
        return a or b
    first, last = max(a[0], b[0]), min(a[1], b[1])
    return (first, last) if first <= last else min(a, b)


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
    for x in sorted(a.kinds):
        for y in sorted(b.kinds):
            if x is not y and frozenset({x, y}) not in SAME_CLASS:
                return f"{min(x, y)} and {max(x, y)}"
    return None


def _dates(a: What, b: What) -> str | None:
    """Days too far apart, or times that have no day in common. A cluster's few wrong days do not count."""
    one, two = a.when, b.when
    if one is None or two is None:
        return None
    gap = max(one[0], two[0]) - min(one[1], two[1])
    return "dates exclude each other" if gap > (max(a.slack, b.slack) if a.days and b.days else 0) else None


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
        elif any(abs(told - other_total / n) > UNDATED_APART for other_total, n in other.told.values()):
            return True
    return False


def _casts(a: What, b: What) -> str | None:
    """Two sets of participants, neither inside the other, with fewer than two people in common.

    Of a conference every account names others.
    """
    is_talk = a.is_talk and b.is_talk
    if K.CONFERENCE in a.kinds and K.CONFERENCE in b.kinds:
        return None
    for x in a.casts:
        for y in b.casts:
            shared = len(x & y)
            if shared == 0 or (is_talk and shared < 2 and not _is_inside(x, y)):
                return "other participants"
    return None


def _sides(a: What, b: What) -> str | None:
    """Other parties: none shared, or other counterparts of a talk, or a tour and one of its stops."""
    is_visit = K.VISIT in a.kinds or K.VISIT in b.kinds
    is_talk = a.is_talk and b.is_talk
    pairs = [(x, y) for x in a.sides for y in b.sides]
    if any(not x & y or (is_talk and not _is_inside(x, y) and len(x & y) < 2) for x, y in pairs):
        return "other parties"
    if is_visit and any(not _is_inside(x, y) or (len(x) > 2) != (len(y) > 2) for x, y in pairs):
        return "a journey to other countries"
    return None


def _is_inside(x: frozenset[str], y: frozenset[str]) -> bool:
    return x <= y or y <= x


def _names(a: What, b: What) -> str | None:
    if a.names and b.names and not any(x in y or y in x for x in a.names for y in b.names):
        return "other name"
    return None


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
