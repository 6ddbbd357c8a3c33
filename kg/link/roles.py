"""Roles that the article gives a person away from the name.

In a bare title that means them (加拿大外长 … 商鹏飞), and behind a verb (1995年当选州长, 提名凯瑞出任特使).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.knowledge.clauses import BREAK_OF_TEXT, clause_start
from kg.knowledge.gazetteer import HIGH
from kg.knowledge.names import load_names
from kg.knowledge.roles import load_roles
from kg.link.people import inherited_country
from kg.link.references import Scene, is_posted
from kg.model import Candidate, Entity, EntityKind, Form, Mention, Tenure

_GENERIC = ("paramount-leader", "minister", "cabinet-minister")  # offices that many hold under one name
_VAGUE = (*_GENERIC, "politician", "expert", "running-mate")  # what somebody is called rather than holds
_GAP = 14  # characters between a verb and an office, and between offices of a list
_BACK = 4  # clauses to look back for a subject
_CLAUSE = 80  # characters before a place in which its clause begins
_APPOINTED = 40  # characters behind a verb of appointing in which the one who is appointed is named
_BRACKET = 60  # characters of a bracket behind a name at most
_NEAR = 6  # characters before a verb in which a word makes its office unreal, of one who is named behind it
_VERB = 4  # characters of the verb before one who is named right before another: 曾提名|约翰|担任


@dataclass(slots=True)
class RoleFinder:
    """The roles of one article whose people and references are resolved."""

    scene: Scene
    titles: Sequence[Candidate]
    references: Iterable[Mention]
    bodies: Mapping[tuple[int, int], Entity]
    named: list[Mention] = field(init=False)
    starts: list[int] = field(init=False)
    bearers: dict[int, str] = field(init=False)  # where a person, or the person's title, begins

    def __post_init__(self) -> None:
        people = [*self.scene.named, *self.references]
        self.named = sorted(
            (m for m in people if m.kind is EntityKind.PERSON and len(m.entities) == 1), key=lambda m: (m.start, m.end)
        )
        self.starts = [m.start for m in self.named]
        self.bearers = {m.start: m.entities[0] for m in self.named if m.form.names}
        leads = ((t.start, self.bearers.get(t.holders[0].start)) for t in self.titles if t.holders)
        self.bearers.update((start, holder) for start, holder in leads if holder)

    def referring(self) -> Iterator[Tenure]:
        """The roles in bare titles with a country that refer to one who is named with the same office elsewhere."""
        offices = self.scene.known.gazetteer.offices
        spans = {(m.start, m.end): m.entities[0] for m in self.named}
        borne = {
            (spans.get((holder.start, holder.end)), office)
            for title in self.titles
            if title.modifier != "former"
            for holder in title.holders
            for office in title.known
            if (offices[office].rank in HIGH or is_posted(title)) and office not in _GENERIC
        }
        bare = {title.end: title for title in reversed(self.titles) if not title.holders and _is_placed(title)}
        text, never = self.scene.annotated.folded, (*load_names().title_not_before, *load_roles().not_after)
        for mention in self.named:
            title = bare.get(mention.end) if mention.form is Form.TITLE else None
            if title is None or text.startswith(never, title.end) or text.endswith(load_roles().one_of, 0, title.start):
                continue
            if any((mention.entities[0], office) in borne for office in title.known):
                yield self._role(title, mention.entities[0])

    def told(self) -> Iterator[Tenure]:
        """The roles behind a verb of holding or getting an office."""
        text, lexicon = self.scene.annotated.folded, load_roles()
        ends = [title.end for title in self.titles]
        for match in lexicon.taking.finditer(text):
            place = self._as(match.end()) if match["who"] else match.end()
            if place < 0:
                continue
            offices, behind = self._offices(place, match.start(), bisect_left(ends, place + 1))
            if not offices or not self._fits(match, offices[-1], behind):
                continue
            behind = behind or self._fronted(match, offices[-1])
            holder = behind or self._holder(match, place)
            if holder is None:
                continue
            clause = text[self._clause(match.start()) : place]
            if lexicon.unreal.search(clause, len(clause) - _NEAR if behind else 0):
                continue
            modifier = self._time(match, offices[0], behind)
            for title in offices:
                yield self._role(title, holder, modifier=modifier, least=place)

    def _fronted(self, match: re.Match[str], title: Candidate) -> str | None:
        """The subject behind a clause that tells what one is: 身为总统,|约翰."""
        is_fronted = match.group() in load_roles().fronting and self.scene.annotated.folded.startswith(",", title.end)
        return self.bearers.get(title.end + 1) if is_fronted else None

    def _fits(self, match: re.Match[str], title: Candidate, behind: str | None) -> bool:
        """Whether what follows an office shows that it is told of someone: 以董事|身份, 是创办人|。"""
        text, lexicon = self.scene.annotated.folded, load_roles()
        if match["guise"]:
            return behind is None and text.startswith(lexicon.guises, title.end)
        is_vague = any(office in _VAGUE for office in title.known)
        return not match["is"] or (not behind and not is_vague and text.startswith(lexicon.clause_ends, title.end))

    def _time(self, match: re.Match[str], title: Candidate, behind: str | None) -> str | None:
        """Former or designate, as the words between the one who is named last before the verb and the office say."""
        text, lexicon = self.scene.annotated.folded, load_roles()
        start = self._clause(match.start())
        people = [] if behind else [m for m in self._between(start, match.start()) if m.end <= match.start()]
        if people:
            name, lead = people[-1], self.scene.title_starts.get(people[-1].start, people[-1].start) - _VERB
            start = max(start, lead) if self._after(name.end) == match.start() else name.end
        words = text[start : max(match.end(), title.end - len(title.role or ""))]
        if lexicon.past.search(words):
            return "former"
        return "designate" if lexicon.future.search(words) else None

    def _after(self, place: int) -> int:
        """Where a bracket that begins there ends: 约翰|(John)|担任."""
        text = self.scene.annotated.folded
        return (text.find(")", place, place + _BRACKET) + 1 or place) if text.startswith("(", place) else place

    def _clause(self, place: int) -> int:
        return clause_start(self.scene.annotated.folded, place, BREAK_OF_TEXT, since=max(0, place - _CLAUSE))

    def _as(self, place: int) -> int:
        """Where the office begins that someone is appointed to behind that verb, or -1: 任命|约翰为|大使."""
        text, lexicon = self.scene.annotated.folded, load_roles()
        name = next(iter(self._between(place, place + _APPOINTED)), None)
        if name is None:
            return -1
        end = self._after(name.end)
        word = next((w for w in lexicon.as_ if text.startswith(w, end)), None)
        return end + len(word) if word else -1

    def _between(self, start: int, end: int) -> list[Mention]:
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [m for m in self.named[low:high] if m.form is not Form.TITLE or m.end <= end]

    def _offices(self, place: int, start: int, index: int) -> tuple[list[Candidate], str | None]:
        """The titles behind a verb, and the person behind them whose they are (升任副主席的|习近平), if one is."""
        text, titles, lexicon = self.scene.annotated.folded, self.titles, load_roles()
        verbs = load_names().verb_titles
        found: list[Candidate] = []
        if text.startswith(load_names().of, place):
            return [], None
        while index < len(titles):
            title = titles[index]
            if title.start < start or title.start - place > _GAP or not self._is_plain(place, title.start):
                break
            if title.holders or text.startswith(lexicon.not_after, title.end) or "official" in title.known:
                return [], None
            if title.start == place and title.role in verbs and text[title.end : title.end + 1].isalpha():
                return [], None
            if index + 1 < len(titles) and self._is_topic(title.end, titles[index + 1].start):
                index, place = index + 1, title.end
                continue
            if text.startswith(load_names().of, title.end):
                holder = self.bearers.get(title.end + 1)
                if holder:
                    return [*found, title], holder
                following = next((t for t in titles[index + 1 : index + 4] if t.start == title.end + 1), None)
                if following is not None:
                    index, place = index + 1, title.end + 1
                    continue
            found.append(title)
            joint = lexicon.joint.match(text, title.end)
            if joint is None:
                break
            place = start = joint.end()
            index += 1
            while index < len(titles) and titles[index].end <= place:
                index += 1
        return found, None

    def _is_topic(self, start: int, end: int) -> bool:
        """Whether the words between two titles make them one: 秘书长|非洲问题|特使."""
        words = self.scene.annotated.folded[start:end]
        return 0 <= end - start <= _GAP and (
            not words or (words.endswith(load_names().topics) and load_roles().stops.isdisjoint(words))
        )

    def _is_plain(self, start: int, end: int) -> bool:
        text, of = self.scene.annotated.folded, load_names().of
        if not load_roles().stops.isdisjoint(text[start:end]):
            return False
        return all(text.startswith(of, m.end) for m in self._between(start, end) if m.form is not Form.PRONOUN)

    def _holder(self, match: re.Match[str], place: int) -> str | None:
        """Who gets the office: the one named last before the verb, else the subject of the clause before."""
        text, lexicon = self.scene.annotated.folded, load_roles()
        if match["who"]:
            return self._between(match.end(), place)[0].entities[0]
        start = self._clause(match.start())
        place = match.start()
        people = self._between(start, place)
        while people:
            name = people.pop()
            lead = self.scene.title_starts.get(name.start, name.start)
            is_by = bool(match["by"]) and text.endswith(lexicon.by, 0, lead)
            if text.endswith(lexicon.replacing, 0, lead) or is_by:
                place = lead - 2 if not is_by else lead - 1
                continue
            if name.form is Form.PRONOUN and text.endswith(lexicon.letting, 0, name.start):
                return None
            light = lexicon.light.match(text, name.end)
            return name.entities[0] if light and light.end() >= place else None
        light = lexicon.light.match(text, start)
        if light is None or light.end() < place or match["is"] or self.scene.is_quoted(start):
            return None
        return self._subject(start)

    def _subject(self, clause: int) -> str | None:
        """The person that a clause without a subject goes on about."""
        sentence = self.scene.annotated.sentences[self.scene.sentence_of(clause)]
        for _ in range(_BACK):
            before = max(sentence.start, self._clause(clause - 1))
            people = [m for m in self._between(before, clause) if not self.scene.is_quoted(m.start)]
            if people:
                return people[0].entities[0]
            clause = before
        return None

    def _role(self, title: Candidate, holder: str, *, modifier: str | None = None, least: int = 0) -> Tenure:
        body = self.bodies.get((title.body.start, title.body.end)) if title.body else None
        return Tenure(
            holder=holder,
            role=self.scene.annotated.article.text[max(least, title.end - len(title.role or "")) : title.end],
            start=title.start,
            end=title.end,
            country=title.country or inherited_country(self.scene.entities[holder], body),
            modifier=title.modifier or modifier,
            body=body.key if body else None,
        )


def _is_placed(title: Candidate) -> bool:
    """Whether words before the office say whose it is: 加拿大|外长."""
    return title.country is not None and title.start < title.end - len(title.role or "")
