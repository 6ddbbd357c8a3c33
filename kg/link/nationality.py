"""The likely country of people whom neither a title nor the gazetteer places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from kg.knowledge.names import NameLexicon, load_names
from kg.link.people import Person
from kg.model import Annotated, Entity, EntityKind

CHINESE_NAMED = ("CN", "TW", "HK", "MO", "SG")  # whose people mostly bear Chinese names
_MAX_GAP = 24  # characters between two names of a list, titles included
_JOINTS = frozenset("、和与及跟")
_BREAKS = frozenset(",。;:!?()")
_DOMINANT = 2  # how many times as often as the next one a country must be named


def fill_countries(people: Sequence[tuple[Person, Entity]], annotated: Annotated) -> list[tuple[Person, Entity]]:
    """The people, each with a country where one can be told.

    A name takes the country of the name before it in a list (秘书长李大维、副秘书长李俊俋: right for 41 of 46 people
    whose country is known), a Chinese name that of the Chinese-speaking country the article names most (108 of 124),
    a foreign one that of the foreign country it names most, if that is twice as often as the next.
    """
    names = load_names()
    counts = Counter(c.known[0] for c in annotated.candidates if c.kind is EntityKind.COUNTRY and c.known)
    placed: list[tuple[Person, Entity]] = []
    for person, entity in people:
        country = entity.country or _of_list(person, placed, annotated.folded) or _of_article(person, counts, names)
        placed.append((person, replace(entity, country=country)))
    return placed


def _of_list(person: Person, placed: Sequence[tuple[Person, Entity]], folded: str) -> str | None:
    start = person.first
    best: tuple[int, str | None] = (0, None)
    for other, entity in placed:
        for name in other.names:
            for c in name.candidates:
                if best[0] < c.end <= start and start - c.end <= _MAX_GAP:
                    best = (c.end, entity.country)
    gap = folded[best[0] : start]
    return best[1] if best[0] and gap[:1] in _JOINTS and not _BREAKS & set(gap) else None


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
    sound = sum(names.weights.get(c, -2.0) for c in text) / len(text)
    return len(text) <= 3 and text[0] in names.surnames["zh"] and sound < 1.0
