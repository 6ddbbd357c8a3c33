"""Fitting the models of statements to annotated articles (needs the extra `train`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from sys import intern
from typing import TypeVar

from kg.extract.signs import Signs
from kg.extract.statements import acts, speakers, topics
from kg.extract.statements.models import Models
from kg.extract.statements.weights import Choices, Measured
from kg.extract.wording import Heard, Sound, Wording
from kg.training.signs import Case, fit_signs
from kg.training.statements.done import ActCase, fit_choices, fit_tones
from kg.training.statements.labels import Example
from kg.training.statements.network import BELIEVED, Belief, fit_wording
from kg.training.statements.terms import Asked

FOLDS = 4  # parts of the articles: what a model is given by another is from articles that this one was not fitted to
UNMEASURED = Measured((0.0, 1.0), (0.0, 1.0))

M = TypeVar("M")
C = TypeVar("C")


def fit_models(examples: Sequence[Example]) -> Models:
    """The models for these articles; the same articles in the same order give the same models.

    A model that is asked line by line remembers what it answered before. So that it learns to do with its own answers,
    not with those of the annotators, it is fitted twice: first to a memory of what is annotated, then to the memory
    that the first one, fitted to other articles, has of an article.
    """
    others = [fit_part(examples, part) for part in range(FOLDS)]
    wording, speakers = fit_whole(examples, others)
    wordings = [wording for wording, _ in others]
    choices, wording = fit_acts(examples, wordings, wording)
    return Models(
        speakers=speakers,
        topics=fit_topics(examples, wordings),
        wording=wording,
        acts=choices,
        measured=UNMEASURED,
        measured_acts=UNMEASURED,
    )


def fit_part(examples: Sequence[Example], part: int) -> tuple[Wording, Signs]:
    """How sentences sound and who says them, fitted to all articles but those of a part."""
    some = [example for number, example in enumerate(examples) if number % FOLDS != part]
    return fit_wording(some, [asked_in(example) for example in some])


def fit_whole(examples: Sequence[Example], others: Sequence[tuple[Wording, Signs]]) -> tuple[Wording, Signs]:
    """The same, fitted to all articles; `others` are those of each part.

    Annotators miss things and disagree: what the others, who have not seen an article, say of it counts beside what is
    annotated, unless that was done with care and counts several times (self-distillation; Mobahi, Farajtabar and
    Bartlett, NeurIPS 2020).
    """
    heard = [others[number % FOLDS][0].hear(e.script) for number, e in enumerate(examples)]
    asked = [asked_in(e, heard[number], others[number % FOLDS][1]) for number, e in enumerate(examples)]
    beliefs = [Belief(article) if e.weight == 1 else None for e, article in zip(examples, heard, strict=True)]
    return fit_wording(examples, asked, beliefs)


def asked_in(
    example: Example, heard: Heard | None = None, network: Signs | None = None, believed: float | None = None
) -> list[Asked]:
    """Who comes into question for each line, as the models remember the lines before; without them, as annotated.

    The word of models counts beside the annotation: as much as said, else BELIEVED in an article that counts once.
    """
    sheet, asked = example.sheet, list[Asked]()
    chances = speakers.teller(sheet, network, heard) if network and heard else None
    if believed is None:
        believed = BELIEVED if example.weight == 1 else 0.0

    def decide(number: int, candidates: speakers.Asked) -> tuple[str, ...]:
        line, truth = sheet.lines[number], example.said[number]
        true = {key: float(key in truth) for key in candidates}
        held = chances(number, candidates) if chances else true
        for key, signs in candidates.items():
            first = next(((line.start + p.start, line.start + p.end) for p in line.places.get(key, ())), None)
            answer = (1 - believed) * true[key] + believed * held[key]
            asked.append(Asked(line.number, first, list(map(intern, signs)), answer))
        return tuple(sorted(key for key, score in held.items() if score >= speakers.SPEAKS))

    speech = [heard.sounds[line.number].voices["speech"] if heard else 0.0 for line in sheet.lines]
    speakers.walk(sheet, speech, decide)
    return asked


def _rehearse(
    examples: Sequence[Example], cases_of: Callable[[Example, int, M | None], list[C]], fit: Callable[[list[C]], M]
) -> list[C]:
    """The cases of all articles as a model meets them that was fitted to the other parts of the articles."""
    plain = [[c for e in examples[part::FOLDS] for c in cases_of(e, part, None)] for part in range(FOLDS)]
    found: list[C] = []
    for part in range(FOLDS):
        model = fit([case for other in range(FOLDS) if other != part for case in plain[other]])
        found += [c for e in examples[part::FOLDS] for c in cases_of(e, part, model)]
    return found


def sounds_in(example: Example, wording: Wording) -> list[Sound]:
    """How the lines of an article sound."""
    sounds = wording.hear(example.script).sounds
    return [sounds[line.number] for line in example.sheet.lines]


def fit_topics(examples: Sequence[Example], wordings: Sequence[Wording]) -> Signs:
    """What a speaker speaks of; `wordings` holds the network for each part of the articles, fitted to the others."""

    def cases_of(example: Example, part: int, network: Signs | None) -> list[Case]:
        return _topic_cases(example, wordings[part], network)

    return fit_signs(_rehearse(examples, cases_of, fit_signs))


def _topic_cases(example: Example, wording: Wording, network: Signs | None) -> list[Case]:
    cases, sounding = list[Case](), topics.Sounding(wording.issues, sounds_in(example, wording))

    def decide(question: topics.Question, asked: dict[str, list[str]]) -> frozenset[str]:
        truth = example.said[question.number][question.speaker]
        heard = sounding.numbers(question.number, asked)
        for (code, signs), numbers in zip(asked.items(), heard, strict=True):
            cases.append(Case(list(map(intern, signs)), numbers, code in truth, example.weight))
        if network is None:
            return frozenset(truth)
        return frozenset(code for code, p in topics.weigh(asked, heard, network).items() if p >= topics.SPOKEN)

    topics.walk(example.sheet, [tuple(sorted(s)) for s in example.said], sounding, decide)
    return cases


def fit_acts(examples: Sequence[Example], wordings: Sequence[Wording], wording: Wording) -> tuple[Choices, Wording]:
    """What a speaker does with an issue; `wordings` as above. With it the `wording` of all, which gets its tones."""

    def cases_of(example: Example, part: int, model: Choices | None) -> list[ActCase]:
        return list(_act_cases(example, wordings[part], model))

    return fit_tones(_rehearse(examples, cases_of, fit_choices), wording)


def _act_cases(example: Example, wording: Wording, model: Choices | None) -> Iterator[ActCase]:
    memory = acts.Memory()
    for line, said, sound in zip(example.sheet.lines, example.said, sounds_in(example, wording), strict=True):
        shared = acts.Shared(line, sound)
        for speaker, spoken in said.items():
            for code, done in spoken.items():
                features = [*acts.features(shared, speaker, code, example.sheet, memory), *shared.signs]
                yield ActCase(features, line.text, dict.fromkeys(done, float(example.weight)))
                memory.note(speaker, code, done[-1] if model is None else model.likeliest(model.shares(features)))
