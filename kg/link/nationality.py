"""The likely country of people whom neither a title nor the gazetteer places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from msgspec.structs import replace

from kg.ids import slug
from kg.knowledge.clauses import CLAUSE_ENDS, clause_start
from kg.knowledge.entries import NO_STATE
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.latin import surnames_latin
from kg.knowledge.names import load_names
from kg.knowledge.organizations import load_org_context
from kg.knowledge.roles import load_roles
from kg.link.people import Person
from kg.model import Annotated, Candidate, Entity, EntityKind

CHINESE_NAMED = ("CN", "TW", "HK", "MO", "SG")  # whose people mostly bear Chinese names
_MAX_GAP = 24  # characters between two names of a list, titles included
_BREAKS = frozenset(CLAUSE_ENDS + "()")
_NEAR = 30  # characters before a title in which what it belongs to stands
_NATIONAL = 16  # characters before a title in which a nationality stands
_CLAUSE = re.compile(f"[{CLAUSE_ENDS}、\n“”「」]")  # what a title does not reach over
_DOMINANT = 2  # how many times as often as the next one a country must be named
_SELDOM = 0.25  # the share of the names of countries under which one tells nobody's
_HAN = "\u3400"  # the first Chinese character


def fill_countries(
    people: Sequence[tuple[Person, Entity]], annotated: Annotated, bodies: Mapping[tuple[int, int], Entity]
) -> list[tuple[Person, Entity]]:
    """The people, each with a country where one can be told.

    What says whose national someone is goes before a title (中国媒体的|澳籍|主播). A title takes the country, or
    that of the body, that stands before it in its clause (渥太华大学社会学|教授).

    Else a name takes the country of the name before it in a list (秘书长李大维、副秘书长李俊俋: right for 41 of 46
    people whose country is known), a Chinese name that of the Chinese-speaking country the article names most (108 of
    124), one that is surely foreign that of the foreign country it names most (85 of 91), if that is twice as often
    as the next and not seldom. Those countries and lists tell nothing of those who serve a body of many
    states (联合国副秘书长) or a mission whose country is not named (使馆发言人).
    """
    counts = Counter(c.known[0] for c in annotated.candidates if c.kind is EntityKind.COUNTRY and c.known)
    marks = _Marks(annotated)
    placed: list[tuple[Person, Entity]] = []
    for person, entity in people:
        told = entity.country if person.known else marks.national(person) or entity.country
        is_elsewhere = _serves_many(person, bodies) or _is_of_mission(person, annotated.folded)
        country = (
            told
            or (None if is_elsewhere else _of_list(person, placed, annotated.folded))
            or marks.near(person, adjoining=is_elsewhere)
            or _of_article(person, counts, is_elsewhere=is_elsewhere)
        )
        guessed = told is None and country is not None
        placed.append((person, replace(entity, country=None if country == NO_STATE else country, is_guessed=guessed)))
    return placed


class _Marks:
    """The names of countries, and of bodies and cities of one, in an article, by where they end."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.folded = annotated.folded

    @cached_property
    def marks(self) -> list[tuple[int, int, str]]:
        """Where each ends and begins, and its country."""
        kinds = (EntityKind.COUNTRY, EntityKind.ORGANIZATION, EntityKind.PLACE)
        found = ((c.end, c.start, _code(c)) for c in self.annotated.candidates if c.kind in kinds)
        return sorted((end, start, code) for end, start, code in found if code)

    def national(self, person: Person) -> str | None:
        """The country that the words before a name or its title say it is a national of: 澳籍, 斯洛伐克籍的."""
        word = load_roles().national
        for name in person.names:
            for c in name.candidates:
                end = self.folded.rfind(word, max(0, c.start - _NATIONAL), c.start)
                if end < 0 or _CLAUSE.search(self.folded, end, c.start):
                    continue
                low = bisect_left(self.marks, (end,))
                if low < len(self.marks) and self.marks[low][0] == end:
                    return self.marks[low][2]
        return None

    def near(self, person: Person, *, adjoining: bool) -> str | None:
        """The country of what stands in the clause before one of the titles, or right before it."""
        for place in _places(person):
            start = clause_start(self.folded, place, _CLAUSE, since=max(0, place - _NEAR))
            low, high = bisect_left(self.marks, (start,)), bisect_left(self.marks, (place + 1,))
            inside = [mark for mark in self.marks[low:high] if mark[1] >= start and (mark[0] == place or not adjoining)]
            if inside:
                return inside[-1][2]
        return None


