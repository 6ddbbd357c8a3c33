"""What a sentence sounds like, heard in its paragraph and its article: which issue, which act, speech, a meeting.

Two ways of hearing are joined. Each short string of characters has a vector; those of a sentence, weighed by rarity,
are added up (a deep averaging network: Iyyer, Manjunatha, Boyd-Graber and Daumé, ACL 2015). Each character has a vector
too, and so has being in a name: layers of convolution with growing steps (Yu and Koltun, ICLR 2016; for names Strubell
et al., EMNLP 2017) hear it among those around it, and the highest and the mean of a sentence are taken. Both stand
beside those of its paragraph and of its article. One hidden layer tells from the strings, another from strings and
characters, and the mean of their log odds counts: two who err in different ways err less together. They know what no
list of signal words holds; the judges of statements and of meetings take their word as one sign among others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import ahocorasick_rs
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from kg.errors import DataError
from kg.extract.signs import Vectors
from kg.model import EntityKind, Linked
from kg.resources import ontology_dir

Scores = dict[str, float]
# What the network tells of who speaks: whether anyone does; whether a person, a state, a body; whether one who spoke in
# the line before; whether one whom the line does not name.
VOICES = ("speech", "person", "state", "body", "goes-on", "unnamed")
MEETINGS = ("meeting", "call", "video", "visit", "conference")  # which kinds of meetings a sentence tells of
KINDS = (EntityKind.PERSON, EntityKind.COUNTRY, EntityKind.ORGANIZATION, EntityKind.PLACE)
TAGS = {kind: 2 * number + 1 for number, kind in enumerate(KINDS)}  # of where a name begins; where it goes on one more
STEPS = (1, 2, 4)  # code points between what a layer of convolution hears together: 7 to either side in all
BEYOND = 1 << 16  # code points from here on are heard as unknown ones
NAMES = ("strings", "alphabet", "issues", "acts")  # of the arrays of text in the file of the model
# Of those of numbers.
NUMBERS = (
    "rarity", "vectors", "plain", "plain_bias", "plain_told", "plain_told_bias",
    "characters", "tags", "near", "near_bias", "pooled", "pooled_bias", "hidden", "hidden_bias", "told", "told_bias",
    "tones",
)  # fmt: skip


class Script(Struct, frozen=True, gc=False):
    """An article as the network reads it: folded text; sentences as block, start and end; names as start, end, kind."""

    text: str
    sentences: tuple[tuple[int, int, int], ...]
    names: tuple[tuple[int, int, EntityKind], ...]


class Sound(Struct, frozen=True, gc=False):
    """How a sentence sounds, in log odds: like each issue (Heard.codes), each act, each of VOICES and of MEETINGS.

    `hidden` (h) is what the hidden layer says of it. `tones` is what its strings add to the log odds of each act beside
    all other signs (kg.extract.statements.acts).
    """

    issues: Vectors
    acts: Scores
    voices: Scores
    meetings: Scores
    hidden: Vectors
    tones: Scores


class Heard(Struct, frozen=True, gc=False):
    """An article heard: how each sentence sounds like issues of these codes, and a vector of each code point (n, d)."""

    codes: tuple[str, ...]
    sounds: tuple[Sound, ...]
    letters: Vectors

    @property
    def sounding(self) -> tuple[tuple[str, ...], Vectors]:
        """The codes of the issues, and the log odds of each in each sentence (n, codes)."""
        odds = [sound.issues for sound in self.sounds]
        return self.codes, np.array(odds, dtype=np.float32).reshape(len(odds), len(self.codes))


def step(odds: float, least: int, most: int) -> int:
    """Log odds as the signs of the models have them: rounded, and kept between two numbers."""
    return least if odds <= least else most if odds >= most else round(odds)  # min and max take thrice the time


@dataclass(frozen=True, slots=True)
class Wording:
    """The network: V strings of rarity and a vector (V, 2v), C characters (C + 2, d), tags of names (2 KINDS + 1, d).

    Then layers, each with biases: of the first half of the vectors of strings `plain` (3v, h), which tells `plain_told`
    (h, all that is told); `near` (STEPS, 3d, d) and `pooled` (2d, p) of characters; of these and the other half of the
    vectors `hidden` (3v + 3p, h), which tells `told`. `tones` (V, acts) stand beside them: what each string adds to
    each act. `rows` tells the row of each code point's character: 0 is no character, 1 one not in the alphabet.

    The first layer of convolution is worked out once for each character and for each tag: what they tell the character
    after them, themselves and the one before them (`first_characters`, `first_tags`; three times d).
    """

    automaton: ahocorasick_rs.AhoCorasick
    rows: NDArray[np.int16]
    strings: tuple[str, ...]
    alphabet: tuple[str, ...]
    issues: tuple[str, ...]
    acts: tuple[str, ...]
    rarity: Vectors
    vectors: Vectors
    plain: Vectors
    plain_bias: Vectors
    plain_told: Vectors
    plain_told_bias: Vectors
    characters: Vectors
    tags: Vectors
    near: Vectors
    near_bias: Vectors
    pooled: Vectors
    pooled_bias: Vectors
    hidden: Vectors
    hidden_bias: Vectors
    told: Vectors
    told_bias: Vectors
    tones: Vectors
    first_characters: Vectors = field(init=False)
    first_tags: Vectors = field(init=False)

    def __post_init__(self) -> None:
        first = np.concatenate(np.split(self.near[0], 3), axis=1)
        object.__setattr__(self, "first_characters", self.characters @ first)
        object.__setattr__(self, "first_tags", self.tags @ first)

    def hear(self, script: Script) -> Heard:
        """How an article sounds."""
        letters = self.letters_of(script)
        if not script.sentences:
            return Heard(self.issues, (), letters)
        strings, tones = self._of_strings(script)
        starts = starts_of([block for block, _, _ in script.sentences])
        half = strings.shape[1] // 2
        hidden = np.maximum(in_context(strings[:, :half], starts) @ self.plain + self.plain_bias, 0)
        told = hidden @ self.plain_told + self.plain_told_bias
        own = np.concatenate([self._pooled(letters, script), strings[:, half:]], axis=1)
        hidden = np.maximum(in_context(own, starts) @ self.hidden + self.hidden_bias, 0)
        told = (told + hidden @ self.told + self.told_bias) / 2
        issues, others = told[:, : len(self.issues)], told[:, len(self.issues) :].tolist()
        return Heard(self.issues, tuple(map(self._sound, issues, others, hidden, tones.tolist())), letters)

    def letters_of(self, script: Script) -> Vectors:
        """A vector of each code point of an article among those around it (n, d)."""
        rows, tags = self.rows.take(numbers_of(script.text)), tags_of(script)
        letters = self.characters.take(rows, axis=0)
        letters += self.tags.take(tags, axis=0)
        size, width = letters.shape
        seen = self.first_characters.take(rows, axis=0).reshape(size, 3, width)
        seen += self.first_tags.take(tags, axis=0).reshape(size, 3, width)
        heard = seen[:, 1] + self.near_bias[0]
        heard[STEPS[0] :] += seen[: -STEPS[0], 0]
        heard[: -STEPS[0]] += seen[STEPS[0] :, 2]
        letters += np.maximum(heard, 0, out=heard)
        for steps, weights, bias in zip(STEPS[1:], self.near[1:], self.near_bias[1:], strict=True):
            put_beside(letters, steps, seen)
            np.matmul(seen.reshape(size, 3 * width), weights, out=heard)
            heard += bias
            letters += np.maximum(heard, 0, out=heard)
        return letters

    def _of_strings(self, script: Script) -> tuple[Vectors, Vectors]:
        """What the strings of each sentence say together (sentences, 2v), and what they add to each act."""
        texts = [script.text[start:end] for _, start, end in script.sentences]
        strings = np.empty((len(texts), self.vectors.shape[1]), dtype=np.float32)
        tones = np.empty((len(texts), len(self.acts)), dtype=np.float32)
        for place, (rows, share) in enumerate(self.strings_in(texts)):
            np.matmul(share, self.vectors.take(rows, axis=0), out=strings[place])
            np.matmul(share, self.tones.take(rows, axis=0), out=tones[place])
        return strings, tones

    def _pooled(self, letters: Vectors, script: Script) -> Vectors:
        """The highest and the mean of each sentence's characters, and what they say together (sentences, p)."""
        spans = np.array([place for _, start, end in script.sentences for place in (start, end)])
        cuts = spans[spans < len(letters)]  # a sentence may end with the text
        highest = np.maximum.reduceat(letters, cuts, axis=0)[::2]
        mean = np.add.reduceat(letters, cuts, axis=0)[::2] / (spans[1::2] - spans[::2]).astype(np.float32)[:, None]
        pooled: Vectors = np.tanh(np.concatenate([highest, mean], axis=1) @ self.pooled + self.pooled_bias)
        return pooled

    def _sound(self, issues: Vectors, told: list[float], hidden: Vectors, tones: list[float]) -> Sound:
        last = len(self.acts)
        end = last + len(VOICES)
        return Sound(
            issues,
            dict(zip(self.acts, told[:last], strict=True)),
            dict(zip(VOICES, told[last:end], strict=True)),
            dict(zip(MEETINGS, told[end:], strict=True)),
            hidden,
            dict(zip(self.acts, tones, strict=True)),
        )

    def strings_in(self, texts: Iterable[str]) -> Iterator[tuple[NDArray[np.intp], Vectors]]:
        """For each folded text the numbers of its strings, and how much each counts there: the rare ones more."""
        find = self.automaton.find_matches_as_indexes
        found = [sorted({which for which, _, _ in find(text, overlapping=True)}) for text in texts]
        rows = np.array(list(chain.from_iterable(found)), dtype=np.intp)
        rarity, start = self.rarity.take(rows), 0
        for end in accumulate(map(len, found)):
            share = rarity[start:end]
            yield rows[start:end], share / np.sqrt(share @ share)
            start = end


