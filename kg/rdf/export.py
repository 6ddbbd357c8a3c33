"""The graph in other forms of RDF: JSON-LD with a readable context, TriG with one named graph an article.

Both are streams over graph.ttl as it is written: one subject after another, nothing else in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg import vocab as v
from kg.rdf.concepts import as_term
from kg.rdf.engine import quads_of, value_of
from kg.rdf.terms import Triple
from kg.rdf.texts import compact, turtle, turtle_header
from kg.resources import ontology_dir

Subject = tuple[str, list[ox.Quad]]


def subjects(path: Path) -> Iterator[Subject]:
    """The subjects of a graph file in its order, each with its triples. Raises InputError where it is no RDF."""
    for subject, quads in groupby(quads_of(path), key=lambda quad: quad.subject):
        yield value_of(subject), list(quads)


def as_jsonld(path: Path) -> Iterator[str]:
    """JSON-LD, one object a subject under @graph; keys are those of ontology/context.jsonld, which stands inside."""
    yield '{\n"@context": ' + json.dumps(context(), ensure_ascii=False) + ',\n"@graph": ['
    comma = ""
    for subject, quads in subjects(path):
        yield comma + "\n" + json.dumps(_object(subject, quads), ensure_ascii=False)
        comma = ","
    yield "\n]\n}\n"


@cache
def context() -> dict[str, Any]:
    """The terms of JSON-LD."""
    data = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))
    found: dict[str, Any] = data["@context"]
    return found


@cache
def _terms() -> dict[str, tuple[str, dict[str, str]]]:
    """Property IRI -> its key and how the context reads its values."""
    whole = context()
    spaces = {name: term["@id"] for name, term in whole.items() if isinstance(term, dict) and term.get("@prefix")}
    found = {}
    for key, term in whole.items():
        if isinstance(term, dict) and not term.get("@prefix"):
            prefix, _, name = term["@id"].partition(":")
            found[spaces[prefix] + name] = (key, term)
    return found


@cache
def _spaces() -> tuple[tuple[str, str], ...]:
    """Namespaces with their prefixes, longest first."""
    spaces = [(t["@id"], name) for name, t in context().items() if isinstance(t, dict) and t.get("@prefix")]
    return tuple(sorted(spaces, key=lambda pair: -len(pair[0])))


def short(iri: str) -> str:
    """An IRI by the context's prefixes: `id:person/wang-yi`."""
    return next((f"{name}:{iri[len(space) :]}" for space, name in _spaces() if iri.startswith(space)), iri)


def _object(subject: str, quads: list[ox.Quad]) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": short(subject)}
    for predicate, group in groupby(quads, key=lambda quad: quad.predicate.value):
        values = [quad.object for quad in group]
        if predicate == v.TYPE:
            found["@type"] = _one_or_all([short(value_of(value)) for value in values])
            continue
        key, term = _terms().get(predicate, (_bare(predicate), {}))
        found[key] = _by_language(values) if "@container" in term else _one_or_all([_value(x, term) for x in values])
    return found


def _bare(predicate: str) -> str:
    return predicate.removeprefix(v.DKG) if predicate.startswith(v.DKG) else short(predicate)


def _by_language(values: list[Any]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for value in values:
        found.setdefault(as_term(value).rpartition("@")[2], []).append(value.value)
    return {tag: _one_or_all(sorted(texts)) for tag, texts in sorted(found.items())}


def _value(value: Any, term: dict[str, str]) -> Any:
    if isinstance(value, ox.NamedNode):
        return short(value.value) if term.get("@type") == "@id" else {"@id": short(value.value)}
    if value.language:
        return {"@value": value.value, "@language": as_term(value).rpartition("@")[2]}
    datatype = short(value.datatype.value)
    if datatype in ("xsd:string", term.get("@type")):
        return value.value
    return {"@value": value.value, "@type": datatype}


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def as_trig(path: Path) -> Iterator[str]:
    """TriG: what stands above the articles in the default graph, each article with its accounts and words in its own.

    The name of a graph is the article's IRI, so that one article can be asked, replaced or taken away.
    """
    yield turtle_header() + "\n"
    for article, group in groupby(subjects(path), key=_article_of):
        body = "".join(turtle(triple for _, quads in group for triple in map(_triple, quads)))
        yield f"{compact(as_term(ox.NamedNode(article)))} {{\n{body}}}\n\n" if article else body


def _article_of(subject: Subject) -> str:
    """The article that a subject belongs to; "" for what stands above."""
    iri, quads = subject
    for quad in quads:
        if quad.predicate.value == v.IN_ARTICLE:
            return value_of(quad.object)
        if quad.predicate.value == v.TYPE and value_of(quad.object) == v.ARTICLE:
            return iri
    return ""


def _triple(quad: ox.Quad) -> Triple:
    return as_term(quad.subject), as_term(quad.predicate), as_term(quad.object)


FORMS: Final[dict[str, Callable[[Path], Iterable[str]]]] = {"jsonld": as_jsonld, "trig": as_trig}
