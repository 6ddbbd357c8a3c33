"""Chinese, Korean, Vietnamese and Japanese names behind titles, without Latin form: 外长王毅, 外相茂木敏充."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile

import ahocorasick_rs

from kg.fold import fold
from kg.knowledge.tables import read_table
from kg.learn.division import sound
from kg.learn.frames import Frame, FrameReader, load_frames
from kg.learn.people import NEAR_VOTES
from kg.model import Article
from kg.resources import ontology_dir

LONGEST = 5  # characters of a name: 小野寺五典
FEWEST_ARTICLES = 3
MOST_ALIKE = 0.8  # share of one character behind a string from which on it belongs to the name: 魏凤|和
MOST_SOUND = 0.9  # foreign names are learnt from their Latin forms
LEAST_ENDED = 0.6  # share of occurrences after which a mark, a small word or a common word follows
_CONTEXT = 26


@dataclass(slots=True)
class Titled:
    """One string met behind titles, with what follows it and what the titles say."""

    articles: set[str] = field(default_factory=set)
    ended: int = 0
    total: int = 0
    nexts: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The words behind a title, as many as a name and its surroundings take, and what the title says."""

    article: str
    words: str
    frame: Frame


def behind_titles(article: Article, is_known: Callable[[str], bool] = lambda _: False) -> Iterator[Behind]:
    """What stands behind the titles of one article, where it begins with a family name and is not known."""
    text, frames = fold(article.text), load_frames()
    for _, _, end in _matcher().find_matches_as_indexes(text):
        words = text[end : end + LONGEST + 2]
        if _han_length(words) >= 2 and _surname_size(words, frames) and not is_known(words):
            frame = frames.read(text[max(0, end - _CONTEXT) : end], min(end, _CONTEXT))
            yield Behind(article=article.id, words=words, frame=frame)


class TitledNames:
    """Gathers names behind titles over many articles, then tells which strings are names."""

    def __init__(self, frames: FrameReader) -> None:
        self.frames = frames
        self.found: dict[str, Titled] = defaultdict(Titled)

    def add(self, behind: Behind) -> None:
        """Note every string that a name behind a title can be."""
        words, frame = behind.words, behind.frame
        for length in range(2, _han_length(words) + 1):
            entry = self.found[words[:length]]
            entry.articles.add(behind.article)
            entry.total += 1
            entry.ended += _ends(words, length, self.frames)
            entry.nexts[words[length : length + 1]] += 1
            if frame.office:
                entry.offices[frame.office] += 1
            if frame.country:
                entry.countries[frame.country] += NEAR_VOTES if frame.is_near else 1

    def names(self) -> Iterator[tuple[str, Titled]]:
        """The strings that are names, sorted: met in several articles, and ended where something else begins."""
        for name in sorted(self.found):
            entry = self.found[name]
            if len(entry.articles) >= FEWEST_ARTICLES and self._is_name(name, entry):
                yield name, entry

    def _is_name(self, name: str, entry: Titled) -> bool:
        names = self.frames.names
        surname = _surname_size(name, self.frames)
        if not surname < len(name) <= surname + (3 if name[:surname] in names.surnames["ja"] else 2):
            return False
        if (
            name in names.words
            or name in no_people()
            or name[:2] in names.words
            or name.endswith(names.honorifics)
            or name[surname:] in names.speech
            or sound(name, names) > MOST_SOUND
            or self.frames.has_frame_inside(name)
        ):
            return False
        return self._ends_here(name, entry, surname)

    def _ends_here(self, name: str, entry: Titled, surname: int) -> bool:
        """Whether the name is neither cut off (魏凤 of 魏凤和) nor run on (王毅在)."""
        if any(count > MOST_ALIKE * entry.total and is_han(next_) for next_, count in entry.nexts.items()):
            return False
        if entry.ended < LEAST_ENDED * entry.total or len(entry.nexts) < 2:
            return False
        shorter = self.found.get(name[:-1])
        if shorter is None or len(name) - 1 <= surname:
            return True
        share = entry.total / shorter.total
        if name[-1] in self.frames.names.after_name:
            return share > MOST_ALIKE
        return shorter.ended < LEAST_ENDED * shorter.total or share > LEAST_ENDED


@cache
def _matcher() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(sorted(load_frames().offices), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _han_length(text: str) -> int:
    """The number of Chinese characters that a text begins with, as far as a name goes."""
    return sum(1 for _ in takewhile(is_han, text[:LONGEST]))


def _surname_size(text: str, frames: FrameReader) -> int:
    """Length of the family name that a string begins with, 0 if it begins with none."""
    for size in (3, 2, 1):
        if len(text) >= size and text[:size] in frames.names.any_surnames:
            return size
    return 0


def is_han(character: str) -> bool:
    """Whether it is a Chinese character."""
    return bool(character) and "\u3400" <= character <= "\u9fff"


@cache
def no_people() -> frozenset[str]:
    """Words that follow titles like names and are none."""
    return frozenset(fold(row["word"]) for row in read_table(ontology_dir() / "lexicon" / "not_people.tsv"))


def _ends(text: str, end: int, frames: FrameReader) -> bool:
    names = frames.names
    if end >= len(text) or not is_han(text[end]):
        return True
    return text[end] in names.after_name or text[end : end + 2] in names.words
