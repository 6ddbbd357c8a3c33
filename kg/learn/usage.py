"""How often a string stands in the articles as itself, and how often inside other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import ahocorasick_rs

from kg.fold import fold
from kg.knowledge.names import NameLexicon
from kg.model import Article

MOST_BROKEN = 0.15  # share of occurrences inside other words from which on a form is not safe to look for
_SOUND = 1.2  # weight of a character that goes on a foreign name


def unsafe_forms(articles: Iterable[Article], forms: Collection[str], names: NameLexicon) -> frozenset[str]:
    """The forms that stand inside other words or longer names too often: 张军 in 扩张军备, 马斯 in 托马斯."""
    if not forms:
        return frozenset()
    order = sorted(forms)
    matcher = ahocorasick_rs.AhoCorasick(order)
    total: Counter[int] = Counter()
    broken: Counter[int] = Counter()
    for article in articles:
        text = fold(article.text)
        for index, start, end in matcher.find_matches_as_indexes(text, overlapping=True):
            total[index] += 1
            broken[index] += _is_broken(text, start, end, names)
    return frozenset(order[index] for index in total if broken[index] > MOST_BROKEN * total[index])


def _is_broken(text: str, start: int, end: int, names: NameLexicon) -> bool:
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    if (
        before
        and before not in names.before_name
        and before not in names.after_name
        and (names.weight(before) > _SOUND or text[start - 1 : start + 1] in names.words)
    ):
        return True
    if not behind or behind in names.after_name:
        return False
    return names.weight(behind) > _SOUND or text[end - 1 : end + 1] in names.words
