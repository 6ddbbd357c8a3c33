"""Bodies that no table knows, by their last word: 艾德菲大学, 中国投资有限公司, 华盛顿的X中心(Latin name)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from msgspec.structs import replace

from kg.knowledge.alternatives import any_of
from kg.knowledge.gazetteer import CityEntry, OrganizationEntry
from kg.knowledge.names import NameLexicon
from kg.knowledge.organizations import OrganizationLexicon, load_ands
from kg.model import Candidate, Span
from kg.nlp.boundaries import is_han, start_score
from kg.nlp.lexicon import Hit, Lexeme
from kg.nlp.organizations import body
from kg.nlp.shorts import covered_offsets

_MAX_NAME = 16
_QUOTES = '“「《"『'
_CLOSERS = '”」》"』'
_LATIN = re.compile(r"\s?[”」》\"』]?\s?\(([A-Za-z][^()\u3400-\u9fff]{1,90})[^()]{0,12}\)")
_NUMBER = re.compile(r"\d+$")
_LONGEST_NUMBER = 5  # characters
_MAX_BOUNDED = 12  # characters before the last word of a name between marks and small words
_MIN_QUOTED = 3  # characters before the last word of a name that fills quotation marks
_MAX_LOOSE = 8  # characters before the last word of a name that nothing but its Latin form bounds
_MIN_JOINED, _MAX_JOINED = 2, 6  # characters before "and" in a name, behind its country
_MIN_LAST = 4  # ... and behind it
_MIN_LED = 2  # characters between what leads a name and its last word
_MIN_SOUND = 1.5  # mean weight of characters that are foreign sounds


@dataclass(frozen=True, slots=True, kw_only=True)
class SuffixFinder:
    """Finds unknown bodies in one text; `blocked` are spans of people's names."""

    text: str
    hits: Sequence[Hit]
    names: NameLexicon
    context: OrganizationLexicon
    blocked: Sequence[Span]
    cities: Mapping[str, CityEntry]
    organizations: Mapping[str, OrganizationEntry]

    def find(self) -> Iterator[Candidate]:
        """Names that end in a telling word and begin with a country, a place, foreign sounds or have a Latin form."""
        ends = [hit.end for hit in self.hits]
        last = 0
        covered, starts = covered_offsets(self.hits), {hit.start for hit in self.hits}
        for match in _pattern(tuple(self.context.suffixes)).finditer(self.text):
            is_head = match.group() in self.context.led and match.start() in starts
            if (match.end() - 1 in covered and not is_head) or self._is_cut(match):
                continue
            category, needs = self.context.suffixes[match.group()]
            near = self.hits[bisect_left(ends, match.start() - _MAX_NAME) : bisect_right(ends, match.start())]
            start, country, reason = self._start(match, near)
            is_named = reason in needs or (reason and "latin" in needs and self._is_explained(match.end()))
            if not is_named or any(span.start < match.end() and span.end > start for span in self.blocked):
                continue
            if start < last:  # a part of the body just found: 艾德菲大学|文理学院
                continue
            last = match.end() + self._company_word(category, match.end())
            yield replace(body(start, last, rule="suffix", category=category), country=country)

    def _is_explained(self, end: int) -> bool:
        """Whether its Latin form or its capitals stand behind a name: 荷兰环境评估署(PBL), but not 非政府组织(NGO)."""
        latin = self._latin_behind(end)
        return latin != "" and latin not in self.context.latin_never

    def _latin_behind(self, end: int) -> str:
        """The Latin form in brackets behind a name, or ""."""
        latin = _LATIN.match(self.text, end)
        return latin.group(1) if latin else ""

    def _company_word(self, category: str, end: int) -> int:
        """The length of the words that go on a company's name: 优联集团|有限公司."""
        words = self.context.company_words if category == "company" else ()
        return next((len(word) for word in words if self.text.startswith(word, end)), 0)

    def _is_cut(self, match: re.Match[str]) -> bool:
        """Whether the last character belongs to what follows, or to another word: 商会 in 谘商会议, 局 in 工作大局."""
        text, end, words = self.text, match.end(), self.names.words
        is_other = text.endswith(self.context.other_ends, 0, end)
        return is_other or (text[end - 1 : end + 1] in words and text[end : end + 2] not in words)

    def _start(self, match: re.Match[str], near: Sequence[Hit]) -> tuple[int, str | None, str]:
        """Where the name begins, its country, and what makes it a name ("" if nothing does)."""
        text, end = self.text, match.start()
        place, hit = self._reach(end, near, last=match.end(), can_cross=match.group() in self.context.of_professions)
        sound = end
        while sound > place and text[sound - 1] in self.names.weights:
            sound -= 1
        middle = text[place:end]
        whole = self._whole(hit, near)
        country = self._country(whole or hit)
        needs = self.context.suffixes[match.group()][1]
        is_sound = "sound" in needs and end - sound >= 2 and self.names.mean_weight(text[sound:end]) >= _MIN_SOUND
        if is_sound and (sound == place or not hit):
            is_led = hit is not None and sound == place == hit.end and hit.lexeme.cities  # 纽约|艾德菲大学
            return (hit.start if hit and is_led else self._bounded(sound, place)), country, "sound"
        if hit is not None and hit.lexeme.cities and (not middle or middle in self.names.regions):
            is_named = match.group() in self.context.of_cities
            return (self._with_country(hit, near), country, "place") if is_named else (end, None, "")
        if not middle:
            reason = "place" if whole is not None else "bare"
            return (self._with_country(hit, near), country, reason) if hit else (end, None, "")
        if hit is not None and hit.end == place:
            return self._with_country(hit, near), country, self._by_lead(match, hit, near)
        start, led, reason = self._unled(match, place)
        return start, led or country, reason

    def _unled(self, match: re.Match[str], place: int) -> tuple[int, str | None, str]:
        """The same of a name that begins at `place` without a country, a place or a known body."""
        middle, (category, needs) = self.text[place : match.start()], self.context.suffixes[match.group()]
        if len(middle) < _MIN_LED or self._is_generic(middle, match.group()):
            return place, None, ""
        for reason, words in (("central", self.context.central), ("wide", self.context.wide)):
            start = self._led(place, match, words) if reason in needs else None
            if start is not None:
                return start, None, reason
        province = self._province(middle) if category != "media" else None
        if province is not None:
            return place, province, "place"
        is_counted = self.text[place - 1 : place] in self.context.counts  # 四个|新闻工作者协会
        place += len(middle) > _MIN_LED and self.text[place] in self.names.modifiers and not is_counted  # 前南开大学
        return place, None, self._by_marks(match, place)

    def _led(self, place: int, match: re.Match[str], words: Sequence[str]) -> int | None:
        """Where the word begins that leads a body's name: 印发|国家|邮政局, 中央|改革办, 赛季|国际|雪车联合会."""
        last = match.start() - _MIN_LED * ("bare" not in self.context.suffixes[match.group()][1])
        for start in range(last - 1, place - 1, -1):
            word = next((w for w in words if self.text.startswith(w, start)), "")
            is_name = (
                start + len(word) <= last and self.text[start + len(word) : match.start()] not in self.context.generic
            )
            if word and is_name and start_score(self.text, start, self.names) >= 0:
                return start
        return None

    def _province(self, middle: str) -> str | None:
        """The country of the province with which the words before a last word begin: 湖北|省美术|学院."""
        codes = (self.context.provinces.get(middle[:size]) for size in (2, 3) if len(middle) > size)
        return next((code for code in codes if code), None) if len(middle) >= _MIN_LAST else None

    def _by_lead(self, match: re.Match[str], hit: Hit, near: Sequence[Hit]) -> str:
        """What the country, place or body `hit` before it makes of a last word."""
        middle, (category, needs) = self.text[hit.end : match.start()], self.context.suffixes[match.group()]
        is_explained = " " in self._latin_behind(match.end())  # 加拿大商业新闻网(BNN Bloomberg)
        is_generic = self._is_generic(middle, match.group()) and not is_explained
        is_described = category == "company" and self.context.is_described(middle)
        if len(middle) < _MIN_LED or is_generic or is_described:
            return ""
        if "central" in needs and self._is_central(hit.lexeme):
            return "central"
        if "country" in needs:
            return "country" if hit.lexeme.countries and match.group() not in middle else ""
        if hit.lexeme.cities and "city" in needs:
            return "city"
        if hit.lexeme.organizations and "organ" in needs:
            return "organ"
        return "body" if hit.lexeme.bodies else "place"

    def _is_generic(self, middle: str, last: str) -> bool:
        """Whether words between a country and a last word make no name: 中国|石油|公司, but 中国|石油|协会."""
        context = self.context
        is_trade = middle in context.trades and last not in context.of_trades
        return is_trade or (middle in context.generic and last not in context.led)  # 菲律宾|联邦|党

    def _is_central(self, lexeme: Lexeme) -> bool:
        """Whether it is a body of the whole state that leads the names of its parts: 国务院|扶贫办."""
        return not self.context.central_bodies.isdisjoint((*lexeme.organizations, *lexeme.bodies))

    def _by_marks(self, match: re.Match[str], place: int) -> str:
        """What else shows a name that begins at `place`: a Latin form, quotation marks, its edges."""
        before, size = self.text[place - 1 : place], match.start() - place
        is_quoted = before != "" and before in _QUOTES
        latin = self._latin_behind(match.end())
        if latin and (is_quoted or (" " in latin and size <= _MAX_LOOSE)):
            return "latin"
        if before in self.context.counts:  # 多国|记者协会
            return ""
        is_whole = not is_quoted or self.text[match.end() : match.end() + 1] in _CLOSERS
        if is_quoted and is_whole and size >= _MIN_QUOTED and match.group() in self.context.quoted_ends:
            return "bounded" if "bounded" in self.context.suffixes[match.group()][1] else "latin"
        longest = self.context.short_names.get(match.group(), _MAX_BOUNDED)
        is_named = size <= longest and not self.context.is_described(self.text[place : match.start()])
        return "bounded" if is_whole and is_named else ""

    def _with_country(self, hit: Hit, near: Sequence[Hit]) -> int:
        """Where a body begins with what stands before its country or house: 美国|参议院|司法委员会."""
        before = next((h for h in near if h.end == hit.start), None)
        is_led = before is not None and (
            self._whole(hit, near) is not None
            or (before.lexeme.countries and not hit.lexeme.organizations)
            or (before.lexeme.cities and hit.lexeme.countries)
        )
        return before.start if before is not None and is_led else hit.start

    def _whole(self, hit: Hit | None, near: Sequence[Hit]) -> Hit | None:
        """The body or country before the country `hit` that its part is about: 牛津大学|中国|研究中心."""
        if hit is None or not hit.lexeme.countries:
            return None
        leads = (h for h in near if h.end == hit.start)
        return next((h for h in leads if h.lexeme.organizations or h.lexeme.countries), None)

    def _bounded(self, sound: int, floor: int) -> int:
        """Go left over up to two rare sounds to where a name can begin: 印第|安纳大学."""
        options = range(sound, max(floor, sound - 2) - 1, -1)
        return next((p for p in options if p == floor or start_score(self.text, p, self.names) >= 1), sound)

    def _country(self, hit: Hit | None) -> str | None:
        """The country of what leads a body's name: a country, a city, another body (全国人大|外事委员会)."""
        if hit is None:
            return None
        if hit.lexeme.countries:
            return hit.lexeme.countries[0]
        if hit.lexeme.cities:
            return self.cities[hit.lexeme.cities[0]].country
        return self.organizations[hit.lexeme.organizations[0]].country if hit.lexeme.organizations else None

    def _reach(self, end: int, near: Sequence[Hit], *, last: int, can_cross: bool) -> tuple[int, Hit | None]:
        """How far left the name can go, also over offices if it can, and the country, city or body that is there."""
        text, place = self.text, end
        by_end = {hit.end: hit for hit in near if not hit.lexeme.is_person}
        stops = self.context.name_stops
        while place > max(0, end - _MAX_NAME) and is_han(text[place - 1]):
            if text[place - 1] in stops and self.context.stop_words.isdisjoint(
                (text[place - 1 : place + 1], text[place - 2 : place])
            ):
                led = self._joined(place, near) if text[place - 1] in load_ands()[0] else None
                return (led.end, led) if led and last - place >= _MIN_LAST else (place, self._lead(by_end.get(place)))
            hit = by_end.get(place)
            if hit is not None and not (can_cross and _is_office(hit.lexeme)):
                return place, self._lead(hit)
            if hit is None and text.endswith(self.context.suffix_stops, 0, place):
                return place, None
            place = hit.start if hit is not None else place - 1
        place = self._number(place, end)
        return place, by_end.get(place)

    def _number(self, place: int, end: int) -> int:
        """Where a number begins that ends at `place` and belongs to the name: 21|世纪教育研究院, 第7|舰队."""
        number = _NUMBER.search(self.text, max(0, place - _LONGEST_NUMBER), place)
        if number is None or self.text[place] in self.context.counted:
            return place
        if self.text.endswith(self.context.ordinal, 0, number.start()):
            return number.start() - len(self.context.ordinal)
        return number.start() if place < end else place

    def _joined(self, place: int, near: Sequence[Hit]) -> Hit | None:
        """The country or body with which a name begins whose first part ends before "and": 美国|疾病管控与|预防中心."""
        last = place - 1
        hit = next((h for h in reversed(near) if h.end <= last and not h.lexeme.is_person), None)
        if hit is None or not _MIN_JOINED <= last - hit.end <= _MAX_JOINED or not self._is_whole(hit.lexeme):
            return None
        first = self.text[hit.end : last]
        is_name = all(map(is_han, first)) and self.context.name_stops.isdisjoint(first)
        is_name = is_name and self.text[last - 1 : place] not in self.names.words  # 参与
        is_words = first.endswith(self.context.suffix_stops)
        is_words = is_words or (bool(hit.lexeme.countries) and self.context.is_described(first))
        return hit if is_name and not is_words else None

    def _is_whole(self, lexeme: Lexeme) -> bool:
        """Whether parts are named behind it: a country, a university, a parliament."""
        entries = (self.organizations[key] for key in lexeme.organizations)
        return bool(lexeme.countries) or any(entry.category in self.context.national for entry in entries)

    def _lead(self, hit: Hit | None) -> Hit | None:
        """The hit if a name can begin with it: a country, a city, a known body, a house of parliament."""
        if hit is None:
            return None
        lexeme = hit.lexeme
        is_parliament = not self.context.parliaments.isdisjoint(lexeme.bodies)
        is_lead = is_parliament or self._is_central(lexeme)
        is_known = lexeme.countries or lexeme.cities or lexeme.capital_of or lexeme.organizations
        return hit if is_known or is_lead else None


