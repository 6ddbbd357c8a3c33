"""The words of Chinese date expressions (ontology/lexicon/dates.yaml) as one checked record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import DataError
from kg.fold import fold
from kg.resources import ontology_dir


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLexicon:
    """Word tables, folded: offsets by word, plain word lists, and what must not stand beside a word."""

    offsets: dict[str, dict[str, int]]  # relative_days, same_months, weekdays, …
    words: dict[str, tuple[str, ...]]  # recent, weeks, month_parts, …
    holidays: dict[str, tuple[int, int]]
    units: dict[str, str]
    not_before: dict[str, str]
    not_after: dict[str, str]
    patterns: dict[str, str]  # not_day_after, not_week_before, …


def alternatives(words: Any) -> str:
    """A regular expression for any of the words, the longest first.

    >>> alternatives(["上", "上上"])
    '上上|上'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def load_dates() -> DateLexicon:
    """Read ontology/lexicon/dates.yaml. Raises DataError if it is broken."""
    import yaml

    path = ontology_dir() / "lexicon" / "dates.yaml"
    try:
        data = yaml.load(fold(path.read_text(encoding="utf8")), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return _lexicon(data)
    except (OSError, yaml.YAMLError, AttributeError, TypeError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error


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
