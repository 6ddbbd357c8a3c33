"""Where each node stands: communities as clusters, computed beforehand and the same on every machine.

Only +, -, ×, ÷ and square roots of whole arrays are used, and sums along the first axis: these are exact to the bit on
every machine (IEEE 754), whereas products of matrices and sines are not, and a layout would blow a last bit up into
another picture. Forces after Jacomy et al. (2014), ForceAtlas2: repulsion by degree, attraction along edges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from kg.memo import Memo

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Pieces = Memo[bytes]  # where the nodes of a community stand, by a digest of its ties and boxes

WHOLE_LIMIT = 500  # nodes laid out in one piece; above it each community is, and the pieces are then packed
SAMPLE = 400  # nodes that push each node in one step; above it the pushers take turns
STRIP = 300  # nodes pushed apart together
STEPS = 220
GROWTHS, GROWTH = 8, 1.04  # how often, and how much, a picture is widened while boxes still overlap
AIR = 1.2  # room for the picture as a multiple of that of its boxes
PI = 3.141592653589793
SPACING = 46.0  # pixels between neighbours at scale 1
GOLDEN = ((1000, 0), (-737, 675), (87, -996), (609, 794), (-985, -174), (844, -537), (-260, 966), (-461, -887))


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The room a node takes with its label, in pixels at scale 1."""

    width: float
    height: float


def place(
    nodes: Sequence[str],
    edges: Sequence[tuple[str, str, int]],
    communities: Mapping[str, int],
    boxes: Mapping[str, Box],
    *,
    pieces: Pieces | None = None,
) -> dict[str, tuple[int, int]]:
    """The position of every node in whole pixels; `edges` are (source, target, weight).

    `pieces` are those of communities that were laid out before.

    >>> place(["a"], [], {"a": 0}, {"a": Box(width=10, height=10)})
    {'a': (0, 0)}
    """
    if not nodes:
        return {}
    index = {node: number for number, node in enumerate(nodes)}
    ends = np.array([(index[a], index[b], w) for a, b, w in edges], dtype=np.int64).reshape(-1, 3)
    ranks = {rank: number for number, rank in enumerate(sorted({communities.get(node, 0) for node in nodes}))}
    group = np.array([ranks[communities.get(node, 0)] for node in nodes], dtype=np.int64)
    sizes = np.array([(boxes[node].width, boxes[node].height) for node in nodes], dtype=np.float64)
    tied = np.zeros(len(nodes), dtype=bool)
    tied[ends[:, :2].reshape(-1)] = True
    found = np.zeros((len(nodes), 2))
    if tied.any():
        found[tied] = _tied((ends, group, sizes), tied, pieces or Memo())
    if not tied.all():
        found[~tied] = _shelf(sizes[~tied], found[tied])
    found = np.round(found - (found.max(axis=0) + found.min(axis=0)) / 2)
    return {node: (int(x), int(y)) for node, (x, y) in zip(nodes, found, strict=True)}


def _tied(network: tuple[Ints, Ints, Array], tied: Bools, pieces: Pieces) -> Array:
    """The nodes that something ties to another, renumbered among themselves."""
    ends, group, sizes = network
    number = np.cumsum(tied) - 1
    own = ends.copy()
    own[:, :2] = number[ends[:, :2]]
    _, group = np.unique(group[tied], return_inverse=True)
    sizes = sizes[tied]
    return _spread(own, group, sizes) if len(sizes) <= WHOLE_LIMIT else _packed(own, group, sizes, pieces)


def _shelf(sizes: Array, above: Array) -> Array:
    """Nodes that nothing is tied to, in rows under the picture."""
    room = float((sizes[:, 0] * sizes[:, 1]).sum())
    width = float(above[:, 0].max() - above[:, 0].min()) if len(above) else 1.6 * sqrt(room)
    left = float(above[:, 0].min()) if len(above) else 0.0
    top = float(above[:, 1].max()) + 3 * SPACING if len(above) else 0.0
    found, x, y = [], 0.0, 0.0
    for wide, high in sizes.tolist():
        if x > 0 and x + wide > width:
            x, y = 0.0, y + high
        found.append((left + x + wide / 2, top + y))
        x += wide
    return np.array(found)


