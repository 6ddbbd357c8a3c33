"""Terms: any text and any IRI comes back as it went in, from two independent parsers."""

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

from kg import vocab as v
from kg.rdf.terms import decimal, iri, string, tagged, typed, when
from kg.rdf.texts import compact, turtle_header

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
XSD = "http://www.w3.org/2001/XMLSchema#"


def read_ox(term: str) -> ox.Literal | ox.NamedNode:
    data = f"{turtle_header()}<a:a> <a:b> {term} ."
    [quad] = ox.parse(data, ox.RdfFormat.TURTLE)
    assert isinstance(quad.object, ox.Literal | ox.NamedNode)
    return quad.object


def read_rdflib(term: str) -> rdflib.term.Node:
    graph = rdflib.Graph().parse(data=f"{turtle_header()}<a:a> <a:b> {term} .", format="turtle")
    [(_, _, found)] = graph
    return found


@given(TEXT)
@example('"quoted" \\ back\\slash \\u0041')
@example("line\nbreak\r\n\ttab\x00\x0b\x7f\x85\u2028")
@example("𠮷野家 🇨🇳 \ue000 \U0010fffd \u202e \ufffe")
def test_literals_come_back_whole(text: str) -> None:
    for term in (string(text), tagged(text, "zh-Hans"), typed(text, "anyURI")):
        assert read_ox(compact(term)).value == text
        assert str(read_rdflib(compact(term))) == text


@given(st.text())
def test_half_surrogates_become_replacement_characters(text: str) -> None:
    found = read_ox(string(text)).value
    assert len(found) == len(text)
    assert all(a == b or (b == "\ufffd" and "\ud800" <= a <= "\udfff") for a, b in zip(text, found, strict=True))


@given(st.text())
@example("%")
@example("100%25 %2")
@example("[a]?[b]#[c]")
def test_any_text_makes_a_valid_iri(text: str) -> None:
    term = iri("http://example.org/" + text)
    assert term.isascii()
    if text.count("#") < 2:  # the second would have to be encoded, and no IRI of the graph has a text after its #
        assert read_ox(term).value == term[1:-1] == str(read_rdflib(term))


@given(st.text(min_size=1))
@example("a#b")
@example("%")
def test_any_code_or_id_makes_a_valid_iri(text: str) -> None:
    for found in (v.concept("issue", text), v.thing_iri(f"person/{text}"), v.meeting_iri(text), v.article_iri(text)):
        assert read_ox(iri(found)).value == found == str(read_rdflib(iri(found)))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2024-09-27", "date"),
        ("2024-09", "gYearMonth"),
        ("2024", "gYear"),
        ("0000", "string"),
        ("2024-02-30", "string"),
    ],
)
def test_a_date_has_the_type_of_its_precision(text: str, datatype: str) -> None:
    found = read_ox(when(text))
    assert isinstance(found, ox.Literal)
    assert (found.value, found.datatype.value) == (text, XSD + datatype)


@pytest.mark.parametrize(("value", "text"), [(1, "1.0"), (0.5, "0.5"), (0.123456, "0.1235"), (0, "0.0")])
def test_confidences_are_short_decimals(value: float, text: str) -> None:
    assert compact(decimal(value)) == text
    assert read_ox(text) == ox.Literal(text, datatype=ox.NamedNode(XSD + "decimal"))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("https://w3id.org/diplokg/id/person/wang-yi", "person:wang-yi"),
        ("https://w3id.org/diplokg/id/person/%E7", "<https://w3id.org/diplokg/id/person/%E7>"),
        ("https://w3id.org/diplokg/id/person/a.", "<https://w3id.org/diplokg/id/person/a.>"),
        ("https://w3id.org/diplokg/id/person/", "<https://w3id.org/diplokg/id/person/>"),
        ("https://w3id.org/diplokg/ontology#Person", "dkg:Person"),
    ],
)
def test_iris_are_written_short_where_turtle_allows(term: str, text: str) -> None:
    assert compact(iri(term)) == text
    assert read_ox(text).value == term
