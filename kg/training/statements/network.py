"""Fitting the network of the wording (kg.extract.wording) and, with it, who speaks (kg.extract.statements.speakers).

They learn together, so that the characters around a name mean what tells who speaks. Batches of whole articles, Adam,
dropout, one seed: the same articles give the same networks on the same machine. JAX finds the slopes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.signs import FAR, Signs, Vectors, likely
from kg.extract.statements.speakers import around
from kg.extract.wording import (
    MEETINGS,
    NUMBERS,
    STEPS,
    VOICES,
    Heard,
    Sound,
    make_wording,
    numbers_of,
    rows_of,
    tags_of,
)
from kg.training.layers import Adam, in_half
from kg.training.logistic import need
from kg.training.statements.labels import Example
from kg.training.statements.loss import slopes_of
from kg.training.statements.terms import Asked, Layers, Networks, Terms, terms_of

APART = 0.15  # share of articles read as if each of their lines were one: a line alone must be understood too
ROUNDS, BATCH, LEAST_STEPS = 8, 16, 300  # times over all articles, articles at a time, steps for a few articles
RATE, WARM, DECAY = 4e-3, 100, 0.02  # of learning, steps until it is reached, and pull of the vectors to 0
GAP = sum(STEPS)  # code points of nothing after an article: none hears another
BELIEVED = 0.5  # how much the word of networks that have not seen an article counts beside its annotation
LEAST_PART = 64  # a batch is filled up to a multiple of it
# Of what the arrays of an article have a row each, and whose rows their numbers mean.
ROWS = {
    "rows": "letters", "tags": "letters", "within": "letters",
    "strings": "strings", "shares": "strings", "strings_of": "strings",
    "blocks": "sentences", "articles": "sentences", "truth": "sentences", "counts": "sentences",
    "sentence": "asked", "places": "asked", "answers": "asked", "times": "asked",
    "signs": "signs", "signs_of": "signs",
}  # fmt: skip
MEANS = {
    "within": "sentences", "strings_of": "sentences", "blocks": "sentences", "articles": "sentences",
    "sentence": "sentences", "places": "letters", "signs_of": "asked",
}  # fmt: skip

Arrays = dict[str, NDArray[Any]]
COUNTED = {"sentences": "blocks", "letters": "rows", "asked": "answers"}  # arrays that tell how many there are


@dataclass(frozen=True, slots=True)
class Belief:
    """How another network hears an article, and how much its word counts beside what is annotated (0-1)."""

    heard: Heard
    counts: float = BELIEVED


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the networks learn, how many times over all articles, and at the least how many steps."""

    rate: float
    rounds: int
    steps: int


Given = tuple[Example, Sequence[Asked], Belief | None]


def fit_wording(
    examples: Sequence[Example], asked: Sequence[Sequence[Asked]], beliefs: Sequence[Belief | None] | None = None
) -> Networks:
    """The networks for these articles, each with who is asked about in it.

    The first tells the issues and acts of a line with speech, whether there is any, and the meetings that a sentence
    tells of; the second who speaks. `beliefs` tell how other networks hear the articles.
    """
    terms = terms_of(examples, asked)
    given = zip(examples, asked, beliefs or [None] * len(examples), strict=True)
    return _fit(_Frame(terms), terms.layers(), given, Pace(RATE, ROUNDS, LEAST_STEPS))


def go_on(
    networks: Networks,
    examples: Sequence[Example],
    asked: Sequence[Sequence[Asked]],
    beliefs: Sequence[Belief | None],
    pace: Pace,
) -> Networks:
    """The same, of networks that learn on: they begin with what they know, what they have no vector for is added."""
    terms = terms_of(examples, asked).beside(networks)
    return _fit(_Frame(terms), terms.layers_of(networks), zip(examples, asked, beliefs, strict=True), pace)


