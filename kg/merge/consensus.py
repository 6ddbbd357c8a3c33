"""The meeting that a cluster of accounts is about: the better supported value of each slot, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from kg.ids import digest
from kg.merge.accounts import Account
from kg.model import Difference, Meeting, MeetingKind, Status

V = TypeVar("V", bound=Hashable)
SHARE = 0.25  # of the sources: a participant, party or issue that fewer of them name is left to its report
NO_DAY = "9999"

# The status that an account of a later stage settles: a held meeting was planned before, not the other way round.
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


def make_meeting(accounts: Sequence[Account]) -> Meeting:
    """The meeting of a cluster; its id is not yet unique, `sidelines_of` not yet known."""
    accounts = sorted(accounts, key=lambda a: a.ref)
    start, end = _dates(accounts)
    sources, publishers = source_counts(accounts)
    kind = _kind(accounts)
    meeting = Meeting(
        id="",
        kind=kind,
        status=_status(accounts),
        participants=_members(accounts, lambda a: a.participants),
        parties=_members(accounts, lambda a: a.parties),
        start=start,
        end=end,
        city=best(accounts, lambda a: a.city),
        country=best(accounts, lambda a: a.country),
        issues=_members(accounts, lambda a: frozenset(a.issues)),
        name=best(accounts, lambda a: a.name),
        venue=best(accounts, lambda a: a.venue),
        reports=tuple(sorted((a.origin.article, a.report) for a in accounts)),
        history=_history(accounts),
        differences=tuple(_differences(accounts)),
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


def _status(accounts: Sequence[Account]) -> Status:
    """The furthest stage; a meeting denied or cancelled by more publishers than say it was held was not held."""
    found = dict(support(accounts, lambda a: a.status))
    if Status.HELD in found:
        held = source_counts(found[Status.HELD])[1]
        off = [source_counts(found[status])[1] for status in (Status.DENIED, Status.CANCELLED) if status in found]
        if max(off, default=0) <= held:
            return Status.HELD
    return next(stage for stage in (*STAGES[1:], Status.HELD) if stage in found)


def _dates(accounts: Sequence[Account]) -> tuple[str | None, str | None]:
    """Start and end of the most exact accounts, the less exact ones counting for the dates that they hold."""
    dated = [a for a in accounts if a.start]
    exact = [a for a in dated if len(a.start or "") == max(len(d.start or "") for d in dated)]
    start = best(exact, lambda a: a.start)
    if start is None:
        return None, best(accounts, lambda a: a.end)
    return start, best([a for a in exact if a.start == start], lambda a: a.end)


def _members(accounts: Sequence[Account], values: Callable[[Account], frozenset[str]]) -> tuple[str, ...]:
    """Values that enough of the publishers and of the articles that give any name; all where these are few."""
    given: dict[str, list[Account]] = defaultdict(list)
    giving = [account for account in accounts if values(account)]
    for account in giving:
        for value in values(account):
            given[value].append(account)
    least = [SHARE * count for count in source_counts(giving)]
    counts = {value: source_counts(by) for value, by in given.items()}
    return tuple(
        sorted(v for v, (articles, publishers) in counts.items() if articles >= least[0] and publishers >= least[1])
    )


def _history(accounts: Sequence[Account]) -> tuple[tuple[str, Status], ...]:
    """(day of publication, status), each status once for each day."""
    return tuple(sorted({(a.origin.day, a.status) for a in accounts if a.origin.day}))


def _differences(accounts: Sequence[Account]) -> Iterable[Difference]:
    """Slots on which two accounts exclude each other."""
    slots: tuple[tuple[str, Callable[[Account], str | None]], ...] = (
        ("start", lambda a: a.start),
        ("city", lambda a: a.city),
        ("country", lambda a: a.country),
    )
    for slot, value in slots:
        ranked = support(accounts, value)
        if any(not _agree(a, b) for i, (a, _) in enumerate(ranked) for b, _ in ranked[i + 1 :]):
            yield _difference(slot, ranked)
    statuses = support(accounts, lambda a: a.status.value)
    found = {value for value, _ in statuses}
    if "held" in found and found & {"denied", "cancelled"}:
        yield _difference("status", statuses)
    talks = [a for a in accounts if a.kind is not MeetingKind.CONFERENCE and len(a.participants) > 1]
    casts = support(talks, lambda a: a.participants)
    if any(not (a <= b or b <= a) for i, (a, _) in enumerate(casts) for b, _ in casts[i + 1 :]):
        yield _difference("participants", [(", ".join(sorted(cast)), by) for cast, by in casts])


def _agree(a: str, b: str) -> bool:
    """Whether one value is the other, less exact: 2024-09 and 2024-09-27."""
    return a.startswith(b) or b.startswith(a)


def _difference(slot: str, ranked: Sequence[tuple[str, list[Account]]]) -> Difference:
    values = ((str(value), tuple(sorted({a.origin.article for a in by}))) for value, by in ranked)
    return Difference(slot=slot, values=tuple(values))
