"""Which issues a speaker speaks of in a sentence: signal words, wording and what was said before, weighed together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.statements.lines import Line, Sheet
from kg.extract.statements.ngrams import Scores
from kg.extract.statements.weights import Weights

SPOKEN = 0.4  # above it, an issue counts as spoken of for the lines that follow; set on held-out articles
LIKELIEST = 4  # how many issues are considered for the wording of a line alone
SHARES = (0.0, 0.05, 0.1, 0.2, 0.4)  # of an article's signal words: where buckets end
ODDS = (-6, 3)  # log odds of the wording are rounded and kept between these


@dataclass(slots=True)
class Memory:
    """The issues that each speaker, and anyone, spoke of last."""

    own: dict[str, frozenset[str]] = field(default_factory=dict)
    any: frozenset[str] = frozenset()

    def note(self, spoken: dict[str, frozenset[str]]) -> None:
        """Take in a line: speaker -> issues."""
        self.own |= {key: codes for key, codes in spoken.items() if codes}
        self.any = frozenset().union(*spoken.values()) or self.any


class Ranks:
    """How a line sounds: the log odds of each issue, its rank among them, and the likeliest."""

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        ordered = sorted(scores, key=scores.__getitem__, reverse=True)
        self.ranks = {code: rank for rank, code in enumerate(ordered)}
        self.best = _first(scores, ordered)


def _first(scores: Scores, ordered: Sequence[str]) -> tuple[str, ...]:
    """The LIKELIEST issues; of several that are alike, the first of the alphabet."""
    least = scores[ordered[min(LIKELIEST, len(ordered)) - 1]] if ordered else 0.0
    likely = [code for code in ordered if scores[code] >= least]
    return tuple(sorted(likely, key=lambda code: (-scores[code], code))[:LIKELIEST])


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a sheet, one who says it, and how the line sounds."""

    sheet: Sheet
    number: int
    speaker: str
    sound: Ranks

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.sheet.lines[self.number]


def weigh(asked: dict[str, list[str]], weights: Weights) -> Scores:
    """Issue -> how likely it is spoken of (0-1), given the features of each that comes into question."""
    return {code: weights.probability(found) for code, found in asked.items()}


def ask(question: Question, memory: Memory) -> dict[str, list[str]]:
    """The issues that come into question, with their features."""
    common = _Common(question)
    return {code: list(_features(question, code, memory, common)) for code in candidates(question, memory)}


def candidates(question: Question, memory: Memory) -> tuple[str, ...]:
    """The issues that the line, the rules, the wording, the headline or what was said before suggest."""
    line = question.line
    before = (*sorted(memory.own.get(question.speaker, ())), *sorted(memory.any))
    hits, read = (h.code for h in line.hits), (r.hit.code for r in line.readings)
    return tuple(dict.fromkeys((*hits, *read, *before, *sorted(question.sheet.headline), *question.sound.best)))


class _Common:
    """What all issues of one question share."""

    def __init__(self, question: Question) -> None:
        line, lines = question.line, question.sheet.lines
        self.strong = line.strong
        self.read = {r.hit.code for r in line.readings if r.speaker == question.speaker}
        self.others = {r.hit.code for r in line.readings if r.speaker != question.speaker}
        self.previous = lines[question.number - 1] if question.number else None
        self.around = {c for other in lines if other.block == line.block and other is not line for c in other.strong}
        self.total = sum(question.sheet.named.values()) or 1
        self.most = max(question.sheet.named.values(), default=0)


def _features(question: Question, code: str, memory: Memory, common: _Common) -> Iterator[str]:
    line = question.line
    hits = [h for h in line.hits if h.code == code]
    is_strong, count = code in common.strong, len(common.strong)
    sign = "strong" if is_strong else "weak" if hits else "none"
    yield f"issue:{code}"
    yield sign
    yield f"{sign}:{code}"
    yield f"{sign}:of:{min(count, 4)}"
    if is_strong and code not in line.shown:
        yield "gives-way"
        yield f"gives-way:{code}"
    for hit in hits:
        yield f"word:{line.text[hit.start - line.start : hit.end - line.start]}:{code}"
    yield from _of_rules(code, sign, common)
    yield from _of_context(question, code, memory, common, named=bool(hits), count=count)
    yield from _of_wording(question, code, strong=is_strong)


def _of_rules(code: str, sign: str, common: _Common) -> Iterator[str]:
    is_read = code in common.read
    yield f"rule:{is_read}:{bool(common.read)}"
    if is_read:
        yield f"rule:{code}"
        yield f"rule:{sign}"
    if code in common.others:
        yield f"rule:other:{is_read}"


def _of_context(
    question: Question, code: str, memory: Memory, common: _Common, *, named: bool, count: int
) -> Iterator[str]:
    previous = common.previous
    if previous is not None and code in previous.strong:
        yield f"before:{'same' if previous.block == question.line.block else 'other'}"
        yield f"before:{named}"
    if code in common.around:
        yield "around"
        yield f"around:{named}"
    if code in question.sheet.headline:
        yield "headline"
        yield f"headline:{named}"
    if code in memory.own.get(question.speaker, ()):
        yield "own"
        yield f"own:{named}:{min(count, 2)}"
    if code in memory.any:
        yield "any"
        yield f"any:{named}"
    times = question.sheet.named.get(code, 0)
    share = sum(times / common.total > edge for edge in SHARES)
    yield f"share:{share}"
    yield f"share:{share}:{named}"
    if times and times == common.most:
        yield f"most:{named}"


def _of_wording(question: Question, code: str, *, strong: bool) -> Iterator[str]:
    odds = question.sound.scores.get(code)
    if odds is None:
        yield "wording:unknown"
        return
    step = round(min(ODDS[1], max(ODDS[0], odds)))
    yield f"wording:{step}"
    yield f"wording:{step}:{strong}"
    rank = question.sound.ranks[code]
    yield f"wording:rank:{rank if rank <= 2 else '3-5' if rank <= 5 else 'more'}"


def walk(
    sheet: Sheet,
    speakers: Sequence[tuple[str, ...]],
    hear: Callable[[int], Scores],
    decide: Callable[[Question, dict[str, list[str]]], frozenset[str]],
) -> None:
    """Go through the lines with the speakers of each; `decide` is asked for the issues that each of them speaks of.

    `hear` tells how the line of a number sounds.
    """
    memory = Memory()
    for number, keys in enumerate(speakers):
        sound = Ranks(hear(number) if keys else {})
        spoken = {}
        for key in keys:
            question = Question(sheet, number, key, sound)
            spoken[key] = decide(question, ask(question, memory))
        memory.note(spoken)
