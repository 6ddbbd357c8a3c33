"""The shapes of ontology/shapes.ttl as SPARQL queries, each of which finds the nodes that break one constraint.

pySHACL holds the graph in Python and walks it node by node: right for small graphs, days for a corpus. The same shapes,
translated, run in Oxigraph. Only the constraint components below are translated; another one is a DataError, so
that no shape is passed over in silence.

A query reads whole properties in the order of the index, puts them together by hashing, and asks for the class of the
few nodes that break something: a hundred times as fast as looking up, for each of a million passages, what it has.
Sub-selects are there for that: Oxigraph looks up triple by triple what it joins to a bare pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import rdflib
from rdflib import RDF, RDFS, SH
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import DataError
from kg.resources import ontology_dir

SUFFIX: Final = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One constraint: `query` selects the nodes (`?this`) that break it."""

    shape: str
    constraint: str
    message: str
    query: str


@dataclass(frozen=True, slots=True)
class Path:
    """A property or its inverse, as a triple pattern."""

    iri: Node
    inverse: bool = False

    def pattern(self, value: str) -> str:
        """From `?this` to a variable."""
        return f"{value} {self.iri.n3()} ?this ." if self.inverse else f"?this {self.iri.n3()} {value} ."

    def all(self, value: str) -> str:
        """The same, read as a whole."""
        return f"{{ SELECT ?this {value} WHERE {{ {self.pattern(value)} }} }}"


def select(variables: str, where: str, after: str = "") -> str:
    """A sub-select."""
    return f"{{ SELECT DISTINCT {variables} WHERE {{ {where} }} {after}}}"


def translate(shapes: rdflib.Graph, ontology: rdflib.Graph) -> list[Check]:
    """Every constraint of the shapes as a query. Raises DataError for a component that is not translated."""
    checks = []
    for shape in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str):
        targets = [kind for target in shapes.objects(shape, SH.targetClass) for kind in narrower(ontology, target)]
        found = [*_properties(shapes, ontology, shape), *_queries(shapes, shape)]
        for constraint, message, where in found:
            kinds = " ".join(sorted({kind.n3() for kind in targets}))
            query = f"SELECT DISTINCT ?this WHERE {{ VALUES ?class {{ {kinds} }} ?this a ?class . {where} }}"
            checks.append(
                Check(shape=str(shape).rpartition("/")[2], constraint=constraint, message=message, query=query)
            )
    return sorted(checks, key=lambda c: (c.shape, c.message, c.constraint, c.query))


def narrower(ontology: rdflib.Graph, kind: Node) -> list[Node]:
    """A class and all its subclasses."""
    found = ontology.transitive_subjects(RDFS.subClassOf, kind)
    return sorted((node for node in found if node is not None), key=str)


def _properties(shapes: rdflib.Graph, ontology: rdflib.Graph, shape: Node) -> Iterator[tuple[str, str, str]]:
    """The constraints of each property; all that look at one value alone are one query, for they share a message."""
    for prop in shapes.objects(shape, SH.property):
        message, path, context = str(shapes.value(prop, SH.message)), _path(shapes, prop), Context(shapes, ontology)
        alone: list[str] = []
        for component, value in shapes.predicate_objects(prop):
            if component in CONDITIONS:
                alone.append(f"!({CONDITIONS[component](value, context)})")
            elif component in COMPONENTS:
                yield str(component).rpartition(SUFFIX)[2], message, COMPONENTS[component](path, value, context)
            elif component not in (SH.path, SH.message):
                raise DataError(f"shapes.ttl: {component} is not translated")
        if alone:
            yield "values", message, select("?this", f"{path.pattern('?value')} FILTER({' || '.join(sorted(alone))})")


def _queries(shapes: rdflib.Graph, shape: Node) -> Iterator[tuple[str, str, str]]:
    for constraint in shapes.objects(shape, SH.sparql):
        query = str(shapes.value(constraint, SH.select)).replace("$this", "?this")
        yield "sparql", str(shapes.value(constraint, SH.message)), f"{{ {query} }}"


