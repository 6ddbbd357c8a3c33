"""What a sentence sounds like, heard in its paragraph and its article: which issue, which act, speech, a meeting.

Each short string of characters has a vector. The vectors of a sentence's strings, weighed by rarity, are averaged; that
average stands beside those of its paragraph and of its article, and one hidden layer tells from the three (a deep
averaging network: Iyyer, Manjunatha, Boyd-Graber and Daumé, ACL 2015). It knows what no list of signal words holds;
the judges of statements and of meetings take its word as one sign among others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ahocorasick_rs
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from kg.errors import DataError
from kg.extract.signs import Vectors
from kg.model import Linked
from kg.resources import ontology_dir

Scores = dict[str, float]
# What the network tells of who speaks: whether anyone does; whether a person, a state, a body; whether one who spoke in
# the line before; whether one whom the line does not name.
VOICES = ("speech", "person", "state", "body", "goes-on", "unnamed")
MEETINGS = ("meeting", "call", "video", "visit", "conference")  # which kinds of meetings a sentence tells of
NAMES = ("strings", "issues", "acts")  # of the arrays of text in the file of the model
NUMBERS = ("rarity", "vectors", "hidden", "hidden_bias", "told", "told_bias", "tones")  # of those of numbers


class Sound(Struct, frozen=True, gc=False):
    """How a sentence sounds, in log odds: like each issue, each act, each of VOICES and of MEETINGS.

    `tones` is what its strings add to the log odds of each act beside all other signs (kg.extract.statements.acts).
    """

    issues: Scores
    acts: Scores
    voices: Scores
    meetings: Scores
    tones: Scores


def step(odds: float, least: int, most: int) -> int:
    """Log odds as the signs of the models have them: rounded, and kept between two numbers."""
    return least if odds <= least else most if odds >= most else round(odds)  # min and max take thrice the time


@dataclass(frozen=True, slots=True)
class Wording:
    """The network: V strings of rarity and a vector (V, d); layers (3d, h) and (h, all that is told), with biases.

    `tones` (V, acts) stand beside it: what each string adds to each act.
    """

    automaton: ahocorasick_rs.AhoCorasick
    strings: tuple[str, ...]
    issues: tuple[str, ...]
    acts: tuple[str, ...]
    rarity: Vectors
    vectors: Vectors
    hidden: Vectors
    hidden_bias: Vectors
    told: Vectors
    told_bias: Vectors
    tones: Vectors

    def sounds_of(self, lines: Sequence[tuple[int, str]]) -> list[Sound]:
        """How the sentences of an article sound, each given as its block and its folded text."""
        if not lines:
            return []
        shares = [self.strings_in(text) for _, text in lines]
        own = np.stack([share @ self.vectors.take(rows, axis=0) for rows, share in shares])
        tones = [(share @ self.tones.take(rows, axis=0)).tolist() for rows, share in shares]
        around = pool(own, np.array([block for block, _ in lines]))
        whole = np.broadcast_to(own.mean(axis=0), own.shape)
        hidden = np.maximum(np.concatenate([own, around, whole], axis=1) @ self.hidden + self.hidden_bias, 0)
        first = len(self.issues)
        last = first + len(self.acts)
        end = last + len(VOICES)
        return [
            Sound(
                dict(zip(self.issues, row[:first], strict=True)),
                dict(zip(self.acts, row[first:last], strict=True)),
                dict(zip(VOICES, row[last:end], strict=True)),
                dict(zip(MEETINGS, row[end:], strict=True)),
                dict(zip(self.acts, tone, strict=True)),
            )
            for row, tone in zip((hidden @ self.told + self.told_bias).tolist(), tones, strict=True)
        ]

    def strings_in(self, text: str) -> tuple[NDArray[np.intp], Vectors]:
        """The numbers of the strings in folded text, and how much each counts there: the rare ones more."""
        found = {which for which, _, _ in self.automaton.find_matches_as_indexes(text, overlapping=True)}
        rows = np.fromiter(sorted(found), dtype=np.intp)
        rarity = self.rarity[rows]
        return rows, rarity / np.sqrt(rarity @ rarity) if len(rows) else rarity


def hear(linked: Linked) -> list[Sound]:
    """How each sentence of an article sounds, to the network that ships with the package (ontology/models)."""
    return load_wording().sounds_of(blocks_of(linked))


def blocks_of(linked: Linked) -> list[tuple[int, str]]:
    """The sentences of an article as the network reads them: block and folded text."""
    return [(s.block, linked.folded[s.start : s.end]) for s in linked.sentences]


def pool(own: Vectors, groups: NDArray[np.int_]) -> Vectors:
    """For each row the average of all rows of its group; the rows of a group stand together."""
    starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    sizes = np.diff(starts, append=len(groups))
    means = np.add.reduceat(own, starts, axis=0) / sizes[:, None].astype(np.float32)
    found: Vectors = np.repeat(means, sizes, axis=0)
    return found


def make_wording(strings: Sequence[str], issues: Sequence[str], acts: Sequence[str], *numbers: Vectors) -> Wording:
    """The model from its strings, codes and arrays, in the order of NUMBERS."""
    automaton = ahocorasick_rs.AhoCorasick(list(strings))
    return Wording(automaton, tuple(strings), tuple(issues), tuple(acts), *numbers)


@cache
def load_wording() -> Wording:
    """The network that ships with the package, read once."""
    return read_wording(ontology_dir() / "models" / "wording.npz")


def read_wording(path: Path) -> Wording:
    """The model from its file, numpy's arrays NAMES and NUMBERS. Raises DataError if there is no such file."""
    try:
        with np.load(path) as file:  # of itself numpy reads no pickles
            names = [file[name].tolist() for name in NAMES]
            return make_wording(*names, *(file[name].astype(np.float32, order="C") for name in NUMBERS))
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error


def write_wording(wording: Wording, path: Path) -> None:
    """Write the file that read_wording reads, in half precision; equal models give equal bytes."""
    arrays: dict[str, Any] = {name: np.array(getattr(wording, name)) for name in NAMES}
    arrays |= {name: getattr(wording, name).astype(np.float16) for name in NUMBERS}
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)
