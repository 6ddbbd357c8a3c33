"""Which articles may hold a name: those that hold all pairs of neighbouring characters of it.

Of each article the hashes of its pairs are kept in half a kilobyte. Five in a hundred articles pass for a name of three
characters that they do not hold, one in two hundred for one of five.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from kg.fold import code_points

BITS = 1 << 12
BATCH = 4096  # articles that are looked at together

Row = tuple[str, bytes]  # the id of an article, its sieve


def sieve_of(text: str) -> bytes:
    """The sieve of a text in comparison form.

    >>> len(sieve_of("王毅")), list(may_hold([("a", sieve_of("外长王毅说"))], ["王毅", "王毅在"]))
    (512, ['a'])
    """
    held = np.zeros(BITS, dtype=bool)
    held[_pairs(text)] = True
    return np.packbits(held).tobytes()


def may_hold(rows: Iterable[Row], forms: Sequence[str]) -> Iterator[str]:
    """The ids of the articles that may hold one of some forms."""
    wanted = [_pairs(form) for form in forms]
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        data = np.frombuffer(b"".join([sieve for _, sieve in batch]), dtype=np.uint8).reshape(len(batch), -1)
        passed = np.zeros(len(batch), dtype=bool)
        for pairs in wanted:
            passed |= (data[:, pairs >> 3] >> (7 - pairs % 8) & 1).all(axis=1)
        yield from (batch[at][0] for at in np.flatnonzero(passed).tolist())


def _pairs(text: str) -> NDArray[np.int64]:
    """The hashes of the pairs of neighbouring characters of a text; of one character none, which all articles pass."""
    codes = code_points(text).astype(np.uint64)
    return ((codes[:-1] * 0x9E3779B1 + codes[1:] * 0x85EBCA77 >> 16) % BITS).astype(np.int64)
