"""What can be seen from where, as far as the obstacles are known."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from control.coverage import Coverage
from control.plan import Array, Mask, Terrain
from robot.geometry import wrap

Indices = npt.NDArray[np.intp]
Places = tuple[Indices, Indices]
"""Rows and columns of cells of the terrain, (P,) each."""

HEADINGS = np.arange(36) * 2 * math.pi / 36 - math.pi
"""The headings (rad) of the rays, and of the views that are weighed."""
RAY_RAD = 2 * math.pi / len(HEADINGS)


class Sight:
    """Rays over the coverage's cells, from cell to cell; an obstacle ends a ray."""

    def __init__(self, coverage: Coverage, terrain: Terrain, reach_m: float) -> None:
        self._coverage = coverage
        self._cell_m = coverage.config.cell_m
        far = np.arange(1, math.ceil(reach_m / self._cell_m) + 1)
        self._far_m = (far * self._cell_m).astype(np.float32)
        self._rows = np.rint(np.sin(HEADINGS)[:, None] * far).astype(np.intp)
        self._columns = np.rint(np.cos(HEADINGS)[:, None] * far).astype(np.intp)
        self._blocked = coverage.stands()
        rows, columns = np.nonzero(terrain.occupied)
        self._blocked[self._cells(terrain, (rows, columns))] = True

    def gains(self, terrain: Terrain, places: Places, wanted: Mask, field_rad: float, depth_m: float) -> Array:
        """How much `wanted` floor (m²) is in sight from each place along each heading (P, headings), `field_rad` wide.

        Where nobody has looked, walls aren't known either: behind `depth_m` of such floor more of it counts 1/e.
        """
        at, clear = self._along(*self._cells(terrain, places))
        new = wanted.flat[at] & clear
        rays = (new * np.exp(-self._behind_m(new) / np.float32(depth_m)) * self._far_m).sum(axis=2) * (RAY_RAD * self._cell_m)
        half = round(field_rad / 2 / RAY_RAD)
        return np.asarray(sum(np.roll(rays, shift, axis=1) for shift in range(-half, half + 1)), np.float64)

    def shown(self, x_m: float, y_m: float, heading_rad: float, wanted: Mask, field_rad: float, depth_m: float) -> Mask:
        """The `wanted` cells that one view should show, but for those that lie behind `depth_m` of others."""
        at, clear = self._along(self._index(np.array([y_m])), self._index(np.array([x_m])))
        new = wanted.flat[at] & clear
        new &= self._behind_m(new) <= depth_m
        inside = [abs(wrap(ray - heading_rad)) <= field_rad / 2 for ray in HEADINGS.tolist()]
        mask = np.zeros_like(self._blocked)
        mask.flat[at[0][inside][new[0][inside]]] = True
        mask[:, 1:] |= mask[:, :-1].copy()  # far away there are gaps between the rays
        mask[1:] |= mask[:-1].copy()
        return mask

    def _behind_m(self, new: Mask) -> npt.NDArray[np.float32]:
        """How much of each ray (P, headings, steps) is `new`, up to each step."""
        return np.cumsum(new, axis=2, dtype=np.float32) * np.float32(self._cell_m)

    def _along(self, rows: Indices, columns: Indices) -> tuple[Indices, Mask]:
        """The flat index of the cells along all rays (P, headings, steps), and whether nothing stands before or in them."""
        last = self._coverage.cells - 1
        row = np.clip(rows[:, None, None] + self._rows, 0, last)
        column = np.clip(columns[:, None, None] + self._columns, 0, last)
        at = row * self._coverage.cells + column
        return at, ~np.logical_or.accumulate(self._blocked.flat[at], axis=2)

    def _cells(self, terrain: Terrain, places: Places) -> Places:
        """The coverage's cells that the terrain's lie in."""
        rows, columns = places
        return (self._index(terrain.origin_y_m + (rows + 0.5) * terrain.cell_m),
                self._index(terrain.origin_x_m + (columns + 0.5) * terrain.cell_m))

    def _index(self, at_m: Array) -> Indices:
        index = np.floor((at_m - self._coverage.origin_m) / self._cell_m).astype(np.intp)
        return np.clip(index, 0, self._coverage.cells - 1)
