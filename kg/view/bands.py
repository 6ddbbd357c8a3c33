"""A layout in bands: a row for each type of node, ordered so that ties run short; clearer than a cloud for few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from math import sqrt

from kg.view.layout import Box
from kg.viewmodel import Node, NodeType

ORDER = (NodeType.COUNTRY, NodeType.ORGANIZATION, NodeType.PERSON, NodeType.MEETING, NodeType.ISSUE)
ROUNDS = 8
GAP = 140.0  # pixels between bands
WIDTH = 1100.0  # a band is wrapped into lines of at least this width


def place_bands(
    nodes: Sequence[Node], edges: Sequence[tuple[str, str, int]], boxes: Mapping[str, Box]
) -> dict[str, tuple[int, int]]:
    """The position of every node in whole pixels; meetings stand by date, the others near what they are tied to.

    >>> from kg.viewmodel import Names
    >>> pair = [Node(id=i, type=t, names=Names()) for i, t in [("c", NodeType.COUNTRY), ("p", NodeType.PERSON)]]
    >>> place_bands(pair, [("p", "c", 1)], {"c": Box(width=20, height=20), "p": Box(width=20, height=20)})
    {'c': (0, 0), 'p': (0, 160)}
    """
    rank = _ordered(nodes, edges)
    bands = sorted(nodes, key=lambda node: (ORDER.index(node.type), rank[node.id], node.id))
    placed: dict[str, tuple[int, int]] = {}
    top = 0.0
    total = sum(box.width * box.height for box in boxes.values())
    width = max(WIDTH, sqrt(total * 4))
    for _, band in groupby(bands, key=lambda node: node.type):
        top = _fill([node.id for node in band], boxes, placed, top=top, width=width) + GAP
    return placed


def _ordered(nodes: Sequence[Node], edges: Sequence[tuple[str, str, int]]) -> dict[str, float]:
    """The place of each node in its band: first by date or by reports, then at the mean of what it is tied to."""
    links: dict[str, list[str]] = defaultdict(list)
    for source, target, _ in edges:
        links[source].append(target)
        links[target].append(source)
    ordered = sorted(nodes, key=lambda node: (node.start or "9", -len(node.articles), node.id))
    bands = {type_: [node for node in ordered if node.type is type_] for type_ in ORDER}
    rank = {node: place for members in bands.values() for node, place in _ranks(members).items()}
    for _ in range(ROUNDS):
        for type_, members in bands.items():
            if type_ is not NodeType.MEETING:
                mean = {n.id: sum(rank[o] for o in links[n.id]) / max(1, len(links[n.id])) for n in members}
                members.sort(key=lambda node: (mean[node.id], node.id))
                rank |= _ranks(members)
    return rank


def _ranks(members: Sequence[Node]) -> dict[str, float]:
    """The places of the nodes of a band, which stand in their order, from 0 to 1."""
    return {node.id: (at + 0.5) / len(members) for at, node in enumerate(members)}


def _fill(
    ids: Sequence[str], boxes: Mapping[str, Box], placed: dict[str, tuple[int, int]], *, top: float, width: float
) -> float:
    """Set nodes in lines of a width, each line centred; the y below the last line."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for node in ids:
        if lines[-1] and used + boxes[node].width > width:
            lines.append([])
            used = 0.0
        lines[-1].append(node)
        used += boxes[node].width
    for line in lines:
        x = -sum(boxes[node].width for node in line) / 2
        for node in line:
            placed[node] = (round(x + boxes[node].width / 2), round(top))
            x += boxes[node].width
        top += max(boxes[node].height for node in line)
    return top
