"""The graph as files: graph.ttl, readable and grouped by subject, and graph.nt.gz, one triple a line.

Both are put together of blocks, one an article and one for some hundred things, meetings or decisions, in one pass:
nothing is held but the knowledge base and one block. A block depends on nothing but what it tells of, so that it can be
copied out of an earlier graph. The same input gives the same bytes. All prefixes stand at the top and no base is set,
so that parsers that split a file can read it in parallel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

from kg import vocab as v
from kg.errors import UsageError
from kg.model import EntityKind, Extraction, KnowledgeBase
from kg.patchwork import Patchwork
from kg.rdf.above import above
from kg.rdf.block import COUNTRY, Block, Copied, Noted, article_block, triples_block
from kg.rdf.concepts import conflict_triples
from kg.rdf.terms import Term, Triple, iri
from kg.rdf.texts import turtle_header
from kg.rdf.triples import Lookup, country_thing, thing_triples

TURTLE: Final = "graph.ttl"
NTRIPLES: Final = "graph.nt.gz"
HEADER: Final = turtle_header().encode() + b"\n"  # of graph.ttl, above all blocks


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
        countries = self.countries | {o for _, _, o in seats if o.startswith(COUNTRY)}
        yield from seats
        yield from conflict_triples(self.conflicts)
        for term in sorted(countries - described):
            yield from thing_triples(country_thing(term[len(COUNTRY) : -1]))


def write(folder: Path, extractions: Iterable[Extraction], kb: KnowledgeBase) -> int:
    """Write graph.ttl and graph.nt.gz into a folder; the number of triples.

    `extractions` come in the order of their articles' ids and are read once. Raises UsageError if they come in another,
    for then the bytes would depend on the order of the input.
    """
    blocks = chain((group.block() for group in above(kb)), _article_blocks(extractions, Lookup(kb)))
    return write_blocks(folder, blocks, kb)


def _article_blocks(extractions: Iterable[Extraction], names: Lookup) -> Iterator[Block]:
    last = ""
    for extraction in extractions:
        article = extraction.article.id
        if article <= last:
            raise UsageError(f"articles out of order: {article} after {last}")
        last = article
        yield article_block(extraction, names.of(article))


def write_blocks(
    folder: Path,
    blocks: Iterable[Block | Copied],
    kb: KnowledgeBase,
    *,
    old: Path | None = None,
    ended: Callable[[tuple[Triple, ...]], object] = lambda _: None,
) -> int:
    """The same from its blocks: those of what stands above the articles, then the articles in the order of their ids.

    Copied ones are in the files of the folder `old`. `ended` is told the triples at the end, which stand outside of the
    blocks, when these are known; most of what is copied is copied after that.
    """
    count, rest = 0, Rest()
    with _patchwork(folder, TURTLE, old) as ttl, _patchwork(folder, NTRIPLES, old) as packed:
        ttl.put(HEADER)
        for block in blocks:
            rest.take(block.noted)
            ttl.put(block.turtle)
            packed.put(block.ntriples)
            count += block.count
        end = list(rest.triples(kb))
        ended(tuple(end))
        last = triples_block(end)
        ttl.put(last.turtle)
        packed.put(last.ntriples)
    return count + last.count


def _patchwork(folder: Path, name: str, old: Path | None) -> Patchwork:
    return Patchwork(folder / name, old / name if old else None)
