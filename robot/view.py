"""From metres to pixels: which part of the canvas shows which part of the floor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from robot.scenery import Point


class Area(NamedTuple):
    """A rectangle of the canvas, px."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Area) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: Area) -> bool:
        return (
            self.left <= other.left and other.right <= self.right and self.top <= other.top and other.bottom <= self.bottom
        )


class View(NamedTuple):
    """How metres become pixels; `turned` shows x upwards, where that fits the area better."""

    scale: float
    centre_m: Point
    centre_px: Point
    turned: bool

    def __call__(self, point: Point) -> Point:
        x, y = point[0] - self.centre_m[0], point[1] - self.centre_m[1]
        right, up = (-y, x) if self.turned else (x, y)
        return self.centre_px[0] + right * self.scale, self.centre_px[1] - up * self.scale

    def heading(self, heading_rad: float) -> Point:
        """The unit vector of a heading, in pixels."""
        right, up = math.cos(heading_rad), math.sin(heading_rad)
        return (-up, -right) if self.turned else (right, -up)


def fit(area: Area, points: Sequence[Point], may_turn: bool = True) -> View:
    """The largest view of all points in the area; at most 240 px a metre."""
    xs, ys = [p[0] for p in points] or [0.0], [p[1] for p in points] or [0.0]
    width, height = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    room_x, room_y = area.right - area.left, area.bottom - area.top
    upright, lying = min(room_x / width, room_y / height), min(room_x / height, room_y / width)
    turned = may_turn and lying > 1.05 * upright
    centre_px = ((area.left + area.right) / 2, (area.top + area.bottom) / 2)
    scale = min(lying if turned else upright, 240.0)
    return View(scale, ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2), centre_px, turned)
