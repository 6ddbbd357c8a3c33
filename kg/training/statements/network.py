"""Fitting the network of the wording (kg.extract.wording) to annotated articles.

Steps of Adam over batches of whole articles, with dropout of strings and of the hidden layer; all in numpy, one seed,
so that the same articles give the same network on the same machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.signs import FAR, Vectors
from kg.extract.wording import MEETINGS, VOICES, Wording, make_wording, pool
from kg.training.layers import Adam, in_half
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
FIRST = -3.0  # log odds of everything before the first step: few of the codes are told in a line
SPEECH = -len(VOICES) - len(MEETINGS)  # the column that tells whether anyone speaks


@dataclass(frozen=True, slots=True)
class Batch:
    """The sentences of some articles: strings, blocks and articles, what is told in them, and what of that counts."""

    strings: csr_matrix
    blocks: NDArray[np.int_]
    articles: NDArray[np.int_]
    truth: Vectors
    counts: Vectors


def fit_wording(examples: Sequence[Example]) -> Wording:
    """The network for these articles.

    It tells the issues and acts of a line with speech, whether there is any, and the meetings that a sentence tells of.
    """
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
    network = _Network(len(weigher.vocabulary_), len(issues) + len(acts) + len(VOICES) + len(MEETINGS))
    network.learn(tables)
    silent = np.zeros((len(weigher.vocabulary_), len(acts)))  # tones come with the acts (fit.py)
    rounded = map(in_half, (weigher.idf_, *network.layers.values(), silent))
    return make_wording(weigher.get_feature_names_out().tolist(), issues, acts, *rounded)


def _strings(text: str) -> list[str]:
    """The strings of two to LONGEST characters in a text, without punctuation and space."""
    found = (text[i : i + n] for n in range(2, LONGEST + 1) for i in range(len(text) - n + 1))
    return [string for string in found if string.isalnum()]


def _tables(examples: Sequence[Example], weigher: Any, column: dict[str, int]) -> list[Batch]:
    """Each article as a batch of its own."""
    kept = [example for example in examples if example.heard]
    matrix = weigher.transform([text for e in kept for _, text in e.heard]).astype(np.float32).tocsr()
    tables, first = [], 0
    for number, example in enumerate(kept):
        size = len(example.heard)
        strings, blocks = matrix[first : first + size], np.array([block for block, _ in example.heard])
        truth, counts = _truth(example, column)
        tables.append(Batch(strings, blocks, np.full(size, number), truth, counts * np.float32(example.weight)))
        first += size
    return tables


def _truth(example: Example, column: dict[str, int]) -> tuple[Vectors, Vectors]:
    """What is told in each sentence of an article, and which of that counts."""
    voices, meetings = len(column), len(column) + len(VOICES)
    truth = np.zeros((len(example.heard), meetings + len(MEETINGS)), dtype=np.float32)
    counts = np.zeros_like(truth)
    for line, spoken, voiced in zip(example.sheet.lines, example.said, _voices(example), strict=True):
        told = [name for who in spoken.values() for code, done in who.items() for name in (code, *done)]
        truth[line.number, [column[name] for name in told if name in column]] = 1
        truth[line.number, voices:meetings] = voiced
        counts[line.number, :voices] = bool(spoken)
        counts[line.number, voices:meetings] = 1
    if example.meetings is not None:
        truth[:, meetings:] = [[kind in kinds for kind in MEETINGS] for kinds in example.meetings]
        counts[:, meetings:] = 1
    return truth, counts


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
    """The layers while they learn."""

    def __init__(self, strings: int, told: int) -> None:
        self.random = np.random.default_rng(0)
        shapes = {"vectors": (strings, WIDTH), "hidden": (3 * WIDTH, HIDDEN), "told": (HIDDEN, told)}
        sizes = {"vectors": 0.1, "hidden": np.sqrt(2 / (3 * WIDTH)), "told": np.sqrt(1 / HIDDEN)}
        drawn = {name: self.random.standard_normal(shape) * sizes[name] for name, shape in shapes.items()}
        biases = {"hidden_bias": np.zeros(HIDDEN), "told_bias": np.full(told, FIRST)}
        order = ("vectors", "hidden", "hidden_bias", "told", "told_bias")
        self.layers: dict[str, Vectors] = {name: (drawn | biases)[name].astype(np.float32) for name in order}

    def learn(self, tables: Sequence[Batch]) -> None:
        """Go over all articles, in another order each time."""
        batches = -(-len(tables) // BATCH)
        steps = max(ROUNDS * batches, LEAST_STEPS)
        adam = Adam(self.layers, RATE, WARM, {"vectors": DECAY})
        for number, batch in zip(range(1, steps + 1), self._batches(tables), strict=False):
            adam.step(self._slopes(batch), number / (steps + 1))

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
        errors = (1 / (1 + np.exp(-odds)) - batch.truth) * batch.counts / max(1.0, batch.truth[:, SPEECH].sum())
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