def _start(group: Ints) -> Array:
    """Each community around its own place on a spiral, in whole numbers, so that no sine enters."""
    order = np.argsort(group, kind="stable")
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group))
    around = np.array(GOLDEN, dtype=np.float64)
    centre = around[group % 8] * (1 + group // 8)[:, None]
    return centre + around[rank % 8] * (0.04 * (1 + rank // 8 % 16))[:, None] + rank[:, None] * 0.01


def _spread(ends: Ints, group: Ints, sizes: Array) -> Array:
    """Forces until they rest, then boxes pushed apart."""
    at = _start(group) * (SPACING * sqrt(len(group)) / 1500)
    degree = 1.0 + np.bincount(ends[:, :2].reshape(-1), minlength=len(at)).astype(np.float64)
    steps = STEPS if len(at) <= SAMPLE else STEPS // 2
    heat = SPACING * 2.0
    pushes = _pushes(degree)
    for step in range(steps):
        force = _repulsion(at, pushes[step % len(pushes)]) + _attraction(at, ends, degree) + _gravity(at, group)
        length = np.sqrt(force[:, 0] ** 2 + force[:, 1] ** 2) + 1e-9
        at = at + force / length[:, None] * np.minimum(length, heat)[:, None]
        heat = heat * 0.985 + 0.05
    at = _dense(at, sizes)
    for _ in range(GROWTHS):
        at, rests = _apart(at, sizes)
        if rests:
            break
        at = at * GROWTH
    return at


def _dense(at: Array, sizes: Array) -> Array:
    """The picture scaled to the room that its boxes need, its far ends drawn in, a little wider than high."""
    at = at - at.sum(axis=0) / len(at)
    radius = np.sqrt(at[:, 0] ** 2 + at[:, 1] ** 2) + 1e-9
    root = np.sqrt(radius)
    at = at / radius[:, None] * (root * np.sqrt(root))[:, None]  # radius ** .75, without a power function
    deviation = np.sqrt((at**2).sum(axis=0) / len(at)) + 1e-9
    room = (sizes[:, 0] * sizes[:, 1]).sum() * AIR
    scale = np.sqrt(room / (4 * PI * deviation[0] * deviation[1]))
    return np.asarray(at * scale * np.array([1.15, 0.9]))


def _pushes(degree: Array) -> list[tuple[Ints, Array]]:
    """The pushers of each turn, and how hard they push each node at a distance of one."""
    stride, root = max(1, -(-len(degree) // SAMPLE)), np.sqrt(degree)
    turns = [np.arange(first, len(degree), stride) for first in range(stride)]
    return [(own, (SPACING * SPACING * 0.55 * stride) * root[None, :] * root[own][:, None]) for own in turns]


def _repulsion(at: Array, push: tuple[Ints, Array]) -> Array:
    chosen, strength = push
    # Pushers first: sums along the first axis are exact.
    dx, dy = (at[None, :, axis] - at[chosen, axis][:, None] for axis in (0, 1))
    square = dx * dx
    square += dy * dy
    square += 25.0
    np.divide(strength, square, out=square)
    dx *= square
    dy *= square
    return np.stack([dx.sum(axis=0), dy.sum(axis=0)], axis=1)


def _attraction(at: Array, ends: Ints, degree: Array) -> Array:
    force = np.zeros_like(at)
    if len(ends):
        source, target = ends[:, 0], ends[:, 1]
        pull = np.sqrt(np.minimum(ends[:, 2], 9)) / np.sqrt(np.minimum(degree[source], degree[target]))
        delta = (at[target] - at[source]) * (0.16 * pull)[:, None]
        np.add.at(force, source, delta)
        np.subtract.at(force, target, delta)
    return force


def _gravity(at: Array, group: Ints) -> Array:
    """A pull to the middle of the community and a weaker one to the middle of all."""
    count = np.bincount(group).astype(np.float64)
    total = np.stack([np.bincount(group, weights=at[:, axis]) for axis in (0, 1)], axis=1)
    middle = total / np.maximum(count, 1)[:, None]
    return np.asarray((middle[group] - at) * 0.05 - at * 0.035)


def _apart(at: Array, sizes: Array, *, rounds: int = 40) -> tuple[Array, bool]:
    """Boxes pushed out of each other along the axis on which they overlap least, and whether none overlaps any more.

    Many nodes are taken in strips, by x and y in turn and shifted by half a strip, so that time stays in proportion.
    """
    at = at.copy()
    strips = max(1, -(-len(at) // STRIP))
    for step in range(rounds):
        axis = step % 2
        order = np.argsort(at[:, axis], kind="stable")
        shift = (step // 2 % 2) * STRIP // 2 if strips > 1 else 0
        blocks = np.split(order, list(range(shift, len(at), STRIP)))
        if not [True for block in blocks if len(block) > 1 and _push(at, sizes, block, axis)]:
            return at, True
    return at, strips > 1  # of many, the few that are left would cost more than they are worth


def _push(at: Array, sizes: Array, block: Ints, axis: int) -> bool:
    """One push among the nodes of a block, which are sorted along an axis, in place; whether any two overlapped."""
    here, size = at[block], sizes[block]
    pusher, pushed = _overlapping(here, size, axis)
    if not len(pusher):
        return False
    delta = here[pushed] - here[pusher]
    overlap = (size[pushed] + size[pusher]) / 2 - np.abs(delta)
    side = np.where((delta > 0) | ((delta == 0) & (pusher < pushed)[:, None]), 1.0, -1.0)
    flat = overlap[:, 0] < overlap[:, 1]
    move = side * overlap * 0.26 * np.stack([flat, ~flat], axis=1)
    count = len(block)  # the pairs are sorted by pusher, so that these sums too run in one order
    at[block] = here + np.stack(
        [np.bincount(pushed, weights=move[:, axis], minlength=count) for axis in (0, 1)], axis=1
    )
    return True


def _overlapping(here: Array, size: Array, axis: int) -> tuple[Ints, Ints]:
    """The places of every two boxes that overlap, both ways, sorted by the first, then the second.

    Each is held against those behind it along the axis that are not farther than the widest box reaches.
    """
    along, count = here[:, axis], len(here)
    reach = along + (size[:, axis] + size[:, axis].max()) / 2 + 1.0  # more than rounding takes away
    behind = np.searchsorted(along, reach) - np.arange(1, count + 1)
    one = np.repeat(np.arange(count), behind)
    two = np.arange(len(one)) - np.repeat(np.cumsum(behind) - behind, behind) + one + 1
    for at, wide in ((here[:, 1 - axis], size[:, 1 - axis]), (along, size[:, axis])):
        hit = (wide[one] + wide[two]) / 2 > np.abs(at[one] - at[two])
        one, two = one[hit], two[hit]
    pusher, pushed = np.concatenate([one, two]), np.concatenate([two, one])
    order = np.lexsort((pushed, pusher))
    return pusher[order], pushed[order]


def _packed(ends: Ints, group: Ints, sizes: Array, known: Pieces) -> Array:
    """Each community laid out alone, then the communities as discs of the room that they take."""
    count = int(group.max()) + 1
    at = np.zeros((len(group), 2))
    radius = np.zeros(count)
    inner = ends[group[ends[:, 0]] == group[ends[:, 1]]]
    edge_group = group[inner[:, 0]] if len(inner) else np.zeros(0, dtype=np.int64)
    local = np.zeros(len(group), dtype=np.int64)
    communities = [np.flatnonzero(group == number) for number in range(count)]
    pieces: list[tuple[Ints, Array]] = []
    for number, members in enumerate(communities):
        local[members] = np.arange(len(members))
        own = inner[edge_group == number].copy()
        own[:, :2] = local[own[:, :2]]
        pieces.append((own, sizes[members]))
    for number, piece in enumerate(pieces):
        members = communities[number]
        found = np.frombuffer(known.get(_key(piece), partial(_alone, piece))).reshape(-1, 2)
        at[members] = found
        radius[number] = np.sqrt((found**2).sum(axis=1).max()) + sizes[members].max() / 2
    return at + _discs(ends, group, radius)[group]


def _key(piece: tuple[Ints, Array]) -> bytes:
    """A digest of the ties and boxes of a community."""
    ends, sizes = piece
    return blake2b(len(ends).to_bytes(8, "little") + ends.tobytes() + sizes.tobytes(), digest_size=16).digest()


def _alone(piece: tuple[Ints, Array]) -> bytes:
    """A community by itself, around the origin: the bytes of x and y of each node."""
    ends, sizes = piece
    found = _spread(ends, np.zeros(len(sizes), dtype=np.int64), sizes)
    return np.ascontiguousarray(found - (found.max(axis=0) + found.min(axis=0)) / 2).tobytes()


def _discs(ends: Ints, group: Ints, radius: Array) -> Array:
    """Centres of the communities: tied ones near each other, none over another, the large ones in the middle."""
    order = np.argsort(-radius, kind="stable")
    ties = _ties(ends, group, len(radius))
    centre = np.zeros((len(radius), 2))
    placed: list[int] = []
    for number in order.tolist():
        if placed:
            centre[number] = _free_spot(number, placed, centre, radius, ties)
        placed.append(number)
    return centre


def _ties(ends: Ints, group: Ints, count: int) -> Array:
    ties = np.zeros((count, count))
    np.add.at(ties, (group[ends[:, 0]], group[ends[:, 1]]), ends[:, 2].astype(np.float64))
    return np.asarray(ties + ties.T)


def _free_spot(number: int, placed: list[int], centre: Array, radius: Array, ties: Array) -> Array:
    """The spot beside a placed disc that is free and nearest to the discs it is tied to."""
    there, size, own = centre[placed], radius[placed], radius[number]
    ring = np.array(GOLDEN, dtype=np.float64) / 1000
    ring = np.concatenate([ring, -ring, ring[:, ::-1], -ring[:, ::-1]])
    spots = (there[:, None, :] + ring[None, :, :] * (size + own + SPACING)[:, None, None]).reshape(-1, 2)
    gap = spots[None, :, :] - there[:, None, :]
    distance = np.sqrt(gap[:, :, 0] ** 2 + gap[:, :, 1] ** 2)
    free = (distance >= (size + own + SPACING * 0.8)[:, None]).all(axis=0)
    weight = ties[number][placed] + 0.05 * size / size.max()
    cost = (distance * weight[:, None]).sum(axis=0) + np.where(free, 0.0, 1e15)
    return np.asarray(spots[int(np.argmin(cost))])
