"""Who meets whom, how often, from when to when: people and states."""

from __future__ import annotations

from collections.abc import Iterable

from kg.analysis.graph import groups, pairs
from kg.viewmodel import Node, NodeType, Relation, Table, View, labels

COLUMNS = ("left", "right", "left_name", "right_name", "meetings", "conferences", "not_held", "first", "last")


def count(meetings: Iterable[tuple[Node, list[str]]]) -> dict[tuple[str, str], list[Node]]:
    """The meetings of every two who were at one together.

    >>> from kg.viewmodel import Names
    >>> meeting = Node(id="m", type=NodeType.MEETING, names=Names())
    >>> [*count([(meeting, ["b", "a"])])]
    [('a', 'b')]
    """
    found: dict[tuple[str, str], list[Node]] = {}
    for meeting, members in meetings:
        for pair in pairs(members):
            found.setdefault(pair, []).append(meeting)
    return found


def table(view: View, relation: Relation, name: str) -> Table:
    """Pairs by the number of meetings held together; a conference shared counts apart, and so does what never was."""
    members, label = groups(view, relation), labels(view)
    meetings = ((node, members.get(node.id, [])) for node in view.nodes if node.type == NodeType.MEETING)
    rows = []
    for (left, right), shared in count(meetings).items():
        held = [meeting for meeting in shared if meeting.status == "held"]
        conferences = sum(meeting.kind == "conference" for meeting in held)
        days = [meeting.start for meeting in held if meeting.start]
        figures = (len(held) - conferences, conferences, len(shared) - len(held))
        span = (min(days, default=None), max(days, default=None))
        rows.append((left, right, label[left], label[right], *figures, *span))
    rows.sort(key=lambda row: (-row[4], -row[5], -row[6], row[0], row[1]))
    return Table(name=name, columns=COLUMNS, rows=tuple(rows))
