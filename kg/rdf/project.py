"""A graph as the node and edge view that analysis and pages read: the accounts by SPARQL, put together in weave.py."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from kg import vocab as v
from kg.errors import DataError
from kg.rdf.facts import Rows, code, described, first, first_id, ids, number, tail
from kg.rdf.weave import Gathered, weave
from kg.viewmodel import Article, Coverage, Mark, Names, Passage, Readout, Report, Role, Statement, View

Place = tuple[int, int, str]  # start, end, id of what is named
ENTITIES = (v.PERSON, v.COUNTRY, v.ORGANIZATION, v.PLACE)
CONCEPTS = (v.ISSUE, v.ACT_CLASS, v.KIND_CLASS, v.STATUS_CLASS)


def project(rows: Rows) -> View:
    """The view of a graph, whose door is a function that runs a SELECT.

    Meetings that carry no facts of their own take those of their reports. The same view for the same graph, whatever
    order its rows come in.
    """
    names = _names(rows)
    speaks_of, marks = _mentions(rows)
    passages = _passages(rows, marks)
    by_id = {passage.id: passage for passage in passages}
    articles = _articles(rows, names)
    return weave(
        Gathered(
            names=names,
            articles=articles,
            passages=passages,
            entities={kind: described(rows, kind) for kind in ENTITIES},
            meetings=described(rows, v.MEETING),
            issues=described(rows, v.ISSUE),
            speaks_of=speaks_of,
            reports=tuple(_reports(rows)),
            roles=tuple(_roles(rows)),
            statements=tuple(_statements(rows, by_id)),
            readouts=tuple(_readouts(rows, by_id)),
            terms=tuple(sorted({*_concepts(rows)})),
        )
    )


def _names(rows: Rows) -> dict[str, Names]:
    """Labels by language and spellings of everything, by id. A label without a language counts as simplified."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    spellings: dict[str, set[str]] = defaultdict(set)
    for subject, label, language in rows(f"SELECT ?s ?o (LANG(?o) AS ?l) WHERE {{ ?s <{v.LABEL}> ?o }}"):
        if subject and label and not subject.startswith(v.DKG):
            known = labels[tail(subject)]
            tag = (language or "zh-hans").lower()
            known[tag] = min(known.get(tag, label), label)
    for subject, label in rows(f"SELECT ?s ?o WHERE {{ ?s <{v.ALT_LABEL}> ?o }}"):
        if subject and label:
            spellings[tail(subject)].add(label)
    return {
        key: Names(
            hans=labels[key].get("zh-hans", ""),
            hant=labels[key].get("zh-hant", ""),
            latin=labels[key].get("en", ""),
            spellings=tuple(sorted(spellings.get(key, ()))),
        )
        for key in sorted({*labels, *spellings})
    }


def _articles(rows: Rows, names: dict[str, Names]) -> tuple[Article, ...]:
    found = []
    for key, facts in described(rows, v.ARTICLE).items():
        publisher = first_id(facts, v.PUBLISHED_BY) or ""
        found.append(
            Article(
                id=key,
                headline=first(facts, v.HEADLINE) or "",
                publisher=publisher if publisher in names else publisher.rpartition("/")[2],
                published=first(facts, v.DATE_PUBLISHED),
                url=first(facts, v.URL) or "",
                source_file=first(facts, v.SOURCE_FILE) or "",
                language=first(facts, v.LANGUAGE) or "",
            )
        )
    return tuple(found)


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
    """The passages that accounts point to, with the names inside them marked."""
    facts = f"<{v.IN_ARTICLE}> ?a ; <{v.START}> ?s ; <{v.END}> ?e ; <{v.EXACT}> ?x ; <{v.PART}> ?part"
    found: dict[str | None, tuple[str | None, ...]] = {}
    for predicate in (v.EVIDENCE, v.QUOTATION):  # each alone: a path of both takes five times as long
        found |= {
            r[0]: r for r in rows(f"SELECT ?m ?a ?s ?e ?x ?part WHERE {{ ?account <{predicate}> ?m . ?m {facts} }}")
        }
    passages = [_passage(row, marks) for row in found.values()]
    return tuple(sorted(passages, key=lambda p: (p.article, p.start, p.id)))


def _passage(row: tuple[str | None, ...], marks: dict[str, list[Place]]) -> Passage:
    key, article, start, end, text, part = row
    if key is None or article is None or start is None or end is None:
        raise DataError("a passage of the graph has no article, start or end")
    return Passage(
        id=tail(key),
        article=tail(article),
        text=text or "",
        start=int(start),
        part=part or "body",
        marks=tuple(_within(marks.get(article, []), (int(start), int(end)))),
    )


