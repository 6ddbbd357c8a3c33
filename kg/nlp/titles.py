"""The left side of a title: [former, acting, deputy] [country or body] [office], and where its role begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from kg.knowledge.gazetteer import HIGH
from kg.knowledge.names import NameLexicon
from kg.knowledge.numerals import DIGITS
from kg.model import Span
from kg.nlp.boundaries import is_han
from kg.nlp.former import former_before
from kg.nlp.lexicon import Hit, Lexicon, ending_at
from kg.nlp.shorts import Shorts

_MAX_TOPIC = 12  # characters between a body and an office: 兰德公司|中国问题|专家
_MAX_PART = 18  # the same between a body and the office of a part of it: 香港大学|社会工作及社会行政学系|系主任
_MAX_LOOSE_TOPIC = 3  # characters between a body and an office that need not be a known kind of topic
_MAX_POST = 9  # characters from 驻 to the office
_MAX_BRACKET = 60
_MAX_MODIFIER = 7  # characters of words that tell when an office is held: 时期的, 不久前离任的
FORMER = "former"  # the modifier of an office of earlier times
_PRIVATE = ("academic", "company", "media", "ngo")


class Title(Struct, frozen=True, kw_only=True, gc=False):
    """A title as found: `start` with country and body, `role_start` without them, `end` exclusive.

    Where only the office itself tells the country, `is_fixed` is set (总书记: China, but Vietnam has one too).
    Where unread words stand between body and office it is so long only if a name follows; `plain` is the title without.
    """

    start: int
    role_start: int
    end: int
    offices: tuple[str, ...]
    countries: tuple[str, ...] = ()
    body: Span | None = None
    body_id: str | None = None
    modifier: str | None = None
    plain: Title | None = None
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleReader:
    """Reads titles leftwards from their office over one text."""

    text: str
    hits: Sequence[Hit]
    lexicon: Lexicon
    shorts: Shorts

    def read_all(self) -> list[Title]:
        """All titles of the text in order; a body that an office contains (外交部 in 外交部发言人) is its body."""
        return [self._read(index) for index, hit in enumerate(self.hits) if hit.lexeme.offices]

    def _read(self, index: int) -> Title:
        hit = self.hits[index]
        is_named = index > 0 and self.hits[index - 1].end == hit.start and self.hits[index - 1].lexeme.is_person
        start, modifier = (hit.start, None) if is_named else self._role_words(index)  # 吉尔代|上将 is not acting
        title = Title(start=start, role_start=start, end=hit.end, offices=tuple(hit.lexeme.offices), modifier=modifier)
        inner = self.lexicon.body_inside(hit.lexeme.form)
        if inner is not None:
            title = replace(title, body=Span(start=hit.start, end=hit.start + inner[0]), body_id=inner[1])
        title = self._posting(title, hit.lexeme.form)
        framed = self._former(self._led(self._frame(title, index - 1), index - 1))
        if framed.countries:
            return framed
        fixed = next((c for o in title.offices if (c := self.lexicon.gazetteer.offices[o].country)), None)
        return replace(framed, countries=(fixed,), is_fixed=True) if fixed else framed

    def _posting(self, title: Title, role: str) -> Title:
        """Take in where an envoy is posted: 驻休斯敦总领事, 驻欧盟大使, 驻陆成都总领事."""
        if not role.endswith(self.lexicon.names.envoys):
            return title
        posted = self.text.rfind(self.lexicon.names.posted, max(0, title.start - _MAX_POST), title.start)
        if posted < 0 or not all(is_han(c) for c in self.text[posted : title.start]):
            return title
        return replace(title, start=posted, role_start=posted)

    def _role_words(self, index: int) -> tuple[int, str | None]:
        """Where the office of a hit begins with the words that say its rank or time, and the modifier that these are.

        What ends another word (目前|总统) or a name (太原|市长) is none.
        """
        text, names, start = self.text, self.lexicon.names, self.hits[index].start
        modifier = None
        while True:
            is_led = text.endswith(names.role_words, 0, start)
            word = next((w for w in names.role_words if text.endswith(w, 0, start)), None) if is_led else None
            if word is None or self._is_part_of_word(Span(start=start - len(word), end=start), index - 1):
                return start, modifier
            start -= len(word)
            modifier = names.modifiers.get(word, modifier)

    def _is_part_of_word(self, span: Span, index: int) -> bool:
        """Whether a word before a title only ends another one, or a name, of the hits up to that of `index`."""
        while index >= 0 and self.hits[index].start >= span.start:
            index -= 1
        hit = self.hits[index] if index >= 0 else None
        if hit is not None and hit.end >= span.start:
            return hit.end > span.start
        return span.end - span.start == 1 and self.text[max(0, span.start - 1) : span.end] in self.lexicon.names.words

    def _modified(self, title: Title, index: int) -> Title:
        """Take in a word of time before the country or body of a title: 前|美国国务卿."""
        names = self.lexicon.names
        found = names.modifiers_led.search(self.text, max(0, title.start - _MAX_MODIFIER), title.start)
        if found is None or self._is_part_of_word(Span(start=found.start(), end=found.end()), index):
            return title
        return replace(title, start=found.start(), modifier=names.modifiers.get(found.group(), FORMER))

    def _led(self, title: Title, index: int) -> Title:
        """A title with a word of time before it, and the country before that: 英国|前|国防部副部长."""
        led = self._modified(title, index)
        if led is title or led.countries:
            return led
        outer = self._frame(led, index)
        return outer if outer.countries and outer.body == led.body else led

    def _former(self, title: Title) -> Title:
        """A title with the word for former farther before it, and the country before that: 加拿大|前|环境部长."""
        place = -1 if title.modifier == FORMER else former_before(self.text, title.start, self.hits, self.lexicon.names)
        if place < 0:
            return title
        country = ending_at(self.hits, place)
        countries = tuple(country.lexeme.countries[:1]) if country and not title.countries else ()
        start = country.start if country and countries else place
        return replace(title, start=start, modifier=FORMER, countries=title.countries or countries)

    def _frame(self, title: Title, index: int) -> Title:
        """Join the country, body or seat that stands before the title, also across 的 or a Latin form in brackets."""
        title = self._modified(title, index)
        place = title.start
        place = self._name_end(place)
        while index >= 0 and self.hits[index].end > place:
            index -= 1
        hit = self.hits[index] if index >= 0 else None
        if hit is not None and hit.end == place:
            return self._join(title, hit, index)
        if (
            hit is not None
            and hit.end == place - 1
            and self.text[hit.end] in self.lexicon.names.regions
            and hit.lexeme.cities
        ):
            return self._join_city(replace(title, start=hit.end), hit)
        posted = self.shorts.before(title.start)
        if posted and (self._is_high(title.offices) or not self.shorts.is_weak(posted[0], title.start)):
            return self._join_short(title, posted, index)
        return self._topic(title, hit, index)

    def _join(self, title: Title, hit: Hit, index: int) -> Title:
        lexeme = hit.lexeme
        body = Span(start=hit.start, end=hit.end)
        if lexeme.is_unknown_body:
            return replace(title, start=hit.start, body=body, countries=tuple(lexeme.countries))
        if lexeme.countries:
            return self._join_country(title, hit, index)
        if lexeme.seat_of:
            return replace(title, start=hit.start, body=body, countries=(lexeme.seat_of[0],))
        if lexeme.organizations:
            return self._join_organization(title, hit)
        if lexeme.bodies:
            return self._join_body(title, hit, index)
        return self._join_other(title, hit, index)

    def _join_country(self, title: Title, hit: Hit, index: int) -> Title:
        if self.text.endswith(self.lexicon.names.posted, 0, hit.start):
            return self._frame(replace(title, start=hit.start - 1, role_start=hit.start - 1), index - 1)
        names = self.lexicon.names
        if self.text.endswith(names.topics_led, 0, hit.start) or self.text.startswith(names.topics_within, hit.end):
            return self._frame(replace(title, start=hit.start, role_start=hit.start), index - 1)
        if self._is_part(index) and not self._is_high(title.offices):
            return self._join(replace(title, start=hit.start), self.hits[index - 1], index - 1)
        is_over = hit.lexeme.form.startswith(names.former)  # 前苏联
        modifier = FORMER if is_over else title.modifier
        return replace(title, start=hit.start, countries=(hit.lexeme.countries[0],), modifier=modifier)

    def _is_part(self, index: int) -> bool:
        """Whether the country there is what a part of the body before it is about: 人民大学|美国|研究中心."""
        before = self.hits[index - 1] if index else None
        return before is not None and before.end == self._name_end(self.hits[index].start) and self._is_private(before)

    def _is_private(self, hit: Hit) -> bool:
        """Whether it is a body that has parts for countries: 人民大学|美国研究中心, 人权观察|中国部."""
        organizations = self.lexicon.gazetteer.organizations
        return any(organizations[key].category in _PRIVATE for key in hit.lexeme.organizations)

    def _join_body(self, title: Title, hit: Hit, index: int) -> Title:
        key = hit.lexeme.bodies[0]
        is_party = self.lexicon.gazetteer.bodies[key].category == "party"
        role_start = title.role_start if is_party else hit.start
        body = Span(start=hit.start, end=hit.end)
        joined = replace(title, start=hit.start, role_start=role_start, body=body, body_id=key)
        outer = self._frame(joined, index - 1)
        if not outer.countries and (owner := self.lexicon.owner_inside(hit.lexeme.form)):
            return replace(joined if outer.plain else outer, countries=(owner,))
        return joined if outer.plain else outer

    def _join_other(self, title: Title, hit: Hit, index: int) -> Title:
        if hit.lexeme.offices and not self._is_high(hit.lexeme.offices, title.offices):
            if hit.end < title.start and (title.modifier or not self._is_private_office(title)):
                return title  # 角逐党魁的|前防卫大臣, but 总统的|医生
            return self._frame(replace(title, start=hit.start, role_start=hit.start), index - 1)
        return self._join_city(title, hit) if hit.lexeme.cities else title

    def _is_private_office(self, title: Title) -> bool:
        return {self.lexicon.gazetteer.offices[office].rank for office in title.offices} == {"other"}

    def _join_city(self, title: Title, hit: Hit) -> Title:
        """A city before an office tells its country: 芝加哥市长; where one is posted does not: 驻休斯敦|办事处处长."""
        if self.text.endswith(self.lexicon.names.posted, 0, hit.start):
            return replace(title, start=hit.start - 1, role_start=hit.start - 1)
        country = self.lexicon.gazetteer.cities[hit.lexeme.cities[0]].country
        return replace(title, start=hit.start, countries=(country,))

    def _is_high(self, *offices: Sequence[str]) -> bool:
        """Whether all are offices of leaders and ministers, which one person can hold together (国务委员外长)."""
        ranks = {self.lexicon.gazetteer.offices[office].rank for group in offices for office in group}
        return ranks <= HIGH

    def _join_organization(self, title: Title, hit: Hit) -> Title:
        entry = self.lexicon.gazetteer.organizations[hit.lexeme.organizations[0]]
        countries = (entry.country,) if entry.country else ()
        if title.body and entry.category == "party":  # 中共|外交部发言人
            return replace(title, start=hit.start, countries=countries)
        body = Span(start=hit.start, end=hit.end)
        role_start = title.role_start
        own = hit.lexeme.nested[0][1] if hit.lexeme.nested else 0
        if entry.body and entry.category != "party" and self._is_body(hit.lexeme.form[own:]):
            role_start = hit.start + own
        return replace(title, start=hit.start, role_start=role_start, body=body, body_id=entry.id, countries=countries)

    def _is_body(self, form: str) -> bool:
        """Whether it is the name of a body, rather than the rest of one: 国防部, but not 军 of 美军."""
        lexeme = self.lexicon.lexemes.get(form)
        return lexeme is not None and bool(lexeme.bodies or lexeme.organizations)

    def _join_short(self, title: Title, run: tuple[int, tuple[str, ...]], index: int) -> Title:
        start, countries = run
        if self.text.endswith(self.lexicon.names.posted, 0, start):
            return self._frame(replace(title, start=start - 1, role_start=start - 1), index)
        return replace(title, start=start, countries=countries)

    def _name_end(self, place: int) -> int:
        """Where a name ends before 的 and a form in brackets: 研究所|(Hudson Institute)的|专家."""
        place -= self.text.endswith(self.lexicon.names.of, 0, place)
        end = len(self.text[max(0, place - 2) : place].rstrip()) + max(0, place - 2)
        if not self.text.endswith(")", 0, end):
            return place
        start = max(0, self.text.rfind("(", max(0, end - _MAX_BRACKET), end))
        return start - self.text.endswith(" ", 0, start)

    def _behind_aside(self, place: int) -> int:
        """Where the text goes on behind a name's form in brackets: 研究所|(IfW)|景气部."""
        close = self.text.find(")", place, place + _MAX_BRACKET) if self.text.startswith("(", place) else -1
        return close + 1 if close > 0 else place

    def _topic(self, title: Title, hit: Hit | None, index: int) -> Title:
        """Join a body across words that say what the office is about: 兰德公司|中国问题|专家."""
        if hit is None:
            return title
        names, start = self.lexicon.names, self._behind_aside(hit.end)
        is_body = bool(hit.lexeme.organizations or hit.lexeme.is_unknown_body)
        if not 0 < title.start - start <= (_MAX_PART if is_body else _MAX_TOPIC):
            return title
        words = self.text[start : title.start]
        stops = names.topic_stops & set(words)
        is_part = (
            is_body and words.endswith(names.topics) and names.topic_stops & _rest(words, names) <= names.topic_joints
        )
        is_near = is_body and len(words) <= _MAX_LOOSE_TOPIC
        if not is_part and (stops or not (is_near or words.endswith(names.topics))):
            return title
        head = start + len(words) - len(words.lstrip(names.topic_heads))
        is_none = words in names.adherents or set(words) <= DIGITS.keys()  # 民主党籍|众议员, 七|常委
        role_start = title.role_start if is_none else head
        topic = replace(title, start=hit.end, role_start=role_start)
        if hit.lexeme.countries and words.startswith(names.topics_abroad) and not self._is_part(index):
            about = replace(topic, start=hit.start, role_start=hit.start)
            return replace(self._frame(about, index - 1), plain=title)
        joined = self._join(topic, hit, index)
        return title if joined == topic else replace(joined, plain=title)


def _rest(words: str, names: NameLexicon) -> set[str]:
    """The characters of words beside those that say what an office is about: 工作及 of 社会工作及社会学系."""
    for topic in names.topics:
        words = words.replace(topic, "")
    return set(words)
