"""One encounter of an article from all the places where the article speaks of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.extract.meetings.actors import Cast, Sides
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.model import MeetingKind, Status

LEAD = 3  # sentences at the start of an article whose encounter 双方 most likely speaks of later
CLOSE = 2  # the same for one with names (也出席了这次会议)
NEAR = 12  # sentences back to which a word without names (会谈中) can refer
FUTURE = frozenset({Status.PLANNED, Status.POSSIBLE})
MONTH = 7  # characters of a date that is exact to the month
REACH = 8  # characters before a frame in which the conference at whose side it is may stand
DAY = 10  # characters of a date that is exact to the day
STAY = 6  # days that one visit's dates may lie apart
SETTLED = frozenset({Status.HELD, None})


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

    def add(self, found: Occurrence) -> None:
        """Take in one more occurrence; what is more exact wins, what came first stays."""
        self.occurrences.append(found)
        if not found.is_vague or not self.sides.people:
            self.sides = self.sides | found.sides
        self.hosts = self.hosts or found.hosts
        self.bodies = self.bodies or found.bodies
        self.level = self.level or found.level
        if found.is_vague or (found.is_back and (found.family is Family.VISIT or found.rule == "again")):
            return
        self.city, self.country = self.city or found.city, self.country or found.country
        if found.first and (self.first is None or len(found.first) > len(self.first)):
            self.first, self.last = found.first, found.last
        elif found.first and self.first and found.last and self.last and len(found.last) == len(self.last):
            self.first, self.last = min(self.first, found.first), max(self.last, found.last)

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
    def is_next(self) -> bool:
        """Whether it is one that those who met agreed on."""
        return any(o.is_next for o in self.occurrences)

    @property
    def seen(self) -> int:
        """The sentence in which it was spoken of last."""
        return self.occurrences[-1].sentence

    @property
    def kind(self) -> MeetingKind | None:
        """How it was held, where a word says so for sure."""
        return next((o.kind for o in self.occurrences if o.is_kind_sure), None)

    @property
    def is_past(self) -> bool:
        """Whether a date of it lies before the day of publication."""
        return any(o.is_past for o in self.occurrences)

    @property
    def statuses(self) -> set[Status | None]:
        """All that the words say of whether it took place."""
        return {o.status for o in self.occurrences}


def coalesce(found: Iterable[Occurrence], cast: Cast) -> list[Encounter]:
    """The encounters of an article in the order in which they are first spoken of.

    An occurrence goes to the encounter that fits best; one that fits none founds its own if it names enough.
    """
    encounters: list[Encounter] = []
    for occurrence in found:
        best, encounter = 0.0, None
        for candidate in encounters:
            score = fit(candidate, occurrence, cast)
            if score is not None and score > best:
                best, encounter = score, candidate
        if encounter is None and can_found(occurrence):
            encounter = Encounter(family=occurrence.family)
            encounters.append(encounter)
        if encounter is not None:
            encounter.add(occurrence)
    return encounters


def can_found(found: Occurrence) -> bool:
    """Whether an occurrence names enough to be an encounter of its own."""
    if found.is_partial or found.is_vague or found.status is Status.DENIED:
        return False
    if found.family is Family.CONFERENCE and found.is_back:
        return len(found.sides.parties) > 1
    if found.is_back:
        return False
    if found.family is Family.VISIT:
        is_dated = found.first is not None and bool(found.hosts) and not (found.sides.people or found.is_bare)
        return (bool(found.hosts) and not found.is_weak) or found.is_tour or is_dated
    if found.family is Family.CONFERENCE:
        return found.is_certain or (found.is_inside and bool(found.bodies))
    return not found.is_weak and (len(found.sides.people) > 1 or len(found.sides.parties) > 1)


def fit(encounter: Encounter, found: Occurrence, cast: Cast) -> float | None:
    """How well an occurrence fits an encounter; None if it cannot be the same."""
    if not _families_agree(encounter, found) or not _kinds_agree(encounter, found):
        return None
    if not _statuses_agree(encounter, found) or not _times_agree(encounter, found):
        return None
    distance = found.sentence - encounter.seen
    if found.is_back and found.sides.is_empty:
        return _back_score(encounter, found, distance)
    score = {Family.VISIT: _fit_visit, Family.TALK: _fit_talk, Family.CONFERENCE: _fit_conference}[found.family](
        encounter, found, cast
    )
    if score is None:
        return None
    if found.is_weak and not found.sides.people and encounter.occurrences[0].sentence <= LEAD:
        score += 1.0
    return score + (2.0 if found.first and found.first == encounter.first else 0.0) + 1.0 / (1 + max(distance, 0))


def _back_score(encounter: Encounter, found: Occurrence, distance: int) -> float | None:
    if distance > NEAR or (found.rule == "bare" and encounter.sides.people and not found.near <= encounter.known):
        return None
    main = 0.1 if encounter.occurrences[0].sentence < 3 else 0.0
    return 1.0 / (1 + max(distance, 0)) + main


def _families_agree(encounter: Encounter, found: Occurrence) -> bool:
    if encounter.family is found.family:
        return True
    if Family.VISIT in (encounter.family, found.family):
        return False
    if found.is_back and found.sides.is_empty:
        return True
    return encounter.kind is MeetingKind.CONFERENCE and found.kind is MeetingKind.CONFERENCE


def _kinds_agree(encounter: Encounter, found: Occurrence) -> bool:
    kind = encounter.kind
    if found.is_kind_sure and kind is not None:
        return kind is found.kind
    if found.kind in (MeetingKind.CALL, MeetingKind.VIDEO) and kind is not None:
        return kind is found.kind
    return True


def _times_agree(encounter: Encounter, found: Occurrence) -> bool:
    """Whether the dates can be those of one encounter; those of one to come may still move."""
    if _same_day(encounter, found) or (encounter.statuses & FUTURE and found.status in FUTURE and not _is_day(found)):
        return True
    return dates_agree(encounter.first, encounter.last, found.first, found.last)


def _is_day(found: Occurrence | Encounter) -> bool:
    return found.first is not None and len(found.first) == DAY


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


def _statuses_agree(encounter: Encounter, found: Occurrence) -> bool:
    """A meeting to come is another one than the one held, unless the day is the same (of a visit, almost)."""
    said = encounter.statuses - {None}
    if found.family is Family.VISIT and found.first is None and _is_day(encounter) and not found.is_other:
        return True
    if found.is_next != encounter.is_next and not (said & FUTURE and found.status in FUTURE):
        return False
    if found.is_definite or _same_day(encounter, found):
        return True
    if found.status in FUTURE:
        is_told = any(o.is_past or o.is_today for o in encounter.occurrences) and not said & FUTURE
        return not is_told and not encounter.is_past and Status.HELD not in said
    if found.is_past or found.status is Status.HELD:
        return not said & FUTURE or encounter.is_past
    return True


def _same_day(encounter: Encounter, found: Occurrence) -> bool:
    """Whether both give a day and it is the same; the days of one visit may be some apart."""
    if not (found.first and encounter.first and len(found.first) == len(encounter.first) == DAY):
        return False
    if found.family is not Family.VISIT:
        return found.first == encounter.first
    days = [date.fromisoformat(d) for d in (found.first, found.last or found.first)]
    own = [date.fromisoformat(d) for d in (encounter.first, encounter.last or encounter.first)]
    return (days[0] - own[1]).days <= STAY and (own[0] - days[1]).days <= STAY


def _fit_talk(encounter: Encounter, found: Occurrence, cast: Cast) -> float | None:
    people, parties = set(found.sides.people), set(found.sides.parties)
    theirs, their_parties = set(encounter.sides.people), set(encounter.sides.parties)
    if found.is_other and not found.is_definite and found.first is None and found.status in SETTLED:
        return None
    if people and theirs:
        nested = found.is_partial or people <= theirs or theirs <= people or parties == their_parties
        fits = nested and bool(people & theirs) and not _clash(people, theirs, cast)
        return 2.0 * len(people & theirs) + len(parties & their_parties) if fits else None
    if found.is_partial:
        return 1.0 if parties <= their_parties and people <= theirs else None
    return 1.0 + len(parties) if parties == their_parties and _levels_agree(encounter.level, found.level) else None


def _levels_agree(level: str | None, other: str | None) -> bool:
    return level is None or other is None or level == other or "officials" in (level, other)


def _clash(people: set[str], others: set[str], cast: Cast) -> bool:
    """Whether for one side each names only people whom the other does not."""
    sides = {cast.side_of(p) for p in people} & {cast.side_of(p) for p in others}
    for side in sides:
        mine = {p for p in people if cast.side_of(p) == side}
        if mine.isdisjoint(p for p in others if cast.side_of(p) == side):
            return True
    return False


def _fit_visit(encounter: Encounter, found: Occurrence, cast: Cast) -> float | None:
    people, theirs = set(found.sides.people), set(encounter.sides.people)
    if people and theirs and people.isdisjoint(theirs):
        return None
    if not set(found.sides.parties) & set(encounter.sides.parties):
        return None
    if found.is_tour or encounter.is_tour:
        is_same = found.is_tour == encounter.is_tour or (not found.hosts and bool(people & theirs))
        return 1.5 + len(people & theirs) if is_same else None
    if not found.hosts:
        return 1.0 if people & theirs or not people else None
    if not encounter.hosts or set(found.hosts) == set(encounter.hosts):
        return 2.0 + len(people & theirs)
    return None


def _fit_conference(encounter: Encounter, found: Occurrence, cast: Cast) -> float | None:
    if found.is_back:
        near = found.sentence - encounter.seen <= CLOSE
        return 1.0 if encounter.family is Family.CONFERENCE and near else None
    if encounter.family is Family.TALK or not found.bodies:
        return (
            2.0 if encounter.bodies == found.bodies and set(found.sides.people) & set(encounter.sides.people) else None
        )
    if set(found.bodies) != set(encounter.bodies) or not _levels_agree(encounter.level, found.level):
        return None
    return 3.0


def link_sidelines(encounters: Sequence[Encounter]) -> None:
    """Tie a talk to the conference in whose adverbial (在联合国大会间隙) it is told; its people are there too."""
    conferences = [(e, o) for e in encounters if e.family is Family.CONFERENCE for o in e.occurrences if o.is_inside]
    for conference, inside in conferences:
        for encounter in encounters:
            if encounter is conference or encounter.family is Family.VISIT or encounter.sidelines_of is not None:
                continue
            here = [o for o in encounter.occurrences if o.sentence == inside.sentence and not o.is_inside]
            if any(o.left - REACH <= inside.start < o.end for o in here) and conference.sidelines_of is not encounter:
                _tie(encounter, conference)


def _tie(encounter: Encounter, conference: Encounter) -> None:
    encounter.sidelines_of = conference
    if encounter.statuses & FUTURE:
        return
    conference.sides = conference.sides | encounter.sides
    if conference.first is None and encounter.first is not None:
        conference.first = conference.last = encounter.first[:MONTH]


def inherit(encounters: Sequence[Encounter]) -> None:
    """Give what is told without status and date those of the visit in which it lies, dates to the month.

    A visit to one country lies in the tour of its visitors, a talk with the other side in the visit to it; a visit
    without a date has the month of the talk held on it.
    """
    for inner in encounters:
        for outer in encounters:
            if outer.family is not Family.VISIT or inner is outer or not contains(outer, inner):
                continue
            if inner.first is None and inner.statuses <= {None} and outer.statuses & FUTURE:
                inner.assumed = next(o.status for o in outer.occurrences if o.status in FUTURE)
            if inner.is_future == outer.is_future:
                _share_month(inner, outer)
                _share_month(outer, inner)


def _share_month(one: Encounter, other: Encounter) -> None:
    if one.first is None and other.first is not None and len(other.first) >= MONTH:
        one.first = one.last = other.first[:MONTH]


def contains(visit: Encounter, inner: Encounter) -> bool:
    """Whether an encounter is part of a visit: the same people, the other side the host (of a tour, one of them)."""
    if not set(visit.sides.people) & set(inner.sides.people):
        return False
    if inner.family is Family.VISIT:
        return len(visit.hosts) > 1 and len(inner.hosts) == 1 and set(inner.hosts) <= set(visit.hosts)
    host = set(visit.hosts) & set(inner.sides.parties)
    is_here = inner.country is None or f"country/{inner.country}" in host
    return inner.family is Family.TALK and len(host) == 1 and is_here and not any(o.is_other for o in inner.occurrences)