def _within(marks: list[Place], span: tuple[int, int]) -> Iterator[Mark]:
    """The marks inside a span, counted from its start."""
    for start, end, node in marks[bisect_left(marks, (span[0], 0, "")) :]:
        if start >= span[1]:
            return
        if end <= span[1]:
            yield Mark(start=start - span[0], end=end - span[0], node=node)


def _reports(rows: Rows) -> Iterator[Report]:
    for key, facts in described(rows, v.MEETING_REPORT).items():
        meeting, article = first_id(facts, v.REPORTS), first_id(facts, v.IN_ARTICLE)
        if meeting is None or article is None:
            continue
        yield Report(
            id=key,
            meeting=meeting,
            article=article,
            kind=code(facts, v.KIND),
            status=code(facts, v.STATUS),
            start=first(facts, v.START_DATE),
            end=first(facts, v.END_DATE),
            participants=ids(facts, v.PARTICIPANT),
            parties=ids(facts, v.PARTY),
            issues=ids(facts, v.DISCUSSED),
            city=first_id(facts, v.HELD_IN_CITY),
            country=first_id(facts, v.HELD_IN_COUNTRY),
            beside=first_id(facts, v.ON_SIDELINES_OF),
            passages=ids(facts, v.EVIDENCE),
            confidence=number(facts, v.CONFIDENCE, 1.0),
        )


def _roles(rows: Rows) -> Iterator[Role]:
    for facts in described(rows, v.TENURE).values():
        holder, role, article = first_id(facts, v.HOLDER), first(facts, v.ROLE), first_id(facts, v.IN_ARTICLE)
        if holder and role and article:
            body = first_id(facts, v.OF_BODY) or first_id(facts, v.OF_COUNTRY)
            yield Role(holder=holder, role=role, article=article, body=body, passage=first_id(facts, v.EVIDENCE))


def _statements(rows: Rows, passage: dict[str, Passage]) -> Iterator[Statement]:
    for key, facts in described(rows, v.STATEMENT).items():
        speaker, issue, article = (first_id(facts, p) for p in (v.SPEAKER, v.ABOUT, v.IN_ARTICLE))
        if not (speaker and issue and article):
            continue
        said = passage.get(first_id(facts, v.QUOTATION) or "")
        yield Statement(
            id=key,
            speaker=speaker,
            issue=issue,
            act=first_id(facts, v.ACT) or "",
            article=article,
            side=first_id(facts, v.SIDE),
            meeting=first_id(facts, v.MADE_AT),
            date=first(facts, v.STATED_ON),
            addressee=first_id(facts, v.ADDRESSEE),
            relayed_by=first_id(facts, v.RELAYED_BY),
            quotation=said.text if said else "",
            cluster=first_id(facts, v.IN_CLUSTER),
            passages=ids(facts, v.EVIDENCE),
            confidence=number(facts, v.CONFIDENCE, 1.0),
        )


def _readouts(rows: Rows, passage: dict[str, Passage]) -> Iterator[Readout]:
    for key, facts in described(rows, v.READOUT).items():
        side, article = first_id(facts, v.SIDE), first_id(facts, v.IN_ARTICLE)
        if not (side and article):
            continue
        shown = [passage[key] for key in ids(facts, v.EVIDENCE) if key in passage]
        yield Readout(
            id=key,
            side=side,
            article=article,
            meeting=first_id(facts, v.OF_MEETING),
            covers=tuple(_coverage(issue, shown) for issue in ids(facts, v.COVERS)),
            omits=tuple(_coverage(issue, shown) for issue in ids(facts, v.OMITS)),
            passages=tuple(item.id for item in shown),
            confidence=number(facts, v.CONFIDENCE, 1.0),
        )


def _coverage(issue: str, evidence: list[Passage]) -> Coverage:
    """The passages of a readout that name an issue, all of them where none does; the longest of nested ones."""
    naming = [passage for passage in evidence if any(mark.node == issue for mark in passage.marks)] or evidence
    spans = [(passage.start, passage.start + len(passage.text)) for passage in naming]
    outer = [
        p
        for p, (a, b) in zip(naming, spans, strict=True)
        if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in spans)
    ]
    return Coverage(issue=issue, passages=tuple(passage.id for passage in outer))


def _concepts(rows: Rows) -> Iterator[str]:
    for kind in CONCEPTS[1:]:
        for (concept,) in rows(f"SELECT ?s WHERE {{ ?s a <{kind}> }}"):
            if concept:
                yield tail(concept)
