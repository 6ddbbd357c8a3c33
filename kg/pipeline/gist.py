"""What a build needs of an extraction besides the graph: the keys that merging reads, and what the report counts."""

from dataclasses import dataclass

from kg.merge import Keys, collect
from kg.model import EntityKind, Extraction

COUNTED = ("mentions", "tenures", "meetings", "statements", "readouts")
UNDATED = "undated"  # articles that tell no date of publication


@dataclass(frozen=True, slots=True)
class Gist:
    """The keys of one article, the number of its facts by kind, its publisher and the people it leaves unresolved."""

    keys: Keys
    counts: dict[str, int]
    publisher: str
    unresolved: tuple[str, ...]


def gist_of(extraction: Extraction) -> Gist:
    """The gist of one article."""
    people = (entity for entity in extraction.entities if entity.kind is EntityKind.PERSON)
    return Gist(
        keys=collect(extraction),
        counts={name: len(getattr(extraction, name)) for name in COUNTED}
        | {UNDATED: int(extraction.article.published is None)},
        publisher=extraction.article.publisher or "",
        unresolved=tuple(entity.name for entity in people if entity.known is None and entity.country is None),
    )
