"""The written graph: the same in both files and for both parsers, the same bytes each time, all with its words."""

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rdflib import XSD

from kg import vocab as v
from kg.errors import DataError, UsageError
from kg.model import (
    Article,
    Block,
    EntityKind,
    Extraction,
    Form,
    KnowledgeBase,
    Label,
    Meeting,
    MeetingKind,
    Mention,
    Part,
    Status,
    Thing,
)
from kg.rdf import Graph, open_graph, write
from kg.rdf.triples import meeting_labels, name_in
from kg.rdf.writer import NTRIPLES, TURTLE
from tests.rdf import gold

EXACT, PREF_LABEL, ALT_LABEL = (rdflib.URIRef(name) for name in (v.EXACT, v.PREF_LABEL, v.ALT_LABEL))
WILD = st.text(min_size=1, max_size=12)
EMPTY = KnowledgeBase(things=(), meetings=(), clusters=(), decisions=(), thing_of={}, meeting_of={}, copies={})


def triples(path: Path) -> set[str]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    kind = ox.RdfFormat.N_TRIPLES if path.suffix == ".gz" else ox.RdfFormat.TURTLE
    return {str(quad) for quad in ox.parse(data, kind)}


def test_both_files_hold_the_same_triples_for_both_parsers(gold_folder: Path) -> None:
    turtle, packed = gold_folder / TURTLE, gold_folder / NTRIPLES
    assert triples(turtle) == triples(packed)
    by_rdflib = rdflib.Graph().parse(turtle)
    by_oxigraph = rdflib.Graph(store="Oxigraph").parse(turtle, format="ox-turtle")
    assert len(by_rdflib) == len(by_oxigraph) == len(triples(turtle))
    assert {plain(t) for t in by_rdflib} == {plain(t) for t in by_oxigraph}


def plain(triple: tuple[rdflib.term.Node, ...]) -> tuple[str, ...]:
    """A triple as both libraries mean it: a plain string is an xsd:string, tags have no case."""
    value = triple[2]
    kind = (value.language or str(value.datatype or XSD.string)).lower() if isinstance(value, rdflib.Literal) else "iri"
    return str(triple[0]), str(triple[1]), str(value), kind


def test_the_same_input_gives_the_same_bytes(gold_folder: Path, tmp_path: Path) -> None:
    kb = gold.knowledge()
    shuffled = replace(kb, things=kb.things[::-1], meetings=kb.meetings[::-1], clusters=kb.clusters[::-1])
    write(tmp_path, gold.extractions(), shuffled)
    for name in (TURTLE, NTRIPLES):
        assert (tmp_path / name).read_bytes() == (gold_folder / name).read_bytes()


def test_the_number_of_triples_is_told(tmp_path: Path) -> None:
    count = write(tmp_path, gold.extractions(), gold.knowledge())
    assert (
        count
        == len(gzip.decompress((tmp_path / NTRIPLES).read_bytes()).splitlines())
        == len(triples(tmp_path / TURTLE))
    )


def test_articles_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="out of order"):
        write(tmp_path, gold.extractions()[::-1], gold.knowledge())


def test_a_key_without_a_thing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nothing stands behind"):
        write(tmp_path, gold.extractions(), replace(gold.knowledge(), thing_of={}))


def test_prefixes_stand_only_at_the_top(gold_folder: Path) -> None:
    lines = (gold_folder / TURTLE).read_text(encoding="utf-8").splitlines()
    at = [number for number, line in enumerate(lines) if line.startswith("@")]
    assert at == list(range(len(at)))


def test_every_account_has_evidence_that_is_in_its_article(gold_graph: Graph) -> None:
    texts = {article.id: article.text for article in gold.articles().values()}
    found = list(
        gold_graph.rows("""SELECT ?account ?article ?exact ?start ?end {
            { ?account a dkg:MeetingReport } UNION { ?account a dkg:Statement }
            UNION { ?account a dkg:Tenure } UNION { ?account a dkg:Readout }
            ?account dkg:inArticle ?article .
            OPTIONAL { ?account dkg:evidence ?p . ?p a dkg:Passage ; dkg:inArticle ?article ;
                       dkg:exact ?exact ; dkg:start ?start ; dkg:end ?end } }""")
    )
    accounts = sum(len(e.meetings) + len(e.statements) + len(e.tenures) + len(e.readouts) for e in gold.extractions())
    assert len({row[0] for row in found}) == accounts
    for _, article, exact, start, end in found:
        assert article is not None
        assert start is not None, "an account without evidence"
        assert end is not None
        assert texts[article.rpartition("/")[2]][int(start) : int(end)] == exact


def test_pronouns_and_titles_are_no_mentions(tmp_path: Path) -> None:
    article = gold.articles()["000_aaf66d247d256484.txt"]
    mention = Mention(start=0, end=1, entities=("country/US",), kind=EntityKind.COUNTRY, form=Form.PRONOUN, rule="x")
    write(tmp_path, [Extraction(article=article, mentions=(mention,))], EMPTY)
    graph = open_graph(tmp_path / TURTLE)
    assert not list(graph.rows("SELECT ?m { ?m a dkg:Mention }"))
    assert list(graph.rows("SELECT ?e { ?m a dkg:Reference ; dkg:refersTo ?e }"))


