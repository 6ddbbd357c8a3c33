"""What a cluster of accounts says of its meeting: counted, so that a few wrong accounts do not speak for it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from kg.days import DAY, MONTH
from kg.merge.accounts import Account, bounds
from kg.merge.keys import plain
from kg.model import MeetingKind, Status

K = MeetingKind
V = TypeVar("V", bound=Hashable)
Days = tuple[int, int]  # first and last day, as ordinals

TALKS = frozenset({K.MEETING, K.CALL, K.VIDEO})  # kinds with two sides, where the counterpart tells them apart
DAY_SLACK = 1  # days by which dates may differ (time zones)
VISIT_SLACK = 7  # arrival, talks and departure are all given as the date of a visit
PUT_OFF = 31  # days after the month it was planned for, by which a journey may be made that nobody tells of before
EVER = (1, 3_650_000)  # ordinals that hold any day
MARKS = 1 << 128  # that there may be
USUAL = 0.2  # of the most frequent value: values that fewer accounts give do not count in comparisons


@dataclass(frozen=True, slots=True)
class Telling:
    """An account as it is told from another of the same article."""

    kind: MeetingKind
    stage: str
    cast: frozenset[str]
    side: frozenset[str]
    name: str  # of a conference, in comparison form
    precision: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class What:
    """What a cluster of accounts says. Dictionaries count accounts; casts and sides are sets of things.

    `mark` is the sum of the marks of the accounts: where it is the same, so is all else.
    """

    kinds: dict[MeetingKind, int]
    casts: dict[frozenset[str], int]
    sides: dict[frozenset[str], int]
    days: dict[Days, int]  # of the accounts that give a day
    span: Days | None  # the month or year in which the others have it
    told: dict[str, Days]  # of accounts without a day: stage -> first and last day of publication
    precision: int  # of the most exact date: DAY, MONTH, YEAR, 0
    statuses: frozenset[Status]
    cities: frozenset[str]
    countries: frozenset[str]
    names: frozenset[str]
    levels: frozenset[str]
    issues: frozenset[str]
    articles: dict[str, frozenset[Telling]]
    mark: int
    usual_kinds: tuple[MeetingKind, ...] = field(init=False)
    usual_casts: tuple[frozenset[str], ...] = field(init=False)
    usual_sides: tuple[frozenset[str], ...] = field(init=False)
    is_talk: bool = field(init=False)  # two sides face to face or on the line, as most accounts have it
    is_visit: bool = field(init=False)  # a journey
    is_whole: bool = field(init=False)  # whether it says enough to be told from other meetings of the same day
    people: frozenset[str] = field(init=False)  # those whom the usual accounts name as taking part
    keys: dict[int, tuple[tuple[object, ...], ...]] = field(init=False, repr=False)  # buckets, once they are asked for
    when: Days | None = field(init=False)  # the days given most often (the earliest of several), else month or year

    def __post_init__(self) -> None:
        """Find what is usual once: every comparison asks for it."""
        kinds, casts, days = usual(self.kinds), usual(self.casts), self.days
        found = {
            "usual_kinds": kinds,
            "usual_casts": casts,
            "usual_sides": usual(self.sides),
            "is_talk": TALKS.issuperset(kinds),
            "is_visit": K.VISIT in self.kinds,
            "is_whole": self._is_whole(TALKS.issuperset(kinds)),
            "people": frozenset().union(*casts),
            "keys": {},
            "when": min(days, key=lambda d: (-days[d], d)) if days else self.span,
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def _is_whole(self, is_talk: bool) -> bool:
        if is_talk:
            return any(len(cast) > 1 for cast in self.casts)
        if K.VISIT in self.kinds and not self.cities and not any(len(side) > 1 for side in self.sides):
            return False  # a journey to nobody knows where
        return bool(self.casts or self.names)

    @property
    def slack(self) -> int:
        """Days by which its accounts may differ."""
        return VISIT_SLACK if self.is_visit else DAY_SLACK

    @property
    def early(self) -> int:
        """Days before a month or year given by which the meeting may begin: a stay goes on in the month after."""
        return VISIT_SLACK if self.is_visit and self.precision == MONTH else 0

    @property
    def late(self) -> int:
        """Days after it: what is planned for a journey may come at its end, a journey be put off."""
        if self.precision != MONTH or not (self.is_visit or "ahead" in self.told):
            return 0
        return PUT_OFF if self.is_visit and {*self.told} == {"ahead"} else VISIT_SLACK

    @property
    def is_blank(self) -> bool:
        """Whether it says neither with whom, nor on which day, nor at what conference."""
        lists = (*self.casts, *self.sides)
        return self.precision < DAY and not self.is_visit and not self.names and all(len(found) < 2 for found in lists)


def usual(counts: dict[V, int]) -> tuple[V, ...]:
    """The values that enough accounts give."""
    if len(counts) < 2:
        return tuple(counts)
    least = USUAL * max(counts.values())
    return tuple(value for value, count in counts.items() if count >= least)


def describe(account: Account) -> What:
    """What one account says."""
    date = account.start or account.end or ""
    first, last = _bounds(account)
    has_day = len(date) == DAY
    stage = _stage(account.status)
    told = bounds(account.origin.day) if account.origin.day and not has_day else None
    name = plain(account.name) if account.name else ""
    telling = Telling(account.kind, stage, account.participants, account.sides, name, len(date), first, last)
    return What(
        kinds={account.kind: 1},
        casts={account.participants: 1} if account.participants else {},
        sides={account.sides: 1} if account.sides else {},
        days={(first, last): 1} if has_day else {},
        span=(first, last) if date and not has_day else None,
        told={stage: told} if told else {},
        precision=len(date),
        statuses=frozenset({account.status}),
        cities=frozenset({account.city} if account.city else ()),
        countries=frozenset({account.country} if account.country else ()),
        names=frozenset({name} if name else ()),
        levels=frozenset({account.level} if account.level else ()),
        issues=frozenset(account.issues),
        articles={account.origin.article: frozenset({telling})},
        mark=int.from_bytes(account.mark, "little"),
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
    return What(
        kinds=_add(a.kinds, b.kinds),
        casts=_add(a.casts, b.casts),
        sides=_add(a.sides, b.sides),
        days=_add(a.days, b.days),
        span=_span(a.span, b.span),
        told=_told(a.told, b.told),
        precision=max(a.precision, b.precision),
        statuses=a.statuses | b.statuses,
        cities=a.cities | b.cities,
        countries=a.countries | b.countries,
        names=a.names | b.names,
        levels=a.levels | b.levels,
        issues=a.issues | b.issues,
        articles=a.articles | {k: a.articles.get(k, frozenset()) | v for k, v in b.articles.items()},
        mark=(a.mark + b.mark) % MARKS,
    )


def _add(a: dict[V, int], b: dict[V, int]) -> dict[V, int]:
    return a | {value: a.get(value, 0) + count for value, count in b.items()}


def _told(a: dict[str, Days], b: dict[str, Days]) -> dict[str, Days]:
    both = {stage: (a[stage], b[stage]) for stage in a if stage in b}
    return a | b | {stage: (min(x[0], y[0]), max(x[1], y[1])) for stage, (x, y) in both.items()}


def _span(a: Days | None, b: Days | None) -> Days | None:
    """The days in both; if they exclude each other (a reviewer joined them), the earlier."""
    if a is None or b is None:
        return a or b
    first, last = max(a[0], b[0]), min(a[1], b[1])
    return (first, last) if first <= last else min(a, b)
