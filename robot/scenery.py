"""What a picture of a drive shows: plain data that a simulator, or a car with its own map, fills in.

All places are metres in one frame (the simulator's world or the car's odometry), x and y as on a map; colours are RGB, 0…255.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from robot.messages import Grid

Point = tuple[float, float]
Colour = tuple[int, int, int]


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """A room's floor: its outline, corner by corner."""

    corners: tuple[Point, ...]
    colour: Colour = (236, 230, 220)
    name: str = ""


class Wall(msgspec.Struct, frozen=True, kw_only=True):
    """A straight piece of wall; doorways are the gaps between pieces."""

    start: Point
    end: Point
    thickness_m: float = 0.1


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """A thing's footprint: a rectangle of `length_m` along its heading and `width_m` across; `goal` marks the one sought."""

    x_m: float
    y_m: float
    length_m: float
    width_m: float
    heading_rad: float
    label: str
    colour: Colour
    goal: bool = False
    round: bool = False

    def corners(self) -> list[Point]:
        """The footprint's four corners, counter-clockwise."""
        cos, sin = math.cos(self.heading_rad), math.sin(self.heading_rad)
        half = [(self.length_m * a / 2, self.width_m * b / 2) for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
        return [(self.x_m + x * cos - y * sin, self.y_m + x * sin + y * cos) for x, y in half]


class Scenery(msgspec.Struct, frozen=True, kw_only=True):
    """Where the drive took place: drawn from the world's plan, or from the car's own `grid` where no plan is known."""

    floors: tuple[Floor, ...] = ()
    walls: tuple[Wall, ...] = ()
    things: tuple[Thing, ...] = ()
    grid: Grid | None = None

    def extent(self) -> list[Point]:
        """Points that the picture must contain."""
        points = [corner for floor in self.floors for corner in floor.corners]
        points += [end for wall in self.walls for end in (wall.start, wall.end)]
        points += [corner for thing in self.things for corner in thing.corners()]
        return points + (_known(self.grid) if self.grid else [])


class Waypoint(msgspec.Struct, frozen=True):
    """Where the car was, and when (seconds since the drive began)."""

    t_s: float
    x_m: float
    y_m: float
    heading_rad: float


def at(path: Sequence[Waypoint], t_s: float) -> Waypoint | None:
    """The first waypoint of the path at or after `t_s`, else the last; None on an empty path."""
    return next((point for point in path if point.t_s >= t_s), path[-1] if path else None)


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A detection to draw: (left, top, right, bottom) in pixels of the shot; `goal` marks the thing sought."""

    corners: tuple[float, float, float, float]
    label: str
    goal: bool = False


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """A camera frame (height, width, 3) RGB with what was detected in it."""

    t_s: float
    image: npt.NDArray[np.uint8]
    boxes: tuple[Box, ...] = ()


class SpokenWord(msgspec.Struct, frozen=True, kw_only=True):
    """A word that was heard, when, and how sure that is (0…1)."""

    text: str
    start_s: float
    end_s: float
    confidence: float


class Utterance(msgspec.Struct, frozen=True, kw_only=True):
    """A spoken instruction: `samples` (N,) int16 at 16,000 Hz from `start_s` on, and the words heard in it."""

    start_s: float
    samples: npt.NDArray[np.int16]
    words: tuple[SpokenWord, ...]


class Drive(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the picture of a drive shows. `seen` is where the car was when it first saw its goal."""

    title: str
    success: bool
    result: str
    details: str = ""
    scenery: Scenery
    path: tuple[Waypoint, ...]
    seen: Waypoint | None = None
    shots: tuple[Shot, ...] = ()
    utterance: Utterance | None = None


def _known(grid: Grid) -> list[Point]:
    rows, columns = np.nonzero(grid.log_odds)
    if not len(rows):
        return []
    low = grid.origin_x_m + columns.min() * grid.cell_m, grid.origin_y_m + rows.min() * grid.cell_m
    high = grid.origin_x_m + (columns.max() + 1) * grid.cell_m, grid.origin_y_m + (rows.max() + 1) * grid.cell_m
    return [(float(low[0]), float(low[1])), (float(high[0]), float(high[1]))]
