"""What a build learns from its own articles, and which of them it concerns.

An extraction depends on those of the names learnt that stand in its article, and on no others: its mark holds a digest
of them alone. When other names are learnt in the next build, only the articles that hold one of them are read again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs
import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from kg.errors import DataError
from kg.fold import fold
from kg.ids import digest
from kg.learn import Behind, Frame, FrameReader, Introductions, Named, Sighting, divide, introduced, names_behind
from kg.memo import Memo
from kg.model import Article, Introduced
from kg.pipeline.cache import Cache, read_lesson
from kg.pipeline.codec import pack, recall, rules_version, unpack
from kg.pipeline.sieve import may_hold

LEARNT = "learnt"  # the row of what was learnt of each group among the lessons


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names learnt, sorted by form."""

    names: tuple[Introduced, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The names learnt in a build, and a digest of them."""

    names: tuple[Introduced, ...]
    version: str


class Cut(NamedTuple):
    """A name cut out of a sighting, by the place of that in its group."""

    at: int
    name: str
    written: str
    frame: Frame


class Learnt(Struct, frozen=True):
    """What was learnt of groups, by their digests: the names cut out of sightings, and the names behind titles."""

    cuts: dict[bytes, list[Cut]] = {}
    titled: dict[bytes, list[Introduced]] = {}


class Learning:
    """What `kg.learn` finds in each group of strings, remembered from build to build."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        known = recall(cache.lesson_bytes(LEARNT), Learnt) or Learnt()
        self._cuts, self._titled = Memo(known.cuts), Memo(known.titled)

    def divide(self, group: Sequence[Sighting], frames: FrameReader) -> list[Named]:
        """The same as `kg.learn.divide`."""
        cuts = self._cuts.get(_key(group), partial(_cut, group, frames))
        return [Named(sighting=group[c.at], name=c.name, written=c.written, frame=c.frame) for c in cuts]

    def titled(self, group: Sequence[Behind]) -> list[Introduced]:
        """The same as `kg.learn.names_behind`."""
        return self._titled.get(_key(group), partial(names_behind, group))

    def keep(self) -> None:
        """Remember the groups that were met, and no others."""
        if self._cuts.is_other or self._titled.is_other:
            self.cache.put_lesson(LEARNT, pack(Learnt(self._cuts.used, self._titled.used)))


def _key(group: Sequence[Sighting] | Sequence[Behind]) -> bytes:
    return blake2b(msgspec.msgpack.encode(group), key=rules_version().encode(), digest_size=16).digest()


def _cut(group: Sequence[Sighting], frames: FrameReader) -> list[Cut]:
    place = {id(sighting): at for at, sighting in enumerate(group)}
    return [Cut(place[id(n.sighting)], n.name, n.written, n.frame) for n in divide(group, frames)]


class Finder:
    """Finds which of the names learnt stand in an article."""

    def __init__(self, names: Iterable[Introduced]) -> None:
        self.names = {name.form: name for name in names}
        self._forms = sorted(self.names)
        self._matcher = ahocorasick_rs.AhoCorasick(self._forms) if self._forms else None

    def find(self, article: Article) -> tuple[Introduced, ...]:
        """The names, sorted by form."""
        if self._matcher is None:
            return ()
        found = {index for index, _, _ in self._matcher.find_matches_as_indexes(fold(article.text), overlapping=True)}
        return tuple(self.names[self._forms[index]] for index in sorted(found))


def learn(cache: Cache, ids: Collection[str]) -> Lesson:
    """What the articles introduce, put together and remembered; the same for any order of them."""
    found = (unpack(data, Introductions) for name, data in cache.introductions() if name in ids)
    learning = Learning(cache)
    names = introduced(found, divide=learning.divide, titled=learning.titled)
    learning.keep()
    lesson = Lesson(names=names, version=digest([astuple(name) for name in names]))
    cache.put_lesson(lesson.version, pack(Names(names=names)))
    return lesson


@lru_cache(maxsize=1)
def load_finder(cache: Path, version: str) -> Finder:
    """The finder of a version that the cache remembers: each worker reads it once."""
    data = read_lesson(cache, version)
    if data is None:
        raise DataError("what was learnt is damaged; build again")
    return Finder(unpack(data, Names).names)


def mark_of(variant: str, told: tuple[Introduced, ...]) -> str:
    """The mark of an extraction: of the rules and the article, with a digest of the learnt names that it holds."""
    names = digest([astuple(name) for name in told]) if told else ""
    return f"{rules_version()}-{variant}-{names}"


def agreeing(cache: Cache, variants: Mapping[str, str], lesson: Lesson) -> frozenset[str]:
    """The articles whose remembered extraction is by the present rules and the same with what is learnt now."""
    by_version: dict[str, list[str]] = defaultdict(list)
    for article_id, (mark, version) in cache.told().items():
        if mark.startswith(mark_of(variants.get(article_id, "none"), ())):
            by_version[version].append(article_id)
    current = by_version.pop(lesson.version, [])
    for version, ids in sorted(by_version.items()):
        same = list(_untouched(cache, {i: variants[i] for i in ids}, version, lesson))
        cache.put_told(same, lesson.version)
        current += same
    return frozenset(current)


def _untouched(cache: Cache, variants: Mapping[str, str], version: str, lesson: Lesson) -> Iterable[str]:
    """Those of the articles that hold none of the names in which the lesson differs from an earlier version."""
    data = cache.lesson_bytes(version)
    if data is None:
        return
    changed = Finder({*unpack(data, Names).names} ^ {*lesson.names})
    looked_at = set(may_hold(cache.sieves(), [*changed.names]))
    for article_id, variant in variants.items():
        is_near = article_id in looked_at
        if not (is_near and changed.find(unpack(cache.article_bytes(article_id, variant), Article))):
            yield article_id
