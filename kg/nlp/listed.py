"""Chinese names on lists: 曹建明、张春贤和沈跃跃 beside a known name, or three and more in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.model import Candidate
from kg.nlp.boundaries import is_han, start_score
from kg.nlp.people import People, person

_SIZES = (3, 2)  # characters of a Chinese name
_SURE = 2  # names of three characters that show that a row is one of people
_MARK = "、"
_ROW = re.compile(rf"(?:{_MARK}[\u4e00-\u9fff]{{2,3}}){{2,}}{_MARK}")


def add_lists(people: People) -> None:
    """Names that go on a list, behind a name that is known otherwise or before it."""
    for name in _rows(people):
        people.add(name)
    todo = sorted(people.by_start.values(), key=lambda c: -c.start)
    while todo:
        name = todo.pop()
        found = (_behind(people, name), _before(people, name))
        todo += [other for other in found if other is not None and people.add(other)]


def _rows(people: People) -> Iterator[Candidate]:
    """The names between the first and the last of a row of short words that can all be Chinese names."""
    for match in _ROW.finditer(people.text):
        places = [m.start() for m in re.finditer(_MARK, match.group())]
        spans = [(match.start() + a + 1, match.start() + b) for a, b in pairwise(places)]
        found = list(_names(people, iter(spans)))
        if len(found) == len(spans) and sum(c.end - c.start == _SIZES[0] for c in found) >= _SURE:
            yield from found


def _behind(people: People, name: Candidate) -> Candidate | None:
    """The name behind one on a list: 张春贤 after 曹建明、."""
    text, names = people.text, people.lexicon.names
    joint = next((j for j in names.name_joints if text.startswith(j, name.end)), None)
    if joint is None:
        return None
    start = name.end + len(joint)
    spans = ((start, start + size) for size in _SIZES if text[start + size : start + size + 1] in names.list_ends)
    return next(_names(people, spans), None)


def _before(people: People, name: Candidate) -> Candidate | None:
    """The name before one on a list: 曹建明 before 、张春贤."""
    text, names = people.text, people.lexicon.names
    if not text.endswith(_MARK, 0, name.start):
        return None
    end = name.start - 1
    spans = ((end - size, end) for size in _SIZES if start_score(text, end - size, names) >= 1)
    return next(_names(people, spans), None)


def _names(people: People, spans: Iterator[tuple[int, int]]) -> Iterator[Candidate]:
    """Those of the spans that can be a Chinese name: a surname, then what is no word."""
    text, names = people.text, people.lexicon.names
    for start, end in spans:
        name = text[max(0, start) : end]
        is_free = people.covered.isdisjoint(range(start, end)) and all(map(is_han, name))
        if is_free and name[0] in names.surnames["zh"] and names.words.isdisjoint((name, name[:2])):
            yield person(start, end, rule="list", confidence=0.8)
