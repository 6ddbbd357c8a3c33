"""Countries: full names, one-character names with evidence, capitals and seats that act for a government."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.knowledge.countries import CountryLexicon
from kg.model import Candidate, EntityKind, Form
from kg.nlp.boundaries import is_han
from kg.nlp.lexicon import Hit
from kg.nlp.shorts import Shorts

SURE = "country-short"
WEAK = "country-weak"  # one character that counts only where the country is named otherwise


def named_countries(hits: Sequence[Hit]) -> Iterator[Candidate]:
    """Countries named in full, alone or inside the name of a body or title (美国 in 美国国务院)."""
    for hit in hits:
        if hit.lexeme.countries:
            yield _country(hit.start, hit.end, hit.lexeme.countries, Form.FULL, "country-name")
        for start, end, code in hit.lexeme.nested:
            yield _country(hit.start + start, hit.start + end, [code], Form.FULL, "country-inside")


def pair_names(text: str, context: CountryLexicon) -> Iterator[Candidate]:
    """Words that name several countries at once: 两岸, the two sides of the Taiwan Strait."""
    for word, codes in context.pair_names.items():
        place = text.find(word)
        while place >= 0:
            for code in codes:
                yield _country(place, place + len(word), [code], Form.COMPOUND, "pair-name")
            place = text.find(word, place + len(word))


def short_countries(shorts: Shorts) -> Iterator[Candidate]:
    """One-character countries: 中美俄, 美方, 访日, 俄外长, 美、印、日、澳; each character is a candidate of its own."""
    text, context = shorts.text, shorts.context
    for run in shorts.runs():
        if text.startswith(context.never, run[0]):
            continue
        start, end = _trim(shorts, *run)
        rule = _evidence(shorts, start, end) if start < end else None
        if rule is None:
            continue
        form = Form.COMPOUND if end - start > 1 else Form.SHORT
        for place in range(start, end):
            if text[place] not in context.regions:
                yield _country(place, place + 1, _codes(shorts, place), form, rule)


def _codes(shorts: Shorts, place: int) -> Sequence[str]:
    """The countries a character can mean; beside some others (巴 in 以巴, 澳 in 港、澳) it is one."""
    text, context = shorts.text, shorts.context
    before = text[max(0, place - 2)] if text[place - 1] in context.list_joints else text[place - 1]
    for pair in (before + text[place], text[place : place + 2]):
        value = context.pairs.get(pair)
        if value and value[0] == text[place]:
            return (value[1],)
    return shorts.codes[text[place]]


def metonyms(text: str, hits: Sequence[Hit], context: CountryLexicon) -> Iterator[Candidate]:
    """Capitals that act (北京表示), unless behind the name of their country, and seats of government (白宫)."""
    named = {hit.end: hit.lexeme.countries for hit in hits if hit.lexeme.countries}
    for hit in hits:
        if hit.lexeme.seat_of:
            rule = WEAK if hit.lexeme.form.endswith(context.common_seats) else "seat"
            yield _country(hit.start, hit.end, hit.lexeme.seat_of, Form.METONYM, rule)
        elif hit.lexeme.capital_of and not hit.lexeme.countries and _acts(text, hit, context):
            if not set(hit.lexeme.capital_of).isdisjoint(named.get(hit.start, ())):
                continue
            yield _country(hit.start, hit.end, hit.lexeme.capital_of, Form.METONYM, "capital")


def short_cities(text: str, context: CountryLexicon) -> Iterator[tuple[int, int, str]]:
    """Where one character names a city (李强在京会见), as start, end and key of the gazetteer."""
    for short, (key, left, right) in context.short_cities.items():
        word, size = left + short, len(left)
        place = text.find(word)
        while place >= 0:
            start, end = place + size, place + len(word)
            if text.startswith(right, end):
                yield start, end, key
            place = text.find(word, end)


def _acts(text: str, hit: Hit, context: CountryLexicon) -> bool:
    if text.endswith(context.place_before, 0, hit.start) or text.startswith(context.place_after, hit.end):
        return False
    return text.startswith(context.metonym_after, hit.end) or text.endswith(context.metonym_before, 0, hit.start)


def _trim(shorts: Shorts, start: int, end: int) -> tuple[int, int]:
    while start < end and shorts.breaks_left(start):
        start += 1
    while end > start and shorts.breaks_right(end - 1):
        end -= 1
    is_led = end - start > 2 and shorts.text[start] in shorts.context.prepositions
    return start + (is_led and set(shorts.text[start + 1 : end]) <= shorts.context.strong), end


def _evidence(shorts: Shorts, start: int, end: int) -> str | None:
    """The rule by which the run names countries, None if nothing around it says so."""
    text, context = shorts.text, shorts.context
    run = text[start:end]
    if len(set(run)) != len(run) or set(run) <= context.regions:
        return None
    is_followed = text.startswith(context.after, end) and not _is_side_word(shorts, start, end)
    if len(run) > 1:
        is_evident = is_followed or (
            run not in context.doubtful
            and (
                (bool(context.regions & set(run)) and not text.startswith(context.not_region_after, end))
                or set(run) <= context.strong
                or (len(run) > 2 and len(context.strong & set(run)) > 1)
                or text.endswith(context.before, 0, start)
            )
        )
        return SURE if is_evident else None
    only = context.after_only.get(run, ())
    if (only and text.startswith(only, end)) or (run not in context.weak_lists and _is_listed(shorts, start, end)):
        return SURE
    if run in context.weak:
        if text[max(0, start - 1) : end] in context.compounds:
            return SURE
        is_followed = text.startswith(context.after_weak, end) and not _is_side_word(shorts, start, end)
        return WEAK if is_followed or _is_visited(shorts, start, end) else None
    return SURE if is_followed or text.endswith(context.before, 0, start) else None


def _is_visited(shorts: Shorts, start: int, end: int) -> bool:
    """Whether someone goes there: 访荷 at the end of a clause, 访哈|时, but not 访新|疆."""
    text, context = shorts.text, shorts.context
    is_whole = not is_han(text[end : end + 1] or ".") or text.startswith(context.visit_ends, end)
    return is_whole and text.endswith(context.before_weak, 0, start)


def _is_side_word(shorts: Shorts, start: int, end: int) -> bool:
    """Whether the 方 of X方 is the beginning of 方案, 方法 ... and X the end of a word: 立法|方案."""
    return shorts.text[end] == shorts.context.side and shorts.breaks_left(start)


def _is_listed(shorts: Shorts, start: int, end: int) -> bool:
    """Whether another one-character country stands beside it in a list: 美、印、日、澳."""
    text, codes = shorts.text, shorts.codes

    def is_alone(place: int) -> bool:
        return (
            0 <= place < len(text)
            and text[place] in codes
            and place not in shorts.covered
            and not shorts.breaks_left(place)
            and not shorts.breaks_right(place)
            and text[place] not in shorts.context.weak_lists
        )

    left = start >= 2 and text[start - 1] in shorts.context.list_joints and is_alone(start - 2)
    right = end + 1 < len(text) and text[end] in shorts.context.list_joints and is_alone(end + 1)
    return left or right


def _country(start: int, end: int, codes: Sequence[str], form: Form, rule: str) -> Candidate:
    return Candidate(start=start, end=end, kind=EntityKind.COUNTRY, form=form, rule=rule, known=tuple(codes))


def short_codes(countries: Mapping[str, Sequence[str]], regions: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """One-character names with their codes, regions with none."""
    codes = {short: tuple(iso) for short, iso in countries.items()}
    codes.update(dict.fromkeys(regions, ()))
    return codes
