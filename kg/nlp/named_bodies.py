"""Bodies that no table knows, behind the word for what they are: 人权组织“保护卫士”, 智库跨国研究所(Transnational)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.knowledge.alternatives import any_of
from kg.knowledge.names import NameLexicon
from kg.knowledge.organizations import OrganizationLexicon
from kg.model import Candidate
from kg.nlp.boundaries import end_score, is_han, speaks
from kg.nlp.lexicon import Hit
from kg.nlp.organizations import body
from kg.nlp.shorts import covered_offsets

_QUOTED = re.compile(r"[“「『\"]([\u3400-\u9fff]{2,12})[”」』\"]")
_BRACKET = re.compile(r"\([A-Z][^()\u3400-\u9fff]{3,60}\)")
_LATIN = re.compile(r"[”」』\"]?\s?\([A-Z][^()\u3400-\u9fff]{3,60}\)")
_LONGEST_KIND = 4  # characters of a word for a kind of body: 民调机构
_LONGEST = 10  # characters of a name before its Latin form
_EDGE = 1.0  # how well a further occurrence must end at its place
_SURE = 3  # characters of a name from which on it is found wherever else it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBodies:
    """Finds such bodies in one text."""

    text: str
    hits: Sequence[Hit]
    found: Sequence[Candidate]  # the bodies found otherwise
    names: NameLexicon
    context: OrganizationLexicon

    def find(self) -> Iterator[Candidate]:
        """Bodies in quotation marks or with a Latin form behind such a word, and their names wherever they stand."""
        text, shown = self.text, [*self._quoted(), *self._explained()]
        if not shown:
            return
        covered = covered_offsets((*self.hits, *self.found))
        found: dict[str, str] = {}
        for start, end, category in shown:
            if covered.isdisjoint(range(start, end)) and self._is_name(text[start:end]):
                found.setdefault(text[start:end], category)
                yield body(start, end, rule="named-body", category=category)
        sure = [name for name in found if len(name) >= _SURE]
        for match in re.finditer(any_of(sure), text) if sure else ():
            is_whole = end_score(text, match.end(), self.names) >= _EDGE  # not 佩卓夫 in 佩卓夫瓦
            if is_whole and covered.isdisjoint(range(*match.span())):
                yield body(*match.span(), rule="named-body", category=found[match.group()])

    def _is_name(self, name: str) -> bool:
        is_phrase = (
            name in self.names.words or self._kind_at_end(name) or not self.context.phrase_marks.isdisjoint(name)
        )
        return not is_phrase and not self.context.is_described(name)

    def _quoted(self) -> Iterator[tuple[int, int, str]]:
        """Names in quotation marks; behind most words only where the body speaks or has a Latin form (媒体“三不准”)."""
        text = self.text
        for match in _QUOTED.finditer(text):
            category, word = self._kind(match.start() - (text[match.start() - 1] == " "))
            if category is None:
                continue
            is_told = _LATIN.match(text, match.end() - 1) or speaks(text, match.end(), self.names)
            if is_told or word in self.context.quoted_after or text.startswith(self.context.media_after, match.end()):
                yield *match.span(1), category

    def _explained(self) -> Iterator[tuple[int, int, str]]:
        """Names that go on to their Latin form in brackets."""
        small = self.names.before_name | self.names.after_name
        for match in _BRACKET.finditer(self.text):
            end = match.start() - (self.text[match.start() - 1].isspace())
            for start in range(end - 2, max(0, end - _LONGEST), -1):
                category, _ = self._kind(start)
                if category is not None:
                    is_verb = self.text.startswith((*self.context.media_after, *self.names.speech), start)
                    if all(map(is_han, self.text[start:end])) and self.text[start] not in small and not is_verb:
                        yield start, end, category
                    break

    def _kind_at_end(self, name: str) -> bool:
        """Whether it is only another word for a kind of body: 媒体|研究机构(Edison Research)."""
        return name in self.context.latin_before or name.endswith(self.context.never_ends)

    def _kind(self, end: int) -> tuple[str | None, str]:
        """The word for a kind of body that ends there, with its category."""
        if self.text[end - 1 : end] not in self.context.kind_ends:
            return None, ""
        words = (self.text[end - size : end] for size in range(_LONGEST_KIND, 1, -1))
        word = next((word for word in words if word in self.context.latin_before), "")
        return self.context.latin_before.get(word), word
