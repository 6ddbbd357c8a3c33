"""Going on from models: they learn from more articles, and keep what they know.

Networks that learn from new articles alone forget the others. So they are given articles too that are not annotated:
what the models said of these before counts as their annotation (rehearsal with their own answers; Robins, Connection
Science 1995; learning without forgetting, Li and Hoiem, ECCV 2016).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from sys import intern

import numpy as np

from kg.extract.issues import index_issues
from kg.extract.signs import Signs
from kg.extract.speech_turns import read_turns
from kg.extract.statements import acts, choose_acts, find_said, topics
from kg.extract.statements.lines import make_sheet
from kg.extract.statements.models import Models
from kg.extract.wording import Heard, Wording, script_of
from kg.model import Linked, MeetingReport
from kg.training.signs import Case, fit_signs
from kg.training.statements.done import ActCase, fit_tones
from kg.training.statements.fit import asked_in, sounds_in
from kg.training.statements.labels import Example, Said
from kg.training.statements.network import Belief, Pace, go_on
from kg.training.statements.terms import Asked, Networks

PARTS = 2  # of the new articles: topics and acts hear the ones of a part from networks that learnt from the others
PACE = Pace(rate=1e-3, rounds=4, steps=0)
TOPICS_RATE, TOPICS_ROUNDS = 1e-3, 3


@dataclass(frozen=True, slots=True)
class Kept:
    """An article of which the models keep what they say, as an example."""

    example: Example
    heard: Heard


def keep(linked: Linked, reports: tuple[MeetingReport, ...], models: Models, *, weight: int = 1) -> Kept:
    """An article with what the models say of it."""
    scene = read_turns(linked, reports)
    sheet, script = make_sheet(scene, index_issues(linked.folded)), script_of(linked)
    heard = models.wording.hear(script)
    number = {line.start: n for n, line in enumerate(sheet.lines)}
    said: tuple[Said, ...] = tuple({} for _ in sheet.lines)
    found = find_said(sheet, heard, models)
    for one, act, _ in choose_acts(found, sheet, models):
        said[number[one.line.start]].setdefault(one.speaker, {}).setdefault(one.issue, []).append(act)
    for one in found:
        said[number[one.line.start]].setdefault(one.speaker, {}).setdefault(one.issue, [])
    nothing = tuple(frozenset[str]() for _ in script.sentences)
    return Kept(Example(linked.article.source_file, sheet, script, said, nothing, 0, weight), heard)


def fit_further(models: Models, examples: Sequence[Example], kept: Sequence[Kept]) -> Models:
    """The models after they learnt from these articles too; `kept` are those of which they keep what they say."""
    parts = [[e for i, e in enumerate(examples) if i % PARTS != part] for part in range(PARTS)]
    others = [learn_on(models, some, kept)[0] for some in parts]
    wording, who = learn_on(models, examples, kept)
    given: list[tuple[Example, Wording, Heard | None]] = [(e, others[i % PARTS], None) for i, e in enumerate(examples)]
    given += [(k.example, wording, k.heard) for k in kept]
    answers = [case for one in given for case in _topic_cases(models, *one)]
    told = [case for one in given for case in _act_cases(models, *one)]
    choices, wording = fit_tones(told, _with_tones(wording, models.wording), models.acts)
    return replace(
        models,
        speakers=who,
        topics=fit_signs(answers, start=models.topics, rate=TOPICS_RATE, rounds=TOPICS_ROUNDS),
        acts=choices,
        wording=wording,
    )


def _with_tones(wording: Wording, before: Wording) -> Wording:
    """The wording with the tones from before; those of strings and of acts that are new are silent."""
    more = (len(wording.strings) - len(before.strings), len(wording.acts) - len(before.acts))
    return replace(wording, tones=np.pad(before.tones, ((0, more[0]), (0, more[1]))))


def learn_on(models: Models, examples: Sequence[Example], kept: Sequence[Kept]) -> Networks:
    """The networks of the wording and of who speaks, after they learnt from these articles too."""
    given = [*examples, *(k.example for k in kept)]
    asked = [*map(asked_in, examples), *(asked_before(k, models.speakers) for k in kept)]
    beliefs = [*(None for _ in examples), *(Belief(k.heard, 1.0) for k in kept)]
    return go_on((models.wording, models.speakers), given, asked, beliefs, PACE)


def asked_before(kept: Kept, network: Signs) -> list[Asked]:
    """Who comes into question for each line, and how likely the models hold that he says it."""
    return asked_in(kept.example, kept.heard, network, believed=1.0)


def _topic_cases(models: Models, example: Example, wording: Wording, before: Heard | None) -> list[Case]:
    """The issues that come into question, as the networks that learnt hear the article.

    The answers are those annotated, or of an article that was heard `before` what the models say of it.
    """
    cases, sounding = list[Case](), topics.Sounding(wording.issues, sounds_in(example, wording))
    lines = [before.sounds[line.number] for line in example.sheet.lines] if before else []
    known = topics.Sounding(before.codes, lines) if before else sounding

    def decide(question: topics.Question, asked: dict[str, list[str]]) -> frozenset[str]:
        truth = example.said[question.number].get(question.speaker, {})
        likely = topics.weigh(asked, known.numbers(question.number, asked), models.topics)
        answers = likely if before else {code: float(code in truth) for code in asked}
        for (code, signs), numbers in zip(asked.items(), sounding.numbers(question.number, asked), strict=True):
            cases.append(Case(list(map(intern, signs)), numbers, answers[code], example.weight))
        return frozenset(code for code, p in likely.items() if p >= topics.SPOKEN)

    topics.walk(example.sheet, [tuple(sorted(s)) for s in example.said], sounding, decide)
    return cases


def _act_cases(models: Models, example: Example, wording: Wording, before: Heard | None) -> Iterator[ActCase]:
    """The acts, likewise."""
    memory, sheet = acts.Memory(), example.sheet
    for line, said, sound in zip(sheet.lines, example.said, sounds_in(example, wording), strict=True):
        known = before.sounds[line.number] if before else sound
        now, then = acts.Shared(line, sound), acts.Shared(line, known)
        for speaker, spoken in said.items():
            for code, done in spoken.items():
                signs = [*acts.features(now, speaker, code, sheet, memory), *now.signs]
                recalled = [*acts.features(then, speaker, code, sheet, memory), *then.signs]
                shares = models.acts.shares(recalled, known.tones)
                likely = dict(zip(models.acts.names, shares, strict=True)) if before else dict.fromkeys(done, 1.0)
                yield ActCase(signs, line.text, {act: share * example.weight for act, share in likely.items()})
                memory.note(speaker, code, models.acts.likeliest(shares))
