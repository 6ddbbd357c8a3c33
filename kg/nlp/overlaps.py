"""Which of the found candidates may stand together, and in what order they are handed on."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Candidate, EntityKind, Form


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates sorted by start, longer first, without countries and places that lie over a person's name.

    Nesting stays: 美国 in 美国国务院, a name in its title.
    """
    unique = dict.fromkeys(candidates)
    people = {
        offset
        for c in unique
        if c.kind is EntityKind.PERSON and c.form is not Form.LATIN
        for offset in range(c.start, c.end)
    }
    kept = (
        c
        for c in unique
        if c.kind not in (EntityKind.COUNTRY, EntityKind.PLACE, EntityKind.ORGANIZATION)
        or not (c.start in people or c.end - 1 in people)
    )
    return sorted(kept, key=lambda c: (c.start, -c.end, c.kind or "", c.rule, c.country or ""))
