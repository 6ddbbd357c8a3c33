"""Fitting the network of the wording (kg.extract.statements.wording) to annotated articles.

Steps of Adam (Kingma and Ba, ICLR 2015) over batches of whole articles, with dropout of strings and of the hidden
layer; all in numpy, one seed, so that the same articles give the same network on the same machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.statements.wording import VOICES, Vectors, Wording, make_wording, pool
from kg.training.logistic import need_sklearn
from kg.training.statements.labels import Example

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RARE_STRING, STRINGS, LONGEST = 4, 16000, 4  # strings of characters: in how many sentences, how many, how long
FEW = 4  # an issue in fewer sentences is not told
WIDTH, HIDDEN = 128, 256  # of the vectors, of the layer
DROPPED, LEFT_OUT = 0.3, 0.4  # share of strings, of the hidden layer; all of these figures set on held-out articles
APART = 0.15  # share of articles read as if each of their lines were one: a line alone must be understood too
ROUNDS, BATCH, LEAST_STEPS = 9, 24, 300  # times over all articles, articles at a time, steps for a few articles
RATE, WARM, DECAY = 4e-3, 50, 0.02  # of learning, steps until it is reached, and pull of the vectors to 0
FADING, SPREAD, TINY = 0.9, 0.98, 1e-6  # of Adam: memory of slopes, of their squares, and what divides at least
FIRST = -3.0  # log odds of everything before the first step: few of the codes are told in a line
FAR = 30.0  # log odds beyond which a probability is 0 or 1 anyway


@dataclass(frozen=True, slots=True)
class Batch:
    """The lines of some articles: their strings, paragraphs and articles, what is told in them, and what counts."""

    strings: csr_matrix
    blocks: NDArray[np.int_]
    articles: NDArray[np.int_]
    truth: Vectors
    counts: Vectors


def fit_wording(examples: Sequence[Example]) -> Wording:
    """The network for these articles: it tells the issues and acts of a line with speech, and whether there is any."""
    need_sklearn()
    from sklearn.feature_extraction.text import TfidfVectorizer

    said = [(line.text, s) for e in examples for line, s in zip(e.sheet.lines, e.said, strict=True) if s]
    weigher = TfidfVectorizer(
        analyzer=_strings, binary=True, min_df=RARE_STRING, max_features=STRINGS, lowercase=False, smooth_idf=True
    )
    weigher.fit([text for text, _ in said])
    counted = Counter(code for _, spoken in said for code in sorted({c for who in spoken.values() for c in who}))
    issues = sorted(code for code, lines in counted.items() if lines >= FEW)
    acts = sorted({act for _, spoken in said for who in spoken.values() for done in who.values() for act in done})
    tables = _tables(examples, weigher, {code: i for i, code in enumerate([*issues, *acts])})
    network = _Network(len(weigher.vocabulary_), len(issues) + len(acts) + len(VOICES))
    network.learn(tables)
    silent = np.zeros((len(weigher.vocabulary_), len(acts)))  # tones come with the acts (fit.py)
    rounded = map(in_half, (weigher.idf_, *network.layers.values(), silent))
    return make_wording(weigher.get_feature_names_out().tolist(), issues, acts, *rounded)


def in_half(array: NDArray[np.floating[Any]]) -> Vectors:
    """Numbers as the file of the model will hold them."""
    return array.astype(np.float16).astype(np.float32, order="C")


def _strings(text: str) -> list[str]:
    """The strings of two to LONGEST characters in a text, without punctuation and space."""
    found = (text[i : i + n] for n in range(2, LONGEST + 1) for i in range(len(text) - n + 1))
    return [string for string in found if string.isalnum()]


def _tables(examples: Sequence[Example], weigher: Any, column: dict[str, int]) -> list[Batch]:
    """Each article as a batch of its own."""
    kept = [example for example in examples if example.sheet.lines]
    matrix = weigher.transform([line.text for e in kept for line in e.sheet.lines]).astype(np.float32).tocsr()
    tables, first = [], 0
    for number, example in enumerate(kept):
        size = len(example.sheet.lines)
        truth = np.zeros((size, len(column) + len(VOICES)), dtype=np.float32)
        truth[:, len(column) :] = list(_voices(example))
        for row, spoken in zip(truth, example.said, strict=True):
            told = [name for who in spoken.values() for code, done in who.items() for name in (code, *done)]
            row[[column[name] for name in told if name in column]] = 1
        is_said, is_voice = truth[:, len(column), None], np.arange(truth.shape[1]) >= len(column)
        counts = np.where(is_voice, 1, is_said) * np.float32(example.weight)
        blocks = np.array([line.block for line in example.sheet.lines])
        strings = matrix[first : first + size]
        tables.append(Batch(strings, blocks, np.full(size, number), truth, counts.astype(np.float32)))
        first += size
    return tables


def _voices(example: Example) -> Iterator[list[bool]]:
    """For each line, which of VOICES are in it."""
    before: frozenset[str] = frozenset()
    for line, spoken in zip(example.sheet.lines, example.said, strict=True):
        kinds = {key.partition("/")[0] for key in spoken}
        is_one = (kind in kinds for kind in ("person", "country", "organization"))
        yield [bool(spoken), *is_one, not before.isdisjoint(spoken), not spoken.keys() <= line.places.keys()]
        before = frozenset(spoken)


def _together(tables: Sequence[Batch]) -> Batch:
    from scipy.sparse import vstack

    parts = ("articles", "truth", "counts")
    blocks = np.cumsum(np.concatenate([np.diff(t.blocks, prepend=t.blocks[0] - 1) != 0 for t in tables]))
    strings = vstack([t.strings for t in tables]).tocsr()
    articles, truth, counts = (np.concatenate([getattr(t, part) for t in tables]) for part in parts)
    return Batch(strings, blocks, articles, truth, counts)


class _Network:
    """The layers while they learn, with the memory that Adam has of their slopes."""

    def __init__(self, strings: int, told: int) -> None:
        self.random = np.random.default_rng(0)
        shapes = {"vectors": (strings, WIDTH), "hidden": (3 * WIDTH, HIDDEN), "told": (HIDDEN, told)}
        sizes = {"vectors": 0.1, "hidden": np.sqrt(2 / (3 * WIDTH)), "told": np.sqrt(1 / HIDDEN)}
        drawn = {name: self.random.standard_normal(shape) * sizes[name] for name, shape in shapes.items()}
        biases = {"hidden_bias": np.zeros(HIDDEN), "told_bias": np.full(told, FIRST)}
        order = ("vectors", "hidden", "hidden_bias", "told", "told_bias")
        self.layers: dict[str, Vectors] = {name: (drawn | biases)[name].astype(np.float32) for name in order}
        self.slopes = {name: np.zeros_like(layer) for name, layer in self.layers.items()}
        self.squares = {name: np.zeros_like(layer) for name, layer in self.layers.items()}

    def learn(self, tables: Sequence[Batch]) -> None:
        """Go over all articles, in another order each time."""
        batches = -(-len(tables) // BATCH)
        steps = max(ROUNDS * batches, LEAST_STEPS)
        for number, batch in zip(range(1, steps + 1), self._batches(tables), strict=False):
            rate = RATE * min(1, number / WARM) * (1 - number / (steps + 1))
            self._adapt(self._slopes(batch), number, rate)

    def _batches(self, tables: Sequence[Batch]) -> Iterator[Batch]:
        while tables:
            order = self.random.permutation(len(tables))
            for first in range(0, len(order), BATCH):
                yield _together([tables[i] for i in order[first : first + BATCH]])

    def _slopes(self, batch: Batch) -> dict[str, Vectors]:
        """The slopes of the cross entropy of a batch, in lines with speech, at every weight."""
        layers, strings = self.layers, batch.strings.copy()
        strings.data *= self._kept(strings.data.shape, DROPPED)
        own = strings @ layers["vectors"]
        blocks, articles = self._groups(batch)
        seen = np.concatenate([own, pool(own, blocks), pool(own, articles)], axis=1)
        before = seen @ layers["hidden"] + layers["hidden_bias"]
        kept = self._kept(before.shape, LEFT_OUT) * (before > 0)
        hidden = before * kept
        odds = np.clip(hidden @ layers["told"] + layers["told_bias"], -FAR, FAR)
        errors = (1 / (1 + np.exp(-odds)) - batch.truth) * batch.counts / max(1.0, batch.truth[:, -len(VOICES)].sum())
        back = (errors @ layers["told"].T) * kept
        alone, around, whole = np.split(back @ layers["hidden"].T, 3, axis=1)
        # An average over a group hands its slope back to the rows as an average over the same group.
        to_own = alone + pool(around, blocks) + pool(whole, articles)
        return {
            "vectors": strings.T.tocsr() @ to_own,
            "hidden": seen.T @ back,
            "hidden_bias": back.sum(axis=0),
            "told": hidden.T @ errors,
            "told_bias": errors.sum(axis=0),
        }

    def _groups(self, batch: Batch) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
        """Paragraphs and articles of the lines; some are taken apart."""
        numbers = np.cumsum(np.diff(batch.articles, prepend=-1) != 0) - 1
        apart = self.random.random(numbers[-1] + 1)[numbers] < APART
        own = -1 - np.arange(len(numbers))
        return np.where(apart, own, batch.blocks), np.where(apart, own, batch.articles)

    def _kept(self, shape: tuple[int, ...], dropped: float) -> Vectors:
        """0 for what is left out this time, for the rest what makes up for it."""
        kept: Vectors = (self.random.random(shape) >= dropped).astype(np.float32) / np.float32(1 - dropped)
        return kept

    def _adapt(self, slopes: dict[str, Vectors], number: int, rate: float) -> None:
        self.layers["vectors"] *= np.float32(1 - rate * DECAY)
        for name, slope in slopes.items():
            mean, square = self.slopes[name], self.squares[name]
            mean *= FADING
            mean += (1 - FADING) * slope
            square *= SPREAD
            square += (1 - SPREAD) * slope * slope
            size = np.sqrt(square / (1 - SPREAD**number)) + TINY
            self.layers[name] -= (rate * mean / (1 - FADING**number) / size).astype(np.float32)
