"""Which issues go together: on the table of the same meeting."""

from __future__ import annotations

from collections import Counter

from kg.analysis.graph import groups, pairs
from kg.viewmodel import Relation, Table, View, labels


def cooccurrence(agendas: list[list[str]]) -> list[tuple[str, str, int, float]]:
    """Pairs of issues with the number of meetings that had both and its share of those that had either (Jaccard).

    >>> cooccurrence([["taiwan", "trade"], ["trade"]])
    [('taiwan', 'trade', 1, 0.5)]
    """
    alone = Counter(issue for agenda in agendas for issue in set(agenda))
    both = Counter(pair for agenda in agendas for pair in pairs(agenda))
    found = [(a, b, n, round(n / (alone[a] + alone[b] - n), 4)) for (a, b), n in both.items()]
    return sorted(found, key=lambda row: (-row[2], -row[3], row[0], row[1]))


def table(view: View) -> Table:
    """Pairs of issues by the number of meetings at which both were discussed."""
    label = labels(view)
    agendas = groups(view, Relation.DISCUSSED, by_target=False)
    rows = tuple((a, b, label[a], label[b], n, share) for a, b, n, share in cooccurrence(list(agendas.values())))
    return Table(
        name="issue_pairs", columns=("left", "right", "left_name", "right_name", "meetings", "jaccard"), rows=rows
    )
