"""Which issues a speaker speaks of in a sentence: signal words, wording and what was said before, weighed together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from msgspec import Struct

from kg.extract.issues import CONFLICT
from kg.extract.signs import HIGHEST, LOWEST, Signs, Vectors, as_numbers
from kg.extract.statements.lines import Line, Sheet
from kg.extract.wording import Scores, Sound

SPOKEN = 0.4  # above it, an issue counts as spoken of for the lines that follow; set on held-out articles
LIKELIEST = 4  # how many issues are considered for the wording of a line alone
SHARES = (0.0, 0.05, 0.1, 0.2, 0.4)  # of an article's signal words: where buckets end

Share = tuple[int, bool]  # of an article's signal words: in which bucket an issue's share is, whether it is the largest
NOWHERE: Share = (0, False)


@dataclass(slots=True)
class Memory:
    """The issues that each speaker, and anyone, spoke of last."""

    own: dict[str, frozenset[str]] = field(default_factory=dict)
    any: frozenset[str] = frozenset()

    def note(self, spoken: dict[str, frozenset[str]]) -> None:
        """Take in a line: speaker -> issues."""
        self.own |= {key: codes for key, codes in spoken.items() if codes}
        self.any = frozenset().union(*spoken.values()) or self.any


class Sounding:
    """How the lines of an article sound: the numbers that the network hears of each issue, and the likeliest issues.

    `codes` are the issues whose log odds the sounds tell.
    """

    def __init__(self, codes: Sequence[str], sounds: Sequence[Sound]) -> None:
        self._column = {code: column for column, code in enumerate(codes)}
        odds = np.array([sound.issues for sound in sounds], dtype=np.float32).reshape(len(sounds), len(codes))
        clipped = np.clip(odds, LOWEST, HIGHEST)
        told = np.full((len(sounds), len(codes) + 1, 8), LOWEST, dtype=np.float32)  # the last is no issue that is known
        told[:, :-1, 0], told[1:, :-1, 1], told[:-1, :-1, 2] = odds, odds[:-1], odds[1:]
        told[:, :-1, 3] = clipped.max(axis=0, initial=LOWEST)
        told[:, :-1, 4] = clipped.sum(axis=0, dtype=np.float64) / max(1, len(sounds))
        told[:, :, 5:7] = np.sort(told[:, :, 0], axis=1)[:, None, :-3:-1]
        told[:, :-1, 7], told[:, -1, 7] = 1, 0
        self._numbers = as_numbers(told)
        best = np.argsort(-odds, axis=1, kind="stable")[:, :LIKELIEST]
        self._best = [tuple([codes[column] for column in row]) for row in best.tolist()]

    def best(self, number: int) -> tuple[str, ...]:
        """The LIKELIEST issues of a line; of several that are alike, the first."""
        return self._best[number]

    def numbers(self, number: int, codes: Iterable[str]) -> Vectors:
        """How a line sounds like some issues, those around it, and the article; what it sounds like most (codes, 8)."""
        columns = [self._column.get(code, -1) for code in codes]
        numbers: Vectors = self._numbers[number].take(columns, axis=0)
        return numbers


class Shared:
    """What all questions on one line share: how it sounds, what it names, what is named around it and how often.

    How it sounds tells no country: of its crises only those that the article names come into question.
    """

    def __init__(self, sheet: Sheet, number: int, sounding: Sounding, shares: dict[str, Share]) -> None:
        line = self.line = sheet.lines[number]
        self.shares, self.headline = shares, sheet.headline
        self.best = [c for c in sounding.best(number) if c in sheet.named or not c.startswith(CONFLICT)]
        self.count = len(line.strong)
        self.words: dict[str, list[str]] = {}
        for hit in line.hits:
            word = line.text[hit.start - line.start : hit.end - line.start]
            self.words.setdefault(hit.code, []).append(f"word:{word}:{hit.code}")
        self.acting = sorted((p.end, key) for key, places in line.places.items() for p in places if p.subject)
        self.named_at = {hit.code: hit.start - line.start for hit in reversed(line.hits)}
        previous = sheet.lines[number - 1] if number else None
        self.previous = previous.strong if previous else frozenset()
        self.goes_on = previous is not None and previous.block == line.block
        self.around = {
            c for other in sheet.lines if other.block == line.block and other is not line for c in other.strong
        }

    def subject(self, code: str, speaker: str) -> str:
        """Whether the speaker is the last subject before the first word of an issue, or another is."""
        at = self.named_at.get(code)
        if at is None:
            return "unnamed"
        before = [key for end, key in self.acting if end <= at]
        return "none" if not before else "own" if before[-1] == speaker else "after" if speaker in before else "other"


class Question(Struct, frozen=True, gc=False):
    """A line of a sheet, and one who says it."""

    number: int
    speaker: str
    shared: Shared

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.shared.line


def weigh(asked: dict[str, list[str]], numbers: Vectors, network: Signs) -> Scores:
    """Issue -> how likely it is spoken of (0-1), given the signs and the numbers of each that comes into question."""
    return dict(zip(asked, network.chances(asked.values(), network.hear(numbers)), strict=True))


def ask(question: Question, memory: Memory) -> dict[str, list[str]]:
    """The issues that come into question, with their features."""
    line, speaker = question.line, question.speaker
    own = memory.own.get(speaker, frozenset())
    read = {r.hit.code for r in line.readings if r.speaker == speaker}
    others = {r.hit.code for r in line.readings if r.speaker != speaker}
    return {
        code: [
            *_of_line(code, question.shared),
            *_of_rules(code, _sign(code, question.shared), code in read, bool(read), code in others),
            *_of_context(code, question.shared, is_own=code in own, is_any=code in memory.any),
            f"subject:{question.shared.subject(code, speaker)}",
        ]
        for code in candidates(question, memory)
        if not (read and code in others and code not in read)  # in one line each has his own clause
    }


def candidates(question: Question, memory: Memory) -> tuple[str, ...]:
    """The issues that the line, the rules, the wording, the headline or what was said before suggest."""
    line = question.line
    before = (*sorted(memory.own.get(question.speaker, ())), *sorted(memory.any))
    hits, read = (h.code for h in line.hits), (r.hit.code for r in line.readings)
    return tuple(dict.fromkeys((*hits, *read, *before, *sorted(question.shared.headline), *question.shared.best)))


def _sign(code: str, shared: Shared) -> str:
    return "strong" if code in shared.line.strong else "weak" if code in shared.words else "none"


# Signs that depend on few values are written once for each of them (`cache`): most of what is asked is the same again.


def _of_line(code: str, shared: Shared) -> list[str]:
    """What the line itself tells: its signal words, and how it sounds."""
    is_strong = code in shared.line.strong
    found = [*_of_sign(code, _sign(code, shared), min(shared.count, 4))]
    if is_strong and code not in shared.line.shown:
        found += ("gives-way", f"gives-way:{code}")
    found += shared.words.get(code, ())
    return found


@cache
def _of_sign(code: str, sign: str, count: int) -> tuple[str, ...]:
    return f"issue:{code}", sign, f"{sign}:{code}", f"{sign}:of:{count}"


@cache
def _of_rules(code: str, sign: str, is_read: bool, reads_any: bool, reads_other: bool) -> tuple[str, ...]:
    """What the rules read the speaker to speak of, and others in the same line."""
    found = [f"rule:{is_read}:{reads_any}"]
    if is_read:
        found += (f"rule:{code}", f"rule:{sign}")
    if reads_other:
        found.append(f"rule:other:{is_read}")
    return tuple(found)


def _of_context(code: str, shared: Shared, *, is_own: bool, is_any: bool) -> list[str]:
    """Where else the issue is named, and whether it was spoken of before."""
    named = code in shared.words
    found: list[str] = []
    if code in shared.previous:
        found += _of_place("before", "same" if shared.goes_on else "other", named)
    if code in shared.around:
        found += _of_place("around", "", named)
    if code in shared.headline:
        found += _of_place("headline", "", named)
    if is_own:
        found += ("own", f"own:{named}:{min(shared.count, 2)}")
    if is_any:
        found += _of_place("any", "", named)
    found += _of_share(*shared.shares.get(code, NOWHERE), named)
    return found


@cache
def _of_place(name: str, which: str, named: bool) -> tuple[str, str]:
    return f"{name}:{which}" if which else name, f"{name}:{named}"


@cache
def _of_share(step: int, is_most: bool, named: bool) -> tuple[str, ...]:
    signs = (f"share:{step}", f"share:{step}:{named}")
    return (*signs, f"most:{named}") if is_most else signs


def _shares(sheet: Sheet) -> dict[str, Share]:
    """How often the article names each issue."""
    total, most = sum(sheet.named.values()), max(sheet.named.values(), default=0)
    return {code: (bisect_left(SHARES, times / total), times == most) for code, times in sheet.named.items()}


def walk(
    sheet: Sheet,
    speakers: Sequence[tuple[str, ...]],
    sounding: Sounding,
    decide: Callable[[Question, dict[str, list[str]]], frozenset[str]],
) -> None:
    """Go through the lines with the speakers of each; `decide` is asked for the issues that each of them speaks of."""
    memory, shares = Memory(), _shares(sheet)
    for number, keys in enumerate(speakers):
        if not keys:
            continue
        shared = Shared(sheet, number, sounding, shares)
        spoken = {}
        for key in keys:
            question = Question(number, key, shared)
            spoken[key] = decide(question, ask(question, memory))
        memory.note(spoken)
