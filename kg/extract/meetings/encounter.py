"""What an article says of one encounter, put together from all the places where it speaks of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kg.days import DAY, MONTH, YEAR
from kg.extract.meetings.actors import Sides
from kg.extract.meetings.occurrence import OUTCOME, Family, Occurrence
from kg.model import MeetingKind, Status

LEAD = 3  # sentences from the start, the headline among them, that say what an article begins with
STAY = 6  # days that one visit's dates may lie apart
OLD = 2  # months before publication from which on an encounter is not news
FUTURE = frozenset({Status.PLANNED, Status.POSSIBLE})


@dataclass(slots=True)
class Encounter:
    """What the occurrences put together so far say; grows as the article is read."""

    family: Family
    occurrences: list[Occurrence] = field(default_factory=list)
    sides: Sides = field(default_factory=Sides)
    hosts: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    level: str | None = None
    city: str | None = None
    country: str | None = None
    sidelines_of: Encounter | None = None
    assumed: Status | None = None  # its status where no word says it
    state: Status | None = None  # its status as the judge holds it
    form: MeetingKind | None = None  # its kind as the judge holds it
    doubts: tuple[float, float] = (0.0, 0.0)  # how likely its least likely side is one, and the likeliest other one
    sureness: float = 0.0  # share of its sides that are likely right, of all those who likely took part

    def add(self, found: Occurrence) -> None:
        """Take in one more occurrence; what is more exact wins, what came first stays."""
        self.occurrences.append(found)
        if not found.is_vague or not self.sides.people:
            self.sides = self.sides | found.sides
        self.hosts = self.hosts or found.hosts
        self.bodies = self.bodies or found.bodies
        self.level = self.level or found.level
        is_more = len(self.occurrences) > 1
        is_set_aside = found.is_inside and found.family is not Family.CONFERENCE
        if is_more and is_set_aside and not self._is_dated_by(found):
            return
        is_loose = is_more and found.is_weak and found.family is Family.TALK
        if (
            found.is_vague
            or is_loose
            or found.status is Status.DENIED
            or (found.is_back and (found.is_visit or found.rule == "again"))
        ):
            return
        self.city, self.country = self.city or found.city, self.country or found.country
        if found.first and (self.first is None or len(found.first) > len(self.first)):
            self.first, self.last = found.first, found.last
            if found.city:
                self.city, self.country = found.city, found.country
        elif found.last and self.last and len(found.last) == len(self.last) and self._is_one_span(found):
            self.first, self.last = min(self.first or "", found.first or ""), max(self.last, found.last)

    def _is_dated_by(self, found: Occurrence) -> bool:
        """Whether a mere setting tells the day of a visit that has none: 在5日访日期间."""
        is_exact = found.is_visit and len(found.first or "") == DAY and len(self.first or "") < DAY
        return is_exact and dates_agree(self.first, self.last, found.first, found.last)

    def _is_one_span(self, found: Occurrence) -> bool:
        """Whether the dates can be put together: they meet, or are days of one visit."""
        first, last = found.first or "", found.last or ""
        if self.is_visit and len(first) == DAY:
            return are_near((self.first or "", self.last or ""), (first, last))
        return dates_agree(self.first, self.last, first, last)

    @property
    def actors(self) -> set[str]:
        """All who take part: people, parties and hosts."""
        return {*self.sides.people, *self.sides.parties, *self.hosts}

    @property
    def is_visit(self) -> bool:
        """Whether it is a journey, not a talk or a conference."""
        return self.family is Family.VISIT

    @property
    def is_tour(self) -> bool:
        """Whether it is a journey through several countries."""
        return any(o.is_tour for o in self.occurrences)

    @property
    def is_future(self) -> bool:
        """Whether it is told as something to come."""
        return bool(self.statuses & FUTURE) or self.assumed in FUTURE

    @property
    def known(self) -> set[str]:
        """The people of the clauses that speak of it."""
        return set(self.sides.people).union(*(o.near for o in self.occurrences))

    @property
    def is_bygone(self) -> bool:
        """Whether only what it brought is spoken of, so that none of those named need have been there."""
        told = [o for o in self.occurrences if not (o.is_back and o.sides.is_empty)]
        return bool(told) and all(o.rule == OUTCOME for o in told)

    @property
    def is_next(self) -> bool:
        """Whether it is one that those who met agreed on."""
        return any(o.is_next for o in self.occurrences)

    @property
    def seen(self) -> int:
        """The sentence in which it was spoken of last."""
        return self.occurrences[-1].sentence

    @property
    def is_in_lead(self) -> bool:
        """Whether the article begins with it."""
        return self.occurrences[0].sentence <= LEAD

    @property
    def kind(self) -> MeetingKind | None:
        """How it was held, where a word says so for sure."""
        sure = [o.kind for o in self.occurrences if o.is_kind_sure]
        return MeetingKind.VIDEO if MeetingKind.VIDEO in sure else next(iter(sure), None)

    @property
    def is_past(self) -> bool:
        """Whether a date of it lies before the day of publication."""
        return any(o.is_past for o in self.occurrences)

    @property
    def statuses(self) -> set[Status | None]:
        """All that the words say of whether it took place."""
        return {o.status for o in self.occurrences}


def in_order(encounters: Iterable[Encounter]) -> list[Encounter]:
    """The encounters in the order in which the article first speaks of them; so too what is told of each."""
    told = list(encounters)
    for encounter in told:
        encounter.occurrences.sort(key=lambda found: found.position)
    return sorted(told, key=lambda encounter: encounter.occurrences[0].position)


def dates_agree(first: str | None, last: str | None, other_first: str | None, other_last: str | None) -> bool:
    """Whether two spans of days, months or years can be the same or one lie in the other; unknown agrees with all."""
    if first is None or other_first is None:
        return True
    end, other_end = last or first, other_last or other_first
    return _reach(first, other_end) and _reach(other_first, end)


def _reach(first: str, last: str) -> bool:
    """Whether a span that begins at `first` can begin before one ends at `last`, at their common precision."""
    size = min(len(first), len(last))
    return first[:size] <= last[:size]


def is_old(first: str | None, day: str | None) -> bool:
    """Whether a date lies at least two months, or a year, before the day of publication."""
    if first is None or day is None or first == day[:YEAR]:
        return False
    years, months = (int(day[at]) - int(first[at] or 0) for at in (slice(YEAR), slice(YEAR + 1, MONTH)))
    return 12 * years + months >= OLD


def are_near(days: tuple[str, str], others: tuple[str, str]) -> bool:
    """Whether two spans of days lie no farther apart than one visit lasts."""
    first, last = map(date.fromisoformat, days)
    other_first, other_last = map(date.fromisoformat, others)
    return (first - other_last).days <= STAY and (other_first - last).days <= STAY


def takes_in(visit: Encounter, inner: Encounter) -> bool:
    """Whether an encounter can fall into the days of a visit, of which an article may give only one."""
    spans = [(e.first, e.last or e.first) for e in (visit, inner)]
    if all(first and last and len(first) == len(last) == DAY for first, last in spans):
        return are_near(*((first or "", last or "") for first, last in spans))
    return dates_agree(visit.first, visit.last, inner.first, inner.last)
