"""What the networks of the wording and of who speaks say of some articles, and how wrong that is, for JAX to derive.

The names of arrays and layers are those of kg.training.statements.network. What is said is what kg.extract.wording and
kg.extract.statements.speakers say of an article, except that some of what is heard is left out by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from kg.extract.signs import Vectors
from kg.extract.wording import MEETINGS, STEPS, VOICES

if TYPE_CHECKING:
    from jax import Array

# Shares left out by chance; set on held-out articles.
DROPPED = {"strings": 0.3, "characters": 0.1, "pooled": 0.3, "hidden": 0.4, "signs": 0.2, "layer": 0.3}
WHO = 8.0  # how much who speaks counts beside what is told
SPEECH = -len(VOICES) - len(MEETINGS)  # the column that tells whether anyone speaks


def slopes_of(layers: Mapping[str, Vectors], batch: Mapping[str, NDArray[Any]], key: Array) -> dict[str, Array]:
    """The slope of the loss at every weight of every layer."""
    return _derive()(layers, batch, key)


@cache
def _derive() -> Callable[..., dict[str, Array]]:
    """The function of the slopes: translated once for batches of the same sizes."""
    import jax

    derived: Callable[..., dict[str, Array]] = jax.jit(jax.grad(loss_of))
    return derived


def loss_of(layers: Mapping[str, Array], batch: Mapping[str, Array], key: Array | None) -> Array:
    """The cross entropy of what is told in lines with speech and of who speaks; no `key`: nothing is left out."""
    plain, told, speaks = say(layers, batch, key)
    what = (_entropy(plain, batch["truth"]) + _entropy(told, batch["truth"])) * batch["counts"]
    who = _entropy(speaks, batch["answers"]) * batch["times"]
    speech = (batch["counts"] * batch["truth"])[:, SPEECH].sum()
    return what.sum() / speech.clip(1.0) + WHO * who.sum() / batch["times"].sum().clip(1.0)


def say(layers: Mapping[str, Array], batch: Mapping[str, Array], key: Array | None) -> tuple[Array, Array, Array]:
    """The log odds of all told in each sentence, by strings and with characters; of each asked about that he speaks."""
    import jax.numpy as jnp
    from jax import nn

    size = len(batch["blocks"])

    def told_of(own: Array, layer: str, told: str, key: Array | None) -> tuple[Array, Array]:
        around, whole = (_mean(own, batch[of], size)[batch[of]] for of in ("blocks", "articles"))
        context = jnp.concatenate([own, around, whole], axis=1)
        hidden = _kept("hidden", nn.relu(context @ layers[layer] + layers[f"{layer}_bias"]), key)
        return hidden, hidden @ layers[told] + layers[f"{told}_bias"]

    letters = _letters(layers, batch, key)
    highest = _of_groups("max", letters, batch["within"], size)
    pooled = jnp.concatenate([highest, _mean(letters, batch["within"], size)], axis=1)
    pooled = _kept("pooled", jnp.tanh(pooled @ layers["pooled"] + layers["pooled_bias"]), key)
    shares = _kept("strings", batch["shares"], key)[:, None]
    strings = _of_groups("sum", layers["vectors"][batch["strings"]] * shares, batch["strings_of"], size)
    mine, other = jnp.split(strings, 2, axis=1)
    _, plain = told_of(mine, "plain", "plain_told", key)
    hidden, told = told_of(jnp.concatenate([pooled, other], axis=1), "hidden", "told", key)
    return plain, told, _speaks(layers, batch, letters, hidden, key)


def _letters(layers: Mapping[str, Array], batch: Mapping[str, Array], key: Array | None) -> Array:
    import jax.numpy as jnp
    from jax import nn

    there = (batch["rows"] > 0)[:, None]
    letters = _kept("characters", there.astype(jnp.float32), key) * layers["characters"][batch["rows"]]
    letters += there * layers["tags"][batch["tags"]]
    for steps, weights, bias in zip(STEPS, layers["near"], layers["near_bias"], strict=True):
        padded = jnp.pad(letters, ((steps, steps), (0, 0)))
        seen = jnp.concatenate([padded[: -2 * steps], letters, padded[2 * steps :]], axis=1)
        letters += there * nn.relu(seen @ weights + bias)
    return letters


def _speaks(
    layers: Mapping[str, Array], batch: Mapping[str, Array], letters: Array, hidden: Array, key: Array | None
) -> Array:
    import jax.numpy as jnp
    from jax import nn

    same = batch["blocks"][1:] == batch["blocks"][:-1]
    before = jnp.pad(hidden[:-1] * same[:, None], ((1, 0), (0, 0)))
    after = jnp.pad(hidden[1:] * same[:, None], ((0, 1), (0, 0)))
    lines = jnp.concatenate([hidden, before, after], axis=1)[batch["sentence"]]
    places = letters[batch["places"]] * (batch["places"] >= 0)[:, :, None]
    numbers = jnp.concatenate([lines, places.reshape(len(lines), -1)], axis=1)
    heard = layers["signs"][batch["signs"]] * _kept("signs", jnp.ones(len(batch["signs"])), key)[:, None]
    layer = _of_groups("sum", heard, batch["signs_of"], len(lines)) + numbers @ layers["numbers"]
    return _kept("layer", nn.relu(layer), key) @ layers["answer"][:-1] + layers["answer"][-1]


def _kept(what: str, values: Array, key: Array | None) -> Array:
    """The values with some left out, the others raised to make up for it."""
    import jax

    if key is None:
        return values
    own = jax.random.fold_in(key, list(DROPPED).index(what))
    return values * jax.random.bernoulli(own, 1 - DROPPED[what], values.shape) / (1 - DROPPED[what])


def _of_groups(what: str, values: Array, groups: Array, size: int) -> Array:
    """The sum or the highest of each group's rows; 0 for a group without any. Rows of group -1 count for nothing."""
    import jax

    groups = jax.numpy.where(groups < 0, size, groups)
    if what == "sum":
        return jax.ops.segment_sum(values, groups, size + 1)[:size]
    highest = jax.ops.segment_max(values, groups, size + 1)[:size]
    return jax.numpy.where(jax.numpy.isfinite(highest), highest, 0)


def _mean(values: Array, groups: Array, size: int) -> Array:
    import jax

    counts = _of_groups("sum", jax.numpy.ones((len(values), 1)), groups, size)
    return _of_groups("sum", values, groups, size) / counts.clip(1.0)


def _entropy(odds: Array, truth: Array) -> Array:
    """The cross entropy of log odds and what is true."""
    import jax

    return jax.nn.softplus(odds) - truth * odds
