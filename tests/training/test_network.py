"""The network of the wording while it learns: its slopes are those of its loss, whatever the articles look like."""

import numpy as np
import pytest

from kg.extract.wording import MEETINGS, VOICES
from kg.training.statements import network
from kg.training.statements.network import Batch, _Network, _together

pytest.importorskip("scipy")

STRINGS, TOLD = 5, 2 + len(VOICES) + len(MEETINGS)


def article(number: int, blocks: list[int]) -> Batch:
    from scipy.sparse import csr_matrix

    random = np.random.default_rng(number)
    shape = len(blocks), TOLD
    strings = csr_matrix(random.random((len(blocks), STRINGS)) * (random.random((len(blocks), STRINGS)) < 0.6))
    truth, counts = (random.random(shape) < 0.3).astype(float), (random.random(shape) < 0.8) * 2.0
    return Batch(strings, np.array(blocks), np.full(len(blocks), number), truth, counts)


def loss(net: _Network, batch: Batch) -> float:
    """The cross entropy, worked out line by line."""
    layers, lines, total = net.layers, batch.strings.toarray() @ net.layers["vectors"], 0.0
    for i, own in enumerate(lines):
        around = lines[batch.blocks == batch.blocks[i]].mean(axis=0)
        whole = lines[batch.articles == batch.articles[i]].mean(axis=0)
        hidden = np.maximum(np.concatenate([own, around, whole]) @ layers["hidden"] + layers["hidden_bias"], 0)
        odds = hidden @ layers["told"] + layers["told_bias"]
        total += float((batch.counts[i] * (np.logaddexp(0, odds) - batch.truth[i] * odds)).sum())
    return total / max(1.0, float(batch.truth[:, network.SPEECH].sum()))


def test_slopes_are_those_of_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    for share in ("DROPPED", "LEFT_OUT", "APART"):
        monkeypatch.setattr(network, share, 0.0)
    batch = _together([article(7, [2, 2, 4]), article(3, [0]), article(5, [1, 2, 2, 2])])
    net = _Network(STRINGS, TOLD)
    net.layers = {name: layer.astype(float) for name, layer in net.layers.items()}
    slopes, random = net._slopes(batch), np.random.default_rng(1)
    for name, layer in net.layers.items():
        for place in [tuple(random.integers(0, layer.shape)) for _ in range(5)]:
            kept, around = layer[place], []
            for shift in (1e-5, -1e-5):
                layer[place] = kept + shift
                around.append(loss(net, batch))
            layer[place] = kept
            assert slopes[name][place] == pytest.approx((around[0] - around[1]) / 2e-5, abs=1e-5)


def test_articles_taken_apart_are_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = _together([article(7, [2, 2, 4]), article(3, [0, 0])])
    net = _Network(STRINGS, TOLD)
    monkeypatch.setattr(network, "APART", 1.0)
    assert all(len(set(groups.tolist())) == 5 for groups in net._groups(batch))
    monkeypatch.setattr(network, "APART", 0.0)
    assert [len(set(groups.tolist())) for groups in net._groups(batch)] == [3, 2]
