"""A sighting: one detection, put on the floor of the odometry frame."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from robot.geometry import wrap
from robot.messages import Detection, Floats, FreeSpace
from robot.poses import Pose


class SightingConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    least_score: float = 0.2  # weaker detections are mostly noise
    max_range_m: float = 6.0  # farther feet are within a few pixels of the horizon
    camera_forward_m: float = 0.09  # the camera ahead of the car's centre: free space counts from there
    least_std_m: float = 0.02


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """Something of `kind` whose near side was seen at (x, y); `std_m` takes in both, along the line of sight and across it."""

    kind: str
    score: float
    colour: str
    x_m: float
    y_m: float
    std_m: float
    half_width_m: float


class Rays:
    """The free floor of one picture, seen from the car's centre."""

    def __init__(self, free: FreeSpace, camera_forward_m: float) -> None:
        x = free.range_m * np.cos(free.bearing_rad) + camera_forward_m
        y = free.range_m * np.sin(free.bearing_rad)
        self.bearing_rad: Floats = np.arctan2(y, x).astype(np.float32)
        self.range_m: Floats = np.hypot(x, y).astype(np.float32)
        self.log_std = free.log_std
        self.half_angle_rad = float(np.max(np.abs(free.bearing_rad)))

    def at(self, bearing_rad: float) -> tuple[float, float]:
        """(range, standard deviation), m, along a bearing: the median of the three nearest rays."""
        nearest = int(np.argmin(np.abs(self.bearing_rad - bearing_rad)))
        span = slice(max(0, nearest - 1), nearest + 2)
        range_m = float(np.median(self.range_m[span]))
        return range_m, max(0.03, range_m * float(np.median(self.log_std[span])))

    def pairs(self) -> list[tuple[float, float]]:
        return list(zip(self.bearing_rad.tolist(), self.range_m.tolist(), strict=True))


def sighting(detection: Detection, view: Pose, config: SightingConfig) -> Sighting | None:
    """The detection's place on the floor, or None when it is too weak or too far to say."""
    if detection.score < config.least_score:
        return None
    range_m, std_m = detection.range_m, max(detection.range_std_m, config.least_std_m)
    if not (math.isfinite(range_m) and 0.0 < range_m <= config.max_range_m):
        return None
    across = range_m * detection.bearing_std_rad
    angle = wrap(view.heading_rad + detection.bearing_rad)
    return Sighting(
        kind=detection.kind, score=detection.score, colour=detection.colour,
        x_m=view.x_m + range_m * math.cos(angle), y_m=view.y_m + range_m * math.sin(angle),
        std_m=math.hypot(std_m, across), half_width_m=_half_width(detection, range_m),
    )


def _half_width(detection: Detection, range_m: float) -> float:
    """Half the thing's width (m), from the box and a 320 px, 66° picture's scale of 247 px per unit tangent."""
    left, _, right, _ = detection.box
    return min(1.0, max(0.02, 0.5 * (right - left) / _FOCAL_PX * range_m))


_FOCAL_PX = 247.0  # a rough size is all that is needed
