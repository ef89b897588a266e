"""What every detector gives, and what every detector is."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
Image = npt.NDArray[np.uint8]


class Seen(NamedTuple):
    """One thing in a picture."""

    box: tuple[float, float, float, float]
    """Left, top, right, bottom in the picture's pixels."""
    score: float
    """0…1. Only our own eyes' are probabilities."""
    word: str
    """What it is, in our words."""


class Detector(Protocol):
    """Anything that finds things in pictures."""

    words: tuple[str, ...]
    """All it tells apart."""

    def __call__(self, image: Image, least_score: float) -> list[Seen]:
        """(H, W, 3) RGB of any size to what it shows, best first, with at least that score."""
        ...


class Candidates(NamedTuple):
    """What a network proposes, before the better of two equal boxes is chosen."""

    box: Floats
    """(N, 4) left, top, right, bottom in the network's pixels."""
    score: Floats
    """(N,) 0…1."""
    kind: Ints
    """(N,) row of the network's list of classes."""
