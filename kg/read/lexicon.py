"""The words that mark what is not an article's text: ontology/lexicon/boilerplate.yaml, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.errors import DataError
from kg.resources import ontology_dir


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Patterns over folded text (simplified script, half-width). `agencies` maps a spelling to the agency's name."""

    skipped_elements: re.Pattern[str]
    caption_elements: re.Pattern[str]
    lines: re.Pattern[str]
    section_ends: re.Pattern[str]
    openings: re.Pattern[str]
    endings: re.Pattern[str]
    photo_credits: re.Pattern[str]
    agency: re.Pattern[str]
    agencies: dict[str, str]

    def is_skipped(self, marks: str) -> bool:
        """Whether classes and id say that an element is no text of the article."""
        return bool(marks) and _matches(self.skipped_elements, marks)

    def is_caption(self, marks: str) -> bool:
        """Whether classes and id say that an element is the caption of a picture."""
        return bool(marks) and _matches(self.caption_elements, marks)

    def agencies_in(self, text: str) -> tuple[str, ...]:
        """The agencies that a folded text names, in order."""
        return tuple(dict.fromkeys(self.agencies[found] for found in self.agency.findall(text)))


@lru_cache(maxsize=20_000)
def _matches(pattern: re.Pattern[str], marks: str) -> bool:
    return pattern.search(marks) is not None


@cache
def load_boilerplate() -> Boilerplate:
    """Read and compile the file once. Raises DataError if it is broken."""
    import yaml

    path = ontology_dir() / "lexicon" / "boilerplate.yaml"
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        agencies = {form: name for name, forms in data["agencies"].items() for form in [name, *forms]}
        words = sorted(agencies, key=lambda form: (-len(form), form))
        names = {"agency": "|".join(map(re.escape, words))}
        return Boilerplate(
            skipped_elements=_compile(data["skipped_elements"], names, r"(?:^|\s)(?:{})(?=\s|$)", re.IGNORECASE),
            caption_elements=_compile(data["caption_elements"], names, r"(?:^|\s)(?:{})(?=\s|$)", re.IGNORECASE),
            lines=_compile(data["lines"], names, r"(?:{})\Z"),
            section_ends=_compile(data["section_ends"], names, r"(?:{})\Z"),
            openings=_compile(data["openings"], names, r"\s*(?:{})\s*"),
            endings=_compile(data["endings"], names, r"\s*(?:{})\s*\Z"),
            photo_credits=_compile(data["photo_credits"], names, r"\s*(?:{})\s*"),
            agency=re.compile(names["agency"]),
            agencies=agencies,
        )
    except (OSError, KeyError, TypeError, AttributeError, yaml.YAMLError, re.error) as error:
        raise DataError(f"{path.name}: {error}") from error


def _compile(patterns: list[str], names: dict[str, str], frame: str, flags: int = 0) -> re.Pattern[str]:
    joined = "|".join(p.replace("{agency}", f"(?:{names['agency']})") for p in patterns)
    return re.compile(frame.replace("{}", joined), flags)
