"""Chinese names with their Latin form, as they stand in the text: 国务卿蓬佩奥(Mike Pompeo), Mike Pompeo(蓬佩奥)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.fold import fold
from kg.learn.frames import FrameReader
from kg.learn.latin import personal_latin
from kg.model import Article

_RUN = 26  # characters looked at before a bracket
_LATIN = r"[A-ZÀ-ÞＡ-Ｚ]"
_BEFORE = re.compile(rf"[(（]({_LATIN}[^()（）\n]{{2,60}})[)）]")
_BEHIND = re.compile(
    r"([A-ZÀ-Þ][\w.'’\-]{1,40}(?: [\w.'’\-]{1,40}){1,4})\s?[(（]([\u3400-\u9fff][^()（）\n]{1,14})[)）]"
)
_HAN = re.compile(r"[\u3400-\u9fff·-]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A Latin name with the run of Chinese before its bracket; the name is the end of the run.

    `is_open` says that the run is whole: a mark or the line's beginning stands before it. `original` is the run in
    its own script.
    """

    article: str
    latin: str
    run: str
    original: str
    script: str
    is_open: bool


def sightings(article: Article, frames: FrameReader) -> Iterator[Sighting]:
    """All pairs of one article, those with the Latin form in brackets first, each in order."""
    text = article.text
    for match in _BEFORE.finditer(text):
        latin = personal_latin(fold(match.group(1)), frames.names.latin_body_words)
        if latin is not None:
            end = match.start() - text[match.start() - 1 : match.start()].isspace()
            found = _sighting(article, latin, text[max(0, end - _RUN) : end], frames)
            if found is not None:
                yield found
    for match in _BEHIND.finditer(text):
        latin = personal_latin(match.group(1), frames.names.latin_body_words)
        if latin is not None and (found := _sighting(article, latin, "\n" + match.group(2), frames)) is not None:
            yield found


def _sighting(article: Article, latin: str, before: str, frames: FrameReader) -> Sighting | None:
    """The pair whose name ends the stretch `before`; None if no Chinese stands there."""
    folded = fold(before)
    han = _HAN.search(folded)
    if han is None:
        return None
    start, end = han.start(), len(before)
    end -= frames.title_behind(folded[start:end])
    while start < end and folded[start] in "·-":
        start += 1
    if end - start < 2:
        return None
    return Sighting(
        article=article.id,
        latin=latin,
        run=folded[start:end],
        original=before[start:end],
        script=article.script,
        is_open=han.start() > 0,
    )
