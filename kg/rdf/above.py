"""What stands above the articles: the vocabulary, then things, meetings, clusters and merge decisions, each by id.

They come in groups of some dozens, so that a change of one makes one block of the graph anew. A group ends behind
an id that its own hash picks out, wherever it stands: what is added or gone moves no other border.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, TypeVar
from zlib import crc32

import msgspec

from kg.model import KnowledgeBase, Label, Meeting
from kg.rdf.block import Block, triples_block
from kg.rdf.concepts import concept_triples, term_triples
from kg.rdf.terms import Triple
from kg.rdf.triples import cluster_triples, decision_triples, meeting_triples, thing_triples

USUAL: Final = 64  # records of a group in the mean
MOST: Final = 4096

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Group:
    """Some records of one kind, and how their triples are made."""

    kind: str
    records: tuple[Any, ...]
    triples: Callable[[Any], Iterable[Triple]]

    @property
    def key(self) -> bytes:
        """All that the block depends on."""
        return msgspec.msgpack.encode((self.kind, self.records))

    def make(self) -> Iterator[Triple]:
        """The triples."""
        return chain.from_iterable(map(self.triples, self.records))

    @property
    def is_seen(self) -> bool:
        """Whether a view shows anything of it."""
        return self.kind in ("vocabulary", "thing", "meeting")

    def block(self, *, is_viewed: bool = False) -> Block:
        """The block."""
        return triples_block(list(self.make()), is_viewed=is_viewed and self.is_seen)


def vocabulary_triples() -> Iterator[Triple]:
    """The labels of the terms, and all concepts: a part of every graph."""
    yield from term_triples()
    yield from concept_triples()


def above(kb: KnowledgeBase) -> Iterator[Group]:
    """All groups, in their order."""
    yield Group("vocabulary", ("all",), lambda _: vocabulary_triples())
    yield from groups_of(kb)


def groups_of(kb: KnowledgeBase) -> Iterator[Group]:
    """The groups without the vocabulary: what a knowledge base itself holds."""
    labels = {thing.id: {label.language: label.text for label in thing.labels} for thing in kb.things}
    by_id = {thing.id: thing.labels for thing in kb.things}

    def of_meeting(meeting: Meeting) -> tuple[Meeting, list[tuple[Label, ...]]]:
        named = (*meeting.participants, *meeting.parties, f"country/{meeting.country}")
        return meeting, [by_id.get(thing, ()) for thing in named]

    yield from _groups("thing", sorted(kb.things, key=lambda t: t.id), lambda t: t.id, thing_triples)
    yield from _groups(
        "meeting",
        [of_meeting(m) for m in sorted(kb.meetings, key=lambda m: m.id)],
        lambda pair: pair[0].id,
        lambda pair: meeting_triples(pair[0], labels),
    )
    yield from _groups("cluster", sorted(kb.clusters, key=lambda c: c.id), lambda c: c.id, cluster_triples)
    decisions = sorted(kb.decisions, key=lambda d: (d.kind, d.left, d.right))
    yield from _groups("decision", decisions, lambda d: f"{d.kind}|{d.left}|{d.right}", decision_triples)


def _groups(
    kind: str,
    records: Iterable[Record],
    name: Callable[[Record], str],
    triples: Callable[[Record], Iterable[Triple]],
) -> Iterator[Group]:
    group: list[Record] = []
    for record in records:
        group.append(record)
        if crc32(name(record).encode(errors="surrogatepass")) % USUAL == 0 or len(group) == MOST:
            yield Group(kind, tuple(group), triples)
            group = []
    if group:
        yield Group(kind, tuple(group), triples)
