"""People named in Latin letters inside Chinese text: 经济学家Rajiv Biswas说, and Biswas further on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from kg.knowledge.latin import LatinNames
from kg.model import Form
from kg.nlp.boundaries import speaks
from kg.nlp.foreign import personal_latin
from kg.nlp.lexicon import Hit
from kg.nlp.people import People, is_kind, person

_LETTER = "A-Za-zÀ-ɏ"
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_WORD = rf"{_CAPITAL}[{_LETTER}'’.\-]*"
RUN = re.compile(
    rf"(?={_CAPITAL})"  # first, as it is what most characters of a text are not
    rf"(?<![{_LETTER}0-9(/@#_&'’.\-])(?<![{_LETTER}0-9&,.] )"  # not inside or behind other Latin words
    rf"{_WORD}(?: (?:{_WORD}|[a-z]{{1,4}}(?= [A-Z])))*"
    rf"(?![{_LETTER}0-9/@#_&'’\-]| ?[{_LETTER}(&]| ?[0-9](?!\d? ?[月日]))"
)
_OPENERS = ' “"「『·:'
_LONGEST_BRACKET = 40  # characters back to where a bracket may have been opened
_MIN_PART = 3  # letters of a part of a name that stands for the whole


def add_latin_names(people: People, hits: Sequence[Hit]) -> None:
    """Find names of two or more Latin words that a title, a verb of speech, a list or the gazetteer shows to be."""
    text, latin = people.text, people.lexicon.latin
    runs = [run for match in RUN.finditer(text) if (run := _personal(match, people)) is not None]
    if not runs:
        return
    titles = {hit.end: text[hit.start : hit.end] for hit in hits if hit.lexeme.offices}
    covered = {offset for hit in hits for offset in range(hit.start, hit.end)}
    free = [run for run in runs if run[0] not in covered and run[1] - 1 not in covered]
    sure = {run for run in free if _is_shown(people, run, titles, latin)}
    for run in (*_along(free, sure, people), *_along(free[::-1], sure, people)):
        sure.add(run)
    for start, end in sorted(sure):
        people.add(replace(person(start, end, rule="latin-name", confidence=0.8), latin=text[start:end]))


def _personal(match: re.Match[str], people: People) -> tuple[int, int] | None:
    """The span of a personal name of several words, without a title before it and a full stop behind it."""
    names, words = people.lexicon.names, match.group().rstrip(".-'’")
    latin = personal_latin(words, names)
    if latin is None or not words.endswith(latin):
        return None
    if " " not in latin and not (is_kind(people, match.start()) and speaks(people.text, match.end(), names)):
        return None
    if latin.lower() in people.lexicon.latin.others or latin.lower() in names.latin_others:
        return None
    if latin.isupper() and any(word.capitalize() in names.latin_body_words for word in latin.split()):
        return None
    start = match.start() + len(words) - len(latin)
    is_named = people.text[start - 1 : start] not in names.latin_works and not _is_in_bracket(people.text, start)
    return (start, start + len(latin)) if is_named else None


def _is_in_bracket(text: str, place: int) -> bool:
    """Whether it stands in brackets, where it belongs to the name before: 陈文英(英文名叫Katrina Leung)."""
    floor = max(0, place - _LONGEST_BRACKET)
    return text.rfind("(", floor, place) > text.rfind(")", floor, place)


def _is_shown(people: People, run: tuple[int, int], titles: dict[int, str], latin: LatinNames) -> bool:
    text, names = people.text, people.lexicon.names
    start, end = run
    words = text[start:end].lower().split()
    is_likely = words[0] in latin.given or words[-1] in latin.surnames
    place = start - (text[start - 1 : start] in _OPENERS and start > 0)
    if len(words) == 1:
        return True
    title = titles.get(place)
    if title is None and is_likely and is_kind(people, place):
        return True
    if title is not None and (is_likely or title not in names.verb_titles or speaks(text, end, names)):
        return True
    if text.endswith(names.latin_named, 0, place) and not text[start:end].isupper():
        return True
    if place < start and not text[place].isspace():  # 网民“Da Yong” and a film's “Last Trump”
        return False
    is_known = " ".join(words) in latin.people and not text.startswith(names.bylines, end)
    return is_known or (is_likely and speaks(text, end, names))


def _along(runs: Sequence[tuple[int, int]], sure: set[tuple[int, int]], people: People) -> Iterator[tuple[int, int]]:
    """The names of a list with one that is sure, in the order given: Ye Xiang和Mu Lina."""
    before: tuple[int, int] | None = None
    for run in runs:
        if before is not None and run not in sure:
            gap = people.text[min(before[1], run[1]) : max(before[0], run[0])]
            if gap.strip() in people.lexicon.names.name_joints:
                yield run
                before = run
                continue
        before = run if run in sure else None


def add_latin_parts(people: People, hits: Sequence[Hit]) -> None:
    """Further places of a Latin name and of its last word, or of its first before a verb of speech: Biswas说."""
    text, names = people.text, people.lexicon.names
    whole = {c.latin for c in people.by_start.values() if c.latin and " " in c.latin}
    if not whole:
        return
    covered = {offset for hit in hits for offset in range(hit.start, hit.end) if not hit.lexeme.is_person}
    parts = {w: (w, Form.FULL) for w in whole}
    for latin in sorted(whole):
        for word in (latin.split()[0], latin.split()[-1]):
            if len(word) >= _MIN_PART and word not in names.latin_body_words:
                parts.setdefault(word, (latin, Form.SHORT))
    firsts = {latin.split()[0] for latin in whole} - {latin.split()[-1] for latin in whole}
    for match in RUN.finditer(text):
        words = match.group().rstrip(".-'’")
        end = match.start() + len(words)
        if words not in parts or match.start() in covered or _is_in_bracket(text, match.start()):
            continue
        if words in firsts and not speaks(text, end, names):
            continue
        latin, form = parts[words]
        found = person(match.start(), end, rule="latin-name", form=form, confidence=0.8)
        people.add(replace(found, latin=latin))
