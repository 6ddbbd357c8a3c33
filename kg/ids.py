"""Stable ids made from content."""

import hashlib
import json
import re
import unicodedata
from functools import lru_cache

_written = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode


def digest(*parts: object, size: int = 16) -> str:
    """Hex digest of a JSON list of the parts, so that ("ab", "c") and ("a", "bc") differ.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    return hashlib.sha256(_written(parts).encode()).hexdigest()[:size]


@lru_cache(maxsize=1 << 12)  # a name in Latin letters is asked for at each of its mentions
def slug(text: str) -> str:
    """Latin text as an id: lower case, accents dropped, words joined by hyphens; "" if nothing Latin is left.

    >>> slug("Jean-Yves Le Drian")
    'jean-yves-le-drian'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
