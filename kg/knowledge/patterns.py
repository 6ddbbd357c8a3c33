"""Which of several regular expressions match in a text, told by one pass for the strings that their matches hold.

Python tries an expression of many alternatives at each character. Most expressions of our lexicons are lists of words:
where such a word stands, they match; where none of the strings stands that every match holds, they cannot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from re import _constants as ops  # type: ignore[attr-defined]  # private: how Python itself reads an expression
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick_rs

Needed = frozenset[str] | None  # strings of which every match holds one; None if that cannot be told


class Patterns:
    """Named expressions that are searched for together."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        strings: dict[str, tuple[set[str], set[str]]] = {}  # the names that it proves, and those it makes possible
        self._compiled = {name: re.compile(pattern) for name, pattern in patterns.items()}
        self._always = set()
        for name, pattern in patterns.items():
            for branch in _branches(_parser.parse(pattern)):
                needed = _needed(branch)
                if needed is None:
                    self._always.add(name)
                for string in needed or ():
                    strings.setdefault(string, (set(), set()))[not _is_plain(branch)].add(name)
        self._meanings = tuple(strings.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(strings))

    def found_in(self, text: str) -> frozenset[str]:
        """The names of the expressions that match somewhere in a text.

        >>> sorted(Patterns({"a": "关切|担忧", "b": "如果.{2,9}将会", "c": "(?<!不)应"}).found_in("如果不停，将会担忧"))
        ['a', 'b']
        """
        sure: set[str] = set()
        possible = set(self._always)
        for which in {which for which, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}:
            proven, suggested = self._meanings[which]
            sure |= proven
            possible |= suggested
        return frozenset(sure.union(name for name in possible - sure if self._compiled[name].search(text)))


def _branches(parsed: Any) -> list[Any]:
    """The alternatives of a whole expression."""
    return list(parsed[0][1][1]) if len(parsed) == 1 and parsed[0][0] is ops.BRANCH else [parsed]


def _is_plain(branch: Any) -> bool:
    return all(op is ops.LITERAL for op, _ in branch)


def _needed(parsed: Any) -> Needed:
    """The strings of that part of a sequence which tells the most: whose shortest string is the longest."""
    told: list[frozenset[str]] = []
    word = ""
    for op, argument in [*parsed, (None, None)]:
        if op is ops.LITERAL:
            word += chr(argument)
            continue
        if word:
            told.append(frozenset([word]))
            word = ""
        if (strings := _of_part(op, argument)) is not None:
            told.append(strings)
    return max(told, key=lambda strings: min(map(len, strings)), default=None)


def _of_part(op: Any, argument: Any) -> Needed:
    """The strings of one part of a sequence: a class of few characters, a group, what is repeated at least once."""
    if op is ops.IN and all(kind is ops.LITERAL for kind, _ in argument):
        return frozenset(chr(character) for _, character in argument)
    if op is ops.SUBPATTERN:
        return _needed(argument[3])
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and argument[0] > 0:
        return _needed(argument[2])
    if op is ops.BRANCH:
        found = [_needed(branch) for branch in argument[1]]
        return None if None in found else frozenset().union(*(strings for strings in found if strings))
    return None
