"""Words of speech and quotations in an article's folded text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs
from msgspec import Struct

from kg.fold import fold
from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir

SAY, ACT, DEED, DISCUSS, DO = "say", "act", "deed", "discuss", "do"
QUOTES = {"“": "”", "「": "」", "『": "』", "‘": "’"}
ASIDE = re.compile(r"\([^()\n]*\)")
OPENING = 2  # code points after a quotation mark within which a verb still belongs to the words before: “还讨论了…”
LONGEST_QUOTE = 1500  # code points; an opening mark without its partner is no quotation


class Cue(Struct, frozen=True, gc=False):
    """A word of speech: its kind, and the act that it settles, if it settles one; `quoted` inside a quotation."""

    start: int
    end: int
    kind: str
    act: str | None
    quoted: bool = False


class Quote(Struct, frozen=True, gc=False):
    """A quotation with its marks: text[start:end]."""

    start: int
    end: int


class Quotes:
    """The quotations of an article in the order of the text, none within another."""

    def __init__(self, spans: Iterable[Quote]) -> None:
        self.spans = tuple(spans)
        self.starts = [quote.start for quote in self.spans]

    def before(self, position: int) -> Quote | None:
        """The last one that begins before a position."""
        at = bisect_left(self.starts, position)
        return self.spans[at - 1] if at else None

    def hold(self, position: int) -> bool:
        """Whether a position is within one: behind its opening mark, not behind its closing one."""
        quote = self.before(position)
        return quote is not None and position < quote.end

    def touch(self, start: int, end: int) -> bool:
        """Whether any of text[start:end] is quoted."""
        quote = self.before(end)
        return quote is not None and start < quote.end

    def opening(self, start: int, end: int) -> tuple[Quote, ...]:
        """Those that begin in text[start:end]."""
        return self.spans[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


@dataclass(frozen=True, slots=True)
class SpeechLexicon:
    """The automaton over all words of speech; `meanings` are their kind and act, None for a stop word."""

    automaton: ahocorasick_rs.AhoCorasick
    meanings: tuple[tuple[str, str | None] | None, ...]


@cache
def load_speech() -> SpeechLexicon:
    """The words of ontology/lexicon/speech.tsv."""
    words: dict[str, tuple[str, str | None] | None] = {}
    for row in read_table(ontology_dir() / "lexicon" / "speech.tsv"):
        meaning = None if row["kind"] == "stop" else (row["kind"], row["act"] or None)
        for word in split_cell(row["words"]):
            words.setdefault(fold(word), meaning)
    automaton = ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return SpeechLexicon(automaton, tuple(words.values()))


def find_cues(folded: str, quotes: Quotes) -> tuple[Cue, ...]:
    """The words of speech, in order; one that opens a quotation (蓬佩奥“讨论了…”) counts as standing before it."""
    lexicon = load_speech()
    asides = [m.span() for m in ASIDE.finditer(folded)]
    cues = []
    for which, start, end in lexicon.automaton.find_matches_as_indexes(folded):
        meaning = lexicon.meanings[which]
        aside = bisect_left(asides, (start,)) - 1
        if meaning is None or (aside >= 0 and start < asides[aside][1]):
            continue
        quote = quotes.before(start)
        quoted = quote is not None and quote.start + OPENING < start < quote.end
        last = start + max(1, len(folded[start:end].rstrip(",:“「『")))
        cues.append(Cue(start, last, *meaning, quoted))
    return tuple(cues)


def find_quotes(folded: str) -> Quotes:
    """The outermost quotations; straight marks pair within a paragraph, an unclosed one ends with its paragraph."""
    quotes: list[Quote] = []
    position, pairs = 0, _pairs(folded)
    for match in re.finditer(r"[“「『\"]", folded):
        if match.start() < position:
            continue
        close = _close(folded, match.start(), pairs)
        if close is not None:
            quotes.append(Quote(match.start(), close))
            position = close
    return Quotes(quotes)


def _pairs(folded: str) -> dict[int, int]:
    """Where each opening mark has its partner in the same paragraph; of two that have none the second closes: “…“."""
    pairs: dict[int, int] = {}
    waiting: dict[str, list[int]] = {closing: [] for closing in QUOTES.values()}
    for match in re.finditer(f"[{''.join(QUOTES)}{''.join(waiting)}\n]|\\Z", folded):
        if match[0] in QUOTES:
            waiting[QUOTES[match[0]]].append(match.start())
        elif match[0] in ("", "\n"):
            pairs.update((left[0], left[1]) for left in waiting.values() if len(left) == 2)
            waiting = {closing: [] for closing in waiting}
        elif waiting[match[0]]:
            pairs[waiting[match[0]].pop()] = match.start()
    return pairs


def _close(folded: str, start: int, pairs: dict[int, int]) -> int | None:
    longest = min(start + LONGEST_QUOTE, len(folded))
    newline = folded.find("\n", start, longest + 1)
    limit = newline if newline >= 0 else longest
    if folded[start] == '"':
        end = folded.find('"', start + 1, limit)
        return end + 1 if end >= 0 else None
    end = pairs.get(start, limit)
    if end < limit:
        return end + 1
    return limit if newline >= 0 or limit == len(folded) else None
