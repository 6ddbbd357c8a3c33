"""Readouts: one side's official account of a meeting, what it covers and what it is said to leave out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.issues import IssueIndex, find_issues, issues_between
from kg.extract.speech_subjects import Phrase, PhraseIndex, load_patterns
from kg.extract.states import media_state, state_key
from kg.fold import fold
from kg.knowledge.clauses import CLAUSE_ENDS
from kg.knowledge.tables import read_table
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
FAR = 2  # sentences from a meeting that count as far
TELLING_REACH = 8  # code points after a name in which it tells something: 外务省发言人称
SILENT_REACH = 12  # code points between the word for an account and what says that it leaves something out
DOCUMENT_REACH = 30  # code points after a name in which the word for its account stands: 美国国务院随后公布的…内容


@dataclass(frozen=True, slots=True)
class ReadoutWords:
    """The words of ontology/lexicon/readouts.tsv, compiled; `silent` is an account that says nothing of something,
    `turned` someone who tells something, but not something else, `reported` what media report; one of the words of
    `any` stands in all of these.
    """

    any: re.Pattern[str]
    document: re.Pattern[str]
    account: re.Pattern[str]
    talk: re.Pattern[str]
    continued: re.Pattern[str]
    treaty: re.Pattern[str]
    ahead: re.Pattern[str]
    object: re.Pattern[str]
    others: re.Pattern[str]
    protest: re.Pattern[str]
    omission: re.Pattern[str]
    exception: re.Pattern[str]
    earlier: re.Pattern[str]
    media: re.Pattern[str]
    told: re.Pattern[str]
    back: re.Pattern[str]
    silent: re.Pattern[str]
    turned: re.Pattern[str]
    reported: re.Pattern[str]
    reported_on: re.Pattern[str]


@cache
def load_readout_words() -> ReadoutWords:
    """The words for accounts and for what they leave out."""
    words = {row["kind"]: fold(row["words"]) for row in read_table(ontology_dir() / "lexicon" / "readouts.tsv")}
    document = re.compile(f"[^{CLAUSE_ENDS}]{{0,{DOCUMENT_REACH}}}?(?:{words['document']})")
    alone = ("account", "talk", "continued", "treaty", "ahead", "object", "others", "protest")
    kinds = (*alone, "omission", "except", "earlier", "media", "told", "back")
    leaves_out = f"[^{CLAUSE_ENDS}]{{0,{SILENT_REACH}}}?(?:{words['omission']})"
    silent = re.compile(f"(?:{words['document']}){leaves_out}")
    tells = f"[^{CLAUSE_ENDS}]{{0,{TELLING_REACH}}}?(?:{words['telling']})"
    turned = re.compile(f"{tells}[^。!?]*,(?:{words['turn']}){leaves_out}")
    reported = re.compile(f"[^{CLAUSE_ENDS}]{{0,{DOCUMENT_REACH}}}?(?:{words['report']})")
    reported_on = re.compile(f"(?:{words['pointing']})?(?:{words['report']}){leaves_out}")
    anything = re.compile("|".join(words[kind] for kind in ("document", "report", "omission")))
    patterns = (anything, document, *(re.compile(words[kind]) for kind in kinds), silent, turned, reported, reported_on)
    return ReadoutWords(*patterns)


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence that relays a side's account of a meeting (id of its report): who issued it, and the sentence.

    One that is not firm (what a state's media report, what an office tells) counts only for what it leaves out.
    """

    side: str
    issuer: str
    meeting: str
    start: int
    end: int
    is_firm: bool


def find_readouts(
    linked: Linked,
    statements: tuple[Statement, ...],
    reports: tuple[MeetingReport, ...],
    index: IssueIndex,
    phrases: PhraseIndex,
) -> tuple[Readout, ...]:
    """The accounts of meetings that the article cites, one a side and meeting, with what they cover and omit."""
    found = _citations(linked, reports, phrases)
    citations = [c for c in found if c.is_firm or _omissions(linked, [c], index)]
    readouts = []
    for side, meeting in dict.fromkeys((c.side, c.meeting) for c in citations):
        own = [c for c in citations if (c.side, c.meeting) == (side, meeting)]
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


def _citations(linked: Linked, reports: Sequence[MeetingReport], phrases: PhraseIndex) -> list[Citation]:
    entities = {e.key: e for e in linked.entities}
    sentences = _full_sentences(linked)
    citations: list[Citation] = []
    for number, (start, end) in enumerate(sentences):
        before = citations[-1] if citations and sentences[number - 1][1] == citations[-1].end else None
        if before is not None and _goes_on(linked.folded, before, start, end):
            citations.append(replace(before, start=start, end=end))
            continue
        cited: Phrase | None = None
        for phrase in _tellers(phrases, start, end, linked.folded):
            if cited is not None and load_patterns().linking.fullmatch(linked.folded, cited.end, phrase.start) is None:
                break
            side, is_firm = _told_by(phrase, end, entities, linked.folded)
            meeting = _meeting(side, sentences, number, linked, reports, is_firm=is_firm) if side else None
            if side is not None and meeting is not None:
                citations.append(Citation(side, phrase.entities[0], meeting, start, end, is_firm))
                cited = phrase
    return citations


