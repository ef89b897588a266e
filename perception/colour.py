"""The named colour of a thing, or no name when the eyes are not sure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.layout import COLOURS


def name(log_odds: npt.NDArray[np.float32], least: float = 0.4) -> str:
    """`log_odds` (COLOURS,) of one thing; "" where the best name is less probable than `least`."""
    odds = np.exp(log_odds - log_odds.max())
    best = int(odds.argmax())
    return COLOURS[best] if 1.0 / float(odds.sum()) >= least else ""