def _path(shapes: rdflib.Graph, prop: Node) -> Path:
    path = shapes.value(prop, SH.path)
    assert path is not None
    back = shapes.value(path, SH.inversePath)
    return Path(path) if back is None else Path(back, inverse=True)


@dataclass(frozen=True, slots=True)
class Context:
    """Where lists and classes are looked up."""

    shapes: rdflib.Graph
    ontology: rdflib.Graph

    def items(self, value: Node) -> list[Node]:
        """The members of an RDF list."""
        return list(Collection(self.shapes, value))

    def classes(self, value: Node) -> str:
        """A class and its subclasses, for a VALUES block."""
        return " ".join(kind.n3() for kind in narrower(self.ontology, value))


Component = Callable[[Path, Node, Context], str]
Condition = Callable[[Node, Context], str]


def _min_count(path: Path, value: Node, _: Context) -> str:
    least = int(str(value))
    return f"MINUS {path.all('?value') if least == 1 else _several(path, least)}"


def _max_count(path: Path, value: Node, _: Context) -> str:
    return _several(path, int(str(value)) + 1)


def _several(path: Path, least: int) -> str:
    return select("?this", path.pattern("?value"), f"GROUP BY ?this HAVING(COUNT(*) >= {least}) ")


def _class(path: Path, value: Node, context: Context) -> str:
    other = f"MINUS {{ VALUES ?kind {{ {context.classes(value)} }} ?value a ?kind }}"
    return select("?this", f"{select('?value', path.pattern('?value'))} {other} {path.pattern('?value')}")


def _unique_language(path: Path, _: Node, __: Context) -> str:
    language = "BIND(LCASE(LANG(?value)) AS ?language) FILTER(?language != '')"
    return select("?this", f"{path.pattern('?value')} {language}", "GROUP BY ?this ?language HAVING(COUNT(*) > 1) ")


def _less(sign: str) -> Component:
    def condition(path: Path, other: Node, _: Context) -> str:
        both = f"{path.all('?value')} {Path(other).all('?than')}"
        return select("?this", f"{both} FILTER(!(?value {sign} ?than))")

    return condition


COMPONENTS: Final[dict[Node, Component]] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH["class"]: _class,
    SH.lessThan: _less("<"),
    SH.lessThanOrEquals: _less("<="),
    SH.uniqueLang: _unique_language,
}


def _plain(condition: str) -> Condition:
    """A condition in which `{}` is the parameter."""
    return lambda value, _: condition.format(value.n3())


def _in(value: Node, context: Context) -> str:
    return f"?value IN ({', '.join(item.n3() for item in context.items(value))})"


def _language_in(value: Node, context: Context) -> str:
    allowed = ", ".join(f'"{str(item).lower()}"' for item in context.items(value))
    return f"LCASE(LANG(?value)) IN ({allowed})"


def _or(value: Node, context: Context) -> str:
    types = [context.shapes.value(item, SH.datatype) for item in context.items(value)]
    if None in types:
        raise DataError("shapes.ttl: only sh:or of sh:datatype is translated")
    allowed = ", ".join(kind.n3() for kind in types if kind is not None)
    return f"isLiteral(?value) && DATATYPE(?value) IN ({allowed})"


CONDITIONS: Final[dict[Node, Condition]] = {
    SH.datatype: _plain("isLiteral(?value) && DATATYPE(?value) = {}"),
    SH["in"]: _in,
    SH.minInclusive: _plain("?value >= {}"),
    SH.maxInclusive: _plain("?value <= {}"),
    SH.minLength: _plain("STRLEN(STR(?value)) >= {}"),
    SH.pattern: _plain("REGEX(STR(?value), {})"),
    SH.languageIn: _language_in,
    SH["or"]: _or,
}


@cache
def shapes_graph() -> rdflib.Graph:
    """ontology/shapes.ttl."""
    return rdflib.Graph().parse(ontology_dir() / "shapes.ttl")


@cache
def ontology_graph() -> rdflib.Graph:
    """ontology/kg.ttl."""
    return rdflib.Graph().parse(ontology_dir() / "kg.ttl")
