"""Articles that are copies of another: the same wire text under several publishers, or one text put out twice."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# An article is a copy if that share of the clauses of the shorter of the two stands in the longer as well. Wire texts
# lose their tail and gain a paragraph on the way; two accounts of one event share a quoted clause or two.
SHARED = 0.6
MIN_SHARED = 5  # clauses: below, a shared slogan or boilerplate is enough for the share
MIN_SIZE_RATIO = 0.25  # a brief inside a long report is no copy of it
WINDOW_DAYS = 4  # copies appear within these days
COMMON = 60  # a clause that stands in more articles of the window says nothing (boilerplate)


@dataclass(frozen=True, slots=True)
class Text:
    """An article as copies are told: its id, day and clause hashes."""

    article: str
    day: str | None
    clauses: bytes


Dated = tuple[str, str]  # the day of an article ("" if it has none) and its id


def find_copies(texts: Iterable[Text]) -> dict[str, str]:
    """Article id -> the earliest article (then the smallest id) that it is a copy of; originals are left out."""
    return joined(copy_pairs(texts))


def copy_pairs(texts: Iterable[Text], *, since: str = "") -> Iterator[tuple[Dated, Dated]]:
    """Pairs of (earlier, later) copies whose later one is of the day `since` or after.

    They depend on the texts from `since` less WINDOW_DAYS on alone, so that an archive may be compared in parts.
    """
    ordered = sorted(texts, key=lambda t: (t.day or "", t.article))
    for earlier, later in _pairs(ordered):
        if (later.day or "") >= since:
            yield (earlier.day or "", earlier.article), (later.day or "", later.article)


def days_before(day: str, days: Container[str]) -> list[str]:
    """Those of some days on which an article may have appeared that one of this day is a copy of, its own aside."""
    if not day:
        return []
    near = (date.fromisoformat(day) - timedelta(days=n) for n in range(WINDOW_DAYS, 0, -1))
    return [earlier.isoformat() for earlier in near if earlier.isoformat() in days]


def joined(pairs: Iterable[tuple[Dated, Dated]]) -> dict[str, str]:
    """What pairs of copies amount to: article id -> the earliest article of its group; the same for any order."""
    parent: dict[Dated, Dated] = {}
    for earlier, later in pairs:
        a, b = _root(parent, earlier), _root(parent, later)
        if a != b:
            parent[b] = a
    groups: dict[Dated, list[Dated]] = defaultdict(list)
    for article in {*parent, *parent.values()}:
        groups[_root(parent, article)].append(article)
    result = {}
    for members in groups.values():
        first, *others = sorted(members)
        result.update({article: first[1] for _, article in others})
    return dict(sorted(result.items()))


def _root(parent: dict[Dated, Dated], article: Dated) -> Dated:
    while article in parent:
        article = parent[article]
    return article


def _pairs(ordered: list[Text]) -> Iterator[tuple[Text, Text]]:
    """Pairs of (earlier, later) copies, found through shared clauses inside the moving window of days."""
    holders: dict[int, list[int]] = defaultdict(list)
    window = 0
    for i, text in enumerate(ordered):
        while ordered[window].day != text.day and not _near(ordered[window].day, text.day):
            for clause in _sample(ordered[window]):
                holders[clause].pop(0)
                if not holders[clause]:
                    del holders[clause]
            window += 1
        shared = Counter(j for clause in _sample(text) for j in holders.get(clause, ())[-COMMON:])
        for j, count in sorted(shared.items()):
            if count >= 2 and _is_copy(ordered[j], text):
                yield ordered[j], text
        for clause in _sample(text):
            holders[clause].append(i)


def _near(earlier: str | None, later: str | None) -> bool:
    if earlier is None or later is None:
        return False
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days <= WINDOW_DAYS


def _sample(text: Text) -> array[int]:
    """A third of the clauses of a long text, the same ones in every text; all of a short one."""
    clauses = _hashes(text)
    return clauses if len(clauses) <= 30 else array("I", (c for c in clauses if c % 3 == 0))


def _hashes(text: Text) -> array[int]:
    return array("I", text.clauses)


def _is_copy(a: Text, b: Text) -> bool:
    one, two = set(_hashes(a)), set(_hashes(b))
    small, large = sorted((len(one), len(two)))
    shared = len(one & two)
    return shared >= MIN_SHARED and small >= MIN_SIZE_RATIO * large and shared >= SHARED * small
