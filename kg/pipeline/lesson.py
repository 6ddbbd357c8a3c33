"""What a build learns from its own articles, and which of them it concerns.

An extraction depends on those of the names learnt that stand in its article, and on no others: its mark holds a digest
of them alone. When other names are learnt in the next build, only the articles that hold one of them are read again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ahocorasick_rs
from msgspec.structs import astuple

from kg.errors import DataError
from kg.fold import fold
from kg.ids import digest
from kg.learn import Introductions, introduced
from kg.model import Article, Introduced
from kg.pipeline.cache import Cache, read_lesson
from kg.pipeline.codec import pack, rules_version, unpack


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names learnt, sorted by form."""

    names: tuple[Introduced, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The names learnt in a build, and a digest of them."""

    names: tuple[Introduced, ...]
    version: str


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
    names = introduced(unpack(data, Introductions) for name, data in cache.introductions() if name in ids)
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
    for article_id, variant in variants.items():
        if not changed.find(unpack(cache.article_bytes(article_id, variant), Article)):
            yield article_id
