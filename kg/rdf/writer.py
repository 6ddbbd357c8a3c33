"""The graph as files: graph.ttl, readable and grouped by subject, and graph.nt.gz, one triple a line.

Both are written in one pass: nothing is held but the knowledge base and one article. The same input gives the same
bytes. All prefixes stand at the top and no base is set, so that parsers that split a file can read it in parallel.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from msgspec import Struct

from kg import vocab as v
from kg.errors import UsageError
from kg.model import EntityKind, Extraction, KnowledgeBase
from kg.rdf.accounts import article_parts
from kg.rdf.concepts import CONFLICT, concept_triples, conflict_triples, term_triples
from kg.rdf.passages import Passages
from kg.rdf.publishers import publisher_triples
from kg.rdf.terms import Term, Triple, iri
from kg.rdf.texts import ntriples, passage_texts, turtle, turtle_header
from kg.rdf.triples import (
    Lookup,
    Names,
    cluster_triples,
    country_thing,
    decision_triples,
    meeting_triples,
    thing_triples,
)
from kg.rdf.watch import Part, article_part

TURTLE: Final = "graph.ttl"
NTRIPLES: Final = "graph.nt.gz"
GZIP_LEVEL: Final = 4
_COUNTRY: Final = iri(v.thing_iri("country/"))[:-1]


def vocabulary_triples() -> Iterator[Triple]:
    """The labels of the terms, and all concepts: a part of every graph."""
    yield from term_triples()
    yield from concept_triples()


def base_triples(kb: KnowledgeBase) -> Iterator[Triple]:
    """What stands above the articles: things, meetings, clusters and merge decisions, each sorted by id."""
    labels = {thing.id: {label.language: label.text for label in thing.labels} for thing in kb.things}
    for thing in sorted(kb.things, key=lambda t: t.id):
        yield from thing_triples(thing)
    for meeting in sorted(kb.meetings, key=lambda m: m.id):
        yield from meeting_triples(meeting, labels)
    for cluster in sorted(kb.clusters, key=lambda c: c.id):
        yield from cluster_triples(cluster)
    for decision in sorted(kb.decisions, key=lambda d: (d.kind, d.left, d.right)):
        yield from decision_triples(decision)


class Noted(Struct, frozen=True, gc=False):
    """What of an article can only be written when all have passed.

    Its publisher, conflicts without a code, and the countries it points to, though perhaps none names them.
    """

    publisher: tuple[Triple, ...] = ()
    conflicts: tuple[str, ...] = ()
    countries: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One article's part of the graph: Turtle without the header, N-Triples as a gzip member of their own."""

    article: str
    turtle: bytes
    ntriples: bytes
    noted: Noted
    count: int  # of triples
    part: Part | None = None  # of the view, if one is wanted


def article_block(extraction: Extraction, names: Names, *, is_viewed: bool = False) -> Block:
    """The part of the graph that one article makes; it depends on nothing else, and so can be kept."""
    accounts, passages = article_parts(extraction, names)
    texts = passage_texts(passages)
    lines = "".join(ntriples(accounts)) + texts.ntriples
    return Block(
        article=extraction.article.id,
        turtle=("".join(turtle(accounts)) + texts.turtle).encode(),
        ntriples=_packed(lines.encode()),
        noted=_noted(extraction, accounts, passages),
        count=lines.count("\n"),
        part=article_part(accounts, passages) if is_viewed else None,
    )


def _packed(data: bytes) -> bytes:
    """A gzip member; members after one another are one file."""
    return gzip.compress(data, GZIP_LEVEL, mtime=0)


def _noted(extraction: Extraction, accounts: list[Triple], passages: Passages) -> Noted:
    issues = {i for m in extraction.meetings for i in m.issues} | {s.issue for s in extraction.statements}
    issues |= {said.issue for r in extraction.readouts for said in (*r.covers, *r.omits)}
    objects = passages.objects() | {o for _, _, o in accounts}
    return Noted(
        publisher=tuple(publisher_triples(extraction.article)),
        conflicts=tuple(sorted(issue for issue in issues if issue.startswith(CONFLICT))),
        countries=tuple(sorted(o for o in objects if o.startswith(_COUNTRY))),
    )


