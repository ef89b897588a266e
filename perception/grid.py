"""The occupancy grid: log-odds per 5 cm cell in the odometry frame, around the place where the car woke up.

Every sensor adds evidence to the cells it speaks of. Cells are updated "from the cell's side": each cell in reach looks up
the ray that covers it, so near cells are not counted twice and far ones leave no gaps. Free is negative, occupied positive.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt

from robot.geometry import wrap
from robot.poses import Pose

Log = npt.NDArray[np.float32]


class GridConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    size_m: float = 24.0  # a home of seven rooms fits whichever corner the car starts in
    cell_m: float = 0.05  # a third of the car's width
    least: float = -2.5  # some 10 frames of the opposite opinion change a cell's mind, about 1 s
    most: float = 3.5
    max_range_m: float = 2.8  # beyond, the network's ranges err by more than half a metre
    free: float = 0.35  # evidence per frame for a cell well in front of the ray's end, near the car
    occupied: float = 0.8  # per frame at the ray's end, when the range is sharp
    half_trust_m: float = 1.6  # at this range a frame counts half
    free_sigmas: float = 2.0  # free is what lies this many deviations before the ray's end: 1 in 100 near things is overrun
    thick_m: float = 0.05  # ends are never sharper than a cell
    deepest_m: float = 0.3  # blur of an end, however unsure the range is
    sonar_max_m: float = 1.5  # farther echoes may come from anywhere in the wide cone
    sonar_arc_m: float = 0.8  # nearer echoes mark their arc as occupied
    sonar_half_angle_rad: float = 0.26
    sonar_free: float = 0.06  # per echo, at 20 Hz; smooth slanted walls return no echo, so it says little
    sonar_occupied: float = 0.15
    bump_ahead_m: float = 0.15  # where the bumper is, from the car's centre
    bump_half_width_m: float = 0.08
    car_radius_m: float = 0.10  # cells under the car are free: it stands there
    forget_s: float = 150.0  # occupied marks fade, so that things that moved and mistakes don't block for ever


def sure_free(range_m: Log, log_std: Log, config: GridConfig) -> Log:
    """How far the floor is surely free along rays that end at `range_m` (N,), known to `log_std` (N,); a cell to spare."""
    return np.asarray(range_m * np.exp(-config.free_sigmas * log_std) - config.cell_m, dtype=np.float32)


class OccupancyGrid:
    """A square of cells, centred on the odometry frame's origin; what lies outside is ignored."""

    def __init__(self, config: GridConfig) -> None:
        self.config = config
        cells = round(config.size_m / config.cell_m)
        self.origin_m = -cells * config.cell_m / 2
        self.log_odds: Log = np.zeros((cells, cells), np.float32)

    def add_rays(self, eye: Pose, bearing_rad: Log, range_m: Log, log_std: Log, weight: float = 1.0) -> None:
        """Free floor up to each range (N,), seen from `eye`; bearings (N,) decrease from left to right."""
        config = self.config
        window = self._window(eye, config.max_range_m, bearing_rad[-1], bearing_rad[0])
        if window is None:
            return
        rows, columns, distance, bearing = window
        ray = _nearest_ray(bearing_rad, bearing)
        end = range_m[ray]
        blur = np.clip(end * log_std[ray], config.thick_m, config.deepest_m)
        offset = (distance - end) / blur
        trust = 1.0 / (1.0 + (distance / config.half_trust_m) ** 2)
        hit = np.exp(-0.5 * offset * offset) * (config.thick_m / blur) * (end < config.max_range_m)
        change = np.where(distance < sure_free(end, log_std[ray], config), -config.free,
                          np.where(offset < -1.0, 0.0, config.occupied * hit))
        inside = (offset < 2.0) & (distance < config.max_range_m)
        inside &= (bearing <= bearing_rad[0]) & (bearing >= bearing_rad[-1])
        self._add(rows, columns, np.where(inside, change * trust * weight, 0.0))

    def add_echo(self, sensor: Pose, range_m: float, echo: bool, weight: float = 1.0) -> None:
        """A sonar's answer: nothing nearer than `range_m` in the cone, and perhaps something on its arc."""
        config = self.config
        reach = min(range_m + config.cell_m, config.sonar_max_m)
        half = config.sonar_half_angle_rad
        window = self._window(sensor, reach, -half, half)
        if window is None:
            return
        rows, columns, distance, bearing = window
        beam = np.maximum(0.0, 1.0 - np.abs(bearing) / half)  # the middle of the cone is the most certain
        free = (distance < range_m - 2 * config.cell_m) & (distance < config.sonar_max_m)
        change = np.where(free, -config.sonar_free * beam, 0.0)
        if echo and range_m < config.sonar_arc_m:
            on_arc = (np.abs(distance - range_m) <= config.cell_m) & (np.abs(bearing) <= half)
            change = np.where(on_arc, config.sonar_occupied * (0.3 + beam), change)
        self._add(rows, columns, change * weight)

    def add_bump(self, pose: Pose) -> None:
        """The bumper was pressed: whatever it was stands right ahead."""
        config = self.config
        for side in np.arange(-config.bump_half_width_m, config.bump_half_width_m + 1e-9, config.cell_m):
            row, column = self.cell(*pose.to_world(config.bump_ahead_m, float(side)))
            if self._inside(row, column):
                self.log_odds[row, column] = config.most

    def add_car(self, pose: Pose) -> None:
        """The car stands here, so these cells are free."""
        window = self._window(pose, self.config.car_radius_m, -math.pi, math.pi)
        if window is not None:
            rows, columns, distance, _ = window
            here = self.log_odds[rows, columns]
            np.copyto(here, np.minimum(here, self.config.least), where=distance <= self.config.car_radius_m)

    def fade(self, elapsed_s: float) -> None:
        """Forget a little of what is marked as occupied."""
        lost = np.float32(1.0 - math.exp(-elapsed_s / self.config.forget_s))
        self.log_odds -= lost * np.maximum(self.log_odds, 0.0)

    def cell(self, x_m: float, y_m: float) -> tuple[int, int]:
        """(row, column) of the cell that holds the point; may lie outside the grid."""
        size = self.config.cell_m
        return math.floor((y_m - self.origin_m) / size), math.floor((x_m - self.origin_m) / size)

    def _inside(self, row: int, column: int) -> bool:
        rows, columns = self.log_odds.shape
        return 0 <= row < int(rows) and 0 <= column < int(columns)

    def _window(self, eye: Pose, reach_m: float, right_rad: float, left_rad: float) -> _Window | None:
        """The cells of the rectangle around the wedge from `right_rad` to `left_rad`, with distance and bearing from `eye`."""
        low, high = _wedge_bounds(eye, reach_m, float(right_rad), float(left_rad))
        cells = self.log_odds.shape[0]
        row0, column0 = (max(0, index) for index in self.cell(*low))
        row1, column1 = (min(cells, index + 1) for index in self.cell(*high))
        if row0 >= row1 or column0 >= column1:
            return None
        size = self.config.cell_m
        x = (np.arange(column0, column1, dtype=np.float32) + 0.5) * size + (self.origin_m - eye.x_m)
        y = (np.arange(row0, row1, dtype=np.float32) + 0.5) * size + (self.origin_m - eye.y_m)
        cos, sin = math.cos(eye.heading_rad), math.sin(eye.heading_rad)
        ahead = x[None, :] * cos + y[:, None] * sin
        left = y[:, None] * cos - x[None, :] * sin
        return slice(row0, row1), slice(column0, column1), np.hypot(ahead, left), np.arctan2(left, ahead)

    def _add(self, rows: slice, columns: slice, change: npt.NDArray[np.floating]) -> None:
        view = self.log_odds[rows, columns]
        view += change.astype(np.float32)
        np.clip(view, self.config.least, self.config.most, out=view)


_Window = tuple[slice, slice, Log, Log]


def _wedge_bounds(
    eye: Pose, reach_m: float, right_rad: float, left_rad: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Lower and upper corner of the rectangle around a circular sector."""
    angles = [eye.heading_rad + right_rad, eye.heading_rad + left_rad]
    angles += [axis for axis in (0.0, math.pi / 2, math.pi, -math.pi / 2)
               if right_rad <= wrap(axis - eye.heading_rad) <= left_rad]
    xs = [eye.x_m, *(eye.x_m + reach_m * math.cos(angle) for angle in angles)]
    ys = [eye.y_m, *(eye.y_m + reach_m * math.sin(angle) for angle in angles)]
    return (min(xs), min(ys)), (max(xs), max(ys))


def _nearest_ray(bearing_rad: Log, wanted_rad: Log) -> npt.NDArray[np.intp]:
    """Index of the ray nearest to each wanted bearing; `bearing_rad` (N,) decreases."""
    middles = -(bearing_rad[:-1] + bearing_rad[1:]) / 2
    return np.searchsorted(middles, -wanted_rad)
