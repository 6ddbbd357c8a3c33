"""A graph as the node and edge view that analysis and pages read: the accounts by SPARQL, put together in weave.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg import vocab as v
from kg.rdf.facts import Rows, described, tail
from kg.rdf.records import (
    Place,
    make_articles,
    make_names,
    make_passage,
    make_readouts,
    make_reports,
    make_roles,
    make_statements,
)
from kg.rdf.weave import Gathered, said_edges, weave
from kg.viewmodel import Names, Passage, View

ENTITIES = (v.PERSON, v.COUNTRY, v.ORGANIZATION, v.PLACE)
TERMS = (v.ACT_CLASS, v.KIND_CLASS, v.STATUS_CLASS)


def project(rows: Rows) -> View:
    """The view of a graph, whose door is a function that runs a SELECT.

    Meetings that carry no facts of their own take those of their reports. The same view for the same graph, whatever
    order its rows come in.
    """
    names = _names(rows)
    speaks_of, marks = _mentions(rows)
    passages = _passages(rows, marks)
    articles = make_articles(described(rows, v.ARTICLE), names.keys())
    statements = tuple(make_statements(described(rows, v.STATEMENT)))
    return weave(
        Gathered(
            names=names,
            articles=articles,
            passages=passages,
            entities={kind: described(rows, kind) for kind in ENTITIES},
            meetings=described(rows, v.MEETING),
            issues=described(rows, v.ISSUE),
            speaks_of=speaks_of,
            reports=tuple(make_reports(described(rows, v.MEETING_REPORT))),
            roles=tuple(make_roles(described(rows, v.TENURE))),
            statements=statements,
            said=said_edges(statements),
            readouts=tuple(make_readouts(described(rows, v.READOUT), {passage.id: passage for passage in passages})),
            terms=tuple(sorted({*_terms(rows)})),
        )
    )


def _names(rows: Rows) -> dict[str, Names]:
    labels = rows(f"SELECT ?s ?o (LANG(?o) AS ?l) WHERE {{ ?s <{v.LABEL}> ?o }}")
    preferred = rows(f"SELECT ?s ?o (LANG(?o) AS ?l) WHERE {{ ?s <{v.PREF_LABEL}> ?o }}")
    spellings = rows(f"SELECT ?s ?o WHERE {{ ?s <{v.ALT_LABEL}> ?o }}")
    return make_names(
        ((subject, label, language or "") for subject, label, language in labels if subject and label),
        ((subject, label) for subject, label in spellings if subject and label),
        ((subject, label, language) for subject, label, language in preferred if subject and label and language),
    )


def _mentions(rows: Rows) -> tuple[dict[str, set[str]], dict[str, list[Place]]]:
    """The articles that name each entity or issue; and the places of each article's names, by the article's IRI.

    Patterns without OPTIONAL, which costs several times as much as the rest of the question.
    """
    speaks_of: dict[str, set[str]] = defaultdict(set)
    marks: dict[str, list[Place]] = defaultdict(list)
    place = f"<{v.IN_ARTICLE}> ?a ; <{v.START}> ?s ; <{v.END}> ?e"
    for predicate in (v.MENTION_OF, v.REFERS_TO, v.NAMES_ISSUE):
        for node, article, start, end in rows(f"SELECT ?n ?a ?s ?e WHERE {{ ?m <{predicate}> ?n ; {place} }}"):
            if node and article and start and end:
                marks[article].append((int(start), int(end), tail(node)))
                if predicate != v.REFERS_TO:
                    speaks_of[tail(node)].add(tail(article))
    for found in marks.values():
        found.sort()
    return speaks_of or _without_places(rows), marks


def _without_places(rows: Rows) -> dict[str, set[str]]:
    """The articles that name each entity, in a graph whose mentions have no offsets."""
    speaks_of: dict[str, set[str]] = defaultdict(set)
    for node, article in rows(f"SELECT DISTINCT ?n ?a WHERE {{ ?m <{v.MENTION_OF}> ?n ; <{v.IN_ARTICLE}> ?a }}"):
        if node and article:
            speaks_of[tail(node)].add(tail(article))
    return speaks_of


def _passages(rows: Rows, marks: dict[str, list[Place]]) -> tuple[Passage, ...]:
    """The passages that show what accounts say, with the names inside them marked."""
    facts = f"<{v.IN_ARTICLE}> ?a ; <{v.START}> ?s ; <{v.END}> ?e ; <{v.EXACT}> ?x ; <{v.PART}> ?part"
    found = rows(f"SELECT ?m ?a ?s ?e ?x ?part WHERE {{ ?account <{v.EVIDENCE}> ?m . ?m {facts} }}")
    passages = [make_passage(row, marks) for row in {row[0]: row for row in found}.values()]
    return tuple(sorted(passages, key=lambda p: (p.article, p.start, p.id)))


def _terms(rows: Rows) -> Iterator[str]:
    for kind in TERMS:
        for (concept,) in rows(f"SELECT ?s WHERE {{ ?s a <{kind}> }}"):
            if concept:
                yield tail(concept)