def _tellers(phrases: PhraseIndex, start: int, end: int, folded: str) -> list[Phrase]:
    """The names of a sentence that may be of one whose account it relays: no object of a verb (赴|美|前发表声明), no
    half of a word for two (中|欧峰会的声明), none behind what was said before the meeting.
    """
    words = load_readout_words()
    if not words.any.search(folded, start, end):
        return []
    named = phrases.between(start, end)
    return [
        phrase
        for phrase in named
        if not any(_make_one_word(phrase, other) or _make_one_word(other, phrase) for other in named)
        if not words.object.search(folded, start, phrase.start)
        if not words.earlier.search(folded, start, phrase.start)
    ]


def _make_one_word(left: Phrase, right: Phrase) -> bool:
    """Whether two states are named in one word: 中|欧."""
    are_states = left.kind is EntityKind.COUNTRY is right.kind
    return are_states and left.end == right.start and left.entities != right.entities


def _goes_on(folded: str, before: Citation, start: int, end: int) -> bool:
    """Whether a sentence goes on relaying the account of the one before."""
    words = load_readout_words()
    again = words.continued.match(folded, start, end)
    return again is not None or (not before.is_firm and words.reported_on.match(folded, start, end) is not None)


def _told_by(phrase: Phrase, end: int, entities: dict[str, Entity], folded: str) -> tuple[str | None, bool]:
    """The side whose account a sentence relays behind the name of a state, an office or a state's media, if any, and
    whether it is a document of an office.
    """
    words, side = load_readout_words(), _official_side(phrase, entities)
    found = words.document.match(folded, phrase.end, end) if side else None
    if found is not None:
        return (None if _is_no_account(phrase, found, end, folded) else side), True
    if side and words.turned.match(folded, phrase.end, end):
        return side, False
    media = words.media.match(folded, phrase.end, end) if side else None
    side, after = (side, media.end()) if media else (_media_side(phrase, entities), phrase.end)
    return (side if words.reported.match(folded, after, end) else None), False


def _is_no_account(phrase: Phrase, found: re.Match[str], end: int, folded: str) -> bool:
    """Whether a document is a treaty, one of others of the country, a protest, or tells only what is to come."""
    words = load_readout_words()
    return bool(
        words.treaty.search(folded, phrase.start, found.end() + 2)
        or words.others.search(folded, phrase.end, found.end())
        or words.ahead.match(folded, found.end(), end)
        or words.protest.match(folded, found.end(), end)
    )


def _meeting(
    side: str,
    sentences: Sequence[tuple[int, int]],
    number: int,
    linked: Linked,
    reports: Sequence[MeetingReport],
    *,
    is_firm: bool,
) -> str | None:
    """The meeting of a side that the document of the sentence of that number is an account of, if it is of one.

    That which the sentence tells of, or, where it has a word of talks or is not firm, the one before or behind it;
    where a document is one of a talk by its name, or is said to leave something out, any held, the main one first.
    """
    start, end = sentences[number]
    words = load_readout_words()
    is_account = is_firm and any(cue.search(linked.folded, start, end) for cue in (words.account, words.omission))
    is_near = not is_firm or words.talk.search(linked.folded, start, end) is not None
    around = sentences[max(0, number - 1)][0], sentences[min(number + 1, len(sentences) - 1)][1]

    def distance(report: MeetingReport) -> int:
        if any(e.start < end and start < e.end for e in report.evidence):
            return 0
        return 1 if any(e.start < around[1] and around[0] < e.end for e in report.evidence) else FAR

    held = [r for r in reports if r.status is Status.HELD and side in r.parties]
    best = min(held, key=lambda r: (distance(r), not r.main), default=None)
    return best.id if best is not None and (is_account or distance(best) <= is_near) else None


def _official_side(phrase: Phrase, entities: dict[str, Entity]) -> str | None:
    if len(phrase.entities) != 1 or phrase.kind is EntityKind.PERSON:
        return None
    entity = entities.get(phrase.entities[0])
    if entity is None or (entity.kind is EntityKind.ORGANIZATION and entity.category not in OFFICIAL):
        return None
    if entity.country:
        return state_key(entity.country)
    return entity.key


def _media_side(phrase: Phrase, entities: dict[str, Entity]) -> str | None:
    """The state whose news agency or broadcaster a name is: what it tells of a meeting is what that side tells."""
    entity = entities.get(phrase.entities[0]) if len(phrase.entities) == 1 else None
    return media_state(entity) if entity is not None else None


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
        told = words.told.search(folded, cue.end(), citation.end)
        found = issues_between(index, folded, cue.end(), told.start() if told else citation.end, weak=False)
        is_named_before = citation.is_firm and words.back.match(folded, cue.end(), citation.end) is not None
        if not found and is_named_before and words.exception.search(folded, citation.start, cue.start()) is None:
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
    """The issues of the statements that the citing sentences hold, but those that only tell what is left out."""
    silent = load_readout_words().silent
    citations = [c for c in citations if silent.search(linked.folded, c.start, c.end) is None]
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