def with_bodies(
    hits: Sequence[Hit], bodies: Sequence[Candidate], text: str, lexemes: Mapping[str, Lexeme]
) -> list[Hit]:
    """The hits with a hit for each of the unknown bodies in place of what lies inside it.

    Of a hit that begins in it what goes on behind it is kept: the 主席 of 党主席 behind 菲律宾联邦党.
    """
    inside, ends = covered_offsets(bodies), [c.end for c in bodies]
    kept = [hit for hit in hits if hit.start not in inside]
    for hit in crossing(hits, inside):
        end = next(end for end in ends if hit.start < end < hit.end)
        rest = lexemes.get(text[end : hit.end])
        kept += [Hit(end, hit.end, rest)] if rest is not None else []
    for c in bodies:
        countries = [c.country] if c.country else []
        lexeme = Lexeme(form=text[c.start : c.end], is_unknown_body=True, countries=countries)
        kept.append(Hit(c.start, c.end, lexeme.closed()))
    return sorted(kept, key=lambda hit: hit.start)


def crossing(hits: Sequence[Hit], inside: frozenset[int]) -> list[Hit]:
    """The hits that begin at one of the offsets and go on behind them."""
    return [hit for hit in hits if hit.start in inside and hit.end - 1 not in inside]


def _is_office(lexeme: Lexeme) -> bool:
    """Whether it is a title and nothing else, which can stand in a name: 全国|市长|协会."""
    others = (lexeme.countries, lexeme.organizations, lexeme.bodies, lexeme.cities, lexeme.seat_of)
    return bool(lexeme.offices) and not any(others)


@cache
def _pattern(suffixes: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(suffixes))
