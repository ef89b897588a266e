"""Colour as a second cue for what is somebody's own: "my mug" is one mug and keeps its colour, while any mug may have any.

The network's colour of a thing, as it was when the thing was shown, is compared with that of what is seen now; the logarithm of
how well they agree, over how well colours agree by chance, is added to the log-odds of the taught row. Kinds have no tint.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]

GAIN, USUAL, FLOOR = 1.5, 0.15, 0.03
"""Chosen on worlds 500231-500239 (docs/teaching.md)."""


def shares(log_odds: Floats) -> npt.NDArray[np.float32]:
    """(N, COLOURS) log-odds to how probable each colour is the main one."""
    odds = np.exp(log_odds - log_odds.max(axis=1, keepdims=True, initial=-1e9))
    return np.asarray(odds / np.maximum(odds.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)


def evidence(log_odds: Floats, tints: Floats) -> npt.NDArray[np.float32]:
    """(N, T) log-odds for each of T things to be added, from the colours (N, COLOURS) of what is seen.

    `tints` (T, COLOURS) are the things' own colours; a row of zeros is of a thing that may have any.
    """
    agreement = np.log(shares(log_odds) @ tints.T + FLOOR) - np.log(USUAL)
    return np.asarray(GAIN * np.where(tints.sum(axis=1) > 0, agreement, 0.0), dtype=np.float32)
