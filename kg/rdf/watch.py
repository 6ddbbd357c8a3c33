"""The view of a graph, put together while the graph is written: what `project` reads back out of it, at no reading.

Each block of the graph gives a part, which depends on nothing else and so can be made by any process and kept. The
store that `project` asks takes 350 bytes a triple; this way nothing is held but the view.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from msgspec import Struct

from kg import vocab as v
from kg.rdf.facts import Facts, tail
from kg.rdf.passages import Passages
from kg.rdf.project import ENTITIES, TERMS
from kg.rdf.records import (
    make_articles,
    make_names,
    make_passage,
    make_readouts,
    make_reports,
    make_roles,
    make_statements,
)
from kg.rdf.terms import Term, Triple
from kg.rdf.weave import Gathered, Pair, said_edge, weave
from kg.viewmodel import Article, Edge, Names, Passage, Readout, Report, Role, Statement, View

NAMING: Final = (v.MENTION_OF, v.REFERS_TO, v.NAMES_ISSUE)
_LABELS: Final = (v.LABEL, v.PREF_LABEL, v.ALT_LABEL)


class Part(Struct, frozen=True, gc=False, array_like=True):
    """What one article adds to a view; `speaks_of` are the entities and issues that it names."""

    article: Article
    passages: tuple[Passage, ...]
    reports: tuple[Report, ...]
    roles: tuple[Role, ...]
    statements: tuple[Statement, ...]
    readouts: tuple[Readout, ...]
    speaks_of: tuple[str, ...]


def article_part(accounts: Iterable[Triple], passages: Passages) -> Part:
    """The part of an article, from the triples of its accounts and its passages."""
    known = described(accounts)
    speaks_of, marks = _names(passages)
    shown = tuple(sorted(_shown(known, passages, marks), key=lambda passage: (passage.start, passage.id)))
    publishers = {tail(p) for facts in known[v.ARTICLE].values() for p in facts.get(v.PUBLISHED_BY, ())}
    return Part(
        article=make_articles(known[v.ARTICLE], publishers)[0],
        passages=shown,
        reports=tuple(make_reports(known[v.MEETING_REPORT])),
        roles=tuple(make_roles(known[v.TENURE])),
        statements=tuple(make_statements(known[v.STATEMENT])),
        readouts=tuple(make_readouts(known[v.READOUT], {passage.id: passage for passage in shown})),
        speaks_of=tuple(sorted(speaks_of)),
    )


def described(triples: Iterable[Triple]) -> dict[str, dict[str, Facts]]:
    """Class -> id -> what the triples say of its members, labels apart; the triples of a subject stand together."""
    found: dict[str, dict[str, Facts]] = defaultdict(dict)
    last, facts = None, Facts()
    for subject, predicate, value in triples:
        verb = predicate[1:-1]
        if subject != last:
            last, facts = subject, {}
        if verb == v.TYPE:
            found[value[1:-1]][tail(subject[1:-1])] = facts
        elif verb not in _LABELS:
            facts.setdefault(verb, []).append(plain(value))
    for kind, members in found.items():
        found[kind] = dict(sorted(members.items()))
    return found


def plain(term: Term) -> str:
    """An IRI or the text of a literal, without what N-Triples writes around it.

    >>> plain(Term('"12"^^<http://www.w3.org/2001/XMLSchema#integer>'))
    '12'
    """
    if term[0] == "<":
        return term[1:-1]
    text = term[1 : term.rindex('"')]
    return str(json.loads(f'"{text}"', strict=False)) if "\\" in text else text


def _names(passages: Passages) -> tuple[set[str], list[tuple[int, int, str]]]:
    """What the article names, and the places of all names and references, sorted."""
    speaks_of, marks = set(), []
    for start, end, rows, _ in passages.stretches():
        for predicate, value in rows:
            if predicate in NAMING:
                named = tail(value[1:-1])
                marks.append((start, end, named))
                if predicate != v.REFERS_TO:
                    speaks_of.add(named)
    return speaks_of, sorted(marks)


def _shown(
    known: dict[str, dict[str, Facts]], passages: Passages, marks: list[tuple[int, int, str]]
) -> Iterator[Passage]:
    """The passages that show what accounts say, in the order of the text."""
    used = {
        passage for members in known.values() for facts in members.values() for passage in facts.get(v.EVIDENCE, ())
    }
    article = passages.article
    name = v.article_iri(article.id)
    for start, end, _, block in passages.stretches():
        iri = f"{passages.base}{start}-{end}"
        if iri in used and article.blocks:
            row = (iri, name, str(start), str(end), article.text[start:end], str(article.blocks[block].part))
            yield make_passage(row, {name: marks})


class Above(Struct, frozen=True, gc=False, array_like=True):
    """What some things, meetings or concepts add to a view: what is said of them, by class and id, and their names."""

    facts: dict[str, dict[str, Facts]]
    names: dict[str, Names]

    def only(self, wanted: Container[str]) -> Above:
        """The same without the things and meetings that are not wanted."""
        kinds = (*ENTITIES, v.MEETING)
        gone = {key for kind in kinds for key in self.facts.get(kind, ()) if key not in wanted}
        facts = {
            kind: {key: members[key] for key in members if key not in gone} for kind, members in self.facts.items()
        }
        return Above(facts, {key: names for key, names in self.names.items() if key not in gone})


def above_part(triples: Sequence[Triple]) -> Above:
    """The part of what stands outside of the articles, from its triples."""
    names = make_names(_labels(triples, v.LABEL), _spellings(triples), _labels(triples, v.PREF_LABEL))
    return Above(dict(described(triples)), names)


class Ahead:
    """What some parts give that needs nothing but them, made before it is known which of them stand in the graph."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = list(parts)
        self._statements: dict[Pair, list[Statement]] = defaultdict(list)
        self.speaks_of: dict[str, set[str]] = defaultdict(set)
        self._add(self._parts)
        self.said: dict[Pair, Edge] = {pair: said_edge(pair, found) for pair, found in self._statements.items()}

    def turn(self, parts: Collection[Part]) -> None:
        """Become what other parts give: made anew where these differ."""
        before, now = set(map(id, self._parts)), set(map(id, parts))
        gone = [part for part in self._parts if id(part) not in now]
        new = [part for part in parts if id(part) not in before]
        self._take_away(gone)
        self._add(new)
        for pair in {(said.speaker, said.issue) for said in _statements((*gone, *new))}:
            self.said.pop(pair, None)
            if found := self._statements[pair]:
                self.said[pair] = said_edge(pair, found)

    def _add(self, parts: Iterable[Part]) -> None:
        for part in parts:
            for thing in part.speaks_of:
                self.speaks_of[thing].add(part.article.id)
            for said in part.statements:
                self._statements[said.speaker, said.issue].append(said)

    def _take_away(self, parts: Collection[Part]) -> None:
        lost = set(map(id, _statements(parts)))
        for part in parts:
            for thing in part.speaks_of:
                self.speaks_of[thing].discard(part.article.id)
        for pair in {(said.speaker, said.issue) for said in _statements(parts)}:
            self._statements[pair] = [said for said in self._statements[pair] if id(said) not in lost]


