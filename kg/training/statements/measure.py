"""How good the models are on articles that they were not fitted to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.extract.statements import choose_acts, find_said, weigh
from kg.extract.statements.models import Models
from kg.extract.statements.weights import Measured
from kg.training.statements.fit import FOLDS, fit_models
from kg.training.statements.labels import Example

STEPS = 12  # of the measured confidence
LEAST = 0.05  # of a step's share of right ones; the most is 1 - LEAST

Judged = tuple[float, bool]  # how likely something is held, and whether it is right


@dataclass(frozen=True, slots=True)
class Guess:
    """One (speaker, issue) of an article: how likely it is held, whether it is right, and the same of its acts."""

    likely: float
    is_right: bool
    acts: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Confidence:
    """The measured share of right ones: of a speaker and an issue, and of these with an act."""

    pairs: Measured
    acts: Measured


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of (speaker, issue), and F1 with the act, on articles held out."""

    precision: float
    recall: float
    f1: float
    f1_with_act: float


def hold_out(
    examples: Sequence[Example], fit: Callable[[list[Example]], Models] = fit_models
) -> tuple[Figures, Confidence]:
    """Fit to all folds but one, apply to that one, and count, for each in turn."""
    guesses: list[Guess] = []
    for fold in range(FOLDS):
        models = fit([e for i, e in enumerate(examples) if i % FOLDS != fold])
        for example in examples[fold::FOLDS]:
            guesses += guess(example, models)
    truths = [_truth(example) for example in examples]
    pairs, triples = sum(map(len, truths)), sum(len(done) for truth in truths for done in truth.values())
    acts = [judged for one in guesses for judged in one.acts]
    right, right_acts = sum(one.is_right for one in guesses), sum(is_right for _, is_right in acts)
    figures = Figures(
        right / max(1, len(guesses)),
        right / max(1, pairs),
        2 * right / (len(guesses) + pairs),
        2 * right_acts / (len(acts) + triples),
    )
    of_pairs = measure_confidence((one.likely, one.is_right) for one in guesses)
    return figures, Confidence(of_pairs, measure_confidence(acts))


def guess(example: Example, models: Models) -> list[Guess]:
    """What the models find in an article, and how much of it is annotated."""
    truth = _truth(example)
    found_lines = find_said(example.sheet, models.wording.hear(example.script), models)
    acts: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for found, act, likely in choose_acts(found_lines, example.sheet, models):
        pair = found.speaker, found.issue
        acts[pair].append((likely, act in truth.get(pair, ())))
    return [Guess(likely, pair in truth, tuple(acts[pair])) for pair, likely in weigh(found_lines).items()]


def _truth(example: Example) -> dict[tuple[str, str], set[str]]:
    """The acts that are annotated of each (speaker, issue) of an article."""
    truth: dict[tuple[str, str], set[str]] = {}
    for said in example.said:
        for key, spoken in said.items():
            for code, done in spoken.items():
                truth.setdefault((key, code), set()).update(done)
    return truth


def measure_confidence(guesses: Iterable[Judged]) -> Measured:
    """The share of right ones by how likely they were held: equal steps, made to rise (pool adjacent violators)."""
    ordered = sorted(guesses, key=lambda judged: judged[0])
    size = max(1, len(ordered) // STEPS)
    steps = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    pooled: list[tuple[float, int, int]] = []  # from where on, right, all
    for step in steps:
        pooled.append((step[0][0], sum(is_right for _, is_right in step), len(step)))
        while len(pooled) > 1 and pooled[-2][1] * pooled[-1][2] >= pooled[-1][1] * pooled[-2][2]:
            _, more, count = pooled.pop()
            start, before, number = pooled.pop()
            pooled.append((start, before + more, number + count))
    right = tuple(round(min(1 - LEAST, max(LEAST, r / n)), 2) for _, r, n in pooled)
    return Measured((0.0, *(round(start, 3) for start, _, _ in pooled[1:])), right)
