"""What the networks of the wording and of who speaks have vectors for and what they tell, and layers of that size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.signs import ALWAYS, Signs, Vectors
from kg.extract.wording import BEYOND, MEETINGS, STEPS, TAGS, VOICES, Wording
from kg.training.logistic import need_sklearn
from kg.training.statements.labels import Example

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

RARE_STRING, STRINGS, LONGEST = 4, 16000, 4  # strings of characters: in how many sentences, how many, how long
MORE = 2000  # so many strings at the most are added to networks that learn on
RARE = 10  # a character and a sign that are in fewer places have no vector
FEW = 4  # an issue in fewer sentences is not told
WIDTH, NARROW, POOLED, HIDDEN, SIGNS = 128, 64, 64, 256, 32  # of vectors: strings, characters, a sentence's, signs
FIRST, FIRST_ANSWER = -3.0, -1.0  # log odds of everything before the first step: few of the codes are told in a line
UNKNOWN = 1  # the row of a character that has no vector of its own (kg.extract.wording)

Layers = dict[str, Vectors]
Networks = tuple[Wording, Signs]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether someone says a sentence: its number, where in the text it names him if it does, his signs, the answer.

    The answer is how likely it shall be held (0-1).
    """

    sentence: int
    place: tuple[int, int] | None
    signs: list[str]
    answer: float


@dataclass(frozen=True)
class Terms:
    """Strings with their rarity, characters, and signs of speakers (ALWAYS first); issues and acts that are told."""

    strings: list[str]
    rarity: Vectors
    alphabet: list[str]
    issues: list[str]
    acts: list[str]
    signs: list[str]

    @cached_property
    def told(self) -> int:
        """How many things are told of a sentence."""
        return len(self.issues) + len(self.acts) + len(VOICES) + len(MEETINGS)

    def weigher(self) -> TfidfVectorizer:
        """What tells how much each string counts in a text."""
        need_sklearn()
        from sklearn.feature_extraction.text import TfidfVectorizer

        found = TfidfVectorizer(analyzer=_strings, binary=True, lowercase=False, vocabulary=self.strings)
        found.idf_ = self.rarity
        return found

    def beside(self, networks: Networks) -> Terms:
        """These terms beside those of networks, whose own come first."""
        wording, speakers = networks
        new = [i for i, string in enumerate(self.strings) if string not in frozenset(wording.strings)]
        kept = sorted(sorted(new, key=lambda i: (self.rarity[i], self.strings[i]))[:MORE])
        return Terms(
            strings=[*wording.strings, *(self.strings[i] for i in kept)],
            rarity=np.concatenate([wording.rarity, self.rarity[kept]]),
            alphabet=_union(wording.alphabet, self.alphabet),
            issues=_union(wording.issues, self.issues),
            acts=_union(wording.acts, self.acts),
            signs=_union(speakers.rows, self.signs),
        )

    def layers(self) -> Layers:
        """The layers before they learn."""
        random = np.random.default_rng(0)
        heard, three = 3 * HIDDEN + 4 * NARROW, 3 * NARROW
        shapes = {
            "vectors": ((len(self.strings), 2 * WIDTH), 0.1),
            "plain": ((3 * WIDTH, HIDDEN), np.sqrt(2 / 3 / WIDTH)),
            "plain_bias": ((HIDDEN,), 0),
            "plain_told": ((HIDDEN, self.told), np.sqrt(1 / HIDDEN)),
            "plain_told_bias": ((self.told,), 0),
            "characters": ((len(self.alphabet) + 2, NARROW), 0.1),
            "tags": ((2 * len(TAGS) + 1, NARROW), 0.1),
            "near": ((len(STEPS), three, NARROW), np.sqrt(2 / three) / 2),
            "near_bias": ((len(STEPS), NARROW), 0),
            "pooled": ((2 * NARROW, POOLED), np.sqrt(1 / NARROW)),
            "pooled_bias": ((POOLED,), 0),
            "hidden": ((3 * (WIDTH + POOLED), HIDDEN), np.sqrt(2 / 3 / (WIDTH + POOLED))),
            "hidden_bias": ((HIDDEN,), 0),
            "told": ((HIDDEN, self.told), np.sqrt(1 / HIDDEN)),
            "told_bias": ((self.told,), 0),
            "signs": ((len(self.signs), SIGNS), 0.05),
            "numbers": ((heard, SIGNS), 0.06),
            "answer": ((SIGNS + 1,), 0.1),
        }
        layers = {
            name: (random.standard_normal(shape) * size).astype(np.float32) for name, (shape, size) in shapes.items()
        }
        layers["told_bias"][:] = layers["plain_told_bias"][:] = FIRST
        layers["answer"][-1] = FIRST_ANSWER
        return layers

    def layers_of(self, networks: Networks) -> Layers:
        """The layers of networks, in these terms: what they do not know is silent, a character like any unknown one."""
        wording, speakers = networks
        own = ("vectors", "characters", "plain_told", "plain_told_bias", "told", "told_bias")
        layers = {name: getattr(wording, name).copy() for name in LAYERS if name not in own}
        layers |= {"numbers": speakers.numbers.copy(), "answer": speakers.told.copy()}
        layers["vectors"] = _rows(wording.vectors, len(self.strings))
        layers["signs"] = _rows(speakers.vectors[:-1], len(self.signs))
        unknown = np.repeat(
            wording.characters[UNKNOWN : UNKNOWN + 1], len(self.alphabet) - len(wording.alphabet), axis=0
        )
        layers["characters"] = np.concatenate([wording.characters, unknown])
        known = [*wording.issues, *wording.acts]
        rest = range(len(known), len(known) + len(VOICES) + len(MEETINGS))
        columns = [known.index(name) if name in known else -1 for name in [*self.issues, *self.acts]]
        for name in ("plain_told", "told"):
            layers[name] = np.pad(getattr(wording, name), ((0, 0), (0, 1)))[:, [*columns, *rest]]
            layers[f"{name}_bias"] = np.append(getattr(wording, f"{name}_bias"), np.float32(FIRST))[[*columns, *rest]]
        return layers


