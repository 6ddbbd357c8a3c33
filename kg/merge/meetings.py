"""One meeting from all its accounts: buckets of day and actors, then scored pairs, then the accounts that say less.

No account is compared with all others: two accounts meet only where they share a bucket, a stretch of time with a
participant, a set of parties or a name. First come the accounts with a day and both sides; then those of a month, a
year or no date, which join one that says more only if it is the only one that fits. They first go to the meetings that
several articles tell of, one by one, since each was published on a day of its own; what is left is then put together,
but for those that fit several, for they are no further meeting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from itertools import combinations

from kg.days import DAY, MONTH, YEAR
from kg.knowledge.series import is_assembly, series_of
from kg.merge.accounts import Account
from kg.merge.clusters import Clusters, Edge
from kg.merge.compare import DOMINANT, STRAY, conflict, is_session, is_stray, is_told_near
from kg.merge.features import ATTACH, BARE, JOIN, MARGIN, compare
from kg.merge.memory import Hit, Memory
from kg.merge.what import TALKS, VISIT_SLACK, What, combine, describe
from kg.model import Judgement, MeetingKind, MergeDecision

LEVELS = (DAY, MONTH, YEAR, 0)  # precisions of dates, the most exact first
LONGEST = 15  # days of a meeting that are put into buckets one by one
LONGEST_SPAN = 800  # days of a time without a day; a longer one fits everything
BUCKET = 500  # clusters of one bucket that are compared with one cluster; far above any seen
NEAR = VISIT_SLACK + STRAY  # days between two meetings that may be one, whose days are given
KNOWN = 3  # articles from which on a meeting draws the accounts that say less, before these are put together
CAST = 8  # participants of one account whose pairs are put into buckets
ONE_SIDE = 4  # length of the key of a bucket of one party: "parties", day, whether it is a visit, the party

Key = tuple[object, ...]
Score = tuple[float, tuple[str, ...]]
Dated = dict[Key, list[tuple[int, int, str]]]  # first day, last day and node of clusters that have something in common


def cluster_meetings(
    accounts: Iterable[Account], decisions: Iterable[MergeDecision], memory: Memory
) -> tuple[Clusters[What], list[list[Account]]]:
    """The clusters with the decisions taken, and the accounts of each cluster.

    A node is one account, or several that say just the same. Clusters that stood before among the same others are not
    compared with them again.
    """
    reviewed = tuple(d for d in decisions if d.kind == "meeting")
    nodes = _nodes(accounts, {ref for d in reviewed for ref in (d.left, d.right)})
    clusters = Clusters("meeting", combine, conflict)
    for node, members in sorted(nodes.items()):
        what = describe(members[0])
        for member in members[1:]:
            what = combine(what, describe(member))
        clusters.add(node, what)
        _note_same(clusters, members)
    clusters.review(reviewed)
    for level in LEVELS:
        edges, torn = _attachments(clusters, level, memory, known=True) if level < DAY else ([], set[str]())
        clusters.join(edges)
        clusters.join(_pairs(clusters, level, torn, memory))
        clusters.join([*_strays(clusters), *_sessions(clusters)] if level == DAY else [])
        edges, torn = _attachments(clusters, level, memory)
        clusters.join(edges)
        clusters.join(_bare_pairs(clusters, torn, memory) if level == DAY else [])
    return clusters, [[a for node in members for a in nodes[node]] for members in clusters.members().values()]


def _nodes(accounts: Iterable[Account], reviewed: set[str]) -> dict[str, list[Account]]:
    """Accounts that give the same day, kind, participants and parties are one node; so are repeats in one article.

    Two conferences without a name that one article tells apart are two, however alike.
    """
    groups: dict[Key, list[Account]] = defaultdict(list)
    for account in accounts:
        slots = (account.kind, account.participants, account.parties, account.start, account.end, account.name)
        whole = len(account.participants) > 1 or (account.kind not in TALKS and (account.participants or account.name))
        exact = account.start is not None and len(account.start) == DAY
        where: Key = () if whole and exact else (account.origin.article, account.status, account.city)
        if account.ref in reviewed or (account.kind is MeetingKind.CONFERENCE and not account.name):
            where = (account.ref,)
        groups[*slots, *where].append(account)
    sorted_groups = [sorted(group, key=lambda a: a.ref) for group in groups.values()]
    return {group[0].ref: group for group in sorted_groups}


def _note_same(clusters: Clusters[What], members: list[Account]) -> None:
    reasons = ("same day", "same participants", "same parties", "same kind")
    for member in members[1:]:
        if member.origin.article != members[0].origin.article:
            clusters.record(Edge(1.0, members[0].ref, member.ref, reasons), Judgement.SAME)


def _pairs(clusters: Clusters[What], level: int, torn: set[str], memory: Memory) -> list[Edge]:
    """Pairs of one precision that say enough and score enough; those that may each be about one of several that are
    better known are no new one together.
    """
    buckets = _buckets(clusters, level, lambda what: what.precision == level and what.is_whole)
    return _scored(clusters, buckets, JOIN if level == DAY else ATTACH, torn, memory)


def _bare_pairs(clusters: Clusters[What], torn: set[str], memory: Memory) -> list[Edge]:
    """Pairs of a day whose accounts say no more than which two sides met, or one who took part, and that fit no
    meeting which is better known: of the same parties, and of as much else.
    """
    buckets = _buckets(clusters, DAY, lambda what: what.precision == DAY and not (what.is_whole or what.is_visit))
    of_parties = {key: members for key, members in buckets.items() if key[0] == "parties" and len(key) > ONE_SIDE}
    return _scored(clusters, of_parties, BARE, torn, memory)


def _scored(
    clusters: Clusters[What], buckets: dict[Key, list[str]], least: float, torn: set[str], memory: Memory
) -> list[Edge]:
    """The pairs of the buckets that score enough, without those that are torn between others."""
    edges: dict[tuple[str, str], Edge] = {}
    score = cache(partial(_score, least))
    for members in buckets.values():
        if len(members) > 1:
            whats = [clusters.summary[member] for member in members]
            for points, i, j, reasons in memory.hits(f"pairs {least}", whats, partial(_alike, whats, score)):
                if torn.isdisjoint((members[i], members[j])):
                    edges[members[i], members[j]] = Edge(points, members[i], members[j], reasons)
    return list(edges.values())


def _alike(whats: Sequence[What], score: Callable[[What, What], Score | None]) -> list[Hit]:
    """The pairs of a bucket that have a score."""
    pairs = ((i, j) for i in range(len(whats)) for j in range(i + 1, min(i + BUCKET, len(whats))))
    scored = ((score(whats[i], whats[j]), i, j) for i, j in pairs)
    return [(found[0], i, j, found[1]) for found, i, j in scored if found]


def _score(least: float, a: What, b: What) -> Score | None:
    """The score of two clusters with its reasons, if nothing forbids that they are one and it is enough."""
    found = None if conflict(a, b) else compare(a, b)
    return found if found and found[0] >= least else None


def _strays(clusters: Clusters[What]) -> list[Edge]:
    """Pairs of a meeting that many articles tell of and one that few date a day or two off."""
    alike: Dated = defaultdict(list)
    for node, what in sorted(clusters.summary.items()):
        if what.days and what.when:
            for cast in what.usual_casts:
                alike[what.usual_kinds, *sorted(cast)].append((*what.when, node))
    return _nearby(clusters, alike, is_stray)


def _sessions(clusters: Clusters[What]) -> list[Edge]:
    """Pairs of what accounts tell of one session of an assembly, each by the day of its speaker."""
    named: Dated = defaultdict(list)
    for node, what in sorted(clusters.summary.items()):
        if what.days and what.when:
            for series in filter(is_assembly, {*map(series_of, what.names)}):
                named[series,].append((*what.when, node))
    return _nearby(clusters, named, is_session)


def _nearby(clusters: Clusters[What], groups: Dated, are_one: Callable[[What, What], bool]) -> list[Edge]:
    """The pairs of each group that are some days apart at the most, are one by this test, and score enough."""
    edges = []
    for a, b in sorted({pair for nodes in groups.values() for pair in _near(sorted(nodes))}):
        one, two = clusters.summary[a], clusters.summary[b]
        if are_one(one, two) and (found := _score(JOIN, one, two)):
            edges.append(Edge(found[0], a, b, found[1]))
    return edges


def _near(nodes: list[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """Those of (first day, last day, node), sorted, that are some days from each other at the most."""
    for i, (_, last, a) in enumerate(nodes):
        for first, _, b in nodes[i + 1 : i + BUCKET]:
            if first - last > NEAR:
                break
            yield min(a, b), max(a, b)


def _attachments(
    clusters: Clusters[What], level: int, memory: Memory, *, known: bool = False
) -> tuple[list[Edge], set[str]]:
    """Accounts of this precision that say less, each with the one cluster that it can only be about; and those of them
    that fit several. If `known`, only clusters that are dated more exactly count, and if several articles tell of them.
    """
    least, above = (KNOWN, level + 1) if known else (1, level)
    buckets = _buckets(clusters, level, lambda what: what.precision >= above)
    edges: list[Edge] = []
    torn: set[str] = set()
    for node in sorted(clusters.summary):
        what = clusters.summary[node]
        if what.precision != level or what.is_blank or (level == DAY and what.is_whole):
            continue
        found = {other for key in keys_of(what, level) for other in buckets.get(key, ())[:BUCKET]}
        fitting = _fitting(clusters, node, [other for other in sorted(found) if other != node], memory)
        known_ones = [edge for edge in fitting if len(clusters.summary[edge.right].articles) >= least]
        if len(fitting) == 1:
            edges += known_ones
        elif len(known_ones) > 1:
            torn.add(node)
            for edge in fitting[:2]:
                clusters.record(
                    Edge(edge.score, edge.left, edge.right, (*edge.reasons, "several fit")), Judgement.UNSURE
                )
    return edges, torn


def _fitting(clusters: Clusters[What], node: str, others: list[str], memory: Memory) -> list[Edge]:
    """The edge to the best of the candidates if it is clearly ahead, or far better known than the others that fit as
    well; else to all of them, the best known first.
    """
    if clusters.are_reviewed:
        others = [other for other in others if clusters.can_join(node, other)]
    if not others:
        return []
    whats = [clusters.summary[node], *map(clusters.summary.__getitem__, others)]
    edges = [
        Edge(score, node, others[at - 1], reasons)
        for score, _, at, reasons in memory.hits("fit", whats, partial(_fits, whats))
    ]
    edges.sort(key=lambda e: (-e.score, e.right))
    close = [edge for edge in edges if edges[0].score - edge.score < MARGIN]
    close.sort(key=lambda e: (-len(clusters.summary[e.right].articles), -e.score, e.right))
    sizes = [len(clusters.summary[edge.right].articles) for edge in close[:2]]
    return close[:1] if len(sizes) == 1 or (sizes and sizes[0] >= DOMINANT * sizes[1]) else close


def _fits(whats: Sequence[What]) -> list[Hit]:
    """The first with each of the others that it may be about."""
    what, found = whats[0], list[Hit]()
    for at, better in enumerate(whats[1:], 1):
        if (better.precision, better.is_whole) <= (what.precision, what.is_whole) and what.precision != 0:
            continue
        if what.precision < MONTH <= better.precision and len(what.articles) > DOMINANT * len(better.articles):
            continue  # one account with a date does not date ten without
        if what.precision < MONTH and not (what.is_whole or better.when is None or is_told_near(better, what)):
            continue  # who was met is not told, nor when
        if score := _score(ATTACH, what, better):
            found.append((score[0], 0, at, score[1]))
    return found


def _buckets(clusters: Clusters[What], level: int, wanted: Callable[[What], bool]) -> dict[Key, list[str]]:
    buckets: dict[Key, list[str]] = defaultdict(list)
    for node in sorted(clusters.summary):
        what = clusters.summary[node]
        if wanted(what):
            for key in keys_of(what, level):
                buckets[key].append(node)
    return buckets


def keys_of(what: What, level: int) -> tuple[Key, ...]:
    """The buckets of a cluster among those of a precision: a stretch of time with people, parties or a name."""
    found = what.keys.get(level)
    if found is None:
        found = what.keys[level] = tuple(_keys(what, level))
    return found


def _keys(what: What, level: int) -> Iterator[Key]:
    """The same; days go with each participant; months and years, which hold more, with pairs of participants; no date
    with all.
    """
    for unit in _units(what, level):
        for cast in what.casts:
            people = sorted(cast)[:CAST]
            if level == DAY or MeetingKind.VISIT in what.kinds:
                yield from (("person", unit, person) for person in people)
            elif level:
                yield from (("pair", unit, *pair) for pair in combinations(people, 2))
            else:
                yield "cast", *people
        if level >= MONTH:
            visit = MeetingKind.VISIT in what.kinds
            yield from (("parties", unit, visit, *sorted(side)) for side in what.sides)
        yield from (("name", unit, name) for name in {*map(series_of, what.names)})


def _units(what: What, level: int) -> Iterable[str]:
    """Days (with some slack), months or years that the dates of a cluster touch; one empty unit without a date."""
    if level == 0:
        return ("",)
    dates = what.days or ({what.span: 1} if what.span else {})
    units: set[str] = set()
    for first, last in dates:
        if level == DAY:
            days: Iterable[int] = range(first, min(last, first + LONGEST) + what.slack + 1)
        else:
            early, late = (0, 0) if what.days else (what.early, what.late)
            end = min(last, first + LONGEST_SPAN) + late
            days = (*range(first - early, end, 20), end)
        units.update(date.fromordinal(day).isoformat()[:level] for day in days)
    return sorted(units)
