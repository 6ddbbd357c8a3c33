"""The words of Chinese date expressions (ontology/lexicon/dates.yaml) as one checked record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import DataError
from kg.knowledge.records import load_words


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLexicon:
    """Word tables in comparison form: offsets by word, plain word lists, and what must not stand beside a word."""

    offsets: dict[str, dict[str, int]]  # relative_days, same_months, weekdays, …
    words: dict[str, tuple[str, ...]]  # recent, weeks, month_parts, …
    holidays: dict[str, tuple[int, int]]
    units: dict[str, str]
    not_before: dict[str, str]
    not_after: dict[str, str]
    patterns: dict[str, str]  # not_day_after, not_week_before, …


@cache
def load_dates() -> DateLexicon:
    """Read ontology/lexicon/dates.yaml. Raises DataError if it is broken."""
    name = "dates.yaml"
    data = load_words(name)
    try:
        return _lexicon(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"{name}: {error}") from error


def _lexicon(data: dict[str, Any]) -> DateLexicon:
    special = ("holidays", "units", "not_before", "not_after")
    return DateLexicon(
        offsets={k: v for k, v in data.items() if isinstance(v, dict) and k not in special},
        words={k: tuple(v) for k, v in data.items() if isinstance(v, list)},
        holidays={word: (month, day) for word, (month, day) in data["holidays"].items()},
        units=data["units"],
        not_before=data["not_before"],
        not_after=data["not_after"],
        patterns={k: v for k, v in data.items() if isinstance(v, str)},
    )
