"""Makes large archives out of small ones: copies of articles with shifted years and renamed people.

A copy has the same sentences about other people in other years, so that an archive of copies has as many meetings,
people and statements to be merged as a real one of its size. Who holds an office that the gazetteer dates keeps the
name: such people are met in every part of a real archive as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import ahocorasick_rs

from kg.fold import fold
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.names import load_names

STEP = 4  # years between two copies: 29 February stays a day
FOLDER = 1000  # articles in one folder
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|-\d\d-\d\d|\s+\d\d:\d\d)")
_LATIN = re.compile(r"(?<=[（(])[A-ZÀ-Þ][\w.'’-]+(?: [\w.'’-]+){1,4}(?=[)）])")
_ENDS = "abdeghiklmnoprstuvz"


def make_archive(articles: Path, target: Path, size: int) -> Path:
    """Write so many articles into folders below `target`, unless they are there; the same for the same input.

    The first ones are the articles themselves, then come their first copies, and so on.
    """
    complete = target.parent / f"{target.name}.complete"
    if not complete.is_file():
        for number, (name, text) in enumerate(copies(articles, size)):
            path = target / f"{number // FOLDER:04d}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        complete.touch()
    return target


def copies(articles: Path, size: int) -> Iterator[tuple[str, str]]:
    """(Name, text) of so many articles and copies."""
    files = sorted(path for path in articles.rglob("*") if path.is_file())
    for number in range(size):
        copy, place = divmod(number, len(files))
        text = files[place].read_text(encoding="utf-8", errors="replace")
        yield f"c{copy:03d}-{files[place].name}", shifted(text, copy) if copy else text


def shifted(text: str, copy: int) -> str:
    """One copy of an article.

    >>> shifted("2020年7月1日，白思豪（Bill Blasio）说", 1) == "2020年7月1日，白思豪（Bill Blasio）说"
    False
    """
    names = load_names()
    sounds = sorted(names.weights, key=lambda c: (-names.weights[c], c))
    place = {character: i for i, character in enumerate(sounds)}
    surnames, characters = names.surnames["zh"], list(text)
    for start, end in _people(fold(text)):
        is_eastern = "·" not in text[start:end] and text[start] in surnames
        for i in range(start + is_eastern, end):
            if text[i] in place:
                characters[i] = sounds[(place[text[i]] + 7 * copy) % len(sounds)]
    renamed = _LATIN.sub(lambda match: _latin(match.group(), copy), "".join(characters))
    return _YEAR.sub(lambda match: str(int(match.group()) + STEP * copy), renamed)


def _people(folded: str) -> Iterator[tuple[int, int]]:
    for _, start, end in _matcher().find_matches_as_indexes(folded):
        yield start, end


def _latin(name: str, copy: int) -> str:
    if name in _dated()[1]:
        return name
    end = _ENDS[copy % len(_ENDS)] * (1 + copy // len(_ENDS))
    return " ".join(word + end if word[-1].isalpha() else word for word in name.split(" "))


@cache
def _dated() -> tuple[frozenset[str], frozenset[str]]:
    """The people whose terms of office the gazetteer dates, by id, and their Latin names."""
    gazetteer = load_gazetteer()
    people = {term.person for term in gazetteer.tenures}
    latins = (form for key in people for form in (gazetteer.persons[key].latin, *gazetteer.persons[key].also) if form)
    return frozenset(people), frozenset(latins)


@cache
def _matcher() -> ahocorasick_rs.AhoCorasick:
    persons, (dated, _) = load_gazetteer().persons, _dated()
    kept = {form for key in dated for form in (*persons[key].full, *persons[key].short)}
    forms = {form for key, person in persons.items() for form in (*person.full, *person.short) if key not in dated}
    long = sorted(form for form in forms - kept if len(form) > 2)
    return ahocorasick_rs.AhoCorasick(long, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
