"""The likely country of people whom neither a title nor the gazetteer places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from msgspec.structs import replace

from kg.knowledge.clauses import CLAUSE_ENDS, clause_start
from kg.knowledge.entries import NO_STATE
from kg.knowledge.names import NameLexicon, load_names
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


def fill_countries(people: Sequence[tuple[Person, Entity]], annotated: Annotated) -> list[tuple[Person, Entity]]:
    """The people, each with a country where one can be told.

    What says whose national someone is goes before a title (中国媒体的|澳籍|主播). A title takes the country, or
    that of the body, that stands before it in its clause (渥太华大学社会学|教授).

    Else a name takes the country of the name before it in a list (秘书长李大维、副秘书长李俊俋: right for 41 of 46
    people whose country is known), a Chinese name that of the Chinese-speaking country the article names most (108 of
    124), a foreign one that of the foreign country it names most, if that is twice as often as the next.
    """
    names = load_names()
    counts = Counter(c.known[0] for c in annotated.candidates if c.kind is EntityKind.COUNTRY and c.known)
    marks = _Marks(annotated)
    placed: list[tuple[Person, Entity]] = []
    for person, entity in people:
        told = entity.country if person.known else marks.national(person) or entity.country
        country = (
            told
            or _of_list(person, placed, annotated.folded)
            or marks.near(person)
            or _of_article(person, counts, names)
        )
        placed.append((person, replace(entity, country=None if country == NO_STATE else country)))
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

    def near(self, person: Person) -> str | None:
        """The country of what stands in the clause before one of the titles."""
        for place in _places(person):
            start = clause_start(self.folded, place, _CLAUSE, since=max(0, place - _NEAR))
            low, high = bisect_left(self.marks, (start,)), bisect_left(self.marks, (place + 1,))
            inside = [mark for mark in self.marks[low:high] if mark[1] >= start]
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


def _of_article(person: Person, counts: Counter[str], names: NameLexicon) -> str | None:
    is_chinese = is_chinese_name(person, names)
    ranked = [
        (count, code)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if (code in CHINESE_NAMED) == is_chinese
    ]
    if not ranked:
        return None
    if is_chinese or len(ranked) == 1 or ranked[0][0] >= _DOMINANT * ranked[1][0]:
        return ranked[0][1]
    return None


def is_chinese_name(person: Person, names: NameLexicon) -> bool:
    """Whether the person's name is a surname with a given name rather than foreign sounds."""
    text = max((name.text for name in person.names), key=len)
    return len(text) <= 3 and text[0] in names.surnames["zh"] and names.mean_weight(text) < 1.0
