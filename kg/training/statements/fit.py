"""Fitting the models of statements to annotated articles (needs the extra `train`: scikit-learn)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.extract.statements import acts, speakers, topics
from kg.extract.statements.lines import Line
from kg.extract.statements.models import Models
from kg.extract.statements.ngrams import Scores, Wording, make_wording
from kg.extract.statements.weights import Choices, Measured, Weights
from kg.training.statements.labels import Example

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 4  # the wording that `topics` is trained with comes from articles other than the one it is applied to
RARE = 10  # a feature seen in fewer cases has no weight
SMALL = 0.02  # nor one with a weight below this
RARE_STRING, STRINGS, LONGEST = 4, 16000, 4  # strings of characters: in how many sentences, how many, how long
SMALL_STRING = 0.25  # weights of strings below this are left out: they are many and tell nothing
FEW = 4  # an issue in fewer sentences has no wording
FIRMNESS = {
    "speakers": 0.3,
    "topics": 0.3,
    "wording": 4.0,
    "acts": 0.1,
}  # C of the regressions, set on held-out articles

Case = tuple[list[str], bool]  # what there is, and whether the answer is yes


def fit_models(examples: Sequence[Example], *, measured: Measured | None = None) -> Models:
    """The models for these articles; the same articles in the same order give the same models."""
    return Models(
        speakers=fit_speakers(examples),
        topics=fit_topics(examples),
        wording=fit_wording(examples),
        acts=fit_acts(examples),
        measured=measured or Measured((0.0, 1.0), (0.0, 1.0)),
    )


def fit_speakers(examples: Iterable[Example]) -> Weights:
    """Who says a line."""
    cases = [case for example in examples for case in _speaker_cases(example)]
    return _fit_weights(cases, FIRMNESS["speakers"])


def _speaker_cases(example: Example) -> list[Case]:
    cases: list[Case] = []
    said = iter(example.said)

    def decide(_line: Line, asked: dict[str, list[str]]) -> tuple[str, ...]:
        truth = next(said)
        cases.extend((features, key in truth) for key, features in asked.items())
        return tuple(sorted(key for key in asked if key in truth))

    speakers.walk(example.sheet, decide)
    return cases


def fit_topics(examples: Sequence[Example]) -> Weights:
    """What a speaker speaks of, the wording taken from models of other articles."""
    cases: list[Case] = []
    for fold in range(FOLDS):
        wording = fit_wording([e for i, e in enumerate(examples) if i % FOLDS != fold])
        for example in examples[fold::FOLDS]:
            cases += _topic_cases(example, wording)
    return _fit_weights(cases, FIRMNESS["topics"])


def _topic_cases(example: Example, wording: Wording) -> list[Case]:
    cases: list[Case] = []

    def decide(question: topics.Question, asked: dict[str, list[str]]) -> frozenset[str]:
        truth = example.said[question.number][question.speaker]
        cases.extend((features, code in truth) for code, features in asked.items())
        return frozenset(truth)

    topics.walk(example.sheet, [tuple(sorted(s)) for s in example.said], wording.sounds_like, decide)
    return cases


def fit_wording(examples: Iterable[Example]) -> Wording:
    """What the sentences of each issue sound like."""
    pairs = [
        (line.text, {code for spoken in said.values() for code in spoken})
        for example in examples
        for line, said in zip(example.sheet.lines, example.said, strict=True)
        if said
    ]
    return _fit_wording([text for text, _ in pairs], [codes for _, codes in pairs])


def _fit_wording(texts: list[str], codes: list[set[str]]) -> Wording:
    _need_sklearn()
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    strings = TfidfVectorizer(
        analyzer=_strings, binary=True, min_df=RARE_STRING, max_features=STRINGS, lowercase=False, smooth_idf=True
    )
    matrix = strings.fit_transform(texts)
    names = strings.get_feature_names_out()
    counted = Counter(code for found in codes for code in sorted(found))
    weights: dict[str, Scores] = {}
    bias: Scores = {}
    for code in sorted(c for c, n in counted.items() if n >= FEW):
        model = LogisticRegression(C=FIRMNESS["wording"], solver="liblinear", random_state=0)
        model.fit(matrix, [code in found for found in codes])
        bias[code] = round(float(model.intercept_[0]), 2)
        for i in abs(model.coef_[0]).argsort()[::-1]:
            if abs(model.coef_[0][i]) < SMALL_STRING:
                break
            weights.setdefault(names[i], {})[code] = round(float(model.coef_[0][i]), 2)
    rarity = {name: round(float(strings.idf_[i]), 2) for i, name in enumerate(names)}
    return make_wording(rarity, weights, bias)


def _strings(text: str) -> list[str]:
    """The strings of two to LONGEST characters in a text, without punctuation and space."""
    found = (text[i : i + n] for n in range(2, LONGEST + 1) for i in range(len(text) - n + 1))
    return [string for string in found if string.isalnum()]


def fit_acts(examples: Iterable[Example]) -> Choices:
    """What a speaker does with an issue."""
    _need_sklearn()
    from sklearn.linear_model import LogisticRegression

    cases = [case for example in examples for case in example.weight * [*_act_cases(example)]]
    names, matrix = _matrix([features for features, _ in cases])
    model = LogisticRegression(C=FIRMNESS["acts"], max_iter=2000).fit(matrix, [act for _, act in cases])
    rows = model.coef_.T.round(3).tolist()
    weights = {name: tuple(row) for name, row in zip(names, rows, strict=True) if max(map(abs, row)) >= SMALL}
    return Choices(tuple(model.classes_.tolist()), weights, tuple(model.intercept_.round(3).tolist()))


def _act_cases(example: Example) -> Iterator[tuple[list[str], str]]:
    memory = acts.Memory()
    for line, said in zip(example.sheet.lines, example.said, strict=True):
        for speaker, spoken in said.items():
            for code, done in spoken.items():
                for act in done:
                    yield list(acts.features(line, speaker, code, example.sheet, memory)), act
                memory.note(speaker, code, done[-1])


def _fit_weights(cases: list[Case], firmness: float) -> Weights:
    _need_sklearn()
    from sklearn.linear_model import LogisticRegression

    names, matrix = _matrix([features for features, _ in cases])
    model = LogisticRegression(C=firmness, max_iter=3000).fit(matrix, [answer for _, answer in cases])
    weights = {n: round(w, 3) for n, w in zip(names, model.coef_[0].tolist(), strict=True) if abs(w) >= SMALL}
    return Weights(weights, round(float(model.intercept_[0]), 3))


def _matrix(cases: list[list[str]]) -> tuple[list[str], csr_matrix]:
    """The features that are not rare, and which cases have them."""
    from scipy.sparse import csr_matrix

    counted = Counter(feature for features in cases for feature in set(features))
    names = sorted(name for name, n in counted.items() if n >= RARE)
    column = {name: i for i, name in enumerate(names)}
    rows = [sorted({column[f] for f in features if f in column}) for features in cases]
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    columns = [i for row in rows for i in row]
    return names, csr_matrix(([1.0] * len(columns), columns, starts), shape=(len(rows), len(names)))


def _need_sklearn() -> None:
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise UsageError("training needs scikit-learn: pip install 'diplokg[train]'") from error
