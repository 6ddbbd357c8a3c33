"""Statements: who said what about which issue, with the words that say so.

The rules read turns of speech (kg.extract.speech_rules); small models trained on annotated sentences then weigh,
line by line, who speaks (speakers), on what (topics, wording) and what is done with it (acts). Their tables lie in
ontology/models, the command that makes them is `kg train-statements`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.issues import IssueIndex, index_issues
from kg.extract.speech_scene import Scene, Turn
from kg.extract.speech_subjects import PhraseIndex
from kg.extract.speech_turns import read_turns
from kg.extract.statements import acts, topics
from kg.extract.statements.details import (
    find_addressee,
    find_day,
    find_meeting,
    find_quotation,
    find_relay,
    find_target,
)
from kg.extract.statements.lines import Line, Sheet, make_sheet
from kg.extract.statements.models import Models, load_models
from kg.extract.statements.speakers import attribute
from kg.extract.wording import Heard, Sound, hear
from kg.knowledge.clauses import BREAK_OR_LINE, clause_start
from kg.model import Linked, MeetingReport, Span, Statement
from kg.steps import Steps, finish

ASKED = 0.15  # how likely one must be to speak in a line to be asked for its issues
TELLS = 0.13  # how likely speaker and issue of a line must be together for it to count
LIKELY = 0.32  # what a speaker and an issue must reach over all their lines; these three were set on held-out articles
# The same for an issue that no plain word of the article names, in a line that names another; and in a line that is all
# there is: what lines are annotated with, their articles explain. Held-out articles ask for no more than LIKELY, but
# then the East China Sea alone means the South China Sea too.
UNNAMED, UNEXPLAINED = 0.36, 0.85
AGAIN = 0.4  # how much further lines of a speaker and an issue count: they are not independent of the likeliest
# How likely one more act must be to stand beside the likeliest. At 0.27 F1 on held-out articles is the same (.508 for
# .507), but single sentences get acts that they do not hold.
FURTHER = 0.3
ALIKE = 0.97  # a line that is likely by this share of the likeliest tells about as much
NAMING = 0.35  # a line that names the issue is shown for an act if it is likely by this share of the likeliest


class Found(Struct, frozen=True, gc=False):
    """A speaker and an issue of a line, and how likely both are right."""

    line: Line
    speaker: str
    issue: str
    likely: float
    sound: Sound  # of the line


class Done(NamedTuple):
    """An act of a speaker on an issue, with the line that tells most of it, and how likely all three are right."""

    found: Found
    act: str
    likely: float


def find_statements(
    linked: Linked,
    reports: tuple[MeetingReport, ...] = (),
    index: IssueIndex | None = None,
    phrases: PhraseIndex | None = None,
) -> tuple[Statement, ...]:
    """Every (speaker, issue, act) that the article attributes to someone, in the order of the text.

    The article's issues and phrases are found once if they are given.
    """
    return finish(statement_steps(linked, reports, index or index_issues(linked.folded), phrases, hear(linked)))


def statement_steps(
    linked: Linked,
    reports: tuple[MeetingReport, ...],
    index: IssueIndex,
    phrases: PhraseIndex | None,
    heard: Heard,
) -> Steps[tuple[Statement, ...]]:
    """The same, to be taken side by side with other articles; `heard` is how the article sounds."""
    scene = read_turns(linked, reports, phrases)
    yield
    sheet = make_sheet(scene, index)
    yield
    models = load_models()
    statements = []
    said = yield from said_steps(sheet, heard, models)
    yield
    likely = weigh(said)
    for done in choose_acts(said, sheet, models):
        turn = _turn(done.found, sheet)
        statement = _statement(done, turn, scene, sheet)
        pair = models.measured.at(likely[statement.speaker, statement.issue])
        statement = replace(statement, confidence=pair, act_confidence=min(pair, models.measured_acts.at(done.likely)))
        statements.append(_with_meeting(statement, turn, scene, reports))
    return tuple(sorted(statements, key=lambda s: (s.evidence.end, s.speaker, s.issue, s.act)))


def choose_acts(said: Iterable[Found], sheet: Sheet, models: Models) -> Iterator[Done]:
    """The acts of each speaker on each issue, with the line that tells the most of each, one that names it if it can.

    All lines that may hold one are taken together (noisy or): the likeliest act, and others that are likely enough.
    """
    cases: dict[tuple[str, str], list[tuple[Found, list[float]]]] = defaultdict(list)
    for found, shares in _act_shares(said, sheet, models):
        cases[found.speaker, found.issue].append((found, [found.likely * share for share in shares]))
    for case in cases.values():
        found_in, rows = zip(*case, strict=True)
        likely_of = dict(zip(models.acts.names, zip(*rows, strict=True), strict=True))
        doubt = {act: math.prod([1 - likely for likely in column]) for act, column in likely_of.items()}
        likeliest = min(doubt, key=lambda act: (doubt[act], act))
        for act, column in likely_of.items():
            if act == likeliest or 1 - doubt[act] >= FURTHER:
                yield Done(_telling(found_in, column), act, 1 - doubt[act])


def _telling(found_in: Sequence[Found], likely: Sequence[float]) -> Found:
    """The line that tells most, one that names the issue if it tells enough; of those that tell as much the first."""
    enough = NAMING * max(likely)
    named = [n for n, found in enumerate(found_in) if found.issue in found.line.codes and likely[n] >= enough]
    of_those = named or range(len(found_in))
    most = max(likely[n] for n in of_those)
    return next(found_in[n] for n in of_those if likely[n] >= ALIKE * most)


def _act_shares(said: Iterable[Found], sheet: Sheet, models: Models) -> Iterator[tuple[Found, list[float]]]:
    """How likely each act is where something is said; what all in a line share is weighed once."""
    memory = acts.Memory()
    for _, here in groupby(said, key=lambda found: found.line.number):
        first, *others = here
        shared = acts.Shared(first.line, first.sound)
        before = models.acts.summed(shared.signs)
        for found in (first, *others):
            features = acts.features(shared, found.speaker, found.issue, sheet, memory)
            shares = models.acts.shares(features, found.sound.tones, before)
            memory.note(found.speaker, found.issue, models.acts.likeliest(shares))
            yield found, shares


def weigh(said: Iterable[Found]) -> dict[tuple[str, str], float]:
    """(speaker, issue) -> how likely it is over its lines: its likeliest line, and in part the others."""
    lines: dict[tuple[str, str], list[float]] = defaultdict(list)
    for found in said:
        lines[found.speaker, found.issue].append(found.likely)
    return {pair: _together(sorted(likely)) for pair, likely in lines.items()}


def _together(likely: Sequence[float]) -> float:
    """A soft "noisy or" of numbers in rising order."""
    return 1 - (1 - likely[-1]) * math.prod([1 - AGAIN * one for one in likely[:-1]])


def find_said(sheet: Sheet, heard: Heard, models: Models) -> list[Found]:
    """The lines that may hold a speaker and an issue which are likely enough over all of them."""
    return finish(said_steps(sheet, heard, models))


def said_steps(sheet: Sheet, heard: Heard, models: Models) -> Steps[list[Found]]:
    """The same, to be taken side by side with other articles."""
    sounds = [heard.sounds[line.number] for line in sheet.lines]
    scores = attribute(sheet, models.speakers, heard)
    yield
    asked = [tuple(sorted(k for k, p in line.items() if p >= ASKED)) for line in scores]
    found, sounding = list[Found](), topics.Sounding(heard.codes, sounds)

    def decide(question: topics.Question, features: dict[str, list[str]]) -> frozenset[str]:
        likely = topics.weigh(features, sounding.numbers(question.number, features), models.topics)
        speaks = scores[question.number][question.speaker]
        found.extend(
            Found(question.line, question.speaker, code, speaks * p, sounds[question.number])
            for code, p in likely.items()
            if speaks * p >= TELLS
        )
        return frozenset(code for code, p in likely.items() if p >= topics.SPOKEN)

    topics.walk(sheet, asked, sounding, decide)

    def least(line: Line, issue: str) -> float:
        if not line.shown or issue in sheet.named:
            return LIKELY
        return UNNAMED if len(sheet.lines) > 1 else UNEXPLAINED

    likely = weigh(found)
    held = {pair for f in found if likely[pair := (f.speaker, f.issue)] >= least(f.line, f.issue)}
    return [f for f in found if (f.speaker, f.issue) in held]


def _statement(done: Done, turn: Turn, scene: Scene, sheet: Sheet) -> Statement:
    found = done.found
    at = _named_at(found, sheet)
    return Statement(
        speaker=found.speaker,
        issue=found.issue,
        act=done.act,
        evidence=Span(start=_clause_start(min(turn.since, at), scene), end=turn.end),
        paragraph=found.line.paragraph,
        side=sheet.service.side_of(sheet.cast[found.speaker].entity),
        quotation=find_quotation(turn, at, scene.quotes, scene.linked.folded),
        addressee=find_addressee(turn, found.speaker, scene),
        target=find_target(turn, found.speaker, scene),
        relayed_by=find_relay(turn, found.speaker, scene.phrases, scene.linked.folded),
        date=find_day(turn, found.speaker, scene),
        rule=turn.rule,
    )


def _clause_start(place: int, scene: Scene) -> int:
    """Where the clause begins that holds a place, so that what is shown begins with no half of one."""
    folded, sentences = scene.linked.folded, scene.linked.sentences
    start = sentences[bisect_right(sentences, place, key=lambda sentence: sentence.start) - 1].start
    start = clause_start(folded, place, BREAK_OR_LINE, start)
    return place - len(folded[start:place].lstrip())


def _named_at(found: Found, sheet: Sheet) -> int:
    """Where the issue is named: as the rules read it, in the line, or last before it in the paragraph."""
    line = found.line
    read = (r.hit.start for r in line.readings if r.speaker == found.speaker and r.hit.code == found.issue)
    own = (hit.start for hit in line.hits if hit.code == found.issue)
    before = (
        hit.start
        for other in reversed(sheet.lines)
        if other.block == line.block and other.start < line.start
        for hit in other.hits
        if hit.code == found.issue
    )
    return next(chain(read, own, before), line.start)


def _turn(found: Found, sheet: Sheet) -> Turn:
    """The turn in which the rules read the same; failing that, one of the same speaker, or the line itself."""
    line = found.line
    for reading in line.readings:
        if reading.speaker == found.speaker and reading.hit.code == found.issue:
            return reading.turn
    own = line.turns.get(found.speaker)
    if own:
        return replace(own[0], start=line.start, end=line.end, since=min(own[0].since, line.start))
    places = line.places.get(found.speaker)
    end = line.start + places[0].end if places else line.start
    cue = next((c for c in line.cues if c.start >= end), None)
    return Turn(
        since=line.start if places else _named_before(line, found.speaker, sheet),
        start=line.start,
        end=line.end,
        content=cue.end if cue else line.start,
        speakers=(found.speaker,),
        subject=(line.start + places[0].start, end) if places else (line.start, line.start),
        cue=cue,
        rule="in-sentence" if places else "carried",
        paragraph=line.paragraph,
    )


def _named_before(line: Line, speaker: str, sheet: Sheet) -> int:
    """Where the line begins that last named a speaker whom this one does not name."""
    before = [other.start for other in sheet.lines if other.start < line.start and speaker in other.places]
    return before[-1] if before else line.start


def _with_meeting(statement: Statement, turn: Turn, scene: Scene, reports: tuple[MeetingReport, ...]) -> Statement:
    report = find_meeting(turn, statement, scene, reports)
    if report is None:
        return statement
    return replace(statement, made_at=report.id, date=statement.date or report.start)
