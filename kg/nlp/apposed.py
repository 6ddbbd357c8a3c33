"""People whom no known title introduces, by what stands around their names: a word for a kind of person, 名叫, 女士."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from kg.model import Form
from kg.nlp.boundaries import speaks, start_score
from kg.nlp.lexicon import Hit
from kg.nlp.people import People, is_kind, is_side, person

_start = attrgetter("start")
_REACH = 12  # characters in which a name must end
_EDGE = 1.0  # how well a surname must begin at its place before a form of address


def add_apposed(people: People, hits: Sequence[Hit]) -> None:
    """Names of speakers behind a word for a kind of person, or an age: 市场经济师刑兆鹏认为, 31岁的比格雷说."""
    text, names = people.text, people.lexicon.names
    words, not_before = names.words, names.title_not_before
    places: list[int] = []
    for match in names.after_kind.finditer(text):
        place = match.end()
        if text[place : place + 2] in words or text[place - 1 : place + 1] in words:
            continue
        if (place - match.start() > 1 or is_kind(people, place)) and not text.startswith(not_before, place):
            places.append(place)
    if not places:
        return
    starts = frozenset(people.by_start)
    for place in places:
        before = bisect_right(hits, place, key=_start) - 1
        if place in people.taken or (before >= 0 and hits[before].end > place):
            continue
        limit = min(len(text), place + _REACH)
        people.read(place, limit, rule="apposed", starts=starts, is_doubtful=True)


def add_quoted(people: People, hits: Sequence[Hit]) -> None:
    """Assumed names between quotation marks behind a title or a kind of person: 评论员“立风”则认为."""
    text, names = people.text, people.lexicon.names
    titles = {hit.end for hit in hits if hit.lexeme.offices}
    for match in names.assumed.finditer(text):
        start, end = match.span(1)
        if match.start() not in titles and not is_kind(people, match.start()):
            continue
        if text.startswith(names.assumed_after, match.end()) or speaks(text, match.end(), names):
            people.add(person(start, end, rule="assumed", confidence=0.7))


def add_named(people: People, hits: Sequence[Hit]) -> None:
    """Chinese names behind a word that says so: 一位名叫金炳基的议员."""
    text, names = people.text, people.lexicon.names
    if not any(word in text for word in names.named_words):
        return
    surnames = names.surnames["zh"] | names.surnames["ko"]
    for match in names.named.finditer(text):
        start = match.end()
        end = next((e for e in (start + 3, start + 2) if text[e : e + 1] in names.named_ends), start)
        name = text[start:end]
        if name[:1] not in surnames or name[:2] in names.words or name[1:] in names.words or not name.isalpha():
            continue
        people.add(person(start, end, rule="named", confidence=0.8))


def add_attending(people: People) -> None:
    """Chinese names of a sentence that only lists who was there too: 沈跃跃、王东峰等参加会见.

    All of the list must be names; a name of two characters alone bears a usual surname (肖捷参加会见).
    """
    for match in people.lexicon.names.attending.finditer(people.text):
        start, unknown, is_list = match.start(1), [], False
        for name in match.group(1).split("、"):
            end = start + len(name)
            known = people.by_start.get(start)
            if known is not None and known.end == end:
                is_list = True
            elif _can_attend(people, start, end) and people.covered.isdisjoint(range(start, end)):
                unknown.append((start, end))
            else:
                break
            start = end + 1
        else:
            is_list = is_list or len(unknown) > 1
            for begin, end in unknown:
                if is_list or end - begin > 2 or people.text[begin] in people.lexicon.names.usual_surnames:
                    people.add(person(begin, end, rule="attending", confidence=0.8))


def _can_attend(people: People, start: int, end: int) -> bool:
    """Whether the characters there can be a surname and a given name, and are no word."""
    text, names = people.text, people.lexicon.names
    name, surnames = text[start:end], names.surnames["zh"]
    if name in names.words or name[:2] in names.words or "·" in name or name[-1] in names.never_last:
        return False
    if len(name) == 2:
        return name[0] in surnames and name[1] not in names.person_ends and not is_side(name, people.lexicon)
    return (len(name) == 3 and name[0] in surnames) or (len(name) in (3, 4) and name[:2] in surnames)


def add_addressed(people: People, hits: Sequence[Hit]) -> None:
    """People of whom an article tells the surname alone: 市民李女士表示.

    Where it names someone in full before, who bears that surname, it means that person (陈建国 … 陈先生).
    """
    text, names = people.text, people.lexicon.names
    if not any(word in text for word in names.addresses):
        return
    ends = frozenset(hit.end for hit in hits)
    found: dict[str, list[int]] = {}
    led: set[str] = set()
    for match in names.addressed.finditer(text):
        start = match.start() - 1
        words = text[max(0, start) : match.end()]
        if words[0] not in names.surnames["zh"] or words[0] in names.not_addressed:
            continue
        if not people.taken.isdisjoint(range(start, match.end())):
            continue
        score = start_score(text, start, names, ends)
        if score < _EDGE and words not in found and not (score >= 0 and speaks(text, match.end(), names)):
            continue
        found.setdefault(words, []).append(start)
        if start and text[start - 1].isalpha():
            led.add(words)
    full = dict(_full_names(people))
    for words, starts in found.items():
        is_told = words not in led and full.get(words[0], len(text)) < starts[0]
        for start in starts:
            end = start + (1 if is_told else len(words))
            people.add(person(start, end, rule="addressed", form=Form.SHORT, confidence=0.7))


def _full_names(people: People) -> Iterator[tuple[str, int]]:
    """The surnames of the Chinese names of the text, with where such a name stands first."""
    text = people.text
    for start in sorted(people.by_start, reverse=True):
        name = people.by_start[start]
        if name.form is Form.FULL and name.end - start in (2, 3) and text[start] in people.lexicon.names.surnames["zh"]:
            yield text[start], start
