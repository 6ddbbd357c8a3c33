"""The graph as files: graph.ttl, readable and grouped by subject, and graph.nt.gz, one triple a line.

Both are written in one pass: nothing is held but the knowledge base and one article. The same input gives the same
bytes. All prefixes stand at the top and no base is set, so that parsers that split a file can read it in parallel.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from kg import vocab as v
from kg.errors import UsageError
from kg.model import Extraction, KnowledgeBase
from kg.rdf.accounts import article_triples
from kg.rdf.concepts import CONFLICT, concept_triples, conflict_triples, term_triples
from kg.rdf.publishers import publisher_term, publisher_triples
from kg.rdf.terms import Term, Triple, iri
from kg.rdf.triples import (
    cluster_triples,
    country_thing,
    decision_triples,
    meeting_triples,
    names_of,
    thing_triples,
)

TURTLE: Final = "graph.ttl"
NTRIPLES: Final = "graph.nt.gz"
GZIP_LEVEL: Final = 4
_LOCAL: Final = re.compile(r"\w(?:[\w.-]*[\w-])?", re.ASCII)
_NUMBER: Final = re.compile(rf'"(-?\d+(?:\.\d+)?)"\^\^<{re.escape(v.XSD)}(?:integer|decimal)>')
_TYPED: Final = re.compile(r'(".*")\^\^(<[^>]*>)', re.DOTALL)
_BY_NAMESPACE: Final = {namespace: prefix for prefix, namespace in v.PREFIXES.items()}
_COUNTRY: Final = iri(v.thing_iri("country/"))[:-1]
_END: Final = " .\n\n"
TRUTH: Final = {f'"{word}"^^<{v.XSD}boolean>': word for word in ("true", "false")}


def turtle_header() -> str:
    """The prefix lines that every Turtle chunk needs above it, once."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in v.PREFIXES.items())


@lru_cache(maxsize=1 << 15)
def compact(term: Term) -> str:
    """A term as Turtle writes it shortest: `person:wang-yi`, `12`, `0.9`, `"2024-09"^^xsd:gYearMonth`."""
    if term[0] == "<":
        return _compact_iri(term)
    if term[-1] != ">":
        return term  # a plain string, or one in a language
    if number := _NUMBER.fullmatch(term):
        return number[1]
    if term in TRUTH:
        return TRUTH[term]
    if datatype := _TYPED.fullmatch(term):
        return f"{datatype[1]}^^{_compact_iri(Term(datatype[2]))}"
    return term


def _compact_iri(term: Term) -> str:
    text = term[1:-1]
    cut = max(text.rfind("/"), text.rfind("#")) + 1
    prefix, tail = _BY_NAMESPACE.get(text[:cut]), text[cut:]
    return f"{prefix}:{tail}" if prefix and _LOCAL.fullmatch(tail) else term


@cache
def _verb(predicate: Term) -> str:
    return "a" if predicate == f"<{v.TYPE}>" else _compact_iri(predicate)


def turtle(triples: Iterable[Triple]) -> Iterator[str]:
    """Triples as Turtle text without the header: one paragraph for each run of triples of one subject."""
    subject = predicate = None
    for s, p, o in triples:
        if s != subject:
            yield f"{_END if subject else ''}{_compact_iri(s)} {_verb(p)} {compact(o)}"
        elif p != predicate:
            yield f" ;\n    {_verb(p)} {compact(o)}"
        else:
            yield f", {compact(o)}"
        subject, predicate = s, p
    if subject:
        yield _END


def ntriples(triples: Iterable[Triple]) -> Iterator[str]:
    """Triples as lines."""
    return (f"{s} {p} {o} .\n" for s, p, o in triples)


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


@dataclass(slots=True)
class Seen:
    """What can only be written when all articles have passed: their publishers, conflicts without a code, and
    countries that something points to though no article names them (the seat of a publisher)."""

    publishers: dict[Term, list[Triple]] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)
    countries: set[Term] = field(default_factory=set)
    described: set[Term] = field(default_factory=set)

    def note(self, extraction: Extraction) -> None:
        """Take what one article adds."""
        publisher = publisher_term(extraction.article)
        if publisher and publisher not in self.publishers:
            self.publishers[publisher] = list(publisher_triples(extraction.article))
        issues = [i for m in extraction.meetings for i in m.issues] + [s.issue for s in extraction.statements]
        issues += [said.issue for r in extraction.readouts for said in (*r.covers, *r.omits)]
        self.conflicts.update(issue for issue in issues if issue.startswith(CONFLICT))

    def pass_on(self, triples: list[Triple]) -> list[Triple]:
        """The triples themselves, once the countries in them are noted."""
        kind = iri(v.COUNTRY)
        self.countries.update(o for _, _, o in triples if o.startswith(_COUNTRY))
        self.described.update(s for s, _, o in triples if o == kind)
        return triples

    def triples(self) -> Iterator[Triple]:
        """Publishers by IRI, then the conflicts, then the countries."""
        for _, triples in sorted(self.publishers.items()):
            yield from self.pass_on(triples)
        yield from conflict_triples(self.conflicts)
        for country in sorted(self.countries - self.described):
            yield from thing_triples(country_thing(country[len(_COUNTRY) : -1]))


def graph_triples(extractions: Iterable[Extraction], kb: KnowledgeBase) -> Iterator[list[Triple]]:
    """The whole graph in pieces of bounded size. Extractions come in the order of their articles' ids.

    Raises UsageError if they do not, for then the bytes would depend on the order of the input.
    """
    names, seen, last = names_of(kb), Seen(), ""
    yield list(vocabulary_triples())
    yield from map(seen.pass_on, _batched(base_triples(kb)))
    for extraction in extractions:
        if extraction.article.id <= last:
            raise UsageError(f"articles out of order: {extraction.article.id} after {last}")
        last = extraction.article.id
        seen.note(extraction)
        yield seen.pass_on(list(article_triples(extraction, names)))
    yield list(seen.triples())


def _batched(triples: Iterable[Triple], size: int = 20_000) -> Iterator[list[Triple]]:
    """Runs of whole subjects of about `size` triples."""
    batch: list[Triple] = []
    for triple in triples:
        if len(batch) >= size and triple[0] != batch[-1][0]:
            yield batch
            batch = []
        batch.append(triple)
    yield batch


def write(folder: Path, extractions: Iterable[Extraction], kb: KnowledgeBase) -> int:
    """Write graph.ttl and graph.nt.gz into a folder; the number of triples.

    `extractions` come in the order of their articles' ids and are read once.
    """
    count = 0
    with ExitStack() as stack:
        ttl = stack.enter_context((folder / TURTLE).open("w", encoding="utf-8", newline="\n"))
        raw = stack.enter_context((folder / NTRIPLES).open("wb"))
        packed = stack.enter_context(gzip.GzipFile("", "wb", GZIP_LEVEL, raw, mtime=0))
        ttl.write(turtle_header() + "\n")
        for triples in graph_triples(extractions, kb):
            ttl.writelines(turtle(triples))
            packed.write("".join(ntriples(triples)).encode())
            count += len(triples)
    return count
