"""A tree of words matches what the list of them does, the longest first, also where it must step back."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kg.knowledge.alternatives import Endings, any_of

WORDS = st.lists(st.text("外交部长.)", min_size=1, max_size=4), max_size=8)


def listed(words: list[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if words else "(?!)"


@given(WORDS, st.text("外交部长.)", max_size=12))
def test_a_tree_finds_what_the_list_finds(words: list[str], text: str) -> None:
    for before, after in (("", ""), ("", "部"), ("长?", "外*[长.]"), ("(?<!交)", "$")):
        tree, plain = (re.compile(before + form + after) for form in (any_of(words), listed(words)))
        assert [m.span() for m in tree.finditer(text)] == [m.span() for m in plain.finditer(text)]


@given(WORDS, st.text("外交部长.)", max_size=12))
def test_endings_are_told_as_by_the_list(words: list[str], text: str) -> None:
    assert Endings(words).close(text) == any(text.endswith(word) for word in words)
