"""Several byte strings in one, so that a task can hand each of its readers a part without unpacking the others."""

from collections.abc import Sequence
from itertools import accumulate

import msgspec

_HEAD = 8  # bytes that hold the length of the list of sizes


def bundle(parts: Sequence[bytes]) -> bytes:
    """The parts behind a list of their sizes.

    >>> [part(bundle([b"a", b"", b"bc"]), i) for i in range(3)]
    [b'a', b'', b'bc']
    """
    sizes = msgspec.msgpack.encode([len(p) for p in parts])
    return b"".join((len(sizes).to_bytes(_HEAD, "big"), sizes, *parts))


def part(whole: bytes, index: int) -> bytes:
    """One of the parts, by its place; negative places count from the end."""
    begin = _HEAD + int.from_bytes(whole[:_HEAD], "big")
    sizes = msgspec.msgpack.decode(whole[_HEAD:begin], type=list[int])
    ends = list(accumulate(sizes, initial=begin))
    index %= len(sizes)
    return whole[ends[index] : ends[index + 1]]