def hear(linked: Linked) -> Heard:
    """How an article sounds to the network that ships with the package (ontology/models)."""
    return load_wording().hear(script_of(linked))


def script_of(linked: Linked) -> Script:
    """An article as the network reads it."""
    return Script(
        linked.folded,
        tuple((s.block, s.start, s.end) for s in linked.sentences),
        tuple((m.start, m.end, m.kind) for m in linked.mentions),
    )


def numbers_of(text: str) -> NDArray[np.uint32]:
    """The code points of a text, those from BEYOND on as BEYOND - 1."""
    return np.minimum(np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32), BEYOND - 1)


def tags_of(script: Script) -> NDArray[np.intp]:
    """For each code point whether it begins a name (odd) or goes on with one (even), and of which kind; 0 for none."""
    tags, last = np.zeros(len(script.text), dtype=np.intp), 0
    for start, end, kind in script.names:
        if start >= last:  # not a name within a name
            tag = TAGS[kind]
            tags[start:end] = tag + 1
            tags[start] = tag
            last = end
    return tags


def put_beside(letters: Vectors, steps: int, seen: Vectors) -> None:
    """Put each vector with those some steps before and after it, 0 where there are none, into `seen` (n, 3, d)."""
    seen[:steps, 0], seen[-steps:, 2] = 0, 0
    seen[steps:, 0], seen[:, 1], seen[:-steps, 2] = letters[:-steps], letters, letters[steps:]


