"""Which parts of the floor the camera has looked at, from how near: where a thing that wasn't noticed can still be.

It is more than the floor that the map calls free, which ends well before a ray's end and where ranges become unsure: a thing
is seen from farther away. Such maps of what has been viewed are usual in object search (Aydemir, Pronobis, Gobelbecker &
Jensfelt, Active Visual Object Search in Unknown Environments Using Uncertain Semantics, IEEE T-RO 2013).
"""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt

from robot.messages import FreeSpace
from robot.poses import Pose

Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.uint8]


class CoverageConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    size_m: float = 24.0  # as the map's grid
    cell_m: float = 0.1
    reach_m: float = 3.5  # from here most things are recognised
    near_m: float = 2.0  # from here small ones are as well
    beyond_m: float = 0.2  # a ray ends at the front of a thing
    pictures: int = 3  # one may miss it
    short_m: float = 0.3  # so far before a ray's end nothing stands
    end: int = 2  # how much the end of a ray counts against one that crosses the cell
    ends: int = 4  # from here on something stands there
    most_ends: int = 20  # what has moved away is forgotten after as many rays


class Coverage:
    """Counts the pictures that showed each cell, of the odometry frame around its origin; what lies outside is ignored."""

    def __init__(self, config: CoverageConfig) -> None:
        self.config = config
        self.cells = round(config.size_m / config.cell_m)
        self.origin_m = -self.cells * config.cell_m / 2
        self._far: Counts = np.zeros((self.cells, self.cells), np.uint8)
        self._near: Counts = np.zeros((self.cells, self.cells), np.uint8)
        self._ends: Counts = np.zeros((self.cells, self.cells), np.uint8)

    def add(self, eye: Pose, free: FreeSpace) -> None:
        """One picture, taken from `eye` (the camera's place)."""
        config, ends = self.config, self._ends
        for counts, reach_m in ((self._far, config.reach_m), (self._near, config.near_m)):
            seen = self._cells_of(eye, free, -math.inf, config.beyond_m, reach_m)
            counts.flat[seen] = np.minimum(counts.flat[seen], 254) + 1
        crossed = self._cells_of(eye, free, -math.inf, -config.short_m, config.reach_m)
        ends.flat[crossed] = np.maximum(ends.flat[crossed], 1) - 1
        ended = self._cells_of(eye, free, 0.0, config.cell_m, config.near_m)  # farther ones are too unsure
        ends.flat[ended] = np.minimum(ends.flat[ended] + config.end, config.most_ends)

    def stands(self) -> Mask:
        """The cells (rows, columns) that rays end in: unlike the map's obstacles, walls are remembered for ever."""
        return np.asarray(self._ends >= self.config.ends)

    def looked(self, near: bool) -> Mask:
        """The cells (rows, columns) that were looked at often enough, from anywhere or only from near by."""
        return np.asarray((self._near if near else self._far) >= self.config.pictures)

    def _cells_of(
        self, eye: Pose, free: FreeSpace, from_m: float, to_m: float, reach_m: float
    ) -> npt.NDArray[np.intp]:
        """The flat indices, each once, of the cells that the rays cross `from_m` to `to_m` behind their ends."""
        config = self.config
        steps = np.arange(0.5 * config.cell_m, reach_m, config.cell_m)
        angle = eye.heading_rad + free.bearing_rad.astype(float)
        x = eye.x_m + np.cos(angle)[:, None] * steps
        y = eye.y_m + np.sin(angle)[:, None] * steps
        column = np.floor((x - self.origin_m) / config.cell_m).astype(np.intp)
        row = np.floor((y - self.origin_m) / config.cell_m).astype(np.intp)
        behind_m = steps - free.range_m[:, None]
        seen = (behind_m >= from_m) & (behind_m < to_m)
        seen &= (row >= 0) & (row < self.cells) & (column >= 0) & (column < self.cells)
        return np.unique(row[seen] * self.cells + column[seen])
