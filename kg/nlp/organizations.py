"""Bodies: those of the gazetteer, a country's bodies (中国外交部), and unknown ones by their last word (艾德菲大学)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.knowledge.names import NameLexicon
from kg.model import Candidate, EntityKind, Form, Span
from kg.nlp.boundaries import is_han
from kg.nlp.lexicon import Hit, Lexicon
from kg.nlp.shorts import Shorts
from kg.nlp.titles import Title

_MAX_NAME = 16
_STOPS = frozenset(
    "的在与和对将说称表就是向于也则还已曾从为等及或但而被把让给并又该这那此其各某本一两三多几由据到至以、了着过时"
)


def known_bodies(hits: Sequence[Hit], lexicon: Lexicon, shorts: Shorts) -> Iterator[Candidate]:
    """Organizations of the gazetteer, and generic bodies with the country before them: 中国外交部, 美国防部."""
    for index, hit in enumerate(hits):
        lexeme = hit.lexeme
        if lexeme.organizations:
            entry = lexicon.gazetteer.organizations[lexeme.organizations[0]]
            form = Form.FULL if hit.end - hit.start >= len(entry.forms[0]) else Form.SHORT
            yield _body(
                hit.start, hit.end, "known-body", form, tuple(lexeme.organizations), entry.country, entry.category
            )
        elif lexeme.bodies:
            yield _of_country(hits, index, hit.start, hit.end, lexeme.bodies[0], lexicon, shorts)


def title_bodies(titles: Sequence[Title], lexicon: Lexicon) -> Iterator[Candidate]:
    """The bodies that stand inside titles as words of their own: 中国外交部 in 中国外交部发言人."""
    for title in titles:
        if title.body is None or title.body_id not in lexicon.gazetteer.bodies or title.body.end > title.end:
            continue
        country = title.countries[0] if title.countries else None
        start = title.start if country and title.start < title.body.start else title.body.start
        yield _generic(start, title.body.end, title.body_id, country, lexicon)


def _of_country(
    hits: Sequence[Hit], index: int, start: int, end: int, body: str, lexicon: Lexicon, shorts: Shorts
) -> Candidate:
    before = hits[index - 1] if index else None
    if before is not None and before.end == start and before.lexeme.countries:
        return _generic(before.start, end, body, before.lexeme.countries[0], lexicon)
    short = shorts.before(start)
    if short is not None and len(short[1]) == 1:
        return _generic(short[0], end, body, short[1][0], lexicon)
    return _generic(start, end, body, None, lexicon)


def _generic(start: int, end: int, body: str, country: str | None, lexicon: Lexicon) -> Candidate:
    category = lexicon.gazetteer.bodies[body].category
    known = lexicon.body_of.get((body, country)) if country else None
    key = known or (f"{country.lower()}-{body}" if country else body)
    form = Form.FULL if country else Form.SHORT
    return _body(start, end, "country-body" if country else "body", form, (key,), country, category)


def _body(
    start: int, end: int, rule: str, form: Form, known: tuple[str, ...], country: str | None, category: str | None
) -> Candidate:
    return Candidate(
        start=start,
        end=end,
        kind=EntityKind.ORGANIZATION,
        form=form,
        rule=rule,
        known=known,
        country=country,
        category=category,
    )


@cache
def _suffix_pattern(suffixes: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(suffixes, key=lambda s: (-len(s), s))))


def suffixed_bodies(
    text: str, hits: Sequence[Hit], names: NameLexicon, suffixes: dict[str, str], blocked: Sequence[Span]
) -> Iterator[Candidate]:
    """Unknown bodies that end in a telling word and begin with a country, a place, a known body or foreign sounds."""
    for match in _suffix_pattern(tuple(suffixes)).finditer(text):
        if any(
            hit.start < match.end() and hit.end > match.start() and hit.end >= match.end() for hit in _near(hits, match)
        ):
            continue
        start, country = _name_start(text, match.start(), hits, names)
        if start is None or any(span.start < match.end() and span.end > start for span in blocked):
            continue
        yield _body(start, match.end(), "suffix", Form.FULL, (), country, suffixes[match.group()])


def _near(hits: Sequence[Hit], match: re.Match[str]) -> list[Hit]:
    return [hit for hit in hits if hit.start < match.end() + 2 and hit.end > match.start() - _MAX_NAME - 12]


def _name_start(text: str, end: int, hits: Sequence[Hit], names: NameLexicon) -> tuple[int | None, str | None]:
    """Where the name begins, and its country if it begins with one; None if nothing makes it a name."""
    floor = max(0, end - _MAX_NAME)
    place = end
    by_end = {hit.end: hit for hit in hits if floor - 12 <= hit.start and hit.end <= end}
    while place > floor and is_han(text[place - 1]) and text[place - 1] not in _STOPS:
        hit = by_end.get(place)
        if hit is not None:
            if hit.lexeme.countries:
                return hit.start, hit.lexeme.countries[0]
            if hit.lexeme.cities or hit.lexeme.organizations or hit.lexeme.capital_of:
                return hit.start, None
            return None, None
        place -= 1
    sound = end
    while sound > place and text[sound - 1] in names.weights:
        sound -= 1
    if end - sound >= 2 and sum(names.weights[c] for c in text[sound:end]) / (end - sound) >= 1.5:
        return sound, None
    is_quoted = place > 0 and text[place - 1] in '“「《"' and end - place >= 2
    return (place, None) if is_quoted else (None, None)
