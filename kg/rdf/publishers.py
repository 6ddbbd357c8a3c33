"""Publishers as the graph shows them: with labels, seat, and the camp that ontology/lexicon/camps.tsv gives them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg import vocab as v
from kg.fold import fold
from kg.ids import digest, slug
from kg.knowledge.publishers import Publisher, find_publisher
from kg.knowledge.tables import read_table, split_cell
from kg.model import Article
from kg.rdf.terms import Term, Triple, iri, tagged
from kg.rdf.triples import concepts, country, node
from kg.resources import ontology_dir


@cache
def _camps() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    rows = read_table(ontology_dir() / "lexicon" / "camps.tsv")
    return tuple((row["camp"], split_cell(row["kinds"]), split_cell(row["countries"])) for row in rows)


def camp_of(publisher: Publisher) -> str | None:
    """The camp of a publisher by its seat and owner; None if its country is not known."""
    kind, seat = publisher.kind, publisher.country
    fitting = (camp for camp, kinds, seats in _camps() if kind in (kinds or (kind,)) and seat in (seats or (seat,)))
    return next(fitting, None) if seat else None


def publisher_term(article: Article) -> Term | None:
    """Who published an article: a publisher of the table by name or site, else one of its own by its name."""
    known = find_publisher(article.publisher, article.url)
    if known:
        return iri(v.publisher_iri(known.id))
    name = (article.publisher or "").strip()
    return iri(v.publisher_iri((name.isascii() and slug(name)) or digest(fold(name), size=12))) if name else None


def publisher_triples(article: Article) -> Iterator[Triple]:
    """The publisher of an article: class, labels, seat and camp; nothing if the article names none."""
    term, known, name = publisher_term(article), find_publisher(article.publisher, article.url), article.publisher or ""
    if term and known:
        labels = [tagged(known.hans, "zh-Hans"), tagged(known.hant, "zh-Hant"), tagged(known.en, "en")]
        camp = camp_of(known)
        places = (v.IN_COUNTRY, country(known.country)), (v.CAMP, concepts("camp", [camp] if camp else []))
        yield from node(term, v.PUBLISHER_CLASS, (v.LABEL, labels), *places)
    elif term:
        tag = "en" if name.isascii() else "zh-Hans" if fold(name) == name else "zh-Hant"
        yield from node(term, v.PUBLISHER_CLASS, (v.LABEL, tagged(name.strip(), tag)))
