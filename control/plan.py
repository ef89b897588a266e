"""Planning on the occupancy grid: what each cell costs, what every place costs to reach, and the way there.

Costs to reach *all* cells are found at once, by sweeping the grid along rows, columns and diagonals until nothing improves:
along a line the best way is a running minimum, `min over j <= i of d[j] + (C[i] - C[j])`, which numpy does for all lines
together. The result is the same as Dijkstra's on the 8-connected grid, and one sweep serves both for choosing where to go
and for the way there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec
import numpy as np
import numpy.typing as npt

from robot.messages import Grid
from robot.poses import Pose

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Cell = tuple[int, int]


class PlanConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    occupied_above: float = 0.5  # log-odds
    free_below: float = -0.3
    car_radius_m: float = 0.17  # the car's own 0.14 m and a little for the map's blur
    clearance_m: float = 0.40  # within this of an obstacle driving costs more ...
    clearance_cost: float = 8.0  # ... up to this much more per metre
    unknown_cost: float = 2.0  # unseen floor may be passed, but seen floor is better
    blocked_cost: float = 1e4  # per metre: "never", yet finite so that sums stay exact
    escape_cost: float = 30.0  # blocked cells so near the car that it must be able to leave them
    escape_m: float = 0.28
    body_m: float = 0.13  # the car stands here, so nothing else does
    mark_radius_m: float = 0.10  # what the car bumped into or got stuck at
    margin_m: float = 0.6  # unseen floor around what has been seen
    max_sweeps: int = 60


class Terrain:
    """A piece of the grid with costs per metre: `cost` (rows, columns); `free`, `unknown` say what was seen."""

    def __init__(self, grid: Grid, pose: Pose, marks: Iterable[tuple[float, float]], config: PlanConfig) -> None:
        self.config = config
        self.cell_m = grid.cell_m
        rows, columns = _seen_bounds(grid, pose, config)
        log_odds = grid.log_odds[rows, columns]
        self.origin_x_m = grid.origin_x_m + columns.start * grid.cell_m
        self.origin_y_m = grid.origin_y_m + rows.start * grid.cell_m
        self.shape: tuple[int, int] = (log_odds.shape[0], log_odds.shape[1])
        occupied = log_odds > config.occupied_above
        for x_m, y_m in marks:
            occupied |= self.within(x_m, y_m, config.mark_radius_m)
        occupied &= ~self.within(pose.x_m, pose.y_m, config.body_m)
        self.occupied: Mask = occupied
        self.free: Mask = (log_odds < config.free_below) & ~occupied
        self.unknown: Mask = ~self.free & ~occupied
        self.clearance_m = _clearance(occupied, config.clearance_m, self.cell_m)
        self.cost = self._costs(pose)

    def _costs(self, pose: Pose) -> Array:
        config = self.config
        span = config.clearance_m - config.car_radius_m
        near = np.clip((config.clearance_m - self.clearance_m) / span, 0.0, 1.0)
        cost = 1.0 + config.clearance_cost * near**2 + config.unknown_cost * self.unknown
        blocked = self.clearance_m < config.car_radius_m
        leave = blocked & ~self.occupied & self.within(pose.x_m, pose.y_m, config.escape_m)
        cost = np.where(blocked, config.blocked_cost, cost)
        cost = np.where(leave, config.escape_cost, cost)
        cost[[0, -1], :] = config.blocked_cost  # the rim keeps the diagonal sweeps from wrapping around
        cost[:, [0, -1]] = config.blocked_cost
        return np.asarray(cost, np.float64)

    def cell(self, x_m: float, y_m: float) -> Cell:
        """(row, column) of the cell with the point, moved inside the terrain."""
        row = math.floor((y_m - self.origin_y_m) / self.cell_m)
        column = math.floor((x_m - self.origin_x_m) / self.cell_m)
        return min(max(row, 0), self.shape[0] - 1), min(max(column, 0), self.shape[1] - 1)

    def point(self, cell: Cell) -> tuple[float, float]:
        """The middle of a cell, odometry frame."""
        return self.origin_x_m + (cell[1] + 0.5) * self.cell_m, self.origin_y_m + (cell[0] + 0.5) * self.cell_m

    def distance(self, x_m: float, y_m: float) -> Array:
        """Distance (rows, columns) of every cell's middle from the point (m)."""
        x = self.origin_x_m + (np.arange(self.shape[1]) + 0.5) * self.cell_m - x_m
        y = self.origin_y_m + (np.arange(self.shape[0]) + 0.5) * self.cell_m - y_m
        return np.asarray(np.sqrt(x[None, :] ** 2 + y[:, None] ** 2))

    def within(self, x_m: float, y_m: float, radius_m: float) -> Mask:
        return np.asarray(self.distance(x_m, y_m) <= radius_m)

    def is_clear(self, x0_m: float, y0_m: float, x1_m: float, y1_m: float) -> bool:
        """Whether no cell known as occupied lies on the straight line between two points."""
        steps = max(2, math.ceil(math.hypot(x1_m - x0_m, y1_m - y0_m) / (0.5 * self.cell_m)))
        points = (self.cell(x0_m + share * (x1_m - x0_m), y0_m + share * (y1_m - y0_m))
                  for share in np.linspace(0.0, 1.0, steps).tolist())
        return not any(self.occupied[cell] for cell in points)


