"""Reports of meetings with the things of the world in the place of an article's own keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kg.merge.keys import ReportKey, plain
from kg.model import MeetingKind, Status


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an account stands. `root` is the article that this one is a copy of, or itself."""

    article: str
    root: str
    day: str | None  # of publication
    source: str  # publisher or credited agency, of the root


@dataclass(frozen=True, slots=True)
class Account:
    """One report; participants, parties and city are things. `ref` names it for good: article/report."""

    ref: str
    origin: Origin
    report: str
    kind: MeetingKind
    status: Status
    participants: frozenset[str]
    parties: frozenset[str]
    start: str | None
    end: str | None
    city: str | None
    country: str | None
    issues: tuple[str, ...]
    name: str | None
    venue: str | None
    level: str | None
    sidelines_of: str | None
    confidence: float


def resolve(report: ReportKey, origin: Origin, thing: Callable[[str], str]) -> Account:
    """The account of a report; `thing` gives the thing that a key of its article stands for."""
    return Account(
        ref=f"{origin.article}/{report.id}",
        origin=origin,
        report=report.id,
        kind=report.kind,
        status=report.status,
        participants=frozenset(map(thing, report.participants)),
        parties=frozenset(map(thing, report.parties)),
        start=report.start,
        end=report.end,
        city=thing(report.city) if report.city else None,
        country=report.country,
        issues=report.issues,
        name=report.name,
        venue=report.venue,
        level=report.level,
        sidelines_of=report.sidelines_of,
        confidence=report.confidence,
    )


@lru_cache(maxsize=1 << 14)
def bounds(value: str) -> tuple[int, int]:
    """First and last day (as ordinals) of an ISO day, month or year.

    >>> [date.fromordinal(day).isoformat() for day in bounds("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    first = date.fromisoformat((value + "-01-01")[:10])
    if len(value) == 10:
        return first.toordinal(), first.toordinal()
    following = date(first.year + 1, 1, 1) if len(value) == 4 else (first + timedelta(days=32)).replace(day=1)
    return first.toordinal(), following.toordinal() - 1


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """The name of a conference in comparison form."""
    return plain(name)
