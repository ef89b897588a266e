"""The grain that every surface is painted with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIZE_PX = 256
Paint = NDArray[np.float32]  # (256, 256, 3), 0…255, red green blue
Grain = NDArray[np.float32]  # (256, 256), mean about 0, deviation 1


def noise(rng: np.random.Generator, octaves: int = 5, decay: float = 0.55, across: int = 1, down: int = 1) -> Grain:
    """Smooth noise, coarse to fine; `across` and `down` give it that many times more detail along x and y."""
    import cv2

    total = np.zeros((SIZE_PX, SIZE_PX), np.float32)
    for octave in range(octaves):
        columns, rows = (min(SIZE_PX, scale * 2 ** (octave + 1)) for scale in (across, down))
        coarse = rng.standard_normal((rows, columns), dtype=np.float32)
        total += decay**octave * cv2.resize(coarse, (SIZE_PX, SIZE_PX), interpolation=cv2.INTER_CUBIC)
    return np.asarray((total - total.mean()) / (total.std() + 1e-6), np.float32)


def speckle(rng: np.random.Generator) -> Grain:
    """White noise, one value a pixel."""
    return rng.standard_normal((SIZE_PX, SIZE_PX), dtype=np.float32)


def shade(colour: NDArray[np.floating], grain: Grain, depth: float) -> Paint:
    """The colour made lighter and darker by a share `depth` of itself as the grain says."""
    return (np.asarray(colour, np.float32) * (1.0 + depth * grain[..., None])).astype(np.float32)


def plain(colour: NDArray[np.floating]) -> Paint:
    """One colour all over, to paint on."""
    return np.broadcast_to(np.asarray(colour, np.float32), (SIZE_PX, SIZE_PX, 3)).copy()


def grid() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column numbers of all pixels, (256, 1) and (1, 256), to be broadcast."""
    steps = np.arange(SIZE_PX)
    return steps[:, None], steps[None, :]


def mix(first: NDArray[np.floating], second: NDArray[np.floating], where: NDArray[np.bool_] | Grain) -> Paint:
    """`second` where the (256, 256) mask is true (or by its share 0…1), `first` elsewhere."""
    share = np.asarray(where, np.float32)[..., None]
    return (np.asarray(first, np.float32) * (1 - share) + np.asarray(second, np.float32) * share).astype(np.float32)
