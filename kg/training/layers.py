"""The layers of small networks: how they learn, and how the files of the models hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.signs import Vectors

FADING, SPREAD, TINY = 0.9, 0.98, 1e-6  # memory of slopes, of their squares, and what divides at least


def in_half(array: NDArray[np.floating[Any]]) -> Vectors:
    """Numbers as the file of a model will hold them."""
    return array.astype(np.float16).astype(np.float32, order="C")


class Adam:
    """Steps of Adam (Kingma and Ba, ICLR 2015): each weight learns at its own pace.

    It has the memory of their slopes; the layers are changed where they are.
    """

    def __init__(self, layers: dict[str, Vectors], rate: float, warm: int, decay: Mapping[str, float]) -> None:
        self.layers, self.rate, self.warm, self.decay, self.number = layers, rate, warm, decay, 0
        self.slopes = {name: np.zeros_like(layer) for name, layer in layers.items()}
        self.squares = {name: np.zeros_like(layer) for name, layer in layers.items()}

    def step(self, slopes: Mapping[str, Vectors], done: float) -> None:
        """Take a step; `done` is the share of all steps (0-1): the rate falls to 0 with it, after the first few."""
        self.number += 1
        rate = self.rate * min(1, self.number / self.warm) * (1 - done)
        for name, pull in self.decay.items():
            self.layers[name] *= np.float32(1 - rate * pull)
        for name, slope in slopes.items():
            mean, square = self.slopes[name], self.squares[name]
            mean *= FADING
            mean += (1 - FADING) * slope
            square *= SPREAD
            square += (1 - SPREAD) * slope * slope
            size = np.sqrt(square / (1 - SPREAD**self.number)) + TINY
            self.layers[name] -= (rate * mean / (1 - FADING**self.number) / size).astype(np.float32)
