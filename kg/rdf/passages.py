"""The stretches of an article that something points to, as triples and, being most of every graph, as text at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kg import vocab as v
from kg.model import Article, Block, Span
from kg.rdf.terms import Term, integer, iri, string

Row = tuple[str, Term]  # predicate IRI, object
Rows = tuple[Row, ...]
TYPE: Final = v.TYPE
EVIDENCE: Final[Rows] = ((TYPE, iri(v.PASSAGE)),)


@dataclass(slots=True)
class Passages:
    """The stretches of one article that something points to, with what each is besides a passage."""

    article: Article
    base: str = field(init=False)
    said: dict[tuple[int, int], tuple[Rows, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = v.passage_iri(self.article.id, 0, 0)[: -len("0-0")]

    def add(self, start: int, end: int, rows: Rows) -> Term:
        """Note a stretch and what is said of it; its IRI."""
        place = start, end
        self.said[place] = (*self.said[place], rows) if place in self.said else (rows,)
        return Term(f"<{self.base}{start}-{end}>")

    def evidence(self, spans: Iterable[Span]) -> list[Term]:
        """Note the passages that say something; their IRIs."""
        return [self.add(span.start, span.end, EVIDENCE) for span in spans]

    def objects(self) -> set[Term]:
        """Whatever the passages are or point to."""
        return {o for groups in set(self.said.values()) for rows in groups for _, o in rows}

    def stretches(self) -> Iterator[tuple[int, int, Rows, int]]:
        """Start, end, rows (the classes first) and number of the block of each stretch, in the order of the text."""
        starts = [block.start for block in self.article.blocks]
        for start, end in sorted(self.said):
            yield start, end, _joined(self.said[start, end]), max(bisect_right(starts, start) - 1, 0)

    def places(self) -> list[Rows]:
        """Where a stretch of each block stands: its part and paragraph; of an article without blocks, nothing."""
        return [_place(block) for block in self.article.blocks] or [()]


@lru_cache(maxsize=1 << 14)
def _joined(groups: tuple[Rows, ...]) -> Rows:
    """Each row once, the classes first."""
    return tuple(sorted({row for rows in groups for row in rows}, key=_classes_first))


def _place(block: Block) -> Rows:
    paragraph = () if block.paragraph is None else ((v.PARAGRAPH, integer(block.paragraph)),)
    return ((v.PART, string(block.part)), *paragraph)


def _classes_first(row: Row) -> tuple[bool, Row]:
    return row[0] != TYPE, row
