"""A fact and the words behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg import vocab as v
from kg.counts import counted
from kg.errors import UsageError
from kg.rdf.engine import Answer, Graph, value_of
from kg.rdf.render import compact_iri, find_labels, text_of
from kg.rdf.resolve import near_it, resolve, whole_names

MOST: Final = 200  # passages shown of one fact
KINDS: Final = ("entity", "meeting", "issue")  # what a name may mean, the likeliest first
HIDDEN: Final = (v.LABEL, v.PREF_LABEL, v.ALT_LABEL, v.EVIDENCE, v.QUOTATION, v.EXACT, v.CONFIDENCE, v.RULE, v.DIGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One passage that supports a fact, by which account, and where it stands."""

    account: str
    exact: str
    article: str
    headline: str
    publisher: str
    published: str
    url: str
    part: str
    paragraph: str
    start: str
    end: str
    rule: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A fact: its IRI, its title, what the graph says of it, where its reports differ, the passages behind it.

    A difference is (property, value, publisher, report).
    """

    iri: str
    title: str
    statements: tuple[tuple[str, str], ...]
    differences: tuple[tuple[str, str, str, str], ...]
    proofs: tuple[Proof, ...]


def explain(graph: Graph, fact: str, language: str = "en") -> Explanation:
    """What stands behind a fact given by IRI, prefixed name, or the name of a meeting, an entity or an issue.

    Raises UsageError if the graph knows no such thing, or several.
    """
    iri = _find(graph, fact)
    about = graph.select(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }} ORDER BY ?p ?o")
    if not about.rows:
        raise UsageError(f"the graph says nothing of {compact_iri(iri)}")
    labels = find_labels(graph, about, language)
    rows = [(p, o) for p, o in about.rows if p and value_of(p) not in HIDDEN]
    said = dict.fromkeys((text_of(p, labels), text_of(o, labels)) for p, o in rows)
    said |= dict.fromkeys(("role", f"{office}, {counted(count, 'account')}") for office, count in _offices(graph, iri))
    own = Answer(("fact",), [(ox.NamedNode(iri),)])
    title = find_labels(graph, own, language).get(iri, compact_iri(iri))
    return Explanation(
        iri=iri,
        title=title,
        statements=tuple(said),
        differences=tuple(_differences(graph, iri, language)),
        proofs=tuple(_proofs(graph, iri, language)),
    )


def _offices(graph: Graph, iri: str) -> Iterator[tuple[str, int]]:
    """The offices that accounts give a person, the commonest first."""
    query = f"SELECT ?office (COUNT(*) AS ?n) {{ ?t dkg:holder <{iri}> ; dkg:office ?office }} GROUP BY ?office"
    for office, count in graph.rows(f"{query} ORDER BY DESC(?n) ?office"):
        yield office or "", int(count or 0)


def _differences(graph: Graph, iri: str, language: str) -> Iterator[tuple[str, str, str, str]]:
    answer = graph.select(f"""SELECT DISTINCT ?property ?value ?publisher ?report WHERE {{
      <{iri}> dkg:differsIn ?property . ?report dkg:reports <{iri}> ; ?property ?value ; dkg:inArticle ?article .
      MINUS {{ ?report dkg:inferred ?property }}
      OPTIONAL {{ ?article dkg:publisher ?publisher }} }} ORDER BY ?property ?value ?report""")
    labels = find_labels(graph, answer, language)
    for which, value, publisher, report in answer.rows:
        yield text_of(which, labels), text_of(value, labels), text_of(publisher, labels), text_of(report, labels)


def _find(graph: Graph, fact: str) -> str:
    named = [kind for kind in KINDS if whole_names(graph, kind, fact)]
    for kind in ("iri", *named, *KINDS):
        try:
            found = resolve(graph, kind, fact).terms
        except UsageError:
            continue
        if len(found) > 1:
            names = ", ".join(compact_iri(term.value) for term in found)
            raise UsageError(f"{fact!r} may be any of {names}")
        return found[0].value
    near = near_it(graph, "entity", fact)
    raise UsageError(f"{fact!r} names nothing in the graph: give an IRI, person:…, meeting:…, or a name{near}")


def _proofs(graph: Graph, iri: str, language: str) -> Iterator[Proof]:
    columns = "?account ?exact ?article ?headline ?publisher ?date ?url ?part ?paragraph ?start ?end ?rule ?confidence"
    query = f"""SELECT DISTINCT {columns} WHERE {{
      {{ BIND(<{iri}> AS ?account) ?account dkg:evidence|dkg:quotation ?passage }}
      UNION {{ ?account dkg:reports|dkg:ofMeeting|dkg:inCluster <{iri}> ; dkg:evidence ?passage }}
      UNION {{ ?account dkg:about <{iri}> ; dkg:evidence ?passage }}
      UNION {{ ?account dkg:holder <{iri}> ; dkg:evidence ?passage }}
      UNION {{ ?passage dkg:mentionOf <{iri}> BIND(?passage AS ?account) }}
      UNION {{ BIND(<{iri}> AS ?passage) BIND(<{iri}> AS ?account) ?passage dkg:exact ?words }}
      ?passage dkg:exact ?exact ; dkg:inArticle ?article ; dkg:start ?start ; dkg:end ?end .
      OPTIONAL {{ ?passage dkg:part ?part }} OPTIONAL {{ ?passage dkg:paragraph ?paragraph }}
      OPTIONAL {{ ?article dkg:headline ?headline }} OPTIONAL {{ ?article dkg:publisher ?publisher }}
      OPTIONAL {{ ?article dkg:datePublished ?date }} OPTIONAL {{ ?article dkg:url ?url }}
      OPTIONAL {{ ?account dkg:rule ?rule }} OPTIONAL {{ ?account dkg:confidence ?confidence }}
    }} ORDER BY ?date ?article ?account ?start LIMIT {MOST}"""
    answer = graph.select(query)
    labels = find_labels(graph, answer, language)
    for row in answer.rows:
        cells = zip(answer.columns, row, strict=True)
        plain = {name: "" if cell is None else value_of(cell) for name, cell in cells}
        plain["published"] = plain.pop("date")
        plain["publisher"] = labels.get(plain["publisher"], "")
        yield Proof(**plain)
