"""Reports of meetings with the things of the world in the place of an article's own keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b

import msgspec
from msgspec import Struct

from kg.days import DAY, YEAR
from kg.knowledge.gazetteer import Gazetteer
from kg.merge.keys import ReportKey
from kg.model import MeetingKind, Status


class Origin(Struct, frozen=True, gc=False):
    """Where an account stands. `root` is the article that this one is a copy of, or itself."""

    article: str
    root: str
    day: str | None  # of publication
    source: str  # publisher or credited agency, of the root


class Account(Struct, frozen=True, gc=False):
    """One report; participants, parties and city are things.

    `ref` names it for good: article/report; `mark` is a digest of all that it says.
    """

    ref: str
    mark: bytes
    origin: Origin
    report: str
    kind: MeetingKind
    status: Status
    participants: frozenset[str]
    parties: frozenset[str]
    sides: frozenset[str]  # the parties for comparison: a body in place of the country that its officer comes from
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
    inferred: tuple[str, ...]


class Service:
    """Which bodies people serve when, as the gazetteer has it: Charles Michel the EU from 2019-12 on."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._terms: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self._country = {person.id: person.country for person in gazetteer.persons.values()}
        for term in gazetteer.tenures:
            if term.organization:
                until = term.last or "9999"
                self._terms[term.person].append((term.organization, term.first or "", until))

    def sides(self, participants: frozenset[str], parties: frozenset[str], day: str | None) -> frozenset[str]:
        """The parties, with a body for the country of its officer unless someone else is there for that country."""
        served, home, others = set[str](), set[str](), set[str]()
        for thing in participants:
            person = thing.partition("/")[2]
            bodies = {body for body, first, last in self._terms.get(person, ()) if first <= (day or "9") <= last + "~"}
            country = f"country/{self._country.get(person)}"
            (home if bodies else others).add(country)
            served.update(f"organization/{body}" for body in bodies)
        return frozenset((parties - (home - others)) | served) if served else parties


def resolve(report: ReportKey, origin: Origin, thing: Callable[[str], str], service: Service) -> Account:
    """The account of a report; `thing` gives the thing that a key of its article stands for."""
    people, bodies = list(map(thing, report.participants)), list(map(thing, report.parties))
    participants, parties = frozenset(people), frozenset(bodies)
    sides = service.sides(participants, parties, report.start or origin.day)
    city = thing(report.city) if report.city else None
    says = msgspec.msgpack.encode((origin, report, people, bodies, sorted(sides), city))
    return Account(
        ref=f"{origin.article}/{report.id}",
        mark=blake2b(says, digest_size=16).digest(),
        origin=origin,
        report=report.id,
        kind=report.kind,
        status=report.status,
        participants=participants,
        parties=parties,
        sides=sides,
        start=report.start,
        end=report.end,
        city=city,
        country=report.country,
        issues=report.issues,
        name=report.name,
        venue=report.venue,
        level=report.level,
        sidelines_of=report.sidelines_of,
        confidence=report.confidence,
        inferred=report.inferred,
    )


@lru_cache(maxsize=1 << 14)
def bounds(value: str) -> tuple[int, int]:
    """First and last day (as ordinals) of an ISO day, month or year.

    >>> [date.fromordinal(day).isoformat() for day in bounds("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    first = date.fromisoformat((value + "-01-01")[:DAY])
    if len(value) == DAY:
        return first.toordinal(), first.toordinal()
    following = date(first.year + 1, 1, 1) if len(value) == YEAR else (first + timedelta(days=32)).replace(day=1)
    return first.toordinal(), following.toordinal() - 1