def _statements(parts: Iterable[Part]) -> Iterator[Statement]:
    return chain.from_iterable(part.statements for part in parts)


@dataclass(slots=True)
class Watch:
    """The parts of a graph as they pass by. With `is_whole`, things that no article names are in the view as well."""

    is_whole: bool = True
    parts: list[Part] = field(default_factory=list)
    above: list[Above] = field(default_factory=list)
    ahead: Ahead = field(default_factory=lambda: Ahead(()))

    def take(self, part: Part | Above | None) -> None:
        """Take the part of a block, if it has one."""
        if isinstance(part, Part):
            self.parts.append(part)
        elif part:
            self.above.append(part)

    def view(self, rest: Sequence[Triple]) -> View:
        """The view, once all parts are in; `rest` are the triples outside of the blocks."""
        parts = sorted(self.parts, key=lambda part: part.article.id)
        self.ahead.turn(parts)
        wanted = None if self.is_whole else _wanted(parts)
        above = [part if wanted is None else part.only(wanted) for part in self.above] + [above_part(rest)]
        known: dict[str, dict[str, Facts]] = defaultdict(dict)
        for found in above:
            for kind, members in found.facts.items():
                known[kind] |= members
        return weave(
            Gathered(
                names={key: names for found in above for key, names in found.names.items()},
                articles=tuple(part.article for part in parts),
                passages=tuple(passage for part in parts for passage in part.passages),
                entities={kind: known[kind] for kind in ENTITIES},
                meetings=known[v.MEETING],
                issues=known[v.ISSUE],
                speaks_of=self.ahead.speaks_of,
                reports=tuple(report for part in parts for report in part.reports),
                roles=tuple(role for part in parts for role in part.roles),
                statements=tuple(_statements(parts)),
                said=self.ahead.said,
                readouts=tuple(readout for part in parts for readout in part.readouts),
                terms=tuple(sorted(term for kind in TERMS for term in known[kind])),
            )
        )


def _wanted(parts: Iterable[Part]) -> set[str]:
    """The ids of things and meetings that the parts speak of."""
    found = {thing for part in parts for thing in part.speaks_of}
    for part in parts:
        for report in part.reports:
            found.update((report.meeting, *report.participants, *report.parties))
            found.update(filter(None, (report.city, report.beside)))
        found.update(said.speaker for said in part.statements)
        found.update(role.holder for role in part.roles)
    return found


def _labels(triples: Iterable[Triple], term: str) -> Iterator[tuple[str, str, str]]:
    for subject, predicate, value in triples:
        if predicate[1:-1] == term:
            yield subject[1:-1], plain(value), value[value.rindex('"') + 2 :]


def _spellings(triples: Iterable[Triple]) -> Iterator[tuple[str, str]]:
    for subject, predicate, value in triples:
        if predicate[1:-1] == v.ALT_LABEL:
            yield subject[1:-1], plain(value)
