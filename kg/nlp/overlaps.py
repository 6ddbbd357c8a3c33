"""Which of the found candidates may stand together, and in what order they are handed on."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Candidate, EntityKind, Form

_OF_PARTS = {"suffix", "division", "local-body"}  # rules of bodies that may be parts of others


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates sorted by start, longer first, without countries and places that lie over a person's name.

    Nesting stays (美国 in 美国国务院, a name in its title), but no body in the name of its part (清华大学|研究院).
    """
    unique = dict.fromkeys(candidates)
    people = {
        offset
        for c in unique
        if c.kind is EntityKind.PERSON and c.form is not Form.LATIN
        for offset in range(c.start, c.end)
    }
    parts = [c for c in unique if c.kind is EntityKind.ORGANIZATION and c.rule in _OF_PARTS]
    kept = (
        c
        for c in unique
        if c.kind not in (EntityKind.COUNTRY, EntityKind.PLACE, EntityKind.ORGANIZATION)
        or not (c.start in people or c.end - 1 in people or (c.kind is EntityKind.ORGANIZATION and _is_in(c, parts)))
    )
    return sorted(kept, key=lambda c: (c.start, -c.end, c.kind or "", c.rule, c.country or ""))


def _is_in(candidate: Candidate, wholes: Iterable[Candidate]) -> bool:
    """Whether it lies in one of them and is shorter."""
    start, end = candidate.start, candidate.end
    return any(c.start <= start and end <= c.end and c.end - c.start > end - start for c in wholes)