def starts_of(groups: Sequence[int]) -> list[int]:
    """Where each run of the same number begins."""
    return [place for place, group in enumerate(groups) if not place or group != groups[place - 1]]


def in_context(own: Vectors, starts: Sequence[int]) -> Vectors:
    """What is heard in each sentence, with the average of its paragraph and that of the article (n, 3d).

    `starts` are the first sentences of the paragraphs.
    """
    size, width = own.shape
    sizes = np.diff([*starts, size])
    means = np.add.reduceat(own, starts, axis=0) / sizes[:, None].astype(np.float32)
    heard = np.empty((size, 3 * width), dtype=np.float32)
    heard[:, :width], heard[:, width : 2 * width] = own, np.repeat(means, sizes, axis=0)
    heard[:, 2 * width :] = own.mean(axis=0)
    return heard


def make_wording(names: Sequence[Sequence[str]], numbers: Sequence[Vectors]) -> Wording:
    """The model from its texts, in the order of NAMES, and its arrays, in that of NUMBERS."""
    strings, alphabet, issues, acts = map(tuple, names)
    return Wording(
        ahocorasick_rs.AhoCorasick(list(strings)), rows_of(alphabet), strings, alphabet, issues, acts, *numbers
    )


def rows_of(alphabet: Sequence[str]) -> NDArray[np.int16]:
    """The row of each code point's character: those of the alphabet from 2 on, 1 for any other."""
    rows = np.ones(BEYOND, dtype=np.int16)
    rows[[ord(character) for character in alphabet]] = np.arange(2, len(alphabet) + 2)
    return rows


@cache
def load_wording() -> Wording:
    """The network that ships with the package, read once."""
    return read_wording(ontology_dir() / "models" / "wording.npz")


def read_wording(path: Path) -> Wording:
    """The model from its file, numpy's arrays NAMES and NUMBERS. Raises DataError if there is no such file."""
    try:
        with np.load(path) as file:  # of itself numpy reads no pickles
            names = [file[name].tolist() for name in NAMES]
            return make_wording(names, [file[name].astype(np.float32, order="C") for name in NUMBERS])
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error


def write_wording(wording: Wording, path: Path) -> None:
    """Write the file that read_wording reads, in half precision; equal models give equal bytes.

    It is not compressed, which would save a tenth of it and cost as long as all else that reading takes.
    """
    arrays: dict[str, Any] = {name: np.array(getattr(wording, name)) for name in NAMES}
    arrays |= {name: getattr(wording, name).astype(np.float16) for name in NUMBERS}
    with path.open("wb") as file:
        np.savez(file, **arrays)
