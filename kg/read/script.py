"""Which script a text is in."""

from __future__ import annotations

from collections import Counter
from functools import cache

import opencc

from kg.fold import fold


@cache
def _telling() -> tuple[frozenset[str], frozenset[str]]:
    """The characters that stand in simplified text only, and those that stand in traditional text only."""
    han = [chr(c) for c in range(0x4E00, 0xA000)]
    traditional = opencc.OpenCC("s2t").convert("\n".join(han)).split("\n")
    simplified = frozenset(a for a, b in zip(han, traditional, strict=True) if a != b)
    return simplified, frozenset(a for a, b in zip(han, fold("".join(han)), strict=True) if a != b) - simplified


def script_of(text: str) -> str:
    """Hant if more characters of the text are only traditional than only simplified, else Hans.

    >>> script_of("布林肯與王毅會晤")
    'Hant'
    """
    counts = Counter(text)
    hans, hant = (sum(counts[c] for c in counts.keys() & telling) for telling in _telling())
    return "Hant" if hant > hans else "Hans"
