"""What stands behind a value: the accounts that give it, counted by publishers and articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from kg.merge.accounts import Account, bounds
from kg.merge.what import DAY_SLACK

V = TypeVar("V", bound=Hashable)
TOLD = 0.1  # share of the sources that must give a day, a month, a year: one of two dozen knows no better than they
NO_DAY = "9999"


def source_counts(accounts: Iterable[Account]) -> tuple[int, int]:
    """How many articles and how many independent publishers stand behind accounts, copies counted once."""
    origins = [account.origin for account in accounts]
    return len({o.root for o in origins}), len({o.source for o in origins})


def support(accounts: Sequence[Account], value: Callable[[Account], V | None]) -> list[tuple[V, list[Account]]]:
    """The values of a slot with the accounts that give them: by publishers, then articles, then the earliest."""
    given: dict[V, list[Account]] = defaultdict(list)
    for account in accounts:
        found = value(account)
        if found is not None:
            given[found].append(account)

    def rank(item: tuple[V, list[Account]]) -> tuple[int, int, str, str]:
        articles, publishers = source_counts(item[1])
        words = ", ".join(sorted(item[0])) if isinstance(item[0], frozenset) else str(item[0])
        return -publishers, -articles, min(a.origin.day or NO_DAY for a in item[1]), words

    return sorted(given.items(), key=rank)


def best(accounts: Sequence[Account], value: Callable[[Account], V | None]) -> V | None:
    """The better supported value of a slot."""
    ranked = support(accounts, value)
    return ranked[0][0] if ranked else None


def told_since(accounts: Sequence[Account], start: str) -> list[Account]:
    """The accounts published when it began or later, or the day before, by clocks elsewhere."""
    since = bounds(start)[0] - DAY_SLACK
    return [a for a in accounts if not a.origin.day or bounds(a.origin.day)[0] >= since]
