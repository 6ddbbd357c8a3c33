"""The same statement in several articles: one speaker, side, issue and act, at one meeting or in like words."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.ids import digest
from kg.merge.accounts import Origin, bounds
from kg.merge.keys import STATEMENT_BITS, StatementKey
from kg.model import StatementCluster

DAYS = 4  # between the publications of two accounts of one statement
ALIKE = 0.45  # share of common character pairs from which words are taken for the same statement
WIDTH = STATEMENT_BITS // 8
NOTHING = ""

Things = Mapping[tuple[str, str], str]  # (article, key of an entity or report) -> id


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an article; `meeting` is where it was made."""

    origin: Origin
    index: int
    meeting: str | None
    bits: int


class StatementTable:
    """The statements of all articles in columns: there are many, and a record for each would not fit."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {NOTHING: 0}
        self._rows = array("I")  # seven a statement: article, index, speaker, side, issue, act, report
        self._bits = bytearray()

    def add(self, article: str, statement: StatementKey) -> None:
        """Take in one statement."""
        number, s = self._number, statement
        words = (s.speaker, s.side or NOTHING, s.issue, s.act, s.made_at or NOTHING)
        self._rows.extend((number(article), s.index, *map(number, words)))
        self._bits += s.bits

    def _number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def clusters(self, origins: Mapping[str, Origin], thing_of: Things, meeting_of: Things) -> list[StatementCluster]:
        """Clusters of at least two articles, sorted by id."""
        texts = list(self._numbers)
        groups: dict[tuple[str, str, int, int], array[int]] = defaultdict(lambda: array("I"))
        for row in range(len(self._bits) // WIDTH):
            article, _, speaker, side, issue, act, _ = self._rows[7 * row : 7 * row + 7]
            who, whose = (thing_of.get((texts[article], texts[key]), texts[key]) for key in (speaker, side))
            groups[who, whose, issue, act].append(row)
        found: list[StatementCluster] = []
        for rows in groups.values():
            if len(rows) > 1:
                found += _clusters([self._said(row, texts, origins, meeting_of) for row in rows])
        return sorted(found, key=lambda c: c.id)

    def _said(self, row: int, texts: list[str], origins: Mapping[str, Origin], meeting_of: Things) -> Said:
        article, index, *_, report = self._rows[7 * row : 7 * row + 7]
        bits = int.from_bytes(self._bits[WIDTH * row : WIDTH * (row + 1)], "little")
        return Said(origins[texts[article]], index, meeting_of.get((texts[article], texts[report])), bits)


def _clusters(group: Iterable[Said]) -> Iterator[StatementCluster]:
    """The clusters of the statements of one speaker, side, issue and act."""
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
        parent[i] = parent[parent[i]]
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
