"""The same statement in several articles: one speaker, side, issue and act, at one meeting or in like words."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from sys import intern
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.ids import digest
from kg.merge.accounts import Origin, bounds
from kg.merge.keys import STATEMENT_BITS, StatementKey
from kg.model import StatementCluster

DAYS = 4  # between the publications of two accounts of one statement
ALIKE = 0.45  # share of common character pairs from which words are taken for the same statement
WIDTH = STATEMENT_BITS // 8
NOTHING = ""
POINTERS = [0, 2, 3, 4, 5, 6]  # columns that hold the number of a text; the other is the place in the article
UNDATED = -1_000_000  # the day of an article without one: near to no day but itself

Things = Mapping[tuple[str, str], str]  # (article, key of an entity or report) -> id
Ints = NDArray[np.int64]
Pairs = tuple[Ints, Ints]  # positions of earlier ones and of later ones
_COUNT = np.array([byte.bit_count() for byte in range(256)], dtype=np.uint8)


class Said(NamedTuple):
    """Statements in columns, sorted by what is said, then by day, article and place in it."""

    row: Ints
    what: Ints  # speaker, side, issue and act, as one number
    article: Ints
    root: Ints
    day: Ints
    meeting: Ints  # where it was made, 0 if that is not told


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

    def columns(self) -> tuple[tuple[str, ...], bytes, bytes]:
        """All that it holds: texts, rows, bits."""
        return tuple(self._numbers), self._rows.tobytes(), bytes(self._bits)

    def extend(self, texts: Iterable[str], rows: bytes, bits: bytes) -> None:
        """Take in the columns of another table."""
        numbers = np.array([self._number(intern(text)) for text in texts], dtype=np.uint32)
        found = np.frombuffer(rows, dtype=np.uint32).reshape(-1, 7).copy()
        found[:, POINTERS] = numbers[found[:, POINTERS]]
        self._rows.frombytes(found.tobytes())
        self._bits += bits

    def _number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def clusters(self, origins: Mapping[str, Origin], thing_of: Things, meeting_of: Things) -> list[StatementCluster]:
        """Clusters of at least two articles, sorted by id."""
        texts = list(self._numbers)
        rows = np.array(self._rows, dtype=np.int64).reshape(-1, 7)
        bits = np.frombuffer(bytes(self._bits), dtype=np.uint8).reshape(-1, WIDTH)
        said = _sorted(rows, texts, origins, (thing_of, meeting_of))
        found: list[StatementCluster] = []
        for members in _joined(len(said.row), _matches(said, bits[said.row])):
            here = rows[said.row[members], :2].tolist()
            if len({article for article, _ in here}) > 1:
                found.append(_cluster([(texts[article], index) for article, index in here], origins))
        return sorted(found, key=lambda c: c.id)


def _sorted(rows: Ints, texts: list[str], origins: Mapping[str, Origin], of: tuple[Things, Things]) -> Said:
    """The statements that have another of their kind."""
    article, index, speaker, side, issue, act, report = rows.T
    who, whose = _resolved(article, speaker, texts, of[0], 0), _resolved(article, side, texts, of[0], 0)
    what = _as_one(_as_one(who, whose), _as_one(issue, act))
    place, root, day = _published(article, texts, origins)
    order = np.lexsort((index, place[article], what))
    order = order[np.bincount(what)[what[order]] > 1] if len(what) else order
    meeting = _resolved(article[order], report[order], texts, of[1], None)
    return Said(order, what[order], article[order], root[article[order]], day[article[order]], meeting)


def _resolved(article: Ints, key: Ints, texts: list[str], of: Things, otherwise: int | None) -> Ints:
    """A number for what each key of an article stands for; for the key itself, or 0, where it stands for nothing."""
    pairs, back = np.unique(article * len(texts) + key, return_inverse=True)
    numbers: dict[str | None, int] = {None: 0}
    found = []
    for pair in pairs.tolist():
        of_article, of_key = divmod(pair, len(texts))
        text = texts[of_key]
        value = of.get((texts[of_article], text), None if otherwise is None else text)
        found.append(numbers.setdefault(value, len(numbers)))
    return np.array(found, dtype=np.int64)[back]


def _as_one(left: Ints, right: Ints) -> Ints:
    """A number for each pair of numbers."""
    size = int(right.max(initial=0)) + 1
    return np.asarray(np.unique(left * size + right, return_inverse=True)[1], dtype=np.int64)


def _published(article: Ints, texts: list[str], origins: Mapping[str, Origin]) -> tuple[Ints, Ints, Ints]:
    """Of each article by its number: its place in time, the number of its root, its day."""
    known = [(origins[texts[number]], number) for number in np.unique(article).tolist()]
    place, root, day = (np.zeros(len(texts), dtype=np.int64) for _ in range(3))
    roots: dict[str, int] = {}
    for at, (origin, number) in enumerate(sorted(known, key=lambda o: (o[0].day or "", o[0].article))):
        place[number], root[number] = at, roots.setdefault(origin.root, len(roots))
        day[number] = bounds(origin.day)[0] if origin.day else UNDATED
    return place, root, day


def _matches(said: Said, bits: NDArray[np.uint8]) -> Iterator[Pairs]:
    """Pairs of one statement: at one meeting, or near in time and alike."""
    there = np.flatnonzero(said.meeting)
    if len(there):
        _, first, group = np.unique(
            _as_one(said.what[there], said.meeting[there]), return_index=True, return_inverse=True
        )
        yield there[first[group]], there
    later = np.arange(1, len(said.row))
    step = 1
    while len(later):
        earlier = later - step
        near = (said.what[earlier] == said.what[later]) & (said.day[later] - said.day[earlier] <= DAYS)
        later, earlier = later[near], earlier[near]
        alike = _are_alike(said, bits, earlier, later)
        yield earlier[alike], later[alike]
        step += 1
        later = later[later >= step]


def _are_alike(said: Said, bits: NDArray[np.uint8], one: Ints, two: Ints) -> NDArray[np.bool_]:
    is_apart = (said.meeting[one] > 0) & (said.meeting[two] > 0) & (said.meeting[one] != said.meeting[two])
    shared, all_ = (_COUNT[found].sum(axis=1) for found in (bits[one] & bits[two], bits[one] | bits[two]))
    is_like = (said.root[one] == said.root[two]) | (shared >= ALIKE * all_)
    return np.asarray(is_like & ~is_apart & (said.article[one] != said.article[two]))


def _joined(count: int, matches: Iterable[Pairs]) -> Iterable[list[int]]:
    """What hangs together by the pairs, in lists of more than one."""
    parent = list(range(count))
    for a, b in chain.from_iterable(zip(one.tolist(), two.tolist(), strict=True) for one, two in matches):
        left, right = _root(parent, a), _root(parent, b)
        parent[max(left, right)] = min(left, right)
    members: dict[int, list[int]] = defaultdict(list)
    for position, above in enumerate(parent):
        if above != position:
            members[_root(parent, position)].append(position)
    return ([root, *others] for root, others in members.items())


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _cluster(found: list[tuple[str, int]], origins: Mapping[str, Origin]) -> StatementCluster:
    members = tuple(sorted(found))
    return StatementCluster(
        id=digest(members),
        members=members,
        source_count=len({origins[article].root for article, _ in members}),
        publisher_count=len({origins[article].source for article, _ in members}),
    )
