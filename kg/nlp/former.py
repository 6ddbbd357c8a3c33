"""The word for former at some distance before an office: 前|犹他州|州长, 前|国防部主管印太安全事务的|助理国务卿."""

from __future__ import annotations

from collections.abc import Sequence

from kg.knowledge.names import NameLexicon
from kg.nlp.lexicon import Hit, between, ending_at

_REACH = 18  # characters before an office in which the word stands


def former_before(text: str, end: int, hits: Sequence[Hit], names: NameLexicon) -> int:
    """Where the word stands that makes the office at `end` one of earlier times, or -1.

    It begins a phrase, or stands behind a name, and nothing but words that describe the office stand between.
    """
    place = text.rfind(names.former, max(0, end - _REACH), end)
    if place < 0 or text.startswith(names.former_never, place):
        return -1
    if not names.former_stops.isdisjoint(text[place:end]):
        return -1
    before = ending_at(hits, place)
    is_first = place == 0 or text[place - 1] in names.former_after
    if not is_first and (before is None or not (before.lexeme.is_frame or before.lexeme.is_person)):
        return -1
    return -1 if any(_is_of_another(hit, names) for hit in between(hits, place + 1, end)) else place


def _is_of_another(hit: Hit, names: NameLexicon) -> bool:
    """Whether the word for former may belong to that name or office instead."""
    lexeme = hit.lexeme
    is_office = bool(lexeme.offices) and lexeme.form not in names.former_verbs
    return is_office or (lexeme.is_person and not lexeme.is_weak and not lexeme.is_frame)