def _code(candidate: Candidate) -> str | None:
    """The country that a name is or belongs to."""
    if candidate.kind is EntityKind.COUNTRY:
        return candidate.known[0] if len(candidate.known) == 1 else None
    return candidate.country


def _places(person: Person) -> list[int]:
    """Where the titles of a person begin that stand before the name."""
    return sorted(t.start for n in person.names for t in n.titles if t.holders and t.start < t.holders[0].start)


def _serves_many(person: Person, bodies: Mapping[tuple[int, int], Entity]) -> bool:
    """Whether a title is one in a body of many states: 联合国副秘书长."""
    spans = [(t.body.start, t.body.end) for name in person.names for t in name.titles if t.body]
    return any(bodies[span].category == "igo" for span in spans if span in bodies)


def _is_of_mission(person: Person, folded: str) -> bool:
    """Whether a title is one at an embassy or consulate: 使馆发言人."""
    titles = [folded[t.start : t.end] for name in person.names for t in name.titles]
    return any(form in title for title in titles for form in _missions())


@cache
def _missions() -> tuple[str, ...]:
    bodies = load_gazetteer().bodies
    return tuple(form for key in sorted(load_org_context().missions) for form in bodies[key].forms)


def _of_list(person: Person, placed: Sequence[tuple[Person, Entity]], folded: str) -> str | None:
    start = person.first
    best: tuple[int, str | None] = (0, None)
    for other, entity in placed:
        for name in other.names:
            for c in name.candidates:
                if best[0] < c.end <= start and start - c.end <= _MAX_GAP:
                    best = (c.end, entity.country)
    gap = folded[best[0] : start]
    return best[1] if best[0] and gap[:1] in load_names().country_joints and not _BREAKS & set(gap) else None


def _of_article(person: Person, counts: Counter[str], *, is_elsewhere: bool) -> str | None:
    is_chinese = is_chinese_name(person)
    ranked = [
        (count, code)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if (code in CHINESE_NAMED) == is_chinese
    ]
    if not ranked or (is_elsewhere and not is_chinese):
        return None
    count, code = ranked[0]
    if is_chinese:
        return code
    is_main = count >= _SELDOM * counts.total() and (len(ranked) == 1 or count >= _DOMINANT * ranked[1][0])
    return code if is_main and _is_foreign_name(person, is_alone=len(counts) == 1) else None


def is_chinese_name(person: Person) -> bool:
    """Whether the person's name is a surname with a given name rather than foreign sounds.

    Not one that has no Chinese, Korean or Vietnamese family name in Latin letters: 罗和(Dalibor Roháč).
    """
    text = _longest(person)
    if person.latin and surnames_latin().isdisjoint(slug(person.latin).split("-")):
        return False
    return _may_be_chinese(text) and load_names().mean_weight(text) < 1.0


def _is_foreign_name(person: Person, *, is_alone: bool) -> bool:
    """Whether a name is surely foreign, and of someone presented by a Latin form, a title or the only country named.

    Not 李安妮, whose sounds are those of foreign names, nor one in Latin letters, which anyone may bear.
    """
    text = _longest(person)
    is_told = is_alone or any(name.titles for name in person.names)
    return text[0] >= _HAN and (person.latin is not None or (is_told and not _may_be_chinese(text)))


def _may_be_chinese(text: str) -> bool:
    names = load_names()
    is_japanese = text[:2] in names.surnames["ja"] and text[0] not in names.usual_surnames
    return len(text) <= 3 and text[0] in names.surnames["zh"] and not is_japanese


def _longest(person: Person) -> str:
    return max((name.text for name in person.names), key=len)
