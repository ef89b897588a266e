"""How far the floor is free in each direction: the network's columns as a pseudo-lidar."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from models.layout import COLUMNS, WIDTH_PX
from robot.geometry import CameraGeometry
from robot.messages import FreeSpace

_FARTHEST_M = 6.0  # farther than it was ever taught


def space(t_ns: int, columns: npt.NDArray[np.float32], camera: CameraGeometry) -> FreeSpace:
    """`columns` (2, COLUMNS), the network's second output, for a picture taken by `camera`."""
    focal_px = camera.focal_px * WIDTH_PX / camera.width_px
    range_m = np.minimum(focal_px * camera.height_m * np.exp(-columns[0]), _FARTHEST_M)
    return FreeSpace(t_ns=t_ns, bearing_rad=camera.column_bearings(COLUMNS).astype(np.float32),
                     range_m=range_m.astype(np.float32), log_std=(math.sqrt(2) * np.exp(columns[1])).astype(np.float32))


def deviation(log_spread: float) -> float:
    """The standard deviation of a Laplace distribution from the log of its spread."""
    return math.sqrt(2) * math.exp(log_spread)
