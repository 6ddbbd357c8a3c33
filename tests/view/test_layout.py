import random
import time
from collections import Counter

import pytest

from kg.memo import Memo
from kg.view import layout
from kg.view.bands import place_bands
from kg.view.layout import Box, place
from kg.view.network import box
from kg.viewmodel import NodeType, View

BOX = Box(width=80, height=40)


def network(size: int, seed: int = 1) -> tuple[list[str], list[tuple[str, str, int]], dict[str, int]]:
    chance = random.Random(seed)
    nodes = [f"n{number}" for number in range(size)]
    edges = [(chance.choice(nodes), chance.choice(nodes), chance.randint(1, 5)) for _ in range(size * 2)]
    return nodes, [(a, b, w) for a, b, w in edges if a != b], {node: chance.randrange(6) for node in nodes}


def overlaps(places: dict[str, tuple[int, int]], width: float, height: float) -> int:
    spots = list(places.values())
    return sum(
        abs(a[0] - b[0]) < width * 0.9 and abs(a[1] - b[1]) < height * 0.9
        for at, a in enumerate(spots)
        for b in spots[at + 1 :]
    )


@pytest.mark.parametrize("size", [2, 60, 300])
def test_labels_of_a_small_network_do_not_cover_each_other(size: int) -> None:
    nodes, edges, groups = network(size)
    places = place(nodes, edges, groups, dict.fromkeys(nodes, BOX))
    assert places.keys() == set(nodes)
    assert overlaps(places, BOX.width, BOX.height) <= size // 100


def test_the_same_network_has_the_same_picture_and_takes_little_time() -> None:
    nodes, edges, groups = network(700)
    began = time.perf_counter()
    first = place(nodes, edges, groups, dict.fromkeys(nodes, BOX))
    assert time.perf_counter() - began < 30
    assert first == place(nodes, edges, groups, dict.fromkeys(nodes, BOX))
    assert max(Counter(first.values()).values()) == 1


def test_communities_of_a_large_network_stand_apart() -> None:
    nodes, edges, groups = network(900)
    places = place(nodes, edges, groups, dict.fromkeys(nodes, BOX))
    tied = {end for a, b, _ in edges for end in (a, b)}
    inside = 0
    for node in (chosen := random.Random(2).sample(sorted(tied), 50)):
        x, y = places[node]
        nearest = min(tied - {node}, key=lambda other: (places[other][0] - x) ** 2 + (places[other][1] - y) ** 2)
        inside += groups[nearest] == groups[node]
    assert inside >= 0.9 * len(chosen)


def test_what_nothing_is_tied_to_stands_under_the_picture() -> None:
    nodes, edges, groups = network(40)
    places = place([*nodes, "alone1", "alone2"], edges, groups, dict.fromkeys([*nodes, "alone1", "alone2"], BOX))
    tied = {end for a, b, _ in edges for end in (a, b)}
    assert min(places["alone1"][1], places["alone2"][1]) > max(places[node][1] for node in tied)


def test_nothing_and_one_are_laid_out_too() -> None:
    assert place([], [], {}, {}) == {}
    assert place(["a"], [], {}, {"a": BOX}) == {"a": (0, 0)}


def test_bands_keep_types_apart_and_meetings_in_the_order_of_time(sample: View) -> None:
    boxes = {node.id: box(node) for node in sample.nodes}
    places = place_bands(sample.nodes, [(e.source, e.target, e.count) for e in sample.edges], boxes)
    rows = {type_: {places[n.id][1] for n in sample.nodes if n.type is type_} for type_ in NodeType}
    assert max(rows[NodeType.COUNTRY]) < min(rows[NodeType.PERSON]) < min(rows[NodeType.MEETING])
    meetings = sorted((n for n in sample.nodes if n.type is NodeType.MEETING), key=lambda n: n.start or "")
    across = [places[node.id][0] for node in meetings]
    assert across == sorted(across)


def test_a_community_that_did_not_change_is_not_laid_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes, edges, group = network(900)
    boxes = {node: Box(width=40, height=20) for node in nodes}
    first: Memo[bytes] = Memo()
    assert place(nodes, edges, group, boxes, pieces=first) == place(nodes, edges, group, boxes)
    boxes[nodes[0]] = Box(width=60, height=20)
    fresh = place(nodes, edges, group, boxes)
    again = Memo(first.used)
    made: list[object] = []
    monkeypatch.setattr(layout, "_alone", lambda piece, lay=layout._alone: made.append(piece) or lay(piece))
    assert place(nodes, edges, group, boxes, pieces=again) == fresh
    assert len(made) == 1 < len(again.used)
