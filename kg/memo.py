"""Results of before, so that what depends on the same need not be found again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Memo(Generic[Result]):
    """Results of pure functions by a digest of all that they depend on.

    Only those asked for are kept for the next time.

    >>> memo = Memo({b"1+1": 2, b"1+2": 3})
    >>> memo.get(b"1+1", lambda: 0), memo.get(b"2+2", lambda: 4), memo.used
    (2, 4, {b'1+1': 2, b'2+2': 4})
    """

    def __init__(self, known: dict[bytes, Result] | None = None) -> None:
        self.known = known or {}
        self.used: dict[bytes, Result] = {}

    def get(self, key: bytes, make: Callable[[], Result]) -> Result:
        """The result of that key, made if it is not known."""
        if key in self.used:
            return self.used[key]
        found = self.known[key] if key in self.known else make()
        self.used[key] = found
        return found

    @property
    def is_other(self) -> bool:
        """Whether what was asked for is not just what was known."""
        return self.used.keys() != self.known.keys()
