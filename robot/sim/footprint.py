"""The oriented rectangle that a thing covers on the floor, and what can be asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Footprint(msgspec.Struct, frozen=True):
    """A rectangle on the floor: centre, heading of its own x axis, full size along its own x and y."""

    x_m: float
    y_m: float
    yaw_rad: float
    length_m: float
    width_m: float

    def grown(self, by_m: float) -> Footprint:
        """The same rectangle with every edge moved outwards by `by_m`."""
        return Footprint(self.x_m, self.y_m, self.yaw_rad, self.length_m + 2 * by_m, self.width_m + 2 * by_m)

    def local(self, x_m: NDArray[np.float64] | float, y_m: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """World points (any shape) in the rectangle's own frame: (2, ...) metres."""
        cos, sin = np.cos(self.yaw_rad), np.sin(self.yaw_rad)
        dx, dy = np.asarray(x_m) - self.x_m, np.asarray(y_m) - self.y_m
        return np.stack([cos * dx + sin * dy, cos * dy - sin * dx])

    def distance_m(self, x_m: NDArray[np.float64] | float, y_m: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Distance from world points (any shape) to the nearest edge; 0 inside."""
        u, v = np.abs(self.local(x_m, y_m))
        outside = np.hypot(np.maximum(u - self.length_m / 2, 0.0), np.maximum(v - self.width_m / 2, 0.0))
        return np.asarray(outside, dtype=np.float64)

    def corners(self) -> NDArray[np.float64]:
        """The four corners in the world, anticlockwise: (4, 2) metres."""
        cos, sin = np.cos(self.yaw_rad), np.sin(self.yaw_rad)
        half = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * (self.length_m / 2, self.width_m / 2)
        return np.asarray(half @ np.array([[cos, sin], [-sin, cos]]) + (self.x_m, self.y_m), dtype=np.float64)

    def overlaps(self, other: Footprint, gap_m: float = 0.0) -> bool:
        """True when the two rectangles come closer than about `gap_m` (separating axes; exact for parallel sides)."""
        mine, theirs = self.grown(gap_m / 2).corners(), other.grown(gap_m / 2).corners()
        return not any(_separates(axis, mine, theirs) for axis in (*_axes(self), *_axes(other)))


def _axes(footprint: Footprint) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    cos, sin = np.cos(footprint.yaw_rad), np.sin(footprint.yaw_rad)
    return np.array([cos, sin]), np.array([-sin, cos])


def _separates(axis: NDArray[np.float64], one: NDArray[np.float64], two: NDArray[np.float64]) -> bool:
    a, b = one @ axis, two @ axis
    return bool(a.max() <= b.min() + 1e-9 or b.max() <= a.min() + 1e-9)
