"""Where a thing might stand in a room: endless guesses for each way of placing it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from robot.sim.world import Pose, Rect

if TYPE_CHECKING:
    from numpy.random import Generator

    from robot.sim.footprint import Footprint

_GAP_M = (0.015, 0.05)
"""Between furniture and the wall behind it."""


def by_wall(rng: Generator, inner: Rect, length_m: float, width_m: float) -> Iterator[Pose]:
    """Its back to one of the four walls, its front to the room."""
    while True:
        yield _against(rng, inner, length_m, width_m, float(rng.random()))


def in_corner(rng: Generator, inner: Rect, length_m: float, width_m: float) -> Iterator[Pose]:
    """Its back to a wall, one side to the next wall."""
    while True:
        yield _against(rng, inner, length_m, width_m, float(rng.integers(2)))


def in_middle(rng: Generator, inner: Rect, length_m: float, width_m: float) -> Iterator[Pose]:
    """Square to the room and away from its walls where the room is large enough for that."""
    while True:
        x, y = (a + (b - a) * float(rng.uniform(0.25, 0.75))
                for a, b in ((inner.x0_m, inner.x1_m), (inner.y0_m, inner.y1_m)))
        yield Pose(x, y, math.pi / 2 * int(rng.integers(4)) + float(rng.normal(0.0, 0.04)))


def anywhere(rng: Generator, inner: Rect, length_m: float, width_m: float) -> Iterator[Pose]:
    """Dropped on the floor, turned at random."""
    half = math.hypot(length_m, width_m) / 2
    (x, y), across, along = inner.centre, inner.width_m / 2 - half, inner.depth_m / 2 - half
    while True:
        yield Pose(x + max(0.0, across) * float(rng.uniform(-1, 1)), y + max(0.0, along) * float(rng.uniform(-1, 1)),
                   float(rng.uniform(-math.pi, math.pi)))


def at_table(rng: Generator, table: Footprint, length_m: float, front_only: bool = False) -> Iterator[Pose]:
    """At each side of a table (a desk: its front only), facing it; sides that are long enough have two seats."""
    seats = []
    for turn in range(1 if front_only else 4):
        deep, wide = (table.length_m, table.width_m) if turn % 2 == 0 else (table.width_m, table.length_m)
        shifts = (-0.25 * wide, 0.25 * wide) if wide >= 1.1 else (0.0,)
        out = deep / 2 + length_m / 2 + float(rng.uniform(0.04, 0.12))
        seats += [(table.yaw_rad + turn * math.pi / 2, out, shift) for shift in shifts]
    for i in rng.permutation(len(seats)):
        yaw, out, shift = seats[int(i)]
        cos, sin = math.cos(yaw), math.sin(yaw)
        yield Pose(table.x_m + cos * out - sin * shift, table.y_m + sin * out + cos * shift,
                   yaw + math.pi + float(rng.normal(0.0, 0.08)))


def _against(rng: Generator, inner: Rect, length_m: float, width_m: float, share: float) -> Pose:
    """Against a random wall: `share` 0 at its one end, 1 at the other."""
    gap, side = float(rng.uniform(*_GAP_M)), int(rng.integers(4))
    yaw = side * math.pi / 2
    along_y = side % 2 == 0
    low, high = (inner.y0_m, inner.y1_m) if along_y else (inner.x0_m, inner.x1_m)
    along = low + gap + width_m / 2 + share * max(0.0, high - low - width_m - 2 * gap)
    off = gap + length_m / 2
    if along_y:
        return Pose(inner.x0_m + off if side == 0 else inner.x1_m - off, along, yaw)
    return Pose(along, inner.y0_m + off if side == 1 else inner.y1_m - off, yaw)
