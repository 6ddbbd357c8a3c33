"""Where the accounts of a meeting differ: the slots on which two of them exclude each other.

What an article does not say of the meeting itself contradicts nobody, nor does a plan what came of it, nor what is
told as held or called off before its day or of no known time, nor who else went along, was there or spoke for a body,
nor a stop of a journey another, nor what is only guessed or told of one person of whom it is not said whom he met.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from itertools import combinations
from operator import attrgetter, ne
from typing import TypeVar

from kg.days import DAY
from kg.knowledge.publishers import find_publisher
from kg.knowledge.regions import is_american
from kg.knowledge.series import is_assembly, series_of
from kg.merge.accounts import Account, bounds
from kg.merge.compare import GATHERING, SESSION, bodies
from kg.merge.keys import plain
from kg.merge.support import TOLD, source_counts, support, told_since
from kg.merge.what import DAY_SLACK, TALKS, VISIT_SLACK, Days
from kg.model import Difference, Meeting, MeetingKind, Status

V = TypeVar("V", bound=Hashable)
# Share of the sources that must doubt it took place: all six differences that fewer told, in 9,000 texts, were misread.
DOUBTED = 0.4
# Days by which accounts may differ on when a meeting began: arrival, talks and departure; day and night on a line.
SLACK = {MeetingKind.VISIT: VISIT_SLACK, MeetingKind.CALL: DAY_SLACK, MeetingKind.VIDEO: DAY_SLACK}
GUESS = 0.5  # confidence up to which an account is as likely our misreading as what the article says
PAIR = 2  # people in common who show that two lists are of one talk, and that each names others who were there
DONE, OFF = frozenset({Status.HELD}), frozenset({Status.DENIED, Status.CANCELLED})


def find_differences(accounts: Sequence[Account], meeting: Meeting, *, is_placed: bool) -> Iterable[Difference]:
    """The differences; those of place only if it was at one place."""
    sure = [a for a in accounts if _is_sure(a)]
    latest = [a for a in sure if a.status is Status.HELD] or sure
    yield from _of_days(latest, sure, meeting)
    slots = ("country",) if meeting.kind is MeetingKind.VISIT else ("city", "country")
    for slot in slots if is_placed else ():
        ranked = _claims([a for a in latest if slot not in a.inferred], attrgetter(slot))
        if _exclude(ranked, sure, attrgetter(slot), ne):
            yield _difference(slot, ranked)
    statuses = _statuses(sure, meeting.start) if meeting.start else []
    if _exclude(statuses, sure, attrgetter("status.value"), lambda a, b: (a in DONE) != (b in DONE)):
        yield _difference("status", statuses)
    talks = [a for a in latest if a.kind in TALKS and len(a.participants) > 1 and not bodies(a.parties)]
    casts = _claims(talks, attrgetter("participants"))
    if _exclude(casts, talks, attrgetter("participants"), partial(_are_others, [cast for cast, _ in casts])):
        yield _difference("participants", [(", ".join(sorted(cast)), by) for cast, by in casts])


def _statuses(sure: Sequence[Account], start: str) -> list[tuple[str, list[Account]]]:
    """Whether it took place, as enough of the accounts have it that say so: what was called off before its day, or on a
    day that they do not give, may have been held.
    """
    done, off = ([a for a in sure if a.status in them] for them in (DONE, OFF))
    claimed = _claims([*told_since(done, start), *off], attrgetter("status.value"), DOUBTED)
    known = [(status, [a for a in by if a.status in DONE or "start" not in a.inferred]) for status, by in claimed]
    return [(status, by) for status, some in known if (by := told_since(some, start))]


def _of_days(latest: Sequence[Account], sure: Sequence[Account], meeting: Meeting) -> Iterable[Difference]:
    """The days on which it began, if two of them exclude each other: those of one country may meet on any day, and
    what several days are told of is on each of them.
    """
    told = [a for a in latest if "start" not in a.inferred and not (a.kind in TALKS and len(a.parties) == 1)]
    starts = _claims(told, lambda a: a.start)
    exact = [item for item in starts if not any(day != item[0] and day.startswith(item[0]) for day, _ in starts)]
    times = {day: _time(day, by, meeting.country) for day, by in exact}
    stays = [(bounds(a.start)[0], bounds(a.end)[1]) for a in told if a.start and a.end and len(a.start) == DAY]
    slack = _slack(latest, meeting)

    def are_apart(one: str, two: str) -> bool:
        (first, _), (_, last) = bounds(min(one, two)), bounds(max(one, two))
        gap = max(times[one][0], times[two][0]) - min(times[one][1], times[two][1])
        return gap > slack and not any(begin <= first and last <= end for begin, end in stays)

    if _exclude(exact, sure, attrgetter("start"), are_apart):
        yield _difference("start", exact)


def _time(day: str, by: Sequence[Account], country: str | None) -> Days:
    """First and last day, by clocks where it was, of what accounts date alike; between the Americas and the rest of the
    world it is often another day for those who tell of it.
    """
    first, last = bounds(day)
    last = max([last, *(bounds(a.end)[1] for a in by if a.end)])
    if country and all(_is_across(a, country) for a in by):
        return (first - DAY_SLACK, last) if is_american(country) else (first, last + DAY_SLACK)
    return first, last


def _is_across(account: Account, country: str) -> bool:
    """Whether the publisher is in the Americas and the country is not, or the other way round."""
    publisher = find_publisher(account.origin.source)
    seat = publisher.country if publisher else None
    return seat is not None and is_american(seat) != is_american(country)


def _is_sure(account: Account) -> bool:
    """Whether it is more than a guess, and tells of more in a talk or at a nameless gathering than of one person and
    at the most of what other side those were whom he met.
    """
    people, parties = len(account.participants), len(account.parties)
    is_alone = max(people, parties - people) < PAIR and not account.name
    return account.confidence > GUESS and (account.kind is MeetingKind.VISIT or not is_alone)


def _exclude(
    ranked: Sequence[tuple[V, list[Account]]],
    accounts: Sequence[Account],
    value: Callable[[Account], V | None],
    are_apart: Callable[[V, V], bool],
) -> bool:
    """Whether two values exclude each other, and each is claimed by an article that does not give the other as well."""
    told = {found: {a.origin.article for a in accounts if value(a) == found} for found, _ in ranked}
    claimed = {found: {a.origin.article for a in by} for found, by in ranked}
    pairs = combinations(told, 2)
    return any(are_apart(a, b) and claimed[a] - told[b] and claimed[b] - told[a] for a, b in pairs)


def _are_others(casts: Sequence[frozenset[str]], a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two lists are of other people: neither holds the other, no list both, and they have not two in common."""
    return len(a & b) < PAIR and not any(a | b <= cast for cast in casts)


def _slack(accounts: Iterable[Account], meeting: Meeting) -> int:
    """Days by which accounts may differ on when it began: of a gathering, of whose days each may give another, more."""
    if meeting.kind is not MeetingKind.CONFERENCE:
        return SLACK.get(meeting.kind, 0)
    names = {series_of(plain(a.name)) for a in accounts if a.name}
    is_of_body = len(meeting.parties) >= GATHERING and bool(bodies(frozenset(meeting.parties)))
    return SESSION if is_of_body or any(map(is_assembly, names)) else DAY_SLACK * bool(names)


def _claims(
    accounts: Sequence[Account], value: Callable[[Account], V | None], share: float = TOLD
) -> list[tuple[V, list[Account]]]:
    """The values of a slot that enough of the articles which give any do."""
    ranked = support(accounts, value)
    least = share * source_counts([account for _, by in ranked for account in by])[0]
    return [item for item in ranked if source_counts(item[1])[0] >= least]


def _difference(slot: str, ranked: Sequence[tuple[str, list[Account]]]) -> Difference:
    values = ((str(value), tuple(sorted({a.origin.article for a in by}))) for value, by in ranked)
    return Difference(slot=slot, values=tuple(values))
