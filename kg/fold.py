"""The comparison form of a text: one character for one character, so that offsets stay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

JOINTS = re.compile("[·.-]")  # between the parts of a foreign name in comparison form
SEPARATORS = "‧•・･∙⋅●．˙"  # all stand between the parts of a foreign name; folded to ·
# Variants that OpenCC leaves to context or to a region, joined for comparison: the aspect particle zhe, "you" and
# "it" by gender, and the stroke that one publisher's conversion leaves where the enumeration comma stood.
VARIANTS = {"著": "着", "妳": "你", "牠": "它", "祂": "他", "丶": "、"}
# Characters that mean nothing outside one font. Folded away, so that meetings/frames.py can use them as its own signs.
PRIVATE_USE = range(0xE000, 0xF900)
SHORT = 3  # characters of a name of which one that differs is much
LONG = 64  # characters from which on a look-up in an array is faster than in a dict: fifteen times for an article


@cache
def _table() -> dict[int, str]:
    import opencc

    table: dict[int, str] = {}
    han = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    simple = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    table.update({ord(a): b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1})
    for code in (*range(0xFF01, 0xFF5F), 0x3000, 0xA0):
        wide = unicodedata.normalize("NFKC", chr(code))
        table[code] = wide if len(wide) == 1 else chr(code)
    table.update(dict.fromkeys(PRIVATE_USE, "\ufffd"))
    table.update({ord(c): "·" for c in SEPARATORS})
    table.update({ord(a): b for a, b in VARIANTS.items()})
    return table


def converted(text: str, way: str) -> str:
    """The text in another script, by a way that OpenCC knows: t2s, s2t, s2tw. Its length may change."""
    found: str = _converter(way).convert(text)
    return found


@cache
def _converter(way: str) -> Any:
    import opencc

    return opencc.OpenCC(way)


@cache
def _codes() -> NDArray[np.uint32]:
    """The table over all code points, for long texts."""
    import numpy as np

    codes = np.arange(0x110000, dtype=np.uint32)
    for code, character in _table().items():
        codes[code] = ord(character)
    return codes


def fold(text: str) -> str:
    """Simplified script, half-width Latin and digits, one kind of middle dot; same length as the text.

    >>> fold("龐培歐‧ＡＢ")
    '庞培欧·AB'
    """
    return _fold_short(text) if len(text) < LONG else _fold_long(text)


@lru_cache(maxsize=1 << 14)  # names and offices come again and again
def _fold_short(text: str) -> str:
    return text.translate(_table())


@lru_cache(maxsize=32)  # several steps ask for the text of an article, with fifteen others between them
def _fold_long(text: str) -> str:
    return _codes().take(code_points(text)).astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text, halves of surrogate pairs too.

    >>> code_points("王毅").tolist()
    [29579, 27589]
    """
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def nearest(wanted: str, names: Iterable[str]) -> list[str]:
    """The five names that are most like one that nobody bears, the likest first; of a short name half may differ."""
    from difflib import get_close_matches  # a millisecond of every start, for a slip now and then

    return get_close_matches(wanted, names, n=5, cutoff=0.5 if len(wanted) <= SHORT else 0.6)
