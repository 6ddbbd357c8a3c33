"""Bodies that are known: those of the gazetteer, and a country's ministries, parliament, forces (中国外交部)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from msgspec.structs import replace

from kg.knowledge.countries import CountryLexicon
from kg.knowledge.gazetteer import OrganizationEntry
from kg.knowledge.organizations import OrganizationLexicon
from kg.model import Candidate, EntityKind, Form
from kg.nlp.boundaries import is_han, speaks, start_score
from kg.nlp.lexicon import END, Hit, Lexeme, Lexicon, between, ending_at
from kg.nlp.shorts import Shorts
from kg.nlp.titles import Title

_LONGEST_POST = 9  # characters from 驻 to the word for a mission


class Mission(NamedTuple):
    """Where the name of a mission abroad begins, whose it is, and the code of its post ("" if no table knows it)."""

    start: int
    country: str | None
    post: str


def body(start: int, end: int, *, rule: str, form: Form = Form.FULL, category: str | None = None) -> Candidate:
    """A candidate of a body's name."""
    return Candidate(start=start, end=end, kind=EntityKind.ORGANIZATION, form=form, rule=rule, category=category)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFinder:
    """Finds known bodies in one text."""

    text: str
    hits: Sequence[Hit]
    lexicon: Lexicon
    shorts: Shorts
    context: OrganizationLexicon
    countries: CountryLexicon

    def find(self, titles: Sequence[Title]) -> Iterator[Candidate]:
        """Candidates of all bodies that are named, with their parts, without picture credits and mere buildings."""
        for found in self._whole(titles):
            yield found
            end = self._division(found)
            if end:
                yield replace(found, end=end, form=Form.FULL, rule="division", known=())

    def _division(self, found: Candidate) -> int:
        """Where the name of a part of a ministry ends, or 0: 外交部|新闻司."""
        if found.category != "government" or not self.text.endswith(self.context.divided, found.start, found.end):
            return 0
        part = self.context.division.match(self.text, found.end)
        if part is None or not self.context.name_stops.isdisjoint(set(part.group()) - self.context.division_stops):
            return 0
        inside = between(self.hits, found.end, part.end())
        return 0 if any(hit.lexeme.countries or hit.lexeme.organizations for hit in inside) else part.end()

    def _whole(self, titles: Sequence[Title]) -> Iterator[Candidate]:
        for index, hit in enumerate(self.hits):
            if self._is_led(index + 1):
                continue
            if hit.lexeme.organizations:
                if self._is_meant(hit):
                    yield self._known(index, hit)
            elif hit.lexeme.bodies:
                yield from self._named(self._with_country(index, hit))
            elif hit.lexeme.offices and self._is_led(index):
                size, key = self.lexicon.body_inside(hit.lexeme.form) or (0, "")
                start, country = self._country_before(index, hit.start)
                yield from self._named(self.generic(start, hit.start + size, key, country))
            elif hit.lexeme.offices:
                yield from self._in_office(hit)
        for title in titles:
            yield from self._inside(title)

    def _in_office(self, hit: Hit) -> Iterator[Candidate]:
        """The body that an office names inside its own name: 常驻|联合国|代表."""
        for name, key in self.context.in_offices.items():
            place = self.text.find(name, hit.start, hit.end)
            if place >= 0:
                category = self.lexicon.gazetteer.organizations[key].category
                found = body(place, place + len(name), rule="in-office", category=category)
                yield replace(found, known=(key,))

    def _known(self, index: int, hit: Hit) -> Candidate:
        entry = self.lexicon.gazetteer.organizations[hit.lexeme.organizations[0]]
        form = Form.FULL if hit.end - hit.start >= len(entry.forms[0]) else Form.SHORT
        end = hit.end
        tail = self.context.media_tail.match(self.text, end) if entry.category == "media" else None
        if tail is not None:
            end = tail.end()
        if entry.category == "company":
            end += next((len(w) for w in self.context.company_words if self.text.startswith(w, end)), 0)
        return Candidate(
            start=self._start(index, hit, entry),
            end=end - (self.text[hit.start] in self.context.media_marks),
            kind=EntityKind.ORGANIZATION,
            form=form,
            rule="known-body",
            known=tuple(hit.lexeme.organizations),
            country=entry.country,
            category=entry.category,
        )

    def _start(self, index: int, hit: Hit, entry: OrganizationEntry) -> int:
        """Where a known body's name begins: without the mark of a title, with its country before it (台湾|陆委会)."""
        if self.text[hit.start] in self.context.media_marks:
            return hit.start + 1
        before = self.hits[index - 1] if index else None
        if before is not None and self._is_led(index):
            return self._country_before(index - 1, before.start)[0]
        is_led = (
            before is not None
            and before.end == hit.start
            and entry.country in before.lexeme.countries
            and entry.category != "company"
            and is_han(hit.lexeme.form[0])
        )
        if before is not None and is_led:
            return before.start
        short, country = self._short_before(hit.start)
        return short if country and country == entry.country and entry.category != "company" else hit.start

    def _is_led(self, index: int) -> bool:
        """Whether that body is of the parliament whose name stands right before it: 南韩国会|情报委员会."""
        if not 0 < index < len(self.hits) or self.hits[index - 1].end != self.hits[index].start:
            return False
        before = self.hits[index - 1].lexeme
        if not (before.bodies or before.organizations):
            return False
        whole, part = self._kinds(before), self._kinds(self.hits[index].lexeme)
        return not (self.context.parliaments.isdisjoint(whole) or self.context.of_parliaments.isdisjoint(part))

    def _kinds(self, lexeme: Lexeme) -> set[str]:
        """The generic bodies that a name is, in one country or in any, or that begins an office."""
        entries = self.lexicon.gazetteer.organizations
        keys = [*lexeme.organizations, *(entries[key].parent or "" for key in lexeme.organizations)]
        known = {entries[key].body or "" for key in keys if key in entries}
        inner = self.lexicon.body_inside(lexeme.form) if lexeme.offices else None
        return {*lexeme.bodies, *known, *((inner[1],) if inner else ())}

    def _is_meant(self, hit: Hit) -> bool:
        key = hit.lexeme.organizations[0]
        entry = self.lexicon.gazetteer.organizations[key]
        owner = ending_at(self.hits, hit.start)
        is_owned = bool(hit.lexeme.nested) or bool(owner and owner.lexeme.countries) or entry.category == "igo"
        if self._is_part(hit.end, is_owned=is_owned):
            return False
        if hit.lexeme.seat_of or hit.lexeme.form.endswith(self.context.buildings):
            return self._acts(hit)
        if key in self.context.whole_forces or entry.body in self.context.never_named:
            form = hit.lexeme.form
            is_whole = form.endswith(self.context.whole_names) and not form.endswith(self.context.named_forces)
            return not is_whole or self._speaks(entry.body, hit.end)
        if entry.body in self.context.seats and self._is_place(hit.start, hit.end):
            return False
        if key in self.context.platforms:
            return self._is_company(hit)
        return entry.category != "media" or not self._is_credit(hit)

    def _is_part(self, end: int, *, is_owned: bool) -> bool:
        """Whether the name of a body, with its country or not, is only a part of a word: 参议院|议长, 中共|病毒."""
        words = (*self.context.only_places, *self.context.one_word.get(self.text[end - 1], ()))
        if not is_owned:
            words = (*words, *self.context.one_word_alone.get(self.text[end - 1], ()))
        return self.text.startswith(words, end)

    def _is_company(self, hit: Hit) -> bool:
        """Whether a platform acts there rather than only bears what is said: 推特公司, 脸书宣布, not 在推特上说."""
        day = self.lexicon.names.before_speech.match(self.text, hit.end)
        places = (hit.end, day.end() if day else hit.end)  # 脸书|周二|移除
        is_named = any(self.text.startswith(self.context.platform_after, place) for place in places)
        is_named = is_named or hit.lexeme.form.endswith(self.context.company_words)
        return is_named and not self.text.startswith(self.context.platform_not_after, hit.end)

    def _is_credit(self, hit: Hit) -> bool:
        """Whether the agency is only the source of a picture: (路透社图片)."""
        before = self.text[: hit.start].rstrip()[-6:]
        return before.endswith(self.context.credit_before) and self.text.startswith(self.context.credit_after, hit.end)

    def _acts(self, hit: Hit) -> bool:
        """Whether a building speaks for who works there: 白宫宣布, but not 前往白宫."""
        text = self.text
        if text.startswith(self.context.acts_after, hit.end):
            return True
        if text.endswith(self.countries.place_before, 0, hit.start):
            return False
        is_before = text.endswith(self.context.acts_before, 0, hit.start) or bool(hit.lexeme.nested)  # 欧盟、|美国白宫
        return is_before or text.startswith(self.countries.metonym_after, hit.end)

    def _with_country(self, index: int, hit: Hit) -> Candidate:
        """A generic body with the country before it; 中国驻捷克大使馆 is China's."""
        key = hit.lexeme.bodies[0]
        mission = self._mission(key, hit.start)
        if mission is not None:
            return self._abroad(mission, hit.end, key)
        start, country = self._country_before(index, hit.start)
        if country and self.text.endswith(self.lexicon.names.posted, 0, start):  # 驻英大使馆: whose?
            start, country = hit.start, None
        return self.generic(start, hit.end, key, country)

    def _mission(self, key: str, end: int) -> Mission | None:
        """What stands before the word for a mission: 中国|驻|休斯敦, 美|驻|华."""
        if key not in self.context.missions:
            return None
        near = self._ending_at(end)
        limit = near.start if near else end
        place = self.text.rfind(self.lexicon.names.posted, max(0, limit - _LONGEST_POST), limit)
        post = self.text[place + 1 : end].removesuffix(self.lexicon.names.of)
        if place < 0 or not (near or self._is_post(post)) or self.text.endswith(self.context.many_posted, 0, place):
            return None
        index = bisect_right(self.hits, place, key=END)
        start, country = self._country_before(index, place)
        before = self.hits[index - 1] if index else None
        if country is None and before and before.end == place and before.lexeme.capital_of:  # 台北|驻渥太华
            start, country = before.start, before.lexeme.capital_of[0]
        elif country is None and before and before.end == place and before.lexeme.organizations:  # 联合国|驻柬埔寨
            start = before.start
        country = country or self.lexicon.owner_inside(self.text[end : end + 4])  # 驻纽约|台北经济文化办事处
        if country is None and len(post) < 2:  # 驻英大使馆: whose?
            return None
        code = self._post(key, post, near.lexeme if near else self.lexicon.lexemes.get(post))
        return Mission(start, country, code if code != (country or "").lower() else "")

    def _abroad(self, mission: Mission, end: int, key: str) -> Candidate:
        """A mission; one that is named without its country has no id (关闭|驻成都总领馆)."""
        if mission.country:
            return self.generic(mission.start, end, key, mission.country, post=mission.post)
        found = body(mission.start, end, rule="mission", category=self.lexicon.gazetteer.bodies[key].category)
        return replace(found, role=f"-{key}-{mission.post}" if mission.post else None)

    def _ending_at(self, end: int) -> Hit | None:
        """The country or city that ends there, also before 的."""
        ends = (end, end - 1) if self.text.endswith(self.lexicon.names.of, 0, end) else (end,)
        places = (hit for hit in (ending_at(self.hits, place) for place in ends) if hit)
        return next((hit for hit in places if hit.lexeme.countries or hit.lexeme.cities), None)

    def _is_post(self, post: str) -> bool:
        """Whether a mission can be there: 华, 柏林, but not 外 or 有关国家, nor the 华使 of 驻华使领馆."""
        if len(post) < 2:
            return post in self.shorts.codes
        is_name = all(map(is_han, post)) and self.context.name_stops.isdisjoint(post)
        return is_name and post[-1] not in self.context.never_posts and not self.context.is_described(post)

    def _post(self, key: str, post: str, lexeme: Lexeme | None) -> str:
        """The code of a country or city where a mission is; embassies are in countries (驻巴黎大使馆: fr)."""
        countries = lexeme.countries if lexeme else self.shorts.codes.get(post, ())
        if countries:
            return countries[0].lower()
        if lexeme is None or not lexeme.cities:
            return ""
        city = lexeme.cities[0]
        return city if key == "consulate" else self.lexicon.gazetteer.cities[city].country.lower()

    def _country_before(self, index: int, start: int) -> tuple[int, str | None]:
        before = self.hits[index - 1] if index else None
        if before is not None and self._is_led(index) and before.end == start:
            begin, country = self._country_before(index - 1, before.start)
            keys = before.lexeme.organizations
            return begin, country or (self.lexicon.gazetteer.organizations[keys[0]].country if keys else None)
        if before is not None and before.end == start and before.lexeme.countries:
            outer, country = self.hits[index - 2] if index > 1 else before, before.lexeme.countries[0]
            is_twice = outer.end == before.start and country in outer.lexeme.countries  # 巴勒斯坦|加沙地带
            return outer.start if is_twice else before.start, country
        if (
            before is not None
            and before.end == start
            and not self.context.as_country.isdisjoint(before.lexeme.organizations)
        ):
            return before.start, self.lexicon.gazetteer.organizations[before.lexeme.organizations[0]].country
        return self._short_before(start)

    def _short_before(self, start: int) -> tuple[int, str | None]:
        """The country of one character before a body; one that is mostly none only where a name can begin: 加|外交部.

        One that is mostly a small word must be named in full as well: not 以|外交部 where nobody speaks of Israel.
        """
        short = self.shorts.before(start)
        if short is None or start - short[0] > 1:
            return start, None
        place, codes = short[0], self.shorts.codes[self.text[short[0]]]
        named = next((code for code in codes if any(code in hit.lexeme.countries for hit in self.hits)), None)
        if self.shorts.is_weak(place, start):
            is_told = named is not None and self.text.startswith(self.countries.after_weak, start)
            is_word = self.text[place] in self.countries.weak_lists and not is_told
            if is_word or start_score(self.text, place, self.lexicon.names) < 1:
                return start, None
        return place, named or codes[0]

    def _named(self, found: Candidate) -> Iterator[Candidate]:
        key = found.role or ""
        if found.country is None and (
            key in self.context.unnamed or self.text[found.start : found.end] in self.context.unnamed_alone
        ):
            return
        alone = self.lexicon.lexemes.get(self.text[found.start : found.end])
        if self._is_part(found.end, is_owned=alone is None or not alone.bodies):
            return
        if key in self.context.seats and self._is_place(found.start, found.end):
            return
        if key in self.context.never_named and not (found.country and self._speaks(key, found.end)):
            return
        if self.text.endswith(self.context.buildings, found.start, found.end) and not self._acts_at(found):
            return
        yield found if found.rule == "mission" else replace(found, role=None)

    def _is_place(self, start: int, end: int) -> bool:
        """Whether a seat there is only where something happens: 在总统府接见, but not 在总统府发言人."""
        before = ending_at(self.hits, start)
        led = before.start if before is not None and before.lexeme.countries else start  # 在台湾|总统府
        is_there = self.text.endswith(self.countries.place_before, 0, led)
        is_there = is_there and not self.text.endswith(self.lexicon.names.of, 0, led)
        is_there = is_there and not self.text.startswith(self.context.acts_after, end)
        return is_there or self.text.startswith(self.context.seats_after, end)

    def _speaks(self, key: str | None, end: int) -> bool:
        """Whether forces speak there, which makes a body of them: 以色列军方10日称, but not 以色列军方的行动."""
        if key not in self.context.spoken:
            return False
        names = self.lexicon.names
        day = names.before_speech.match(self.text, end)
        place = day.end() if day else end
        verb = self.text[place : place + 2]
        if self.text.startswith(self.context.spoken_after, place):
            return True
        is_other = verb in names.words and verb not in names.speech  # 美军|指挥
        return not is_other and speaks(self.text, end, names)

    def _acts_at(self, found: Candidate) -> bool:
        return self.text.startswith((*self.context.acts_after, *self.countries.metonym_after), found.end)

    def _inside(self, title: Title) -> Iterator[Candidate]:
        """The body that stands inside a title as a word of its own: 中国外交部 in 中国外交部发言人."""
        bodies = self.lexicon.gazetteer.bodies
        if title.body is None or not title.body_id or title.body_id not in bodies or title.body.end > title.end:
            return
        if bodies[title.body_id].category != "government":
            return
        country = title.countries[0] if title.countries else None
        start = title.start if country and title.start < title.body.start else title.body.start
        if title.modifier and start < title.body.start:  # 时任|瑞典外交部发言人, 瑞典|前|外交部发言人
            is_parted = self.lexicon.names.modifiers_led.search(self.text, start, title.body.start)
            start = title.body.start if is_parted else next(h.start for h in self.hits if h.start >= start)
        if any(self._is_party(hit) for hit in between(self.hits, start, title.body.start)):  # 保守党|国会议员
            start = title.body.start
        mission = self._mission(title.body_id, title.body.start)
        found = self.generic(start, title.body.end, title.body_id, country)
        if mission is not None:
            found = self._abroad(mission, title.body.end, title.body_id)
        yield from self._named(found)

    def _is_party(self, hit: Hit) -> bool:
        entries = self.lexicon.gazetteer.organizations
        return any(entries[key].category == "party" for key in hit.lexeme.organizations[:1])

    def generic(self, start: int, end: int, key: str, country: str | None, *, post: str | None = None) -> Candidate:
        """A ministry or other generic body, by its own id where the country's is known; its kind stands in `role`.

        A mission whose `post` no table knows has no id.
        """
        category = self.lexicon.gazetteer.bodies[key].category
        form = Form.FULL if country else Form.SHORT
        found = body(start, end, rule="country-body" if country else "body", form=form, category=category)
        known = (self._id(start, end, key, country, post),) if post != "" else ()
        return replace(found, known=known, country=country, role=key)

    def _id(self, start: int, end: int, key: str, country: str | None, post: str | None) -> str:
        if country is None:
            return key
        if post:
            return f"{country.lower()}-{key}-{post}"
        name = self.lexicon.gazetteer.countries[country].hans
        for size in range(2, end - start + 1):
            lexeme = self.lexicon.lexemes.get(name + self.text[end - size : end])
            if lexeme is not None and lexeme.organizations:
                return lexeme.organizations[0]
        return self.lexicon.body_of.get((key, country)) or f"{country.lower()}-{key}"
