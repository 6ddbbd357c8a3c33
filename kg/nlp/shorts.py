"""One-character names of countries: which of them are countries, and which are parts of other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.knowledge.countries import CountryLexicon
from kg.knowledge.names import NameLexicon
from kg.model import Candidate, Span
from kg.nlp.lexicon import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Shorts:
    """Reads one-character country names of one text; `covered` are offsets inside known names.

    `codes` are the characters with their countries, `pattern` runs of them.
    """

    text: str
    codes: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]
    context: CountryLexicon
    names: NameLexicon
    covered: frozenset[int]

    def before(self, end: int) -> tuple[int, tuple[str, ...]] | None:
        """The run of countries that ends at `end` (before a title or a body), as (start, codes).

        美|国务卿 -> US, 中日韩|外长 -> CN, JP, KR; the 日 of 27日|外长 is none.
        """
        start = end
        while start > 0 and self._is_code(start - 1) and end - start < 6:
            start -= 1
        while start < end and self.breaks_left(start):
            start += 1
        codes = tuple(self.codes[c][0] for c in self.text[start:end] if self.codes[c])
        return (start, codes) if codes else None

    def is_weak(self, start: int, end: int) -> bool:
        """Whether it is one character that is mostly no country: 西 in 中西区."""
        return end - start == 1 and self.text[start] in self.context.weak

    def runs(self) -> Iterator[tuple[int, int]]:
        """Maximal runs of characters that may be countries and are not covered."""
        covered = self.covered
        for match in self.pattern.finditer(self.text):
            place, end = match.span()
            if end - place == 1:
                if place not in covered:
                    yield place, end
                continue
            while place < end:
                stop = place
                while stop < end and stop not in covered:
                    stop += 1
                if stop > place:
                    yield place, stop
                place = stop + 1

    def breaks_left(self, place: int) -> bool:
        """Whether the character at `place` belongs to what stands before it: 日 in 27日, 中 in 集中."""
        text = self.text
        if place > 0 and text[place] in self.context.after_digit and text[place - 1].isdigit():
            return True
        left = text[max(0, place - 1) : place + 1]
        return len(left) == 2 and left in self.names.words and left not in self.context.compounds

    def breaks_right(self, place: int) -> bool:
        """Whether the character at `place` belongs to what stands behind it: 美 in 美好, but not 日 in 访日期间."""
        right, around = self.text[place : place + 2], self.text[max(0, place - 1) : place + 2]
        return right in self.names.words and self.context.compounds.isdisjoint((right, around))

    def _is_code(self, place: int) -> bool:
        return place not in self.covered and self.text[place] in self.codes


def runs_of(codes: Iterable[str]) -> re.Pattern[str]:
    """The pattern of runs of the characters."""
    return re.compile(f"[{''.join(sorted(codes))}]+")


def covered_offsets(spans: Iterable[Hit | Candidate | Span]) -> frozenset[int]:
    """The offsets inside names, titles or other spans."""
    return frozenset().union(*[range(span.start, span.end) for span in spans])
