"""The shapes of ontology/shapes.ttl as SPARQL queries, each of which finds the nodes that break one constraint.

pySHACL holds the graph in Python and walks it node by node: right for small graphs, days for a corpus. The same shapes,
translated, run in Oxigraph. Only the constraint components below are translated; another one is a DataError, so
that no shape is passed over in silence.
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
            yield "values", message, f"{path.pattern('?value')} FILTER({' || '.join(sorted(alone))})"


def _queries(shapes: rdflib.Graph, shape: Node) -> Iterator[tuple[str, str, str]]:
    for constraint in shapes.objects(shape, SH.sparql):
        select = str(shapes.value(constraint, SH.select))
        inner = select[select.index("{") + 1 : select.rindex("}")].replace("$this", "?this")
        yield "sparql", str(shapes.value(constraint, SH.message)), inner


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
    if least == 1:
        return f"FILTER NOT EXISTS {{ {path.pattern('?value')} }}"
    several = " ".join(path.pattern(f"?v{i}") for i in range(least))
    pairs = " && ".join(f"!sameTerm(?v{i}, ?v{j})" for i in range(least) for j in range(i))
    return f"FILTER NOT EXISTS {{ {several} FILTER({pairs}) }}"


def _max_count(path: Path, value: Node, _: Context) -> str:
    if int(str(value)) != 1:
        raise DataError("shapes.ttl: only sh:maxCount 1 is translated")
    return f"{path.pattern('?a')} {path.pattern('?b')} FILTER(!sameTerm(?a, ?b))"


def _class(path: Path, value: Node, context: Context) -> str:
    kinds = context.classes(value)
    return f"{path.pattern('?value')} FILTER NOT EXISTS {{ VALUES ?kind {{ {kinds} }} ?value a ?kind }}"


def _unique_language(path: Path, _: Node, __: Context) -> str:
    two = f"{path.pattern('?a')} {path.pattern('?b')}"
    return f'{two} FILTER(!sameTerm(?a, ?b) && LANG(?a) != "" && LCASE(LANG(?a)) = LCASE(LANG(?b)))'


def _less(sign: str) -> Component:
    return lambda path, other, _: f"{path.pattern('?value')} ?this {other.n3()} ?than . FILTER(!(?value {sign} ?than))"


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
