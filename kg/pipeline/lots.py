"""The gists of all articles in lots of some hundred: a lot none of whose articles changed is read as it was kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from zlib import crc32

from msgspec import Struct

from kg.ids import digest
from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import Archive, Batch, make_batch
from kg.merge.registry import Registry
from kg.pipeline.cache import Cache, DamagedError
from kg.pipeline.codec import merge_version, pack, recall, unpack
from kg.pipeline.gist import Gist
from kg.pipeline.report import Tally

Row = tuple[str, str]  # the place of a lot and the mark of its articles
SIZE = 256  # articles of a lot at the most, in the mean


class Lot(Struct, frozen=True, gc=False):
    """Some articles: their merge keys, and what the report counts of them."""

    batch: Batch
    counts: dict[str, int]
    publishers: dict[str, int]
    unresolved: dict[str, int]


class Pile:
    """Lots put together: the archive to merge, and what the report counts."""

    def __init__(self) -> None:
        self.archive = Archive(Registry(load_gazetteer()))
        self.tally = Tally()
        self.rows: set[Row] = set()

    def add(self, row: Row, lot: Lot) -> None:
        """Put a lot on top."""
        self.archive.add(lot.batch)
        self.tally.include(lot.counts, lot.publishers, lot.unresolved)
        self.rows.add(row)


class Lots:
    """The lots of all articles, each by the hash of its id: an article more or less concerns one of them."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self._pile = Pile()

    def begin(self, marks: Mapping[str, str]) -> None:
        """Put the kept lots together of which all articles (id -> mark) have the mark that they will have."""
        for row in _rows(marks):
            if lot := recall(self.cache.lot(*row), Lot):
                self._pile.add(row, lot)

    def pile(self, marks: Mapping[str, str]) -> Pile:
        """All lots of the articles (id -> mark), which are not held here any longer."""
        rows = _rows(marks)
        if not self._pile.rows <= rows.keys():  # of articles that failed since
            self._pile = Pile()
        for row, names in rows.items():
            if row not in self._pile.rows:
                lot = recall(self.cache.lot(*row), Lot)
                self._pile.add(row, lot or _made(self.cache, row, {name: marks[name] for name in names}))
        self.cache.keep_lots(_size(len(marks)))
        pile, self._pile = self._pile, Pile()
        return pile


def _size(articles: int) -> int:
    """The number of lots."""
    return 1 << (max(0, articles - 1) // SIZE).bit_length()


def _rows(marks: Mapping[str, str]) -> dict[Row, list[str]]:
    """The ids of the articles of each lot, by its place and mark."""
    dealt: dict[str, list[str]] = defaultdict(list)
    count = _size(len(marks))
    for name in sorted(marks):
        dealt[f"{crc32(name.encode(errors='surrogatepass')) % count}/{count}"].append(name)
    return {
        (place, digest(merge_version(), [(name, marks[name]) for name in names])): names
        for place, names in sorted(dealt.items())
    }


def _made(cache: Cache, row: Row, marks: Mapping[str, str]) -> Lot:
    lot = make_lot(_gists(cache, marks))
    cache.put_lot(*row, pack(lot))
    return lot


def _gists(cache: Cache, marks: Mapping[str, str]) -> Iterator[Gist]:
    """The gists of some articles, by article id. Raises DamagedError."""
    found = cache.gists(marks)
    for name in marks:
        mark, data = found.get(name, ("", b""))
        if mark != marks[name]:
            raise DamagedError(f"what was remembered of article {name} is damaged; build again")
        yield unpack(data, Gist)


def make_lot(gists: Iterable[Gist]) -> Lot:
    """Some gists together."""
    tally, keys = Tally(), []
    for gist in gists:
        tally.add(gist)
        keys.append(gist.keys)
    return Lot(make_batch(keys), dict(tally.counts), dict(tally.publishers), dict(tally.unresolved))
