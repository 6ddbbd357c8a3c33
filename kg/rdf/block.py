"""The blocks that a graph is put together of: each the text of some subjects, and what it leaves for the end."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Final

from msgspec import Struct

from kg import vocab as v
from kg.model import Extraction
from kg.rdf.accounts import article_parts
from kg.rdf.concepts import CONFLICT
from kg.rdf.passages import Passages
from kg.rdf.publishers import publisher_triples
from kg.rdf.terms import Term, Triple, iri
from kg.rdf.texts import ntriples, passage_texts, turtle
from kg.rdf.triples import Names
from kg.rdf.watch import Above, Part, above_part, article_part

GZIP_LEVEL: Final = 3  # 4 takes 1.6 times as long for 6 % less
COUNTRY: Final = iri(v.thing_iri("country/"))[:-1]


class Noted(Struct, frozen=True, gc=False):
    """What of a block can only be written when all have passed.

    Its publisher, conflicts without a code, and the countries it points to, though perhaps none names them.
    """

    publisher: tuple[Triple, ...] = ()
    conflicts: tuple[str, ...] = ()
    countries: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the graph: Turtle without the header, N-Triples as a gzip member of their own."""

    turtle: bytes
    ntriples: bytes
    noted: Noted
    count: int  # of triples
    part: Part | Above | None = None  # of the view, if one is wanted


@dataclass(frozen=True, slots=True)
class Copied:
    """The same as it stands in the files of an earlier graph: begin and size in graph.ttl and in graph.nt.gz."""

    turtle: tuple[int, int]
    ntriples: tuple[int, int]
    noted: Noted
    count: int


def triples_block(triples: list[Triple], *, is_viewed: bool = False) -> Block:
    """A block of any triples, those of one subject together."""
    return Block(
        turtle="".join(turtle(triples)).encode(),
        ntriples=_packed("".join(ntriples(triples)).encode()),
        noted=Noted(countries=tuple(sorted({o for _, _, o in triples if o.startswith(COUNTRY)}))),
        count=len(triples),
        part=above_part(triples) if is_viewed else None,
    )


def article_block(extraction: Extraction, names: Names, *, is_viewed: bool = False) -> Block:
    """The part of the graph that one article makes; it depends on nothing else, and so can be kept."""
    accounts, passages = article_parts(extraction, names)
    texts = passage_texts(passages)
    lines = "".join(ntriples(accounts)) + texts.ntriples
    return Block(
        turtle=("".join(turtle(accounts)) + texts.turtle).encode(),
        ntriples=_packed(lines.encode()),
        noted=_noted(extraction, accounts, passages),
        count=len(accounts) + texts.count,
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
        countries=tuple(sorted(o for o in objects if o.startswith(COUNTRY))),
    )
