"""The meeting that a cluster of accounts is about: the better supported value of each slot, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from itertools import combinations
from operator import attrgetter, gt, ne
from typing import TypeVar

from kg.days import DAY, MONTH, YEAR
from kg.ids import digest
from kg.knowledge.series import is_assembly, series_of
from kg.merge.accounts import Account, bounds
from kg.merge.compare import GATHERING, SESSION, bodies
from kg.merge.keys import plain
from kg.merge.what import DAY_SLACK, TALKS, VISIT_SLACK
from kg.model import Difference, Meeting, MeetingKind, Status

V = TypeVar("V", bound=Hashable)
SHARE = 0.25  # of the sources: a participant, party or issue that fewer of them name is left to its report
PRESENT = 0.33  # the same of those who took part in a talk or a journey, of which every account may name all
TOLD = 0.1  # the same of a day, a month, a year: one of two dozen that gives any knows no better than they
DOUBTED = 0.4  # the same of whether it took place: all six differences that fewer told in 9,000 articles were misread
LEAD = 3  # articles by which a place must be ahead of the next, where a dozen or more tell of the meeting
NO_DAY = "9999"
# Days by which accounts may differ on when a meeting began: arrival, talks and departure; day and night on a line.
SLACK = {MeetingKind.VISIT: VISIT_SLACK, MeetingKind.CALL: DAY_SLACK, MeetingKind.VIDEO: DAY_SLACK}
GUESS = 0.5  # confidence up to which an account is as likely our misreading as what the article says
PAIR = 2  # people in common who show that two lists are of one talk, and that each names others who were there

# The status that an account of a later stage settles: a held meeting was planned before, not the other way round.
AHEAD = frozenset({Status.PLANNED, Status.POSSIBLE})
DONE, OFF = frozenset({Status.HELD}), frozenset({Status.DENIED, Status.CANCELLED})
STAGES = (Status.HELD, Status.CANCELLED, Status.PLANNED, Status.POSSIBLE, Status.DENIED)


def source_counts(accounts: Iterable[Account]) -> tuple[int, int]:
    """How many articles and how many independent publishers stand behind accounts, copies counted once."""
    origins = [account.origin for account in accounts]
    return len({o.root for o in origins}), len({o.source for o in origins})


def support(accounts: Sequence[Account], value: Callable[[Account], V | None]) -> list[tuple[V, list[Account]]]:
    """The values of a slot with the accounts that give them: by publishers, then articles, then the earliest."""
    given: dict[V, list[Account]] = defaultdict(list)
    for account in accounts:
        found = value(account)
        if found is not None:
            given[found].append(account)

    def rank(item: tuple[V, list[Account]]) -> tuple[int, int, str, str]:
        articles, publishers = source_counts(item[1])
        words = ", ".join(sorted(item[0])) if isinstance(item[0], frozenset) else str(item[0])
        return -publishers, -articles, min(a.origin.day or NO_DAY for a in item[1]), words

    return sorted(given.items(), key=rank)


def best(accounts: Sequence[Account], value: Callable[[Account], V | None]) -> V | None:
    """The better supported value of a slot."""
    ranked = support(accounts, value)
    return ranked[0][0] if ranked else None


def _with_aim(accounts: Sequence[Account], kind: MeetingKind) -> Sequence[Account]:
    """Of a journey, the accounts that say where it led, if any do."""
    return [a for a in accounts if len(a.parties) > 1 or kind is not MeetingKind.VISIT] or accounts


def _is_nowhere(kind: MeetingKind, parties: Sequence[str]) -> bool:
    """Whether a meeting has no one place: people on the line, a tour of several countries."""
    return kind in (MeetingKind.CALL, MeetingKind.VIDEO) or (kind is MeetingKind.VISIT and len(parties) > 2)


def _place(accounts: Sequence[Account], value: Callable[[Account], str | None]) -> str | None:
    """The better supported value of a slot that few may give, if it is clearly ahead."""
    ranked = [(found, source_counts(by)[0]) for found, by in support(accounts, value)]
    lead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else len(accounts)
    return ranked[0][0] if ranked and max(lead, 0) >= min(LEAD, source_counts(accounts)[0] // 4) else None


def make_meeting(accounts: Sequence[Account]) -> Meeting:
    """The meeting of a cluster; its id is not yet unique, `sidelines_of` not yet known."""
    accounts = sorted(accounts, key=lambda a: a.ref)
    sources, publishers = source_counts(accounts)
    kind = _kind(accounts)
    start, end = _dates(accounts, kind)
    share = SHARE if kind is MeetingKind.CONFERENCE else PRESENT
    parties = _members(_with_aim(accounts, kind), lambda a: a.parties)
    placed = [] if _is_nowhere(kind, parties) else accounts
    country = _place(placed, lambda a: a.country)
    local = [a for a in placed if a.country in (None, country)]
    meeting = Meeting(
        id="",
        kind=kind,
        status=_status(accounts, start),
        participants=_members(accounts, lambda a: a.participants, share),
        parties=parties,
        start=start,
        end=end,
        city=_place(local, lambda a: a.city),
        country=country,
        issues=_members(accounts, lambda a: frozenset(a.issues)),
        name=_name(accounts, kind),
        venue=best(accounts, lambda a: a.venue),
        reports=tuple(sorted((a.origin.article, a.report) for a in accounts)),
        history=_history(accounts),
        differences=tuple(_differences(accounts, placed, kind, parties, start)),
        source_count=sources,
        publisher_count=publishers,
        confidence=max(a.confidence for a in accounts),
    )
    return meeting


def name_of(meeting: Meeting) -> str:
    """A readable id from the content: 2024-09-27-meeting-antony-blinken-wang-yi."""
    people = [thing.partition("/")[2] for thing in meeting.participants[:3]]
    sides = [thing.partition("/")[2].lower() for thing in meeting.parties[:4]]
    date = meeting.start or meeting.end or "undated"
    tail = "-".join(people or sides) or digest(meeting.reports, size=6)
    return f"{date}-{meeting.kind}-{tail}"


def _kind(accounts: Sequence[Account]) -> MeetingKind:
    return best(accounts, lambda a: a.kind) or accounts[0].kind


def _name(accounts: Sequence[Account], kind: MeetingKind) -> str | None:
    """The best name, of a conference; of a talk or a journey, only if enough accounts give one."""
    named = [a for a in accounts if a.name]
    is_named = kind is MeetingKind.CONFERENCE or len(named) >= SHARE * len(accounts)
    return best(named, lambda a: a.name) if is_named else None


def _status(accounts: Sequence[Account], start: str | None) -> Status:
    """The furthest stage; a meeting denied or cancelled by more publishers than say it was held was not held, one that
    more tell of as to come after the last word of that was put off.
    """
    stages = [stage for stage in (*STAGES[1:], Status.HELD) if any(a.status is stage for a in accounts)]
    held, off = ([a for a in accounts if a.status in them] for them in (DONE, OFF))
    if held and _is_believed(held, accounts, start) and source_counts(off)[::-1] <= source_counts(held)[::-1]:
        return Status.HELD
    last = max((a.origin.day or "" for a in off), default="")
    later = [a for a in accounts if a.status in AHEAD and (a.origin.day or "") > last]
    is_off = source_counts(off)[1] >= source_counts(later)[1]
    return next((stage for stage in stages if is_off or stage not in OFF), stages[0])


def _is_believed(held: Sequence[Account], accounts: Sequence[Account], start: str | None) -> bool:
    """Whether accounts that tell of a meeting as held are right: on its day or later, and not fewer publishers than
    tell of it as still to come after that; of one without a day, neither fewer than tell so later nor but a few of all.
    """
    days = {a.ref: bounds(a.origin.day)[0] for a in accounts if a.origin.day}
    if start and len(start) == DAY:
        since, least = bounds(start)[0] + 1, 0.0
        held = _told_since(held, start)
    else:
        since, least = min((days.get(a.ref, 0) for a in held), default=0), SHARE * source_counts(accounts)[1]
    ahead = [a for a in accounts if a.status in AHEAD and days.get(a.ref, 0) >= since]
    return bool(held) and source_counts(held)[1] >= max(source_counts(ahead)[1], least)


def _told_since(accounts: Sequence[Account], start: str) -> list[Account]:
    """The accounts published when it began or later, or the day before, by clocks elsewhere."""
    since = bounds(start)[0] - DAY_SLACK
    return [a for a in accounts if not a.origin.day or bounds(a.origin.day)[0] >= since]


def _dates(accounts: Sequence[Account], kind: MeetingKind) -> tuple[str | None, str | None]:
    """Start and end of the most exact accounts, those first that say them; less exact ones count for what they hold."""
    dated = [a for a in accounts if a.start]
    longest = _exactness(dated, TOLD * source_counts(accounts)[0])
    dated = [a for a in dated if len(a.start or "") <= longest]
    exact, vague = ([a for a in dated if (len(a.start or "") == longest) is is_exact] for is_exact in (True, False))
    ranked = sorted(support(exact, lambda a: a.start), key=lambda item: -_told(item[1], "start"))
    if not ranked:
        return None, best(accounts, lambda a: a.end)
    fitting = {
        day: [source_counts([a for a in some if _fits(a.start or "", day, kind)])[0] for some in (dated, vague)]
        for day, _ in ranked
    }
    most = fitting[ranked[0][0]]
    better = [item for item in ranked if all(map(gt, fitting[item[0]], most))]
    start, those = max(better or ranked[:1], key=lambda item: fitting[item[0]][0])
    return start, best(those, lambda a: a.end)


def _told(accounts: Sequence[Account], slot: str) -> int:
    """How many publishers say a slot of the meeting itself."""
    return source_counts([a for a in accounts if slot not in a.inferred])[1]


def _exactness(dated: Sequence[Account], least: float) -> int:
    """Characters of the most exact dates (of a day, a month, a year) that enough articles give; 0 if none is."""
    counts = {size: source_counts([a for a in dated if len(a.start or "") == size])[0] for size in (YEAR, MONTH, DAY)}
    return max((size for size, count in counts.items() if count and count >= least), default=0)


def _fits(date: str, start: str, kind: MeetingKind) -> bool:
    """Whether a date is a start, less exactly; the month of a stay may be the next, if that is near."""
    (first, last), (begins, _) = bounds(date), bounds(start)
    stays = VISIT_SLACK if kind is MeetingKind.VISIT and len(date) == MONTH else 0
    return date == start or (len(date) < len(start) and first - stays <= begins <= last)


def _members(
    accounts: Sequence[Account], values: Callable[[Account], frozenset[str]], share: float = SHARE
) -> tuple[str, ...]:
    """Values that enough of the publishers and of the articles that give any name; all where these are few."""
    given: dict[str, list[Account]] = defaultdict(list)
    giving = [account for account in accounts if values(account)]
    for account in giving:
        for value in values(account):
            given[value].append(account)
    least = [share * count for count in source_counts(giving)]
    counts = {value: source_counts(by) for value, by in given.items()}
    return tuple(
        sorted(v for v, (articles, publishers) in counts.items() if articles >= least[0] and publishers >= least[1])
    )


def _history(accounts: Sequence[Account]) -> tuple[tuple[str, Status], ...]:
    """(day of publication, status), each status once for each day."""
    return tuple(sorted({(a.origin.day, a.status) for a in accounts if a.origin.day}))


def _differences(
    accounts: Sequence[Account], placed: Sequence[Account], kind: MeetingKind, parties: Sequence[str], start: str | None
) -> Iterable[Difference]:
    """Slots on which two accounts exclude each other; `placed` are those that say where it was, if at one place.

    What an article does not say of the meeting itself contradicts nobody, nor does a plan what came of it, nor what is
    told as held before its day or of no known time, nor who else went along, was there or spoke for a body, nor a stop
    of a journey another, nor what is only guessed or told of one person of whom it is not said whom he met.
    """
    sure = [a for a in accounts if _is_sure(a)]
    latest = [a for a in sure if a.status is Status.HELD] or sure
    starts = _claims([a for a in latest if "start" not in a.inferred], lambda a: a.start)
    exact = [item for item in starts if not any(day != item[0] and day.startswith(item[0]) for day, _ in starts)]
    ends = {day: max([a.end for a in by if a.end] or [day]) for day, by in exact}
    slack = SESSION if _sits_for_days(accounts, kind, parties) else SLACK.get(kind, 0)
    if _exclude(exact, sure, attrgetter("start"), lambda a, b: not _are_near((a, ends[a]), (b, ends[b]), slack)):
        yield _difference("start", exact)
    for slot in ("country",) if kind is MeetingKind.VISIT else ("city", "country"):
        told = [a for a in placed if _is_sure(a) and slot not in a.inferred]
        ranked = _claims(told, attrgetter(slot))
        if _exclude(ranked, sure, attrgetter(slot), ne):
            yield _difference(slot, ranked)
    done = _told_since([a for a in sure if a.status in DONE], start) if start else []
    statuses = _claims([*done, *(a for a in sure if a.status in OFF)], attrgetter("status.value"), DOUBTED)
    if _exclude(statuses, sure, attrgetter("status.value"), lambda a, b: (a in DONE) != (b in DONE)):
        yield _difference("status", statuses)
    talks = [a for a in latest if a.kind in TALKS and len(a.participants) > 1 and not bodies(a.parties)]
    casts = _claims(talks, attrgetter("participants"))
    if _exclude(casts, talks, attrgetter("participants"), partial(_are_others, [cast for cast, _ in casts])):
        yield _difference("participants", [(", ".join(sorted(cast)), by) for cast, by in casts])


def _is_sure(account: Account) -> bool:
    """Whether it is more than a guess, and tells of more than one person in a talk or at a nameless gathering."""
    is_alone = max(len(account.participants), len(account.parties)) < PAIR and not account.name
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


def _sits_for_days(accounts: Sequence[Account], kind: MeetingKind, parties: Sequence[str]) -> bool:
    """Whether it is an assembly or another gathering of a body's members, of which an account may give any day."""
    if kind is not MeetingKind.CONFERENCE:
        return False
    names = {series_of(plain(a.name)) for a in accounts if a.name}
    return any(map(is_assembly, names)) or (len(parties) >= GATHERING and bool(bodies(frozenset(parties))))


def _claims(
    accounts: Sequence[Account], value: Callable[[Account], V | None], share: float = TOLD
) -> list[tuple[V, list[Account]]]:
    """The values of a slot that enough of the articles which give any do."""
    ranked = support(accounts, value)
    least = share * source_counts([account for _, by in ranked for account in by])[0]
    return [item for item in ranked if source_counts(item[1])[0] >= least]


def _are_near(one: tuple[str, str], two: tuple[str, str], days: int) -> bool:
    """Whether two times, each from a date to a date, lie no more than so many days apart."""
    begin = max(bounds(first)[0] for first, _ in (one, two))
    return begin - min(bounds(last)[1] for _, last in (one, two)) <= days


def _difference(slot: str, ranked: Sequence[tuple[str, list[Account]]]) -> Difference:
    values = ((str(value), tuple(sorted({a.origin.article for a in by}))) for value, by in ranked)
    return Difference(slot=slot, values=tuple(values))
