"""Statements: who said what about which issue, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from kg.extract.acts import AGREED, NEUTRAL, judge_act
from kg.extract.issues import Hit, IssueIndex, index_issues, issues_between
from kg.extract.speech import ACT, DEED, DISCUSS, DO
from kg.extract.speech_scene import Scene, Turn
from kg.extract.speech_subjects import load_patterns, load_surroundings
from kg.extract.speech_turns import read_turns
from kg.extract.statement_details import find_addressee, find_day, find_meeting, find_quotation, rate_statement
from kg.fold import fold
from kg.model import Entity, EntityKind, Linked, MeetingReport, Span, Statement, Tenure

GOVERNMENT = ("government", "military")
TOPIC_TAIL = 4  # code points after an issue in which its frame may close: 在南海问题上
ACT_MARKS = re.compile(r"[。！？;!?]")


def find_statements(
    linked: Linked, reports: tuple[MeetingReport, ...] = (), index: IssueIndex | None = None
) -> tuple[Statement, ...]:
    """Every (speaker, issue, act) that the article attributes to someone, in the order of the text."""
    index = index or index_issues(linked.folded)
    scene = read_turns(linked, reports)
    private = _private_people(linked)
    statements: dict[tuple[str, str, str], Statement] = {}
    for turn in scene.turns:
        for hit in _issues(turn, index, linked.folded):
            for speaker in turn.speakers:
                entity = scene.entities.get(speaker)
                if entity is not None:
                    statement = _statement(scene, turn, hit, entity, private)
                    statement = _with_meeting(statement, turn, linked, reports)
                    statements.setdefault((statement.speaker, statement.issue, statement.act), statement)
    return tuple(statements.values())


def _issues(turn: Turn, index: IssueIndex, folded: str) -> tuple[Hit, ...]:
    """The issues of what is said, and those of its frame: 就台湾问题, 对新疆的局势表示关切."""
    spoken = turn.cue is not None and turn.cue.kind not in (DEED, DO)
    said = issues_between(index, folded, turn.content, turn.end, weak=spoken)
    frame = tuple(
        h
        for h in issues_between(index, folded, turn.start, turn.content, weak=False)
        if (h.end <= turn.subject[0] or h.start >= turn.subject[1]) and _is_framed(h, turn.start, folded)
    )
    if not said and not frame and load_patterns().anaphor.search(folded[turn.start : turn.end]):
        return _named_before(turn, index, folded)
    if frame and all(h.weak for h in said):
        return frame
    codes = {h.code for h in frame}
    return (*frame, *(h for h in said if h.code not in codes))


def _named_before(turn: Turn, index: IssueIndex, folded: str) -> tuple[Hit, ...]:
    """The issues that the sentence before named, for words that point back to them: 该计划, 这一事件."""
    floor = folded.rfind("\n", 0, turn.start) + 1
    own = folded.rfind("。", floor, turn.start) + 1
    start = max(floor, folded.rfind("。", floor, max(floor, own - 1)) + 1)
    return issues_between(index, folded, start, turn.start, weak=False)[-2:]


def _is_framed(hit: Hit, start: int, folded: str) -> bool:
    """Whether a topic word opens the clause of a hit before the verb of saying."""
    clause = max(folded.rfind(mark, start, hit.start) for mark in ",;:。")
    return load_patterns().framed.search(folded, max(start, clause), hit.end + TOPIC_TAIL) is not None


def _statement(scene: Scene, turn: Turn, hit: Hit, entity: Entity, private: frozenset[str]) -> Statement:
    side = _side(entity, private)
    strength = _strength(turn, hit)
    kind = "person" if entity.kind is EntityKind.PERSON else "body"
    relay = next((r for r in turn.relayed_by if r != entity.key), None)
    return Statement(
        speaker=_speaker(entity),
        issue=hit.code,
        act=_act(turn, hit, scene.linked.folded, side),
        evidence=Span(start=min(turn.since, hit.start), end=turn.end),
        paragraph=turn.paragraph,
        side=side,
        quotation=find_quotation(turn, hit.start, scene.quotes),
        addressee=find_addressee(turn, scene.phrases, scene.linked.folded),
        relayed_by=relay,
        date=find_day(turn, scene.linked.dates),
        rule=f"{turn.rule}:{strength}",
        confidence=rate_statement(turn.rule, turn.cue.kind if turn.cue else "", strength, kind),
    )


def _with_meeting(statement: Statement, turn: Turn, linked: Linked, reports: tuple[MeetingReport, ...]) -> Statement:
    report = find_meeting(turn, statement.speaker, statement.side, linked, reports)
    if report is None:
        return statement
    return replace(statement, made_at=report.id, date=statement.date or report.start)


def _strength(turn: Turn, hit: Hit) -> str:
    """How the issue is named: in passing, before the verb, in the sentence before, or in what is said."""
    if hit.weak:
        return "weak"
    if hit.end <= turn.start:
        return "before"
    return "frame" if turn.start < turn.content and hit.end <= turn.content else "word"


def _act(turn: Turn, hit: Hit, folded: str, side: str | None) -> str:
    verb = turn.cue.act if turn.cue else None
    if turn.cue is not None and (turn.cue.kind == DISCUSS or (side is None and turn.cue.kind != ACT)):
        return NEUTRAL
    start, end = turn.content, turn.end
    for mark in ACT_MARKS.finditer(folded, turn.content, turn.end):
        if mark.end() <= hit.start:
            start = mark.end()
        elif mark.start() >= hit.end:
            end = mark.start()
            break
    content = load_patterns().invitation.sub("", folded[start:end])
    listed = load_patterns().listed.match(folded, hit.end, end) is not None
    if listed or (verb is None and load_patterns().listing.search(content)):
        return NEUTRAL
    if verb == AGREED and turn.rule == "same-subject" and len(turn.speakers) == 1:
        judged = judge_act(content)  # one side alone tells of what was agreed (表示…达成了…成果)
        return AGREED if judged == NEUTRAL else judged
    return judge_act(content, verb=verb)


def _speaker(entity: Entity) -> str:
    """A government body speaks as its country."""
    if entity.kind is EntityKind.ORGANIZATION and _is_state(entity) and entity.country:
        return f"country/{entity.country}"
    return entity.key


def _is_state(body: Entity) -> bool:
    ruling = load_surroundings().ruling.fullmatch(body.known or "") is not None
    return ruling or body.category in GOVERNMENT


def _side(entity: Entity, private: frozenset[str]) -> str | None:
    if entity.key in private or entity.category in ("media", "academic", "company", "ngo"):
        return None
    if entity.kind is EntityKind.ORGANIZATION and not _is_state(entity):
        return entity.key
    return f"country/{entity.country}" if entity.country else None


def _private_people(linked: Linked) -> frozenset[str]:
    """People who speak for no state: no role in the article and unknown to the gazetteer, or a private or past role."""
    words = load_surroundings().private
    roles: dict[str, list[Tenure]] = {}
    for tenure in linked.tenures:
        roles.setdefault(tenure.holder, []).append(tenure)
    return frozenset(
        e.key for e in linked.entities if e.kind is EntityKind.PERSON and _is_private(e, roles.get(e.key, ()), words)
    )


def _is_private(person: Entity, roles: Sequence[Tenure], words: re.Pattern[str]) -> bool:
    if not person.country or any(words.search(fold(t.role)) for t in roles):
        return True
    return person.known is None and all(t.modifier == "former" for t in roles)
