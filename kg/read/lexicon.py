"""The words that mark what is not an article's text: ontology/lexicon/boilerplate.yaml, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.errors import DataError
from kg.fold import fold
from kg.knowledge.alternatives import any_of
from kg.knowledge.publishers import find_publisher, load_publishers
from kg.knowledge.records import load_words

LONGEST_MASTHEAD = 120  # characters of the line under a headline
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate:
    """Patterns over folded text (simplified script, half-width). `agencies` maps a spelling to the agency's name."""

    skipped_elements: re.Pattern[str]
    caption_elements: re.Pattern[str]
    credit_elements: re.Pattern[str]
    times: re.Pattern[str]
    mastheads: re.Pattern[str]
    lines: re.Pattern[str]
    edge_lines: re.Pattern[str]
    related_lines: re.Pattern[str]
    related_sections: re.Pattern[str]
    openings: re.Pattern[str]
    filed: re.Pattern[str]
    endings: re.Pattern[str]
    insertions: re.Pattern[str]
    caption_lines: re.Pattern[str]
    photo_credits: re.Pattern[str]
    site_marks: re.Pattern[str]
    agency: re.Pattern[str]
    site: re.Pattern[str]
    agencies: dict[str, str]

    def is_skipped(self, marks: str) -> bool:
        """Whether classes and id say that an element is no text of the article."""
        return bool(marks) and _matches(self.skipped_elements, marks)

    def is_caption(self, marks: str) -> bool:
        """Whether classes and id say that an element is the caption of a picture."""
        return bool(marks) and _matches(self.caption_elements, marks)

    def is_credit(self, marks: str) -> bool:
        """Whether classes and id say that an element is the source of a picture."""
        return bool(marks) and _matches(self.credit_elements, marks)

    def headline(self, text: str) -> str:
        """A headline without the names of the site before and behind it: …会谈| – 法国国际广播电台 - RFI|."""
        folded = fold(text)
        while (mark := self.site_marks.search(folded)) and mark.end() - mark.start() < len(folded):
            kept = slice(mark.end(), None) if mark.start() == 0 else slice(mark.start())
            text, folded = text[kept], folded[kept]
        return text

    def publisher_in(self, text: str) -> str | None:
        """The agency or publisher that a folded dateline names first."""
        found = self.agency.search(text) or self.site.search(text)
        publisher = find_publisher(found[0]) if found else None
        return publisher.name if publisher else None

    def masthead(self, text: str) -> tuple[str, str | None] | None:
        """The date ("" if none) and the source that a folded line is about; None if it is about anything else."""
        if len(text) > LONGEST_MASTHEAD or _LETTER.search(self.mastheads.sub("", text)):
            return None
        found = list(self.mastheads.finditer(text))
        date = next((match["date"] for match in found if match["date"]), "")
        source = next((match["source"] for match in found if match["source"]), None)
        return (date, source or self.publisher_in(text)) if date or source else None

    def agencies_in(self, text: str) -> tuple[str, ...]:
        """The agencies that a folded text names, in order."""
        return tuple(dict.fromkeys(self.agencies[found] for found in self.agency.findall(text)))


@lru_cache(maxsize=20_000)
def _matches(pattern: re.Pattern[str], marks: str) -> bool:
    return pattern.search(marks) is not None


@cache
def load_boilerplate() -> Boilerplate:
    """Read and compile the file once. Raises DataError if it is broken."""
    name = "boilerplate.yaml"
    data = load_words(name)
    try:
        agencies = {form: name for name, forms in data["agencies"].items() for form in [name, *forms]}
        words = {"agency": any_of(agencies), "site": any_of(_sites()), "name": _NAME}
        patterns = {key: _compile(data[key], words, frame) for key, frame in _FRAMES.items()}
        return Boilerplate(
            **patterns, agency=re.compile(words["agency"]), site=re.compile(words["site"]), agencies=agencies
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise DataError(f"{name}: {error}") from error


_NAME = r"(?:[\u3400-\u9fff]{2,4}|[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+){1,3})"
_WORD = r"(?:^|\s)(?:{})(?=\s|$)"
_LINE = r"\s*(?:{})\s*\Z"
_FRAMES = {
    "skipped_elements": _WORD,
    "caption_elements": _WORD,
    "credit_elements": _WORD,
    "times": _LINE,
    "mastheads": r"(?:{})",
    "lines": _LINE,
    "edge_lines": _LINE,
    "related_lines": _LINE,
    "related_sections": _LINE,
    "openings": r"\s*(?:{})\s*",
    "filed": r"(?:{})",
    "site_marks": r"(?:{})",
    "endings": _LINE,
    "insertions": r"(?:{})",
    "caption_lines": _LINE,
    "photo_credits": r"\s*(?:{})",
}


def _sites() -> set[str]:
    """The publishers' names of two characters and more, folded."""
    publishers = load_publishers().values()
    return {fold(name) for p in publishers for name in (p.name, p.hans, *p.names) if len(name) > 1}


def _compile(patterns: list[str], words: dict[str, str], frame: str) -> re.Pattern[str]:
    joined = "|".join(patterns)
    for key, value in words.items():
        joined = joined.replace("{" + key + "}", value)
    return re.compile(frame.replace("{}", joined), re.IGNORECASE if frame is _WORD else 0)
