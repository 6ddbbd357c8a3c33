"""Counting right answers."""

from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Count:
    """True positives, predictions and golds of one row of the table."""

    tp: float = 0
    pred: float = 0
    gold: float = 0

    def add(self, tp: float, pred: float, gold: float) -> None:
        """Add one article's figures."""
        self.tp, self.pred, self.gold = self.tp + tp, self.pred + pred, self.gold + gold

    def add_sets(self, pred: Set[Key], gold: Set[Key]) -> None:
        """Add two sets, right where they meet."""
        self.add(len(pred & gold), len(pred), len(gold))

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.tp / self.pred if self.pred else 0.0

    @property
    def recall(self) -> float:
        """Share of the golds that are found."""
        return self.tp / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


def align(pairs: Iterable[tuple[float, str, str]]) -> dict[str, str]:
    """Greedy one-to-one alignment of (score, gold, predicted), best first."""
    gold_to: dict[str, str] = {}
    used: set[str] = set()
    for score, gold, predicted in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if score > 0 and gold not in gold_to and predicted not in used:
            gold_to[gold] = predicted
            used.add(predicted)
    return gold_to


def jaccard(left: Set[Key], right: Set[Key]) -> float:
    """Shared part of two sets, 0 for two empty ones."""
    return len(left & right) / len(left | right) if left | right else 0.0


def b_cubed(pairs: Sequence[tuple[str, str]]) -> Count:
    """B-cubed precision and recall over (gold cluster, predicted cluster) pairs (Bagga and Baldwin 1998)."""
    n = len(pairs)
    if not n:
        return Count()
    precision = sum(sum(g == g2 and q == q2 for g2, q2 in pairs) / sum(q == q2 for _, q2 in pairs) for g, q in pairs)
    recall = sum(sum(g == g2 and q == q2 for g2, q2 in pairs) / sum(g == g2 for g2, _ in pairs) for g, q in pairs)
    return Count(tp=precision * recall / n / n, pred=recall / n, gold=precision / n)