@dataclass(slots=True)
class Rest:
    """What stands at the end of the graph: publishers, conflicts, and countries that nothing else describes."""

    publishers: dict[Term, tuple[Triple, ...]] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)
    countries: set[Term] = field(default_factory=set)

    def take(self, noted: Noted) -> None:
        """Take what one article adds."""
        if noted.publisher:
            self.publishers.setdefault(noted.publisher[0][0], noted.publisher)
        self.conflicts.update(noted.conflicts)
        self.countries.update(noted.countries)

    def triples(self, kb: KnowledgeBase) -> Iterator[Triple]:
        """Publishers by IRI, then the conflicts, then the countries."""
        described = {iri(v.thing_iri(thing.id)) for thing in kb.things if thing.kind is EntityKind.COUNTRY}
        seats = [triple for _, triples in sorted(self.publishers.items()) for triple in triples]
        countries = self.countries | {o for _, _, o in seats if o.startswith(_COUNTRY)}
        yield from seats
        yield from conflict_triples(self.conflicts)
        for term in sorted(countries - described):
            yield from thing_triples(country_thing(term[len(_COUNTRY) : -1]))


Seen = Callable[[Block, int, int], None]  # a block and where it begins in graph.ttl and in graph.nt.gz


def write(folder: Path, extractions: Iterable[Extraction], kb: KnowledgeBase) -> int:
    """Write graph.ttl and graph.nt.gz into a folder; the number of triples.

    `extractions` come in the order of their articles' ids and are read once.
    """
    names = Lookup(kb)
    return write_blocks(folder, (article_block(e, names.of(e.article.id)) for e in extractions), kb).count


@dataclass(frozen=True, slots=True)
class Written:
    """The number of triples written, and those that stand outside of things, meetings and articles."""

    count: int
    rest: tuple[Triple, ...]


def write_blocks(folder: Path, blocks: Iterable[Block], kb: KnowledgeBase, *, seen: Seen = lambda *_: None) -> Written:
    """The same from the parts of the articles, each of which is shown to `seen` when it is written.

    Raises UsageError if they do not come in the order of their articles' ids, for then the bytes would depend on the
    order of the input.
    """
    count, rest, last = 0, Rest(), ""
    vocabulary = tuple(vocabulary_triples())
    with (folder / TURTLE).open("wb") as ttl, (folder / NTRIPLES).open("wb") as packed:
        ttl.write(turtle_header().encode() + b"\n")
        for triples in _batched(chain(vocabulary, base_triples(kb))):
            rest.countries.update(o for _, _, o in triples if o.startswith(_COUNTRY))
            count += _write_triples(ttl, packed, triples)
        for block in blocks:
            if block.article <= last:
                raise UsageError(f"articles out of order: {block.article} after {last}")
            last = block.article
            rest.take(block.noted)
            seen(block, ttl.tell(), packed.tell())
            ttl.write(block.turtle)
            packed.write(block.ntriples)
            count += block.count
        end = tuple(rest.triples(kb))
        return Written(count + _write_triples(ttl, packed, end), (*vocabulary, *end))


def _write_triples(ttl: BinaryIO, packed: BinaryIO, triples: Sequence[Triple]) -> int:
    ttl.write("".join(turtle(triples)).encode())
    packed.write(_packed("".join(ntriples(triples)).encode()))
    return len(triples)


def _batched(triples: Iterable[Triple], size: int = 20_000) -> Iterator[list[Triple]]:
    """Runs of whole subjects of about `size` triples."""
    batch: list[Triple] = []
    for triple in triples:
        if len(batch) >= size and triple[0] != batch[-1][0]:
            yield batch
            batch = []
        batch.append(triple)
    yield batch
