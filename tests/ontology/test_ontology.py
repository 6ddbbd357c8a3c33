"""The ontology: every term named in three languages, defined and used; the graph keeps to it; OWL-RL finds no fault."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg import vocab
from kg.knowledge.publishers import load_publishers
from kg.knowledge.tables import read_table
from kg.rdf import write
from kg.rdf.publishers import camp_of
from kg.resources import ontology_dir
from tests.rdf import gold

FOLDER = ontology_dir()
DKG = rdflib.Namespace(vocab.DKG)
LANGUAGES = {"zh-Hans", "zh-Hant", "en"}
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
ONTOLOGY = rdflib.Graph().parse(FOLDER / "kg.ttl")
FIELD = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}
CONCEPTS = ("issues", "acts", "kinds", "statuses", "camps")


def terms(*kinds: rdflib.URIRef) -> list[rdflib.URIRef]:
    found = {s for kind in kinds for s in ONTOLOGY.subjects(RDF.type, kind)}
    return sorted(s for s in found if isinstance(s, rdflib.URIRef))


def languages(graph: rdflib.Graph, subject: rdflib.term.Node, predicate: rdflib.URIRef) -> list[str]:
    return sorted(o.language or "" for o in graph.objects(subject, predicate) if isinstance(o, rdflib.Literal))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    folder = tmp_path_factory.mktemp("graph")
    write(folder, gold.extractions(), gold.knowledge())
    return rdflib.Graph().parse(folder / "graph.ttl")


@pytest.mark.parametrize("term", terms(*KINDS), ids=lambda t: t.partition("#")[2])
def test_every_term_is_named_defined_and_shown(term: rdflib.URIRef) -> None:
    assert languages(ONTOLOGY, term, RDFS.label) == sorted(LANGUAGES)
    assert languages(ONTOLOGY, term, SKOS.definition) == sorted(LANGUAGES)
    assert ONTOLOGY.value(term, SKOS.example)
    assert len(list(ONTOLOGY.objects(term, RDF.type))) == 1


@pytest.mark.parametrize("term", terms(OWL.ObjectProperty, OWL.DatatypeProperty), ids=lambda t: t.partition("#")[2])
def test_every_property_has_one_domain_and_range(term: rdflib.URIRef) -> None:
    assert len(list(ONTOLOGY.objects(term, RDFS.domain))) == 1
    assert len(list(ONTOLOGY.objects(term, RDFS.range))) == 1


def test_terms_are_those_of_the_vocabulary_module() -> None:
    listed = {value for value in vars(vocab).values() if isinstance(value, str) and value.startswith(vocab.DKG)}
    assert {str(term) for term in terms(*KINDS)} == listed - {vocab.DKG}


def aligned() -> list[tuple[rdflib.term.Node, rdflib.term.Node]]:
    """Term of ours -> class or property of another vocabulary that it is a part of, or that is told beside it."""
    by = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso)
    return [(s, o) for p in by for s, o in ONTOLOGY.subject_objects(p) if s in DKG and o not in DKG]


@pytest.mark.parametrize("prefix", FIELD)
def test_it_is_aligned_with_the_vocabularies_of_the_field(prefix: str) -> None:
    assert [o for _, o in aligned() if str(o).startswith(FIELD[prefix])]


def test_the_readme_tells_of_alignments_that_there_are() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    table = text.partition("## Alignments")[2].partition("\n## ")[0]
    named = re.findall(rf"`({'|'.join(FIELD)}):(\w+)`", table)
    assert len(named) >= 30
    assert {prefix for prefix, _ in named} == set(FIELD)
    assert {FIELD[prefix] + name for prefix, name in named} <= {str(o) for _, o in aligned()}
    assert "```mermaid" in text


@pytest.mark.parametrize("scheme", ["acts", "kinds"])
def test_acts_and_kinds_of_meetings_have_the_codes_of_plover_and_cameo(scheme: str) -> None:
    graph = rdflib.Graph().parse(FOLDER / f"{scheme}.ttl")
    for concept in graph.subjects(SKOS.inScheme):
        assert str(graph.value(concept, DKG.plover)).isupper()
        assert re.fullmatch(r"\d{2,4}", str(graph.value(concept, DKG.cameo)))


def test_no_term_is_used_that_is_not_defined() -> None:
    used = {node for triple in ONTOLOGY for node in triple if isinstance(node, rdflib.URIRef) and node in DKG}
    assert used <= set(terms(*KINDS))


def names_used() -> Iterator[str]:
    """The constants of the vocabulary that the code which writes graphs reads."""
    for path in (Path(vocab.__file__).parent / "rdf").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "v":
                yield node.attr


def test_no_term_is_defined_that_is_not_used() -> None:
    written = {str(getattr(vocab, name)) for name in names_used()}
    gathering = {str(o) for p in (RDFS.domain, RDFS.range, RDFS.subClassOf) for o in ONTOLOGY.objects(None, p)}
    for scheme in CONCEPTS:
        graph = rdflib.Graph().parse(FOLDER / f"{scheme}.ttl")
        written |= {str(x) for triple in graph for x in triple[1:]}
    assert {str(term) for term in terms(*KINDS)} <= written | gathering


def test_the_version_is_part_of_an_iri() -> None:
    head = rdflib.URIRef(vocab.DKG[:-1])
    version = str(ONTOLOGY.value(head, OWL.versionInfo))
    assert str(ONTOLOGY.value(head, OWL.versionIRI)) == f"{head}/{version}"


def test_the_graph_uses_only_terms_that_are_defined(data: rdflib.Graph) -> None:
    properties = {p for p in data.predicates() if p in DKG}
    classes = {o for o in data.objects(None, RDF.type) if o in DKG}
    assert properties <= set(terms(OWL.ObjectProperty, OWL.DatatypeProperty))
    assert classes <= set(terms(OWL.Class))


def classes_of(data: rdflib.Graph, node: rdflib.term.Node) -> set[rdflib.term.Node]:
    told = set(data.objects(node, RDF.type))
    return {above for kind in told for above in ONTOLOGY.transitive_objects(kind, RDFS.subClassOf)}


def test_the_graph_keeps_to_domains_and_ranges(data: rdflib.Graph) -> None:
    faults = set()
    for s, p, o in data:
        if p not in DKG:
            continue
        domain, range_ = ONTOLOGY.value(p, RDFS.domain), ONTOLOGY.value(p, RDFS.range)
        if domain not in classes_of(data, s):
            faults.add((p, "domain", s))
        if isinstance(o, rdflib.Literal):
            datatype = o.datatype or rdflib.XSD.string
            if range_ not in (datatype, RDFS.Literal):
                faults.add((p, "range", o))
        elif range_ != RDF.Property and range_ not in classes_of(data, o):
            faults.add((p, "range", o))
    assert not faults


@pytest.mark.parametrize("scheme", CONCEPTS)
def test_every_concept_is_named_in_three_languages_and_is_in_its_scheme(scheme: str) -> None:
    graph = rdflib.Graph().parse(FOLDER / f"{scheme}.ttl")
    head = graph.value(None, RDF.type, SKOS.ConceptScheme)
    concepts = set(graph.subjects(SKOS.inScheme, head))
    assert concepts
    for concept in {*concepts, head}:
        assert languages(graph, concept, SKOS.prefLabel) == sorted(LANGUAGES)
    for concept in concepts:
        assert str(concept) == f"{head}/{graph.value(concept, SKOS.notation)}"
        assert graph.value(concept, RDF.type) in set(terms(OWL.Class))
        assert set(graph.objects(concept, SKOS.broader)) <= concepts


@pytest.mark.parametrize(("scheme", "table"), [("issues", "issues"), ("acts", "acts")])
def test_concepts_are_those_that_the_extraction_knows(scheme: str, table: str) -> None:
    graph = rdflib.Graph().parse(FOLDER / f"{scheme}.ttl")
    rows = {row["code"]: row for row in read_table(FOLDER / "lexicon" / f"{table}.tsv") if row["code"] != "conflict-xx"}
    labels = {
        str(graph.value(c, SKOS.notation)): set(graph.objects(c, SKOS.prefLabel)) for c in graph.subjects(SKOS.notation)
    }
    columns = {"zh_hans": "zh-Hans", "zh_hant": "zh-Hant", "en": "en"}
    expected = {code: {rdflib.Literal(row[c], lang=tag) for c, tag in columns.items()} for code, row in rows.items()}
    assert labels == expected


def test_every_publisher_has_a_camp_of_the_scheme() -> None:
    graph = rdflib.Graph().parse(FOLDER / "camps.ttl")
    codes = {str(code) for code in graph.objects(None, SKOS.notation)}
    assert {camp_of(publisher) for publisher in load_publishers().values() if publisher.country} <= codes


def test_owl_rl_finds_no_contradiction(data: rdflib.Graph) -> None:
    """Everything that one meeting, its reports and their neighbours say, closed under OWL-RL with the ontology."""
    meeting = rdflib.URIRef(vocab.meeting_iri("biden-xi-summit-2023-11"))
    seeds = {meeting, *data.subjects(DKG.reports, meeting)}
    seeds |= {o for s in seeds for o in data.objects(s) if isinstance(o, rdflib.URIRef)}
    part = rdflib.Graph()
    for s in seeds:
        for triple in data.triples((s, None, None)):
            part.add(triple)
    whole = part + ONTOLOGY
    assert contradictions(whole) == []


def test_owl_rl_would_find_a_contradiction() -> None:
    whole = rdflib.Graph() + ONTOLOGY
    thing = rdflib.URIRef("http://example.org/both")
    whole.add((thing, RDF.type, DKG.Person))
    whole.add((thing, RDF.type, DKG.Country))
    assert contradictions(whole)


def contradictions(graph: rdflib.Graph) -> list[str]:
    closure = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=True)
    closure.closure()
    return [*closure.error_messages, *map(str, graph.subjects(RDF.type, OWL.Nothing))]
