"""The place of a gathering in its series: 第79届联合国大会, the 79th session of the UN General Assembly."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from kg.knowledge.numerals import NUMERALS, number
from kg.knowledge.tables import read_table
from kg.resources import ontology_dir


class SeriesWords(NamedTuple):
    """Patterns: a session with its number; the place in a series; all that tells one of a series from the others; what
    names a gathering that lasts.
    """

    session: re.Pattern[str]
    place: re.Pattern[str]
    telling: re.Pattern[str]
    assembly: re.Pattern[str]


@cache
def load_series_words() -> SeriesWords:
    """The patterns, from ontology/lexicon/series-words.tsv; they read the comparison form."""
    table = read_table(ontology_dir() / "lexicon" / "series-words.tsv")
    words = {row["part"]: f"(?:{row['words']})" for row in table}
    place = f"{words['ordinal']}([0-9{NUMERALS}百]+)"
    return SeriesWords(
        session=re.compile(f"{words['ordinal']}?([0-9]{{1,3}}|[{NUMERALS}]{{1,4}}){words['session']}"),
        place=re.compile(place),
        telling=re.compile(f"{place}(?:{words['session']}|{words['round']})|[0-9]{{4}}{words['year']}|[()]"),
        assembly=re.compile(words["assembly"]),
    )


@lru_cache(maxsize=1 << 14)
def series_of(name: str) -> str:
    """A name in comparison form without year and number: that of the series.

    >>> series_of("第79届联合国大会")
    '联合国大会'
    """
    return load_series_words().telling.sub("", name)


def places_in_series(name: str) -> list[int]:
    """The numbers that a name gives it in its series.

    >>> places_in_series("第79届联合国大会"), places_in_series("第七十九届联合国大会")
    ([79], [79])
    """
    return [number(written) for written in load_series_words().place.findall(name)]


@lru_cache(maxsize=1 << 14)
def is_assembly(name: str) -> bool:
    """Whether a gathering of this name sits for days, so that accounts of its speakers give it their days.

    >>> is_assembly("联合国大会"), is_assembly("中欧峰会")
    (True, False)
    """
    return load_series_words().assembly.search(name) is not None
