"""Who bears a title: the name behind it or before it, also across 兼 and along a list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from msgspec.structs import replace

from kg.knowledge.gazetteer import HIGH
from kg.model import Candidate, Form, Span
from kg.nlp.boundaries import is_han, start_score
from kg.nlp.lexicon import Hit
from kg.nlp.people import People, person
from kg.nlp.titles import Title

_OPENERS = ' “"「『·:'
_REACH = 24  # characters behind a title in which its holder's name must end
_REACH_BACK = 60  # characters before a title in which a bracket behind its holder's name begins
_COUNT = 10  # characters before a title in which the number of its bearers stands
_start = attrgetter("start")


def _is_wall(hit: Hit) -> bool:
    lexeme = hit.lexeme
    return lexeme.is_frame or lexeme.is_word or bool(lexeme.capital_of or lexeme.cities)


@dataclass(slots=True)
class HolderFinder:
    """Reads the holders of the titles of one text, from right to left, so that joined titles share theirs."""

    people: People
    hits: Sequence[Hit]
    titles: Sequence[Title]
    ends: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.ends = frozenset(hit.end for hit in self.hits)

    def find(self) -> Iterator[Candidate]:
        """One candidate a title (several countries: one each), with the names that bear it."""
        by_start = {title.start: title for title in self.titles}
        holders: dict[int, list[Candidate]] = {}
        for title in reversed(self.titles):
            holders[title.end] = self._behind(title, by_start, holders)
        ahead: dict[int, list[Candidate]] = {}  # the names before titles that end there
        for title in self.titles:
            plain = title.plain or title  # 政治大学|刘复国|教授: what stands between is no topic but the name
            if holders[title.end]:
                yield from self._candidates(title, holders[title.end])
            else:
                ahead[plain.end] = self._before(plain) or self._shared_before(plain, ahead)
                yield from self._candidates(plain, ahead[plain.end])

    def _shared_before(self, title: Title, ahead: dict[int, list[Candidate]]) -> list[Candidate]:
        """The name before a title that goes on another one: 习近平总书记|、|国家主席."""
        names = self.people.lexicon.names
        joint = next((j for j in names.shared_joints if self.people.text.endswith(j, 0, title.start)), None)
        is_bare = title.start == title.role_start and not title.modifier and self._is_high(title)
        return ahead.get(title.start - len(joint), []) if joint and is_bare else []

    def _is_quoting(self, place: int) -> bool:
        """Whether a colon there leads to what someone says, not to a name alone: 议长：王毅言论不当, but 主席：王毅."""
        end = self.people.by_start[place + 1].end
        text = self.people.text
        return text[place] == ":" and end < len(text) and is_han(text[end])

    def _is_high(self, title: Title) -> bool:
        ranks = {self.people.lexicon.gazetteer.offices[office].rank for office in title.offices}
        return not HIGH.isdisjoint(ranks)

    def _behind(self, title: Title, by_start: dict[int, Title], holders: dict[int, list[Candidate]]) -> list[Candidate]:
        text, people = self.people.text, self.people
        place = title.end
        is_bracketed = text[place : place + 1] == ")" and text[title.start - 1 : title.start] == "("  # (外长)王毅
        is_opened = is_bracketed or (place < len(text) and text[place] in _OPENERS)
        if is_opened and place + 1 in people.by_start and not self._is_quoting(place):
            place += 1
        if place in people.by_start:
            return [] if self._acts_for(title) else self._along_list(title, people.by_start[place])
        apposed = people.lexicon.names.apposition.match(text, place)
        if apposed is not None and apposed.end() in people.by_start:
            return [people.by_start[apposed.end()]]
        joint = next((word for word in (*people.lexicon.names.shared_joints, "") if text.startswith(word, place)), "")
        following = by_start.get(place + len(joint))
        if joint and self._is_high(title) and title.start == title.role_start and people.ending_at(title.start):
            return []  # 王毅外长、国务卿布林肯
        if following is not None and (not following.body or joint):
            return holders[following.end] if self._shares(title, following, joint) else []
        if text.startswith(self.people.lexicon.names.title_not_before, place):
            return []
        name = self._read(title, place)
        return self._along_list(title, name) if name else []

    def _shares(self, title: Title, following: Title, joint: str) -> bool:
        """Whether two titles side by side are of one person; those of two countries are not (德国外长、美国国务卿)."""
        if not joint and self._is_verb(title):
            return False
        countries = set(following.countries)
        if joint != "、" or countries <= set(title.countries):
            return True
        is_private = {self.people.lexicon.gazetteer.offices[o].rank for o in title.offices} == {"other"}
        is_told = following.start != following.role_start
        return not title.countries and (not is_told or (title.body is None and is_private))

    def _acts_for(self, title: Title) -> bool:
        """Whether the word is no title but tells for whom someone acts: 他将|代表|特朗普总统."""
        names, text = self.people.lexicon.names, self.people.text
        if title.start != title.role_start or text[title.start : title.end] != names.acting:
            return False
        return text.endswith(names.acting_before, 0, title.start) or self.people.ending_at(title.start) is not None

    def _is_verb(self, title: Title) -> bool:
        """Whether nothing shows that the word is a title rather than a verb or a common noun: 代表美国总统."""
        role = self.people.text[title.role_start : title.end]
        return role in self.people.lexicon.names.verb_titles and title.start == title.role_start

    def _read(self, title: Title, place: int) -> Candidate | None:
        limit, starts = self._limit(place)
        if limit <= place + 1:
            return None
        country = title.countries[0] if title.countries else None
        is_doubtful = self._is_verb(title)
        return self.people.read(
            place, limit, rule="title-name", country=country, starts=starts, is_doubtful=is_doubtful
        )

    def _limit(self, place: int) -> tuple[int, frozenset[int]]:
        reach = place + _REACH
        low, high = (bisect_left(self.hits, at, key=_start) for at in (place, reach))
        walls = {hit.start for hit in self.hits[low:high] if _is_wall(hit)}
        starts = walls.union(start for start in range(place, reach + 1) if start in self.people.by_start)
        return min(walls, default=min(len(self.people.text), reach)), frozenset(starts)

    def go_on(self, titles: Sequence[Candidate]) -> Iterator[Candidate]:
        """The titles as found, with the names of their lists that were read later."""
        for title in titles:
            first = self.people.by_start.get(title.holders[0].start) if title.holders else None
            if first is None or first.start < title.end:
                yield title
                continue
            names = self._along_list(title, first)
            is_longer = len(names) > len(title.holders)
            yield replace(title, holders=tuple(Span(start=c.start, end=c.end) for c in names)) if is_longer else title

    def _along_list(self, title: Title | Candidate, first: Candidate) -> list[Candidate]:
        """The further names of a list that shares the title: 参议员卢比奥、克鲁兹和霍利."""
        lexicon = self.people.lexicon
        offices = title.offices if isinstance(title, Title) else title.known
        ranks = {lexicon.gazetteer.offices[o].rank for o in offices}
        is_counted = lexicon.names.counted.search(self.people.text, max(0, title.start - _COUNT), title.start)
        names = [first]
        if not is_counted and not ranks & lexicon.names.shared_ranks and title.modifier != "former":
            return names
        while (following := self._next(self._after(names[-1]), is_counted=is_counted is not None)) is not None:
            names.append(following)
        return names

    def _next(self, place: int, *, is_counted: bool) -> Candidate | None:
        """The name that goes on a list there; where its length is told, over one that nobody could read."""
        text, people = self.people.text, self.people
        joint = next((j for j in people.lexicon.names.name_joints if text.startswith(j, place)), None)
        following = people.by_start.get(place + len(joint)) if joint else None
        if following is not None and joint == "," and not is_counted and not self._goes_on(following):
            return None
        unread = people.lexicon.names.unread.match(text, place) if is_counted and following is None else None
        return people.by_start.get(unread.end()) if unread else following

    def _goes_on(self, name: Candidate) -> bool:
        """Whether more names of its list follow: behind a comma alone a clause begins, unless the names are counted."""
        return self.people.text.startswith(self.people.lexicon.names.name_joints, self._after(name))

    def _after(self, name: Candidate) -> int:
        text, end = self.people.text, name.end
        if name.latin and text.startswith("(", end):
            close = text.find(")", end)
            end = close + 1 if close > 0 else end
        while text.startswith(" ", end):
            end += 1
        return end

    def _before(self, title: Title) -> list[Candidate]:
        """The name right before a bare office: 王毅外长, 习主席."""
        lexicon = self.people.lexicon
        ranks = {lexicon.gazetteer.offices[o].rank for o in title.offices}
        text = self.people.text
        role = text[title.role_start : title.end]
        is_behind = role in lexicon.names.titles_behind
        if role in lexicon.names.never_behind:
            return []
        if ranks == {"other"} and not is_behind:
            return []
        is_former = title.modifier == "former" and self.people.ending_at(title.start) is not None  # 安倍|前首相
        if (title.start != title.role_start or title.modifier) and not is_former:
            return []
        if self._is_verb(title) and not is_behind and is_han(text[title.end : title.end + 1] or "."):
            return []
        name = self.people.ending_at(self._name_end(title)) or (self._full(title) if is_behind else None)
        is_high = not HIGH.isdisjoint(ranks) or is_behind
        if name is None and is_high:
            name = self._surname(title.start)
        return [name] if name else []

    def _name_end(self, title: Title) -> int:
        """Where a name before the title ends, its Latin form apart: 史迪威(Joseph Stilwell)|将军."""
        text = self.people.text
        if text[title.start - 1 : title.start] != ")":
            return title.start
        return max(text.rfind("(", max(0, title.start - _REACH_BACK), title.start), 0)

    def _full(self, title: Title) -> Candidate | None:
        """An unknown Chinese name before a title: 刘复国|教授, but not 何谢韦|律师|事务所."""
        text, names, end = self.people.text, self.people.lexicon.names, title.start
        if text.startswith(names.title_not_before, title.end):
            return None
        for start in (end - 3, end - 2):
            is_free = (
                start >= 0 and self.people.covered.isdisjoint(range(start, end)) and text[start] in names.surnames["zh"]
            )
            is_word = text[start] not in names.usual_surnames and (
                end - start == 2 or text[end - 2 : end] in names.words
            )
            if not is_free or is_word or text[start : start + 2] in names.words:
                continue
            if start_score(text, start, names, self.ends) >= 1:
                return self.people.read(start, end, rule="title-name", country="CN", starts=frozenset([end]))
        return None

    def _surname(self, end: int) -> Candidate | None:
        text, names = self.people.text, self.people.lexicon.names
        start = end - 1
        if start < 0 or start in self.people.taken or start in self.people.covered:
            return None
        if text[start] not in names.surnames["zh"] or text[start] in names.not_surname_alone:
            return None
        if start_score(text, start, names, self.ends) < 1 or text[start : start + 2] in names.words:
            return None
        name = person(start, end, rule="surname-title", form=Form.SHORT, confidence=0.7)
        return name if self.people.add(name) else None

    def _is_foreign(self, title: Title, found: list[Candidate]) -> bool:
        """Whether a known bearer is of another country than the office alone tells: 通伦|总书记 is Laos's."""
        persons = self.people.lexicon.gazetteer.persons
        own = {persons[key].country for c in found for key in c.known}
        return title.is_fixed and bool(own) and own.isdisjoint(title.countries)

    def _modifier(self, title: Title, found: list[Candidate]) -> str | None:
        """The word of time or rank of a title, also inside the office: 退役|将军, 总统|当选人; 副|总统夫人 has none.

        Where the name stands before, the first word may be a verb: 多伊尔|当选|总统.
        """
        names, role = self.people.lexicon.names, self.people.text[title.role_start : title.end]
        head = role[:2] if not found or found[0].start > title.start else ""
        modifier = title.modifier or names.modifiers.get(role[-3:]) or names.modifiers.get(head)
        return None if modifier == "deputy" and not names.never_deputy.isdisjoint(title.offices) else modifier

    def _candidates(self, title: Title, found: list[Candidate]) -> Iterator[Candidate]:
        text = self.people.text
        for country in (None,) if self._is_foreign(title, found) else title.countries or (None,):
            yield Candidate(
                start=title.start,
                end=title.end,
                kind=None,
                form=Form.TITLE,
                rule="title",
                known=title.offices,
                country=country,
                body=title.body,
                role=text[title.role_start : title.end],
                modifier=self._modifier(title, found),
                holders=tuple(Span(start=c.start, end=c.end) for c in found),
            )