def test_all_labels_can_be_read_from_the_graph_alone(gold_graph: Graph) -> None:
    unlabelled = gold_graph.rows("""SELECT DISTINCT ?x {
        { ?s dkg:discussed|dkg:about|dkg:act|dkg:kind|dkg:status|dkg:camp ?x } UNION { ?s a ?x }
        FILTER NOT EXISTS { ?x rdfs:label ?en . FILTER(LANGMATCHES(LANG(?en), "en")) }
        FILTER(STRSTARTS(STR(?x), "https://w3id.org/diplokg/")) }""")
    assert list(unlabelled) == []


SPECIAL = {
    "quotes": '他说："好"、\'好\'、"""、\\\\',
    "newlines": "一\n二\r\n三\t四\x0b\x85\u2028",
    "emoji": "👩‍👩‍👧🇨🇳😀",
    "private use": "\ue000\uf8ff\U000f0000\U0010fffd",
    "rare Han": "𠮷𡈽㐀𪚥𰻝",
    "controls": "\x00\x01\x1f\x7f\x9f",
    "overrides": "\u202e王\u2066毅\u200f",
    "non-characters": "\ufdd0\ufffe\uffff\U0001ffff",
    "parts of an IRI": "a b/c?d=e&f#g%h%41[i]<j>{k}|l^m`n\\\\o",
    "turtle": '" ; dkg:x <y> . # @zh ^^<z>',
}


@pytest.mark.parametrize("text", SPECIAL.values(), ids=SPECIAL)
def test_special_text_anywhere_comes_back(tmp_path: Path, text: str) -> None:
    check_round_trip(tmp_path, text, text, text, text, text)


@given(WILD, WILD, WILD, WILD, WILD)
@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_any_text_anywhere_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str, file: str, url: str, id_: str
) -> None:
    check_round_trip(tmp_path_factory.mktemp("wild"), text, name, file, url, id_)


def check_round_trip(folder: Path, text: str, name: str, file: str, url: str, id_: str) -> None:
    """Write an article with such a text, publisher, file name, address and id; read it with both libraries."""
    block = Block(part=Part.HEADLINE, start=0, end=len(text))
    article = replace(
        Article(id=id_, source_file=file, text=text, blocks=(block,)),
        headline=text,
        publisher=name,
        url=url,
        published=text,
    )
    key = f"person/{id_}"
    labels = tuple(Label(text=name, language=tag) for tag in ("zh-Hans", "zh-Hant", "en"))
    thing = Thing(id=key, kind=EntityKind.PERSON, labels=labels, spellings=(Label(text=text, language="zh-Hans"),))
    mention = Mention(start=0, end=len(text), entities=(key,), kind=EntityKind.PERSON, form=Form.FULL, rule="x")
    kb = replace(EMPTY, things=(thing,), thing_of={(article.id, key): key})
    write(folder, [Extraction(article=article, mentions=(mention,))], kb)
    assert triples(folder / TURTLE) == triples(folder / NTRIPLES)
    person = rdflib.URIRef(v.thing_iri(key))
    for store, kind in (("default", "turtle"), ("Oxigraph", "ox-turtle")):
        graph = rdflib.Graph(store=store).parse(folder / TURTLE, format=kind)
        assert [str(found) for found in graph.objects(None, EXACT)] == [paired(text)]
        assert {str(found) for found in graph.objects(person, PREF_LABEL)} == {paired(name)}
        assert paired(text) in {str(found) for found in graph.objects(person, ALT_LABEL)} | {paired(name)}
        [page] = graph.subjects(rdflib.RDF.type, rdflib.URIRef(v.ARTICLE))
        assert page == rdflib.URIRef(v.article_iri(id_))
        assert [str(found) for found in graph.objects(page, rdflib.URIRef(v.SOURCE_FILE))] == [paired(file)]


def paired(text: str) -> str:
    """A text as it is written: halves of surrogate pairs are no characters."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def test_the_name_of_a_gathering_is_in_the_language_of_its_label() -> None:
    names = [name_in("東協峰會", language) for language in ("zh-Hans", "zh-Hant", "en")]
    assert names == ["东协峰会", "東協峰會", "ASEAN summit"]
    assert name_in("富士山对话会", "en") == "富士山对话会"


@pytest.mark.parametrize("labels", [{}, {"country/NO": {"zh-Hans": "挪威", "zh-Hant": "挪威", "en": "Norway"}}])
def test_visits_of_one_month_are_told_apart_by_the_country(labels: dict[str, dict[str, str]]) -> None:
    """Whether an article names the country or not."""
    visit = Meeting(
        id="m",
        kind=MeetingKind.VISIT,
        status=Status.HELD,
        participants=("person/li",),
        parties=(),
        country="NO",
        start="2031-05",
    )
    written = [str(label).partition("@")[0].strip('"') for label in meeting_labels(visit, labels)]
    assert sorted(written) == ["li (visit, Norway, 2031-05)", "li（訪問挪威，2031-05）", "li（访问挪威，2031-05）"]
    talk = replace(visit, kind=MeetingKind.MEETING)
    assert not any("挪威" in str(label) for label in meeting_labels(talk, labels))
