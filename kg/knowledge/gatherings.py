"""The English of a gathering's Chinese name, where all of its words are known: 第37届东盟峰会, 37th ASEAN summit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache

from kg.fold import fold
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.numerals import number
from kg.knowledge.organizations import body_codes
from kg.knowledge.series import load_series_words
from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir

_BRACKET = re.compile(r"\([^()]*\)")
_NAME = "name"  # the part of bodies and countries


@lru_cache(maxsize=1 << 12)
def english_of(name: str) -> str | None:
    """The name in English; None where a word of it is not known, or nothing says what gathering it is."""
    folded = _BRACKET.sub("", fold(name))
    ordinal = load_series_words().session.search(folded)
    counted = [_nth(number(ordinal[1]))] if ordinal else []
    plain = folded.replace(ordinal[0], "", 1) if ordinal else folded
    if whole := _bodies().get(plain):
        return " ".join([*counted, whole])
    found = defaultdict[str, list[str]](list)
    for part, english in _words(plain) or ():
        found[part].append(english)
    if len(found["whole"]) == 1:
        found[_NAME], found["head"] = [], found["whole"]
    elif len(found["head"]) != 1 or not (found[_NAME] or found["of"]):
        return None
    names = ["–".join(found[_NAME])] if found[_NAME] else []
    return " ".join([*counted, *names, *found["lead"], *found["of"], *found["head"]])


def _nth(count: int) -> str:
    ending = "th" if count // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _words(text: str) -> list[tuple[str, str]] | None:
    """The known words that make up a text, longest first; None if one is not known."""
    table, found, place = _table(), list[tuple[str, str]](), 0
    while place < len(text):
        size = next((n for n in range(min(16, len(text) - place), 0, -1) if text[place : place + n] in table), 0)
        if not size:
            return None
        found.append(table[text[place : place + size]])
        place += size
    return found


@cache
def _bodies() -> dict[str, str]:
    """The names of bodies of states, those that go by a code by that."""
    codes = {fold(form): code for form, code in body_codes().items()}
    named = dict(codes)
    for body in load_gazetteer().organizations.values():
        forms = {fold(body.hans), *body.forms}
        if body.category == "igo":
            code = next((codes[form] for form in sorted(forms) if form in codes), None)
            named |= dict.fromkeys(forms, code or body.en)
    return named


@cache
def _table() -> dict[str, tuple[str, str]]:
    """Every word with its part and its English; one character only where it names one country."""
    countries = load_gazetteer().countries.values()
    named = [(form, country.en) for country in countries for form in (fold(country.hans), *country.forms)]
    shorts = Counter(short for country in countries for short in country.short)
    named += [(short, country.en) for country in countries for short in country.short if shorts[short] == 1]
    table = {form: (_NAME, english) for form, english in (*named, *_bodies().items())}
    for row in read_table(ontology_dir() / "lexicon" / "gathering-words.tsv"):
        table |= {fold(word): (row["part"], row["english"]) for word in split_cell(row["words"])}
    return table
