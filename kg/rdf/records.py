"""The records of a view from the plain facts that a graph says of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from kg import vocab as v
from kg.errors import DataError
from kg.rdf.facts import Facts, code, first, first_id, ids, number, tail
from kg.rdf.triples import SLOTS
from kg.viewmodel import Article, Coverage, Mark, Names, Passage, Readout, Report, Role, Statement

Place = tuple[int, int, str]  # start, end, id of what is named
Described = Mapping[str, Facts]  # id -> what is said of it, sorted by id


def make_names(
    labels: Iterable[tuple[str, str, str]],
    spellings: Iterable[tuple[str, str]],
    preferred: Iterable[tuple[str, str, str]] = (),
) -> dict[str, Names]:
    """Labels by language and spellings of everything, by id, from (IRI, text, language) and (IRI, text).

    A label without a language counts as simplified; a preferred one goes before all others of its language.
    """
    named: dict[str, dict[str, str]] = defaultdict(dict)
    spelt: dict[str, set[str]] = defaultdict(set)
    for subject, label, language in labels:
        if not subject.startswith(v.DKG):
            known = named[tail(subject)]
            tag = (language or "zh-hans").lower()
            known[tag] = min(known.get(tag, label), label)
    for subject, label, language in preferred:
        named[tail(subject)][language.lower()] = label
    for subject, label in spellings:
        spelt[tail(subject)].add(label)
    return {
        key: Names(
            hans=named[key].get("zh-hans", ""),
            hant=named[key].get("zh-hant", ""),
            latin=named[key].get("en", ""),
            spellings=tuple(sorted(spelt.get(key, ()))),
        )
        for key in sorted({*named, *spelt})
    }


def make_articles(known: Described, publishers: Collection[str]) -> tuple[Article, ...]:
    """The articles; `publishers` are those that have a name."""
    found = []
    for key, facts in known.items():
        publisher = first_id(facts, v.PUBLISHED_BY) or ""
        found.append(
            Article(
                id=key,
                headline=first(facts, v.HEADLINE) or "",
                publisher=publisher if publisher in publishers else publisher.rpartition("/")[2],
                published=first(facts, v.DATE_PUBLISHED),
                url=first(facts, v.URL) or "",
                source_file=first(facts, v.SOURCE_FILE) or "",
                language=first(facts, v.LANGUAGE) or "",
            )
        )
    return tuple(found)


def make_passage(row: tuple[str | None, ...], marks: Mapping[str, list[Place]]) -> Passage:
    """A passage from its IRI, article, start, end, words and part, with the names inside it marked."""
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


def make_reports(known: Described) -> Iterator[Report]:
    """Accounts of meetings."""
    for key, facts in known.items():
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
            inferred=tuple(slot for slot, predicate in SLOTS.items() if predicate in facts.get(v.INFERRED, ())),
        )


def make_roles(known: Described) -> Iterator[Role]:
    """Roles."""
    for facts in known.values():
        holder, role, article = first_id(facts, v.HOLDER), first(facts, v.ROLE), first_id(facts, v.IN_ARTICLE)
        if holder and role and article:
            body = first_id(facts, v.OF_BODY) or first_id(facts, v.OF_COUNTRY)
            yield Role(holder=holder, role=role, article=article, body=body, passage=first_id(facts, v.EVIDENCE))


def make_statements(known: Described) -> Iterator[Statement]:
    """Statements."""
    for key, facts in known.items():
        speaker, issue, article = (first_id(facts, p) for p in (v.SPEAKER, v.ABOUT, v.IN_ARTICLE))
        if not (speaker and issue and article):
            continue
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
            target=first_id(facts, v.TARGET),
            passages=ids(facts, v.EVIDENCE),
            confidence=number(facts, v.CONFIDENCE, 1.0),
            act_confidence=number(facts, v.ACT_CONFIDENCE, 1.0),
        )


def make_readouts(known: Described, passage: dict[str, Passage]) -> Iterator[Readout]:
    """Readouts, by the passages that they rest on."""
    for key, facts in known.items():
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
