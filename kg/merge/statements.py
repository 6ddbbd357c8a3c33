"""The same statement in several articles: one speaker, side, issue and act, at one meeting or in like words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.ids import digest
from kg.merge.accounts import Origin, bounds
from kg.model import StatementCluster

DAYS = 4  # between the publications of two accounts of one statement
ALIKE = 0.45  # share of common character pairs from which words are taken for the same statement

Key = tuple[str, str | None, str, str]  # speaker, side, issue, act


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an article with things for keys; `meeting` is where it was made."""

    origin: Origin
    index: int
    meeting: str | None
    bits: int


def cluster_statements(statements: Iterable[tuple[Key, Said]]) -> list[StatementCluster]:
    """Clusters of at least two articles, sorted by id."""
    groups: dict[Key, list[Said]] = defaultdict(list)
    for key, said in statements:
        groups[key].append(said)
    clusters = [cluster for key in groups if len(groups[key]) > 1 for cluster in _clusters(groups[key])]
    return sorted(clusters, key=lambda c: c.id)


def _clusters(group: list[Said]) -> Iterator[StatementCluster]:
    """The clusters of one key: each statement joins the first earlier ones that it matches."""
    ordered = sorted(group, key=lambda s: (s.origin.day or "", s.origin.article, s.index))
    parent = list(range(len(ordered)))
    for earlier, later in _matches(ordered):
        a, b = _root(parent, earlier), _root(parent, later)
        parent[max(a, b)] = min(a, b)
    members: dict[int, list[Said]] = defaultdict(list)
    for i, said in enumerate(ordered):
        members[_root(parent, i)].append(said)
    for found in members.values():
        if len({said.origin.article for said in found}) > 1:
            yield _cluster(found)


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        i = parent[i]
    return i


def _matches(ordered: list[Said]) -> Iterator[tuple[int, int]]:
    by_meeting: dict[str, int] = {}
    low = 0
    for i, said in enumerate(ordered):
        if said.meeting:
            yield by_meeting.setdefault(said.meeting, i), i
        while not _near(ordered[low], said):
            low += 1
        yield from ((j, i) for j in range(low, i) if _are_alike(ordered[j], said))


def _near(earlier: Said, later: Said) -> bool:
    if earlier is later:
        return True
    if earlier.origin.day is None or later.origin.day is None:
        return earlier.origin.day == later.origin.day
    return bounds(later.origin.day)[0] - bounds(earlier.origin.day)[0] <= DAYS


def _are_alike(a: Said, b: Said) -> bool:
    if a.origin.article == b.origin.article or (a.meeting and b.meeting and a.meeting != b.meeting):
        return False
    return a.origin.root == b.origin.root or (a.bits & b.bits).bit_count() >= ALIKE * (a.bits | b.bits).bit_count()


def _cluster(found: list[Said]) -> StatementCluster:
    members = tuple(sorted((said.origin.article, said.index) for said in found))
    return StatementCluster(
        id=digest(members),
        members=members,
        source_count=len({said.origin.root for said in found}),
        publisher_count=len({said.origin.source for said in found}),
    )
