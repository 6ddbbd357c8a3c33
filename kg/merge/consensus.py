"""The meeting that a cluster of accounts is about: the better supported value of each slot, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import gt

from msgspec.structs import replace

from kg.days import DAY, MONTH, YEAR
from kg.ids import digest
from kg.merge.accounts import Account, bounds
from kg.merge.differences import DONE, OFF, find_differences
from kg.merge.support import TOLD, best, source_counts, support, told_since
from kg.merge.what import VISIT_SLACK
from kg.model import Meeting, MeetingKind, Status

SHARE = 0.25  # of the sources: a participant, party or issue that fewer of them name is left to its report
PRESENT = 0.33  # the same of those who took part in a talk or a journey, of which every account may name all
LEAD = 3  # articles by which a place must be ahead of the next, where a dozen or more tell of the meeting

# The status that an account of a later stage settles: a held meeting was planned before, not the other way round.
AHEAD = frozenset({Status.PLANNED, Status.POSSIBLE})
STAGES = (Status.HELD, Status.CANCELLED, Status.PLANNED, Status.POSSIBLE, Status.DENIED)


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
        source_count=sources,
        publisher_count=publishers,
        confidence=max(a.confidence for a in accounts),
    )
    return replace(meeting, differences=tuple(find_differences(accounts, meeting, is_placed=bool(placed))))


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
        held = told_since(held, start)
    else:
        since, least = min((days.get(a.ref, 0) for a in held), default=0), SHARE * source_counts(accounts)[1]
    ahead = [a for a in accounts if a.status in AHEAD and days.get(a.ref, 0) >= since]
    return bool(held) and source_counts(held)[1] >= max(source_counts(ahead)[1], least)


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
