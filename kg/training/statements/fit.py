"""Fitting the models of statements to annotated articles (needs the extra `train`: scikit-learn)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kg.extract.statements import acts, speakers, topics
from kg.extract.statements.lines import Line
from kg.extract.statements.models import Models
from kg.extract.statements.ngrams import Scores, Sound, Weighed, Wording, make_wording
from kg.extract.statements.weights import Choices, Measured, Weights, exact
from kg.training.logistic import need_sklearn, tabulate
from kg.training.statements.labels import Example

FOLDS = 4  # parts of the articles: what a model is given by another is from articles that this one was not fitted to
RARE = 10  # a feature seen in fewer cases has no weight
SMALL = 0.02  # nor one with a weight below this
RARE_STRING, STRINGS, LONGEST = 4, 16000, 4  # strings of characters: in how many sentences, how many, how long
SMALL_STRING = 0.5  # weights of strings below this are left out: they are many and tell little
SMALL_ACT = SMALL_SAID = 0.15  # the same for acts, and for speech
LOUDNESS = 3.0  # how much a sentence's strings together weigh beside one feature; set on held-out articles
NOTHING = Weighed({}, {})
FEW = 4  # an issue in fewer sentences has no wording
FIRMNESS = {
    "speakers": 0.3,
    "topics": 0.3,
    "wording": 4.0,
    "said": 2.0,
    "acts": 0.1,
}  # C of the regressions, set on held-out articles

Case = tuple[list[str], bool, int]  # what there is, whether the answer is yes, and how many times that counts
M = TypeVar("M")
C = TypeVar("C")
ActCase = tuple[list[str], str, str, int]  # what there is, the act, the text of the line, and how many times it counts


def fit_models(examples: Sequence[Example], *, measured: Measured | None = None) -> Models:
    """The models for these articles; the same articles in the same order give the same models.

    A model that is asked line by line remembers what it answered before. So that it learns to do with its own answers,
    not with those of the annotators, it is fitted twice: first to a memory of what is annotated, then to the memory
    that the first one, fitted to other articles, has of an article.
    """
    strings = weigh_strings(examples)
    others = [weigh_strings([e for i, e in enumerate(examples) if i % FOLDS != part]) for part in range(FOLDS)]
    unseen = [make_wording(*weighed, NOTHING) for weighed in others]
    choices, done = fit_acts(examples, make_wording(*strings, NOTHING))
    return Models(
        speakers=fit_speakers(examples, unseen),
        topics=fit_topics(examples, unseen),
        wording=make_wording(*strings, done),
        acts=choices,
        measured=measured or Measured((0.0, 1.0), (0.0, 1.0)),
    )


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


def fit_speakers(examples: Sequence[Example], wordings: Sequence[Wording]) -> Weights:
    """Who says a line; `wordings` holds the model for each part of the articles, fitted to the others."""

    def fit(cases: list[Case]) -> Weights:
        return _fit_weights(cases, FIRMNESS["speakers"])

    return fit(_rehearse(examples, lambda example, part, model: _speaker_cases(example, wordings[part], model), fit))


def _speaker_cases(example: Example, wording: Wording, model: Weights | None) -> list[Case]:
    cases: list[Case] = []
    said = iter(example.said)

    def decide(_line: Line, asked: dict[str, list[str]]) -> tuple[str, ...]:
        truth = next(said)
        cases.extend((features, key in truth, example.weight) for key, features in asked.items())
        if model is None:
            return tuple(sorted(key for key in asked if key in truth))
        return tuple(sorted(key for key in asked if model.probability(asked[key]) >= speakers.SPEAKS))

    speakers.walk(example.sheet, _sounds(example, wording), decide)
    return cases


def _sounds(example: Example, wording: Wording) -> list[Sound]:
    return [wording.sound_of(line.text) for line in example.sheet.lines]


def fit_topics(examples: Sequence[Example], wordings: Sequence[Wording]) -> Weights:
    """What a speaker speaks of; `wordings` holds the model for each part of the articles, fitted to the others."""

    def fit(cases: list[Case]) -> Weights:
        return _fit_weights(cases, FIRMNESS["topics"])

    return fit(_rehearse(examples, lambda example, part, model: _topic_cases(example, wordings[part], model), fit))


def _topic_cases(example: Example, wording: Wording, model: Weights | None) -> list[Case]:
    cases: list[Case] = []

    def decide(question: topics.Question, asked: dict[str, list[str]]) -> frozenset[str]:
        truth = example.said[question.number][question.speaker]
        cases.extend((features, code in truth, example.weight) for code, features in asked.items())
        if model is None:
            return frozenset(truth)
        return frozenset(code for code, p in topics.weigh(asked, model).items() if p >= topics.SPOKEN)

    topics.walk(example.sheet, [tuple(sorted(s)) for s in example.said], _sounds(example, wording), decide)
    return cases


def weigh_strings(examples: Iterable[Example]) -> tuple[dict[str, float], Weighed, Weights]:
    """How rare each string of what is said is, and what it weighs for each issue and for anything being said."""
    need_sklearn()
    from sklearn.feature_extraction.text import TfidfVectorizer

    lines = [
        (line.text, {code for spoken in said.values() for code in spoken}, bool(said), example.weight)
        for example in examples
        for line, said in zip(example.sheet.lines, example.said, strict=True)
    ]
    strings = TfidfVectorizer(
        analyzer=_strings, binary=True, min_df=RARE_STRING, max_features=STRINGS, lowercase=False, smooth_idf=True
    )
    strings.fit([text for text, _, is_said, _ in lines if is_said])
    names, matrix = strings.get_feature_names_out().tolist(), strings.transform([text for text, *_ in lines])
    is_said, times = np.array([said for _, _, said, _ in lines]), np.array([n for *_, n in lines])
    counted = Counter(code for _, codes, *_ in lines for code in sorted(codes))
    weights: dict[str, Scores] = {}
    bias: Scores = {}
    for code in sorted(c for c, n in counted.items() if n >= FEW):
        spoken = np.array([code in codes for _, codes, *_ in lines])
        fitted = _weigh(matrix[is_said], spoken[is_said], times[is_said], FIRMNESS["wording"])
        bias[code] = round(float(fitted.intercept_[0]), 2)
        for string, weight in _told(names, fitted, SMALL_STRING):
            weights.setdefault(string, {})[code] = weight
    speech = _weigh(matrix, is_said, times, FIRMNESS["said"])
    said = Weights(dict(_told(names, speech, SMALL_SAID)), round(float(speech.intercept_[0]), 2))
    rarity = {name: round(idf, 2) for name, idf in zip(names, strings.idf_.tolist(), strict=True)}
    return rarity, Weighed(weights, bias), said


def _weigh(matrix: Any, answers: NDArray[np.bool_], times: NDArray[np.int_], firmness: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=firmness, solver="liblinear", random_state=0).fit(matrix, answers, times)


def _told(names: Sequence[str], model: Any, small: float) -> Iterator[tuple[str, float]]:
    """The strings that tell something, the most telling first, with their weights."""
    weights = model.coef_[0]
    for i in abs(weights).argsort()[::-1]:
        if abs(weights[i]) < small:
            return
        yield names[i], round(float(weights[i]), 2)


def _strings(text: str) -> list[str]:
    """The strings of two to LONGEST characters in a text, without punctuation and space."""
    found = (text[i : i + n] for n in range(2, LONGEST + 1) for i in range(len(text) - n + 1))
    return [string for string in found if string.isalnum()]


def fit_acts(examples: Sequence[Example], wording: Wording) -> tuple[Choices, Weighed]:
    """What a speaker does with an issue: the weights of features, and of the strings of the wording."""
    cases = _rehearse(examples, lambda example, _, model: list(_act_cases(example, model)), _fit_choices)
    return _fit_acts(cases, wording)


def _act_cases(example: Example, model: Choices | None) -> Iterator[ActCase]:
    memory = acts.Memory()
    for line, said in zip(example.sheet.lines, example.said, strict=True):
        for speaker, spoken in said.items():
            for code, done in spoken.items():
                features = acts.features(line, speaker, code, example.sheet, memory)
                for act in done:
                    yield features, act, line.text, example.weight
                memory.note(speaker, code, done[-1] if model is None else model.likeliest(model.shares(features)))


def _fit_choices(cases: list[ActCase]) -> Choices:
    """The acts by features alone."""
    need_sklearn()
    from sklearn.linear_model import LogisticRegression

    names, matrix = tabulate([case[0] for case in cases], RARE)
    model = LogisticRegression(C=FIRMNESS["acts"], max_iter=2000)
    model.fit(matrix, [act for _, act, _, _ in cases], [times for _, _, _, times in cases])
    return _choices(names, model.classes_.tolist(), model.coef_.T, model.intercept_)


def _fit_acts(cases: list[ActCase], wording: Wording) -> tuple[Choices, Weighed]:
    """The acts by features and strings together."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    names, matrix = tabulate([case[0] for case in cases], RARE)
    found = [wording.strings_in(text) for _, _, text, _ in cases]
    starts = [0, *accumulate(len(rows) for rows, _ in found)]
    strings = csr_matrix(
        (np.concatenate([s for _, s in found]), np.concatenate([rows for rows, _ in found]), starts),
        shape=(len(cases), len(wording.strings)),
    )
    model = LogisticRegression(C=FIRMNESS["acts"], max_iter=2000)
    both, times = hstack([matrix, LOUDNESS * strings]).tocsr(), [case[-1] for case in cases]
    model.fit(both, [act for _, act, _, _ in cases], times)
    classes, cut = model.classes_.tolist(), len(names)
    weights = {
        string: {act: round(w, 2) for act, w in zip(classes, row, strict=True) if abs(w) >= SMALL_ACT}
        for string, row in zip(wording.strings, (LOUDNESS * model.coef_[:, cut:].T).tolist(), strict=True)
    }
    return _choices(names, classes, model.coef_[:, :cut].T, model.intercept_), Weighed(
        weights, dict.fromkeys(classes, 0.0)
    )


def _choices(names: list[str], classes: list[str], weights: NDArray[np.float64], bias: NDArray[np.float64]) -> Choices:
    rows = weights.round(3).tolist()
    kept = {name: tuple(map(exact, row)) for name, row in zip(names, rows, strict=True) if max(map(abs, row)) >= SMALL}
    return Choices(tuple(classes), kept, tuple(map(exact, bias.round(3).tolist())))


def _fit_weights(cases: list[Case], firmness: float) -> Weights:
    need_sklearn()
    from sklearn.linear_model import LogisticRegression

    names, matrix = tabulate([features for features, _, _ in cases], RARE)
    model = LogisticRegression(C=firmness, max_iter=3000)
    model.fit(matrix, [answer for _, answer, _ in cases], [times for _, _, times in cases])
    weights = {n: exact(round(w, 3)) for n, w in zip(names, model.coef_[0].tolist(), strict=True) if abs(w) >= SMALL}
    return Weights(weights, exact(round(float(model.intercept_[0]), 3)))