class Reach:
    """What it costs to drive from one cell to every other; `cost` (rows, columns) is inf or huge where there is no way."""

    def __init__(self, terrain: Terrain, start: Cell) -> None:
        self.terrain = terrain
        self.start = start
        self.cost = _sweep(terrain.cost, start, terrain.cell_m, terrain.config.max_sweeps)
        self.reachable: Mask = self.cost < 0.25 * terrain.config.blocked_cost * terrain.cell_m

    def path(self, goal: Cell) -> list[tuple[float, float]]:
        """Points (m) from the start to `goal`, down the slope of the costs; empty when it can't be reached."""
        if not self.reachable[goal]:
            return []
        cells = [goal]
        while cells[-1] != self.start and len(cells) < self.cost.size:
            nearer = self._downhill(cells[-1])
            if nearer is None:
                break
            cells.append(nearer)
        return _smooth([self.terrain.point(cell) for cell in reversed(cells)])

    def best(self, allowed: Mask, extra: Array | None = None) -> Cell | None:
        """The reachable allowed cell with the least cost (plus `extra`), or None."""
        total = np.where(allowed & self.reachable, self.cost if extra is None else self.cost + extra, np.inf)
        index = int(np.argmin(total))
        row, column = divmod(index, total.shape[1])
        return (row, column) if math.isfinite(total[row, column]) else None

    def _downhill(self, cell: Cell) -> Cell | None:
        """The neighbour that the best way comes from."""
        row, column = cell
        rows, columns = self.terrain.shape
        around = [(row + dr, column + dc, length) for dr, dc, length in _STEPS
                  if 0 <= row + dr < rows and 0 <= column + dc < columns]
        here, costs, reach = self.terrain.cost[cell], self.terrain.cost, self.cost
        scored = [(reach[r, c] + 0.5 * (here + costs[r, c]) * length * self.terrain.cell_m, r, c) for r, c, length in around]
        _, r, c = min(scored)
        return (r, c) if reach[r, c] < reach[cell] else None


_DIAGONAL = math.sqrt(2.0)
_SETTLED = 0.01  # sweeps end when no cost falls by more than this (metres of free floor)
_STEPS = [(-1, 0, 1.0), (1, 0, 1.0), (0, -1, 1.0), (0, 1, 1.0),
          (-1, -1, _DIAGONAL), (-1, 1, _DIAGONAL), (1, -1, _DIAGONAL), (1, 1, _DIAGONAL)]


