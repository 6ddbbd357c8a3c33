"""Joining nodes into clusters: best edges first, conflicts forbid, reviewed decisions bind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.model import Judgement, MergeDecision

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Edge:
    """A reason to join two nodes, by their references."""

    score: float
    left: str
    right: str
    reasons: tuple[str, ...]


class Clusters(Generic[S]):
    """A partition of nodes that only grows coarser. Each cluster has a summary of its nodes.

    `combine` makes the summary of two clusters joined, `conflict` says in a few words why they must not be, or None.
    The result depends on the edges and summaries alone, not on the order in which they came: edges given together are
    sorted.
    """

    def __init__(self, kind: str, combine: Callable[[S, S], S], conflict: Callable[[S, S], str | None]) -> None:
        self._kind, self._combine, self._conflict = kind, combine, conflict
        self._parent: dict[str, str] = {}
        self._foes: dict[str, set[str]] = {}  # root -> nodes that a reviewer keeps apart from it
        self.summary: dict[str, S] = {}  # by root
        self.decisions: list[MergeDecision] = []

    def add(self, node: str, summary: S) -> None:
        """A new cluster of one node."""
        self._parent[node] = node
        self.summary[node] = summary

    def root(self, node: str) -> str:
        """The node that stands for the cluster: the smallest of its nodes."""
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def members(self) -> dict[str, list[str]]:
        """Root -> its nodes, sorted."""
        result: dict[str, list[str]] = {}
        for node in sorted(self._parent):
            result.setdefault(self.root(node), []).append(node)
        return result

    def review(self, decisions: Iterable[MergeDecision]) -> None:
        """Apply the reviewed decisions of this kind whose nodes exist: first what is different, then what is same."""
        mine = [d for d in decisions if d.kind == self._kind and d.left in self._parent and d.right in self._parent]
        for decision in mine:
            if decision.judgement is Judgement.DIFFERENT:
                self._foes.setdefault(self.root(decision.left), set()).add(decision.right)
                self._foes.setdefault(self.root(decision.right), set()).add(decision.left)
        for decision in sorted(mine, key=lambda d: (d.left, d.right)):
            if decision.judgement is Judgement.SAME and not self._are_foes(decision.left, decision.right):
                self._unite(self.root(decision.left), self.root(decision.right))
        self.decisions += mine

    def join(self, edges: Iterable[Edge]) -> None:
        """Join along the edges, the best first, where nothing forbids it; each outcome is recorded."""
        for edge in sorted(edges, key=lambda e: (-e.score, e.left, e.right)):
            a, b = self.root(edge.left), self.root(edge.right)
            if a == b:
                continue
            why = "reviewed: different" if self._are_foes(a, b) else self._conflict(self.summary[a], self.summary[b])
            if why is None:
                self._unite(a, b)
                self.record(edge, Judgement.SAME)
            else:
                self.record(Edge(edge.score, edge.left, edge.right, (*edge.reasons, why)), Judgement.DIFFERENT)

    def record(self, edge: Edge, judgement: Judgement) -> None:
        """Note a decision, joined or not."""
        left, right = sorted((edge.left, edge.right))
        decision = MergeDecision(
            kind=self._kind, left=left, right=right, judgement=judgement, score=edge.score, reasons=edge.reasons
        )
        self.decisions.append(decision)

    @property
    def are_reviewed(self) -> bool:
        """Whether a reviewer keeps any apart."""
        return bool(self._foes)

    def can_join(self, a: str, b: str) -> bool:
        """Whether nothing forbids joining the clusters of two nodes."""
        one, two = self.root(a), self.root(b)
        return not self._are_foes(one, two) and self._conflict(self.summary[one], self.summary[two]) is None

    def _are_foes(self, a: str, b: str) -> bool:
        one, two = self.root(a), self.root(b)
        return any(self.root(foe) == two for foe in self._foes.get(one, ()))

    def _unite(self, a: str, b: str) -> None:
        if a == b:
            return
        keep, gone = min(a, b), max(a, b)
        self._parent[gone] = keep
        self.summary[keep] = self._combine(self.summary[keep], self.summary.pop(gone))
        foes = self._foes.pop(gone, set())
        if foes:
            self._foes.setdefault(keep, set()).update(foes)
