"""Which script a text is in."""

from __future__ import annotations

from collections import Counter
from functools import cache

import opencc

from kg.fold import fold


@cache
def _only_simplified() -> frozenset[str]:
    """The characters that stand in simplified text only: conversion to traditional script changes them."""
    han = [chr(c) for c in range(0x4E00, 0xA000)]
    traditional = opencc.OpenCC("s2t").convert("\n".join(han)).split("\n")
    return frozenset(a for a, b in zip(han, traditional, strict=True) if a != b)


def script_of(text: str) -> str:
    """Hant if more characters of the text are only traditional than only simplified, else Hans.

    >>> script_of("布林肯與王毅會晤")
    'Hant'
    """
    counts = Counter(text)
    simplified = _only_simplified()
    hans = sum(n for c, n in counts.items() if c in simplified)
    hant = sum(n for c, n in counts.items() if c >= "\u3400" and fold(c) != c and c not in simplified)
    return "Hant" if hant > hans else "Hans"
