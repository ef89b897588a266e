"""Where a thing stands: from the foot of its box on the floor, and from how far the network thinks it is."""

from __future__ import annotations

import math
from typing import NamedTuple

import msgspec
import numpy as np

from robot.geometry import CameraGeometry

Box = tuple[float, float, float, float]


class FootConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pixel_std: float = 1.5  # of the box's bottom edge
    pitch_std_rad: float = 0.01  # the car nods when it brakes, and nobody mounts a camera better than to half a degree
    margin_px: float = 2.0  # a foot this close to the picture's bottom may be cut off
    agree_sigmas: float = 2.0  # two ranges that differ more are not averaged


class Place(NamedTuple):
    """A place on the floor, seen from the car's centre."""

    bearing_rad: float
    range_m: float
    std_m: float
    foot_seen: bool


def place(box: Box, guess_m: float, guess_log_std: float, camera: CameraGeometry, config: FootConfig = FootConfig()) -> Place:
    """`guess_m`: the network's distance from the camera to the thing. A foot that is seen is averaged with it."""
    u = (box[0] + box[2]) / 2
    seen = box[3] < camera.height_px - config.margin_px
    ahead = math.atan2(camera.width_px / 2 - u, camera.focal_px * math.cos(camera.pitch_rad))
    guess = _from_centre(guess_m, ahead, camera)
    guess_std = guess_m * guess_log_std
    foot, foot_std = foot_range(u, box[3], camera, config)
    bearing = _from_centre_bearing(guess_m, ahead, camera)
    if not (seen and math.isfinite(foot)):
        return Place(bearing, guess, guess_std, seen)
    if abs(foot - guess) > config.agree_sigmas * math.hypot(foot_std, guess_std):
        return Place(bearing, guess, math.hypot(guess_std, (foot - guess) / 2), seen)
    weight = foot_std**2 / (foot_std**2 + guess_std**2)
    return Place(bearing, weight * guess + (1 - weight) * foot, math.sqrt(weight) * guess_std, seen)


def foot_range(u_px: float, v_px: float, camera: CameraGeometry, config: FootConfig = FootConfig()) -> tuple[float, float]:
    """Range (m, from the car's centre) of the floor at a pixel, and its standard deviation; nan at the horizon."""
    nodding = msgspec.structs.replace(camera, pitch_rad=camera.pitch_rad + config.pitch_std_rad)
    here, below = (float(np.hypot(*camera.floor_points(u_px, v))) for v in (v_px, v_px + config.pixel_std))
    nodded = float(np.hypot(*nodding.floor_points(u_px, v_px)))
    return here, math.hypot(here - below, here - nodded)


def _from_centre(distance_m: float, bearing_rad: float, camera: CameraGeometry) -> float:
    x, y = distance_m * math.cos(bearing_rad) + camera.forward_m, distance_m * math.sin(bearing_rad)
    return math.hypot(x, y)


def _from_centre_bearing(distance_m: float, bearing_rad: float, camera: CameraGeometry) -> float:
    return math.atan2(distance_m * math.sin(bearing_rad), distance_m * math.cos(bearing_rad) + camera.forward_m)
