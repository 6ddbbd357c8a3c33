"""Which script a text is in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.fold import code_points, fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HANS, HANT = 1, 2  # what a character tells


@cache
def _telling() -> NDArray[np.uint8]:
    """What each code point tells: that it stands in simplified text only, in traditional text only, or nothing."""
    import numpy as np
    import opencc

    han = [chr(c) for c in range(0x4E00, 0xA000)]
    traditional = opencc.OpenCC("s2t").convert("\n".join(han)).split("\n")
    tells = np.zeros(0x110000, dtype=np.uint8)
    tells[[ord(a) for a, b in zip(han, fold("".join(han)), strict=True) if a != b]] = HANT
    tells[[ord(a) for a, b in zip(han, traditional, strict=True) if a != b]] = HANS
    return tells


def script_of(text: str) -> str:
    """Hant if more characters of the text are only traditional than only simplified, else Hans.

    >>> script_of("布林肯與王毅會晤")
    'Hant'
    """
    import numpy as np

    counts = np.bincount(_telling().take(code_points(text)), minlength=3)
    return "Hant" if counts[HANT] > counts[HANS] else "Hans"
