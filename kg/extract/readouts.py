"""Readouts: one side's official account of a meeting, what it covers and what it is said to leave out."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from kg.extract.issues import IssueIndex, find_issues, issues_between
from kg.extract.speech_subjects import Phrase, PhraseIndex
from kg.fold import fold
from kg.knowledge.tables import read_table, split_cell
from kg.model import (
    Entity,
    EntityKind,
    IssueSpan,
    Linked,
    MeetingReport,
    Part,
    Readout,
    Span,
    Statement,
    Status,
)
from kg.resources import ontology_dir

OFFICIAL = ("government", "military", "party", "igo")
DOCUMENT_REACH = 30  # code points after a name in which the word for its account stands: 美国国务院随后公布的…内容


@dataclass(frozen=True, slots=True)
class ReadoutWords:
    """The words of ontology/lexicon/readouts.tsv, compiled."""

    document: re.Pattern[str]
    omission: re.Pattern[str]
    exception: re.Pattern[str]


@cache
def load_readout_words() -> ReadoutWords:
    """The words for accounts and for what they leave out."""
    words = {
        row["kind"]: "|".join(sorted(map(fold, split_cell(row["words"])), key=lambda w: (-len(w), w)))
        for row in read_table(ontology_dir() / "lexicon" / "readouts.tsv")
    }
    document = re.compile(f"[^,。;:!?]{{0,{DOCUMENT_REACH}}}?(?:{words['document']})")
    return ReadoutWords(document, re.compile(words["omission"]), re.compile(words["except"]))


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence that relays a side's account: who issued it, and the sentence."""

    side: str
    issuer: str
    start: int
    end: int


def find_readouts(
    linked: Linked,
    statements: tuple[Statement, ...],
    reports: tuple[MeetingReport, ...],
    index: IssueIndex,
    phrases: PhraseIndex,
) -> tuple[Readout, ...]:
    """One readout a side whose account the article cites: the issues that its sentences cover, and those left out."""
    citations = _citations(linked, phrases)
    meeting = _meeting(reports)
    readouts = []
    for side in dict.fromkeys(c.side for c in citations):
        own = [c for c in citations if c.side == side]
        omits = _omissions(linked, own, index)
        covers = _covered(own, statements, index, linked, {(o.start, o.end) for o in omits})
        readouts.append(
            Readout(
                side=side,
                evidence=tuple(dict.fromkeys(Span(start=c.start, end=c.end) for c in own)),
                meeting=meeting,
                covers=covers,
                omits=omits,
                issuer=own[0].issuer,
                rule="omission" if omits else "citation",
            )
        )
    return tuple(readouts)


def _meeting(reports: tuple[MeetingReport, ...]) -> str | None:
    held = [r for r in reports if r.status is Status.HELD]
    return next((r.id for r in (*(r for r in held if r.main), *held)), None)


def _citations(linked: Linked, phrases: PhraseIndex) -> list[Citation]:
    entities = {e.key: e for e in linked.entities}
    citations = []
    for start, end in _full_sentences(linked):
        for phrase in phrases.between(start, end):
            side = _official_side(phrase, entities)
            if side and load_readout_words().document.match(linked.folded, phrase.end, end):
                citations.append(Citation(side, phrase.entities[0], start, end))
                break
    return citations


def _official_side(phrase: Phrase, entities: dict[str, Entity]) -> str | None:
    if len(phrase.entities) != 1 or phrase.kind is EntityKind.PERSON:
        return None
    entity = entities.get(phrase.entities[0])
    if entity is None or (entity.kind is EntityKind.ORGANIZATION and entity.category not in OFFICIAL):
        return None
    if entity.country:
        return f"country/{entity.country}"
    return entity.key


def _full_sentences(linked: Linked) -> list[tuple[int, int]]:
    """Sentences of the body up to their full stop; parts between semicolons are one."""
    sentences: list[tuple[int, int]] = []
    for sentence in linked.sentences:
        if linked.article.blocks[sentence.block].part is not Part.BODY:
            continue
        if sentences and linked.folded[sentences[-1][1] - 1] == ";" and sentence.start - sentences[-1][1] < 2:
            sentences[-1] = (sentences[-1][0], sentence.end)
        else:
            sentences.append((sentence.start, sentence.end))
    return sentences


def _omissions(linked: Linked, citations: list[Citation], index: IssueIndex) -> tuple[IssueSpan, ...]:
    """The issues that the article says a side's account leaves out."""
    words, folded = load_readout_words(), linked.folded
    omitted: dict[str, IssueSpan] = {}
    for citation in citations:
        cue = words.omission.search(folded, citation.start, citation.end)
        if cue is None:
            continue
        found = issues_between(index, folded, cue.end(), citation.end, weak=False)
        if not found and words.exception.search(folded, citation.start, cue.start()) is None:
            found = issues_between(index, folded, citation.start, cue.start(), weak=False)
        for hit in found:
            omitted.setdefault(hit.code, IssueSpan(issue=hit.code, start=hit.start, end=hit.end))
    return tuple(omitted.values())


def _covered(
    citations: list[Citation],
    statements: tuple[Statement, ...],
    index: IssueIndex,
    linked: Linked,
    omitted: set[tuple[int, int]],
) -> tuple[IssueSpan, ...]:
    """The issues of the statements that the citing sentences hold."""
    starts = [c.start for c in citations]
    covered: dict[str, IssueSpan] = {}
    for statement in statements:
        at = bisect_right(starts, statement.evidence.end - 1) - 1
        if at < 0 or statement.evidence.start >= citations[at].end:
            continue
        for issue in find_issues(linked.folded, statement.evidence.start, statement.evidence.end, index):
            if issue.issue == statement.issue and (issue.start, issue.end) not in omitted:
                covered.setdefault(issue.issue, issue)
    return tuple(covered.values())