def _seen_bounds(grid: Grid, pose: Pose, config: PlanConfig) -> tuple[slice, slice]:
    """The part of the grid that was seen, and the car's surroundings, with a margin."""
    seen = np.abs(grid.log_odds) > 0.01
    margin = math.ceil(config.margin_m / grid.cell_m)
    slices = []
    for axis, offset in ((1, pose.y_m - grid.origin_y_m), (0, pose.x_m - grid.origin_x_m)):
        here = math.floor(offset / grid.cell_m)
        marked = np.flatnonzero(seen.any(axis=axis))
        low, high = (int(marked[0]), int(marked[-1])) if marked.size else (here, here)
        limit = grid.log_odds.shape[1 - axis]
        slices.append(slice(max(0, min(low, here) - margin), min(limit, max(high, here) + margin + 1)))
    return slices[0], slices[1]


def _clearance(occupied: Mask, most_m: float, cell_m: float) -> Array:
    """Distance from each cell to the nearest occupied one (m), exact up to `most_m`: rows first, then columns."""
    reach = math.ceil(most_m / cell_m)
    far = float((reach + 1) ** 2)
    squared = np.where(occupied, 0.0, far).astype(np.float32)
    for axis in (1, 0):
        source = squared.copy()
        for shift in range(1, reach + 1):
            ahead, behind = [slice(None)] * 2, [slice(None)] * 2
            ahead[axis], behind[axis] = slice(shift, None), slice(None, -shift)
            one, two = tuple(ahead), tuple(behind)
            np.minimum(squared[one], source[two] + np.float32(shift**2), out=squared[one])
            np.minimum(squared[two], source[one] + np.float32(shift**2), out=squared[two])
    return np.asarray(np.sqrt(np.minimum(squared, far)) * cell_m, np.float64)


def _sweep(cost: Array, start: Cell, cell_m: float, max_sweeps: int) -> Array:
    """Least cost from `start` to every cell over the 8-connected grid, by line sweeps until nothing changes."""
    rows, columns = cost.shape
    size = rows * columns
    padded = -(-size // (columns - 1)) * (columns - 1) + 2 * (columns + 1)
    distance = np.full(padded, np.inf)
    distance[start[0] * columns + start[1]] = 0.0
    lines = []
    for stride, length in ((1, 1.0), (columns, 1.0), (columns + 1, _DIAGONAL), (columns - 1, _DIAGONAL)):
        lines.append(_Lines(cost, distance, stride, length * cell_m))
    for _ in range(max_sweeps):
        before = distance.copy()
        for line in lines:
            line.sweep()
        if not np.any(distance < before - _SETTLED):
            break
    return distance[:size].reshape(rows, columns)


class _Lines:
    """All lines of one direction through the grid: cells `stride` apart in memory, as the columns of a table."""

    def __init__(self, cost: Array, distance: Array, stride: int, step_m: float) -> None:
        columns = cost.shape[1]
        self._axis = 1 if stride == 1 else 0
        width = columns if stride == 1 else stride
        height = -(-cost.size // width)
        self._view = distance[: height * width].reshape(height, width)  # shares memory: the sweep writes into it
        flat = np.full(height * width, cost[0, 0])
        flat[: cost.size] = cost.ravel()
        table = flat.reshape(height, width) * (0.5 * step_m)
        total = np.cumsum(table, axis=self._axis)
        self._climb = 2.0 * total - table  # half a cell at both ends: sums of edges, up to a constant per line

    def sweep(self) -> None:
        view, climb, axis = self._view, self._climb, self._axis
        ahead = np.minimum.accumulate(view - climb, axis=axis)
        ahead += climb
        np.minimum(view, ahead, out=view)
        back = view + climb
        flipped = back[::-1] if axis == 0 else back[:, ::-1]
        flipped = np.minimum.accumulate(flipped, axis=axis)
        behind = flipped[::-1] if axis == 0 else flipped[:, ::-1]
        np.minimum(view, behind - climb, out=view)


def _smooth(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same way without the grid's staircase: a running mean over five points that keeps the ends."""
    if len(points) < 5:
        return points
    table = np.array(points)
    padded = np.concatenate([table[:1], table[:1], table, table[-1:], table[-1:]])
    mean = np.mean([padded[k : k + len(points)] for k in range(5)], axis=0)
    mean[0], mean[-1] = table[0], table[-1]
    return [(float(x), float(y)) for x, y in mean]
