"""Bodies that two sides have in common, by their names side by side: 老中合作委员会, 巴林-卡塔尔联合行动委员会."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.knowledge.organizations import OrganizationLexicon
from kg.model import Candidate
from kg.nlp.boundaries import is_han
from kg.nlp.lexicon import Hit, between, ending_at
from kg.nlp.organizations import body
from kg.nlp.shorts import Shorts

_LONGEST = 16  # characters between the first side and the last word
_ORDINAL = 5  # of 第二十二届
_DASH = re.compile(r"[-\u2013\u2014]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairBodies:
    """Finds such bodies in one text."""

    text: str
    hits: Sequence[Hit]
    shorts: Shorts
    context: OrganizationLexicon

    def find(self) -> Iterator[Candidate]:
        """Names of two sides, then words without a further name, then a last word of such bodies."""
        for match in self.context.joint_ends.finditer(self.text):
            is_beside = match.group() in self.context.joint_beside
            start = self._beside(match.start()) if is_beside else self._start(match.start())
            if start is not None and not (self._is_gathering(start, match.end()) or self._is_side_whole(match.end())):
                yield body(start, match.end(), rule="pair-body", category=self.context.joint[match.group()])

    def _is_gathering(self, start: int, end: int) -> bool:
        """Whether an edition stands beside it: 首届|中非媒体论坛, 中拉论坛|第四届部长级会议."""
        edition = self.context.edition
        return self.text.endswith(edition, 0, start) or edition in self.text[end : end + _ORDINAL]

    def _is_side_whole(self, end: int) -> bool:
        """Whether all behind the dash is the second side: 俄罗斯-|海湾合作委员会."""
        side = ending_at(self.hits, end)
        return bool(side and side.lexeme.organizations and _DASH.fullmatch(self.text[side.start - 1 : side.start]))

    def _start(self, end: int) -> int | None:
        """Where the two sides begin whose body's name goes on to `end`."""
        near = between(self.hits, end - _LONGEST, end)
        ends = {hit.end for hit in near if end - _LONGEST <= hit.start and self._is_side(hit)}
        place = end
        while place > end - _LONGEST:
            if place in ends:
                return self._beside(place)
            if _DASH.fullmatch(self.text[place - 1 : place]):
                return self._side_before(place) if place < end else None
            pair = self._pair(place)
            if pair is not None or not is_han(self.text[place - 1 : place] or ".") or self._is_stop(place):
                return pair
            place -= 1
        return None

    def _beside(self, end: int) -> int | None:
        """Where the first of two sides begins if the second ends there: 巴林-卡塔尔|联合行动委员会."""
        side = ending_at(self.hits, end)
        return self._side_before(side.start) if side else None

    def _is_side(self, hit: Hit) -> bool:
        return bool(hit.lexeme.countries or hit.lexeme.organizations or hit.lexeme.offices or hit.lexeme.is_person)

    def _is_stop(self, place: int) -> bool:
        small, pair = self.text[place - 1], self.text[place - 1 : place + 1]
        is_small = small in self.context.name_stops and small not in self.context.joint_words
        return is_small and pair not in self.context.stop_words

    def _side_before(self, place: int) -> int | None:
        """Where the country or union begins that ends before a dash, which ends at `place`."""
        end = place
        while _DASH.fullmatch(self.text[end - 1 : end]):
            end -= 1
        side = ending_at(self.hits, end) if end < place else None
        return side.start if side and (side.lexeme.countries or side.lexeme.organizations) else None

    def _pair(self, place: int) -> int | None:
        """Where two countries of one character each begin that end there: 老中, 美中."""
        run = self.shorts.before(place)
        if run is None or place - run[0] != 2 or len(run[1]) != 2 or self.shorts.breaks_right(place - 1):
            return None
        return run[0]
