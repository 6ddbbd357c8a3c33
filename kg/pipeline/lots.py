"""The gists of all articles in lots of some hundred: a lot none of whose articles changed is read as it was kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from zlib import crc32

from msgspec import Struct

from kg.ids import digest
from kg.merge import Batch, make_batch
from kg.pipeline.cache import Cache, DamagedError
from kg.pipeline.codec import merge_version, pack, recall, unpack
from kg.pipeline.gist import Gist
from kg.pipeline.report import Tally

SIZE = 256  # articles of a lot at the most, in the mean


class Lot(Struct, frozen=True, gc=False):
    """Some articles: their merge keys, and what the report counts of them."""

    batch: Batch
    counts: dict[str, int]
    publishers: dict[str, int]
    unresolved: dict[str, int]


def each_lot(cache: Cache, marks: Mapping[str, str]) -> Iterator[Lot]:
    """All articles (id -> mark) in lots, each by the hash of its id: an article more or less concerns one of them."""
    dealt: dict[str, list[str]] = defaultdict(list)
    count = 1 << (max(0, len(marks) - 1) // SIZE).bit_length()
    for name in sorted(marks):
        dealt[f"{crc32(name.encode(errors='surrogatepass')) % count}/{count}"].append(name)
    for place, names in sorted(dealt.items()):
        mark = digest(merge_version(), [(name, marks[name]) for name in names])
        yield recall(cache.lot(place, mark), Lot) or _made(cache, (place, mark), {name: marks[name] for name in names})
    cache.keep_lots(count)


def _made(cache: Cache, row: tuple[str, str], marks: Mapping[str, str]) -> Lot:
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