def _fit(frame: _Frame, layers: Layers, given: Iterable[Given], pace: Pace) -> Networks:
    need("jax", "JAX")
    articles = [frame.article(*some) for some in given if some[0].script.sentences]
    return frame.networks(_learn(articles, layers, pace))


class _Frame:
    """Articles as arrays of numbers, in terms of what has a vector and what is told."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.weigher = terms, terms.weigher()
        self.column = {name: i for i, name in enumerate([*terms.issues, *terms.acts])}
        self.told = terms.told
        self.rows = rows_of(terms.alphabet)
        self.signs = {sign: row for row, sign in enumerate(terms.signs)}

    def networks(self, layers: Layers) -> Networks:
        """The networks of these layers, rounded as their files hold them."""
        rounded = {name: in_half(layer) for name, layer in layers.items()}
        terms = self.terms
        silent = np.zeros((len(terms.strings), len(terms.acts)), np.float32)  # tones come with the acts (fit.py)
        own = {"rarity": in_half(terms.rarity), **rounded, "tones": silent}
        names = (terms.strings, terms.alphabet, terms.issues, terms.acts)
        vectors = np.pad(rounded["signs"], ((0, 1), (0, 0)))  # the last is of what is unknown
        wording = make_wording(names, [own[name] for name in NUMBERS])
        return wording, Signs(self.signs, vectors, rounded["numbers"], rounded["answer"])

    def _held(self, heard: Heard) -> NDArray[np.floating[Any]]:
        """How likely another network holds what is told in each sentence."""
        known = {name: place for place, name in enumerate([*heard.codes, *heard.sounds[0].acts])}
        odds = np.array([as_told(sound) for sound in heard.sounds])
        silent = np.full((len(odds), 1), -FAR)  # an issue that the other network does not know
        columns = [known.get(name, -1) for name in self.column]
        told = np.concatenate([odds, silent], axis=1)[:, columns]
        return likely(np.concatenate([told, odds[:, len(known) :]], axis=1))

    def article(self, example: Example, asked: Sequence[Asked], belief: Belief | None = None) -> Arrays:
        """An article as arrays (ROWS tells of what each has a row)."""
        script, size = example.script, len(example.script.sentences)
        within = np.full(len(script.text) + GAP, -1)
        for number, (_, start, end) in enumerate(script.sentences):
            within[start:end] = number
        table = self.weigher.transform([script.text[start:end] for _, start, end in script.sentences]).tocoo()
        blocks = np.array([block for block, _, _ in script.sentences])
        truth, counts = _truth(example, self.column, self.told)
        if belief is not None:
            truth = (1 - belief.counts) * truth + belief.counts * self._held(belief.heard)
        signs = [[0, *(row for sign in one.signs if (row := self.signs.get(sign, -1)) >= 0)] for one in asked]
        places = [around(one.place, len(script.text)) for one in asked]
        return {
            "rows": np.pad(self.rows[numbers_of(script.text)], (0, GAP)),
            "tags": np.pad(tags_of(script), (0, GAP)),
            "within": within,
            "strings": table.col,
            "shares": table.data.astype(np.float32),
            "strings_of": table.row,
            "blocks": np.searchsorted(blocks, blocks),
            "articles": np.zeros(size, dtype=np.intp),
            "truth": truth,
            "counts": counts * np.float32(example.weight),
            "sentence": np.array([one.sentence for one in asked], dtype=np.intp),
            "places": np.array(places, dtype=np.intp).reshape(-1, 4),
            "answers": np.array([one.answer for one in asked], dtype=np.float32),
            "times": np.full(len(asked), example.weight, dtype=np.float32),
            "signs": np.array([row for rows in signs for row in rows], dtype=np.intp),
            "signs_of": np.repeat(np.arange(len(asked)), [len(rows) for rows in signs]),
        }


def as_told(sound: Sound) -> list[float]:
    """All that the network tells of a sentence, in the order in which it does."""
    others = chain.from_iterable(odds.values() for odds in (sound.acts, sound.voices, sound.meetings))
    return [*sound.issues.tolist(), *others]


def _truth(example: Example, column: Mapping[str, int], told: int) -> tuple[Vectors, Vectors]:
    """What is told in each sentence of an article, and which of that counts."""
    voices, meetings = len(column), len(column) + len(VOICES)
    truth = np.zeros((len(example.script.sentences), told), dtype=np.float32)
    counts = np.zeros_like(truth)
    for line, spoken, voiced in zip(example.sheet.lines, example.said, _voices(example), strict=True):
        names = [name for who in spoken.values() for code, done in who.items() for name in (code, *done)]
        truth[line.number, [column[name] for name in names if name in column]] = 1
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


def _learn(articles: Sequence[Arrays], layers: Layers, pace: Pace) -> Layers:
    """Go over all articles, in another order each time."""
    import jax

    random = np.random.default_rng(0)
    sizes = _sizes(articles)
    batches = sum(1 for _ in _parts(articles, sizes))
    steps = max(pace.rounds * batches, pace.steps)
    adam = Adam(layers, pace.rate, WARM, dict.fromkeys(("vectors", "characters", "signs"), DECAY))
    key = jax.random.key(0)
    for number, batch in zip(range(steps), _batches(articles, sizes, random), strict=False):
        slopes = slopes_of(layers, batch, jax.random.fold_in(key, number))
        adam.step({name: np.asarray(slope) for name, slope in slopes.items()}, (number + 1) / (steps + 1))
    return layers


def _sizes(articles: Sequence[Arrays]) -> dict[str, int]:
    """How many rows of each sort a batch has: room for the largest article, and for BATCH of middling ones."""
    rows = {name: [len(a[array]) for a in articles] for array, name in ROWS.items()}
    wanted = {name: max(*sizes, BATCH * sum(sizes) // len(sizes)) for name, sizes in rows.items()}
    return {name: -(-size // LEAST_PART) * LEAST_PART or LEAST_PART for name, size in wanted.items()}


def _parts(articles: Iterable[Arrays], sizes: Mapping[str, int]) -> Iterator[list[Arrays]]:
    """The articles in parts, each as many as there is room for."""
    part: list[Arrays] = []
    left = dict(sizes)
    for article in articles:
        needed = {name: len(article[array]) for array, name in ROWS.items()}
        if any(needed[name] > left[name] for name in sizes):
            yield part
            part, left = [], dict(sizes)
        part.append(article)
        left = {name: left[name] - needed[name] for name in sizes}
    yield part


def _batches(articles: Sequence[Arrays], sizes: Mapping[str, int], random: np.random.Generator) -> Iterator[Arrays]:
    while articles:
        order = random.permutation(len(articles))
        for part in _parts((articles[i] for i in order), sizes):
            yield together([_apart(a) if random.random() < APART else a for a in part], sizes)


def _apart(article: Arrays) -> Arrays:
    """An article whose sentences are each their own paragraph and article."""
    alone = np.arange(len(article["blocks"]))
    return {**article, "blocks": alone, "articles": alone}


def together(articles: Sequence[Arrays], sizes: Mapping[str, int]) -> Arrays:
    """Some articles as one, filled up to the sizes with rows that count for nothing."""
    whole: Arrays = {}
    counts = {name: [len(a[array]) for a in articles] for name, array in COUNTED.items()}
    firsts = {name: np.cumsum([0, *sizes_of]) for name, sizes_of in counts.items()}
    for array, name in ROWS.items():
        meant, parts = MEANS.get(array), [article[array] for article in articles]
        if meant:
            parts = [np.where(part >= 0, part + first, -1) for part, first in zip(parts, firsts[meant], strict=False)]
        rows = np.concatenate(parts)
        filling = ((0, sizes[name] - len(rows)), *((0, 0),) * (rows.ndim - 1))
        whole[array] = np.pad(rows, filling, constant_values=-1 if meant else 0)
    return whole
