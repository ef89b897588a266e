"""A floor grid of the true world: what is blocked, where a round car fits, how far it has to drive."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from robot.sim.footprint import Footprint

CELL_M = 0.05
"""Cell size: three cells across the car's radius."""

_MOVES = tuple(
    (dx, dy)
    for dx in range(-2, 3)
    for dy in range(-2, 3)
    if np.gcd(dx, dy) == 1 or abs(dx) + abs(dy) == 1
)
"""Steps to the 16 neighbours a king or a knight reaches: paths are at most 2.8 % too long."""


class Grid:
    """Cells of `CELL_M` over a rectangle of the world; row is y, column is x."""

    def __init__(self, x0_m: float, y0_m: float, x1_m: float, y1_m: float) -> None:
        self._x0, self._y0 = x0_m, y0_m
        shape = (int(np.ceil((y1_m - y0_m) / CELL_M)), int(np.ceil((x1_m - x0_m) / CELL_M)))
        self.blocked: NDArray[np.bool_] = np.zeros(shape, dtype=bool)

    def cell(self, x_m: float, y_m: float) -> tuple[int, int]:
        """The (row, column) that holds a point, clamped to the grid."""
        rows, columns = self.blocked.shape
        row, column = int((y_m - self._y0) / CELL_M), int((x_m - self._x0) / CELL_M)
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)

    def centre(self, row: int, column: int) -> tuple[float, float]:
        """The (x, y) of a cell's middle."""
        return self._x0 + (column + 0.5) * CELL_M, self._y0 + (row + 0.5) * CELL_M

    def near(self, footprint: Footprint, within_m: float) -> tuple[slice, slice, NDArray[np.bool_]]:
        """The cells whose middle is within `within_m` of a footprint: rows, columns, and the mask in that window."""
        corners = footprint.grown(within_m).corners()
        low, high = self.cell(*corners.min(0)), self.cell(*corners.max(0))
        rows, columns = slice(low[0], high[0] + 1), slice(low[1], high[1] + 1)
        y = self._y0 + (np.arange(rows.start, rows.stop) + 0.5) * CELL_M
        x = self._x0 + (np.arange(columns.start, columns.stop) + 0.5) * CELL_M
        xx, yy = np.meshgrid(x, y)
        return rows, columns, footprint.distance_m(xx, yy) <= within_m

    def block(self, footprint: Footprint) -> None:
        """Mark every cell that a footprint touches."""
        rows, columns, mask = self.near(footprint, CELL_M / 2)
        self.blocked[rows, columns] |= mask

    def line_m(self, x_m: float, y_m: float, yaw_rad: float) -> float:
        """How far one can see from a point in a direction before something is in the way."""
        far = 0.0
        while far < 20.0 and not self.blocked[self.cell(x_m + far * np.cos(yaw_rad), y_m + far * np.sin(yaw_rad))]:
            far += CELL_M
        return far

    def room_for(self, radius_m: float) -> NDArray[np.bool_]:
        """(H, W) True where a round car of this radius touches nothing."""
        import cv2

        clear = np.pad(~self.blocked, 1).astype(np.uint8)
        distance = cv2.distanceTransform(clear, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
        return np.asarray(distance * CELL_M > radius_m + CELL_M / 2, dtype=bool)

    def reached(self, free: NDArray[np.bool_], x_m: float, y_m: float) -> NDArray[np.bool_]:
        """(H, W) True for the free cells that can be driven to from a point (all False if the point is not free)."""
        import cv2

        _, labels = cv2.connectedComponents(free.astype(np.uint8), connectivity=4)
        label = labels[self.cell(x_m, y_m)]
        return np.asarray((labels == label) & (label > 0), dtype=bool)

    def drive_m(
        self, free: NDArray[np.bool_], start: tuple[float, float], goals: NDArray[np.bool_]
    ) -> float:
        """Length of the shortest path over free cells from a point to any goal cell; infinite if there is none."""
        rows, columns = free.shape
        best = np.full(free.shape, np.inf)
        first = self.cell(*start)
        best[first] = 0.0
        queue = [(0.0, first)]
        while queue:
            length, (row, column) = heapq.heappop(queue)
            if goals[row, column]:
                return length
            if length > best[row, column]:
                continue
            for dx, dy in _MOVES:
                r, c = row + dy, column + dx
                if 0 <= r < rows and 0 <= c < columns and free[r, c]:
                    longer = length + CELL_M * float(np.hypot(dx, dy))
                    if longer < best[r, c]:
                        best[r, c] = longer
                        heapq.heappush(queue, (longer, (r, c)))
        return float("inf")
