"""Newspapers, magazines and sites that no table knows, by the marks around their titles: 《柏林报》, 《寒冬》杂志."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.knowledge.organizations import OrganizationLexicon
from kg.model import Candidate
from kg.nlp.lexicon import Hit
from kg.nlp.organizations import body

_TITLE = re.compile(r"《([^《》\n]{1,24})》(?:\s?\([A-Za-z][^()\u3400-\u9fff]{1,60}\))?")


def find_media(text: str, hits: Sequence[Hit], context: OrganizationLexicon) -> Iterator[Candidate]:
    """Titles that end like a newspaper's, or that words around them call a magazine, or that report something."""
    known = {offset for hit in hits if hit.lexeme.organizations for offset in range(hit.start, hit.end)}
    for match in _TITLE.finditer(text):
        title = match.group(1)
        start, end = match.span(1)
        if start in known or end - 1 in known or title.endswith(context.media_never):
            continue
        is_called = (
            text.endswith(context.media_before, 0, match.start())
            or text.startswith(context.media_after, match.end())
            or context.media_paper.match(text, match.end()) is not None
        )
        if is_called or title.endswith(context.media_ends):
            yield body(start, end, rule="media-marks", category="media")
