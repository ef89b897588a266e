"""What the floor is made of: the network's squares, and what the car drives onto next."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.layout import SURFACES
from robot.messages import Surfaces

_NEXT = np.s_[:, -3:, 7:13]
"""The squares that the wheels reach first: the lowest three rows, the middle third."""


def see(t_ns: int, log_odds: npt.NDArray[np.float32]) -> Surfaces:
    """`log_odds` (SURFACES, SURFACE_ROWS, SURFACE_COLUMNS), the network's fourth output."""
    odds = np.exp(log_odds - log_odds.max(axis=0))
    shares = (odds / odds.sum(axis=0))[_NEXT].mean(axis=(1, 2))
    return Surfaces(t_ns=t_ns, names=SURFACES, codes=log_odds.argmax(axis=0).astype(np.uint8),
                    ahead=SURFACES[int(shares.argmax())], sure=float(shares.max()))
