"""The concepts that the graph points to (issues, acts, kinds …) and the names of its terms, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg import vocab as v
from kg.errors import DataError
from kg.rdf.terms import Term, Triple, iri, string, tagged
from kg.resources import ontology_dir

SCHEMES: Final = ("issues", "acts", "kinds", "statuses", "camps")
LANGUAGE_TAGS: Final = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}  # the parser folds their case
CONFLICT: Final = "conflict-"
CONFLICT_LABELS: Final = {"zh-Hans": "{}冲突或危机", "zh-Hant": "{}衝突或危機", "en": "Conflict or crisis: {}"}


def read_turtle(path: Path) -> list[Triple]:
    """The triples of a Turtle file of ontology/, sorted. Raises DataError where it is no Turtle."""
    try:
        found = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        return sorted({(as_term(q.subject), as_term(q.predicate), as_term(q.object)) for q in found})
    except (SyntaxError, OSError) as error:
        raise DataError(f"{path.name}: {error}") from error


def as_term(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """A parsed term as it is written; language tags in their usual case again."""
    if isinstance(value, ox.Literal) and value.language:
        return tagged(value.value, LANGUAGE_TAGS.get(value.language, value.language))
    if isinstance(value, ox.Literal) and value.datatype.value == v.XSD + "string":
        return string(value.value)
    return Term(str(value))


@cache
def concept_triples() -> tuple[Triple, ...]:
    """Every concept with its labels, as prefLabel and, for queries that know only that, as rdfs:label."""
    triples: list[Triple] = []
    for scheme in SCHEMES:
        triples += read_turtle(ontology_dir() / f"{scheme}.ttl")
    prefer, label = iri(v.PREF_LABEL), iri(v.LABEL)
    triples += [(s, label, o) for s, p, o in triples if p == prefer]
    return tuple(sorted(triples))


@cache
def term_triples() -> tuple[Triple, ...]:
    """Class and label of every term of kg.ttl, so that the graph can be read without it."""
    wanted = {iri(v.TYPE), iri(v.LABEL)}
    return tuple(t for t in read_turtle(ontology_dir() / "kg.ttl") if t[1] in wanted and t[0].startswith(f"<{v.DKG}"))


@cache
def concept_labels() -> dict[str, dict[str, str]]:
    """Labels of every concept by IRI and language."""
    labels: dict[str, dict[str, str]] = {}
    for scheme in SCHEMES:
        for quad in ox.parse(path=str(ontology_dir() / f"{scheme}.ttl"), format=ox.RdfFormat.TURTLE):
            subject, predicate, value = quad.subject, quad.predicate, quad.object
            if predicate.value == v.PREF_LABEL and isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
                tag = value.language or ""
                labels.setdefault(subject.value, {})[LANGUAGE_TAGS.get(tag, tag)] = value.value
    return labels


def conflict_triples(codes: Iterable[str]) -> Iterator[Triple]:
    """Concepts for the conflicts that have no code of their own: conflict-mm is the one of Myanmar."""
    from kg.knowledge.gazetteer import load_gazetteer

    for code in sorted(codes):
        subject = iri(v.concept("issue", code))
        entry = load_gazetteer().countries.get(code.removeprefix(CONFLICT).upper())
        names = {"zh-Hans": entry.hans, "zh-Hant": entry.hant, "en": entry.en} if entry else {}
        labels = [tagged(CONFLICT_LABELS[tag].format(name), tag) for tag, name in sorted(names.items())]
        yield subject, iri(v.TYPE), iri(v.ISSUE)
        yield from ((subject, iri(v.LABEL), label) for label in labels)
        yield subject, iri(v.BROADER), iri(v.concept("issue", "security"))
        yield subject, iri(v.IN_SCHEME), iri(v.HOME + "issue")
        yield subject, iri(v.NOTATION), string(code)
        yield from ((subject, iri(v.PREF_LABEL), label) for label in labels)