# The arrays of the wording that learn (kg.extract.wording.NUMBERS).
LAYERS = (
    "vectors", "plain", "plain_bias", "plain_told", "plain_told_bias", "characters", "tags", "near", "near_bias",
    "pooled", "pooled_bias", "hidden", "hidden_bias", "told", "told_bias",
)  # fmt: skip


def terms_of(examples: Sequence[Example], asked: Sequence[Sequence[Asked]]) -> Terms:
    """The terms of some articles, each with who is asked about in it."""
    said = [(line.text, s) for e in examples for line, s in zip(e.sheet.lines, e.said, strict=True) if s]
    times = Counter(string for text, _ in said for string in set(_strings(text)))
    often = sorted((-count, string) for string, count in times.items() if count >= RARE_STRING)[:STRINGS]
    strings = sorted(string for _, string in often)
    counted = Counter(code for _, spoken in said for code in sorted({c for who in spoken.values() for c in who}))
    return Terms(
        strings=strings,
        rarity=np.array([1 + np.log((1 + len(said)) / (1 + times[string])) for string in strings], dtype=np.float64),
        alphabet=_often(c for example in examples for c in example.script.text if ord(c) < BEYOND - 1),
        issues=sorted(code for code, lines in counted.items() if lines >= FEW),
        acts=sorted({a for _, spoken in said for who in spoken.values() for done in who.values() for a in done}),
        signs=[ALWAYS, *_often(sign for some in asked for one in some for sign in one.signs)],
    )


def _often(found: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(found).items() if times >= RARE)


def _union(one: Iterable[str], two: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*one, *two]))


def _rows(known: Vectors, size: int) -> Vectors:
    return np.pad(known, ((0, size - len(known)), (0, 0)))


def _strings(text: str) -> list[str]:
    """The strings of two to LONGEST characters in a text, without punctuation and space."""
    found = (text[i : i + n] for n in range(2, LONGEST + 1) for i in range(len(text) - n + 1))
    return [string for string in found if string.isalnum()]
