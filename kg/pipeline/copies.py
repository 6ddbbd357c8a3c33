"""Copies among the articles, day by day: a day whose articles and those of the days before are the same is not read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from kg.ids import digest
from kg.merge.copies import Dated, Text, copy_pairs, days_before, joined
from kg.pipeline.cache import Cache
from kg.pipeline.codec import merge_version, pack, unpack

Pairs = list[tuple[Dated, Dated]]


def find_copies(cache: Cache, ids: Collection[str]) -> dict[str, str]:
    """Article id -> the article that it is a copy of, as `kg.merge.copies.find_copies` has it."""
    days = {article: day for article, day in cache.days().items() if article in ids}
    by_day: dict[str, list[str]] = defaultdict(list)
    for article, day in sorted(days.items()):
        by_day[day].append(article)
    known = cache.copied()
    shelf = Shelf(cache, days)
    pairs: Pairs = []
    rows: list[tuple[str, str, bytes]] = []
    for day in sorted(by_day):
        window = [*days_before(day, by_day), day]
        mark = digest(merge_version(), [by_day[near] for near in window])
        was, data = known.get(day, ("", b""))
        if was != mark:
            data = pack(list(copy_pairs(shelf.texts(window), since=day)))
            rows.append((day, mark, data))
        pairs += unpack(data, Pairs)
    cache.put_copied(rows)
    return joined(pairs)


class Shelf:
    """The texts of some days at a time."""

    def __init__(self, cache: Cache, ids: Collection[str]) -> None:
        self.cache, self.ids = cache, ids
        self._days: dict[str, list[Text]] = {}

    def texts(self, days: Iterable[str]) -> Iterator[Text]:
        """The texts of the days; those of all others are put away."""
        self._days = {day: self._days.get(day) or self._read(day) for day in days}
        return chain.from_iterable(self._days.values())

    def _read(self, day: str) -> list[Text]:
        found = self.cache.clauses(day).items()
        return [Text(article, day or None, clauses) for article, clauses in found if article in self.ids]
