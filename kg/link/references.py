"""What pronouns and bare titles refer to inside the article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.model import Annotated, Candidate, Entity, Mention, Tenure


def link_references(
    annotated: Annotated,
    titles: Sequence[Candidate],
    entities: Mapping[str, Entity],
    mentions: Sequence[Mention],
    tenures: Sequence[Tenure],
) -> Iterator[Mention]:
    """Mentions of form PRONOUN or TITLE."""
    yield from ()
