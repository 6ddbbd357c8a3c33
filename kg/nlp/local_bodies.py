"""Authorities of towns, districts and provinces, by where they are: 四川省成都市第二看守所, 青羊区人民检察院."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from kg.knowledge.gazetteer import CityEntry
from kg.knowledge.names import NameLexicon
from kg.knowledge.organizations import OrganizationLexicon
from kg.model import Candidate
from kg.nlp.boundaries import is_han, start_score
from kg.nlp.lexicon import Hit, ending_at
from kg.nlp.organizations import body

_EDGE = 1.0  # how well the name of a division that no table knows must begin at its place
_SIZES = (2, 3, 4, 5)  # characters of such a name


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalBodies:
    """Finds such bodies in one text."""

    text: str
    hits: Sequence[Hit]
    names: NameLexicon
    context: OrganizationLexicon
    cities: Mapping[str, CityEntry]

    def find(self) -> Iterator[Candidate]:
        """Divisions, one in the other, then the last word of an authority, with the branch or the part of it."""
        last = 0
        for match in self.context.local_end.finditer(self.text, 1):
            end = self._modified(match.start())
            if end < last or self._is_crossed(match):
                continue
            if match.group() in self.context.of_divisions and self.text[end - 1] not in self.names.regions:
                continue  # 北京政府 is the country
            start, country = self._start(end)
            if start < end:
                last = match.end()
                yield replace(body(start, last, rule="local-body", category="government"), country=country)

    def _modified(self, start: int) -> int:
        """Where the words before a last word begin that belong to it: 中级|人民|法院, 第二|看守所."""
        while self.text.endswith(self.context.local_modifiers, 0, start):
            start -= 2
        return start

    def _is_crossed(self, match: re.Match[str]) -> bool:
        """Whether the last word goes on into another: 市政府|官员 does not, 法院|院长 does not, 教育局|势 does."""
        text, end = self.text, match.end()
        return text[end - 1 : end + 1] in self.names.words and text[end : end + 2] not in self.names.words

    def _start(self, end: int) -> tuple[int, str | None]:
        """Where the divisions begin that go on to `end`, and their country."""
        place, country, is_whole = end, None, True
        while (found := self._division(place, is_last=place == end)) is not None:
            place, code, is_country = found
            country, is_whole = code or country, is_whole and is_country
        return (end, None) if is_whole else (place, country)

    def _division(self, end: int, *, is_last: bool) -> tuple[int, str | None, bool] | None:
        """Where the division or country begins that ends there, its country, and if it is one: 成都|市, 浙江|省."""
        known = self._known(end)
        if known is not None or self.text[end - 1] not in self.names.regions or self._is_federal(end):
            return known
        autonomous = self.context.autonomous
        inner = end - 1 - len(autonomous) * self.text.endswith(autonomous, 0, end - 1)
        known = self._known(inner)
        if known is not None:
            return known if not known[2] else None
        start = self._unknown(inner) if is_last else None
        return (start, None, False) if start is not None else None

    def _is_federal(self, end: int) -> bool:
        return self.text.endswith(self.context.never_divisions, 0, end)

    def _known(self, end: int) -> tuple[int, str | None, bool] | None:
        hit = ending_at(self.hits, end)
        if hit is not None and hit.lexeme.cities:
            return hit.start, self.cities[hit.lexeme.cities[0]].country, False
        if hit is not None and hit.lexeme.countries:
            return hit.start, hit.lexeme.countries[0], True
        for size in (2, 3, 5):
            code = self.context.provinces.get(self.text[max(0, end - size) : end])
            if code is not None:
                return end - size, code, False
        return None

    def _unknown(self, end: int) -> int | None:
        """Where the name of a division begins that no table knows, if something bounds it."""
        text, context = self.text, self.context
        for is_within in (True, False):  # behind the division that it is part of, or not
            for size in _SIZES:
                start = end - size
                name = text[max(0, start) : end]
                if start < 0 or not all(map(is_han, name)) or not context.name_stops.isdisjoint(name):
                    break
                if self._is_phrase(name):
                    continue
                if is_within and self._division(start, is_last=False) is not None:
                    return start
                if not is_within and start_score(text, start, self.names) >= _EDGE:
                    return start
        return None

    def _is_phrase(self, name: str) -> bool:
        """Whether words rather than a name stand before the word for a division: 其他|州, 要求所有|州, 联|邦."""
        words, context = self.names.words, self.context
        parts = (name, name[:2], name[-2:]) if len(name) > 2 else (name,)
        return not words.isdisjoint(parts) or context.is_described(name) or name.endswith(context.suffix_stops)
