"""Where a thing stands: from the foot of its box on the floor, and from how far the network thinks it is."""

from __future__ import annotations

import math
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from robot.geometry import CameraGeometry

Box = tuple[float, float, float, float]
Array = npt.NDArray[np.float64]


class FootConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pixel_std: float = 1.5  # of the box's bottom edge, at least
    edge_std: float = 0.08  # of the same, as a share of the box's height; measured on validation worlds
    centre_std: float = 0.07  # of the box's middle, as a share of its width; so are 68 % of 945 boxes of validation worlds
    yaw_std_rad: float = 0.01  # how straight ahead a camera is mounted
    pitch_std_rad: float = 0.01  # the car nods when it brakes, and nobody mounts a camera better than to half a degree
    margin_px: float = 2.0  # a foot this close to the picture's bottom may be cut off
    agree_sigmas: float = 3.0  # two ranges that differ more are not averaged
    farthest_m: float = 6.0  # of a foot that alone tells the range: farther it is within a few pixels of the horizon


class Place(NamedTuple):
    """A place on the floor, seen from the car's centre; `std_m` is along the line of sight, `bearing_std_rad` across it."""

    bearing_rad: float
    range_m: float
    std_m: float
    foot_seen: bool
    bearing_std_rad: float = 0.03

    def covariance(self) -> Array:
        """(2, 2) of the place's (x, y) in the car's frame, m²: an ellipse that points at the car."""
        cos, sin = math.cos(self.bearing_rad), math.sin(self.bearing_rad)
        turn = np.array([[cos, -sin], [sin, cos]])
        across_m = self.range_m * self.bearing_std_rad
        return np.asarray(turn @ np.diag([self.std_m**2, across_m**2]) @ turn.T, dtype=np.float64)


def place(box: Box, guess_m: float, guess_log_std: float, camera: CameraGeometry, config: FootConfig = FootConfig()) -> Place:
    """`guess_m`: the network's distance from the camera to the thing. A foot that is seen is averaged with it."""
    u = (box[0] + box[2]) / 2
    seen = box[3] < camera.height_px - config.margin_px
    guess = _from_centre(guess_m, _ahead(u, camera), camera)
    guess_std = guess_m * guess_log_std
    pixels = math.hypot(config.pixel_std, config.edge_std * (box[3] - box[1]))
    foot, foot_std = foot_range(u, box[3], pixels, camera, config.pitch_std_rad)
    bearing, bearing_std = _bearing(box, guess_m, guess_std, camera, config)
    if not (seen and math.isfinite(foot)):
        return Place(bearing, guess, guess_std, seen, bearing_std)
    if abs(foot - guess) > config.agree_sigmas * math.hypot(foot_std, guess_std):
        return Place(bearing, guess, math.hypot(guess_std, (foot - guess) / 2), seen, bearing_std)
    weight = foot_std**2 / (foot_std**2 + guess_std**2)
    return Place(bearing, weight * guess + (1 - weight) * foot, math.sqrt(weight) * guess_std, seen, bearing_std)


def unguessed(box: Box, camera: CameraGeometry, config: FootConfig = FootConfig()) -> Place:
    """Where a thing stands if nothing but its foot tells: for detectors that know no distances.

    A foot that is cut off lies somewhere between the camera and the last floor that is seen. One at the horizon, or so near to
    it that its range is anybody's guess, is no foot on the floor that can be told: the range is a wide guess.
    """
    u = (box[0] + box[2]) / 2
    if box[3] >= camera.height_px - config.margin_px:
        last_m, _ = foot_range(u, float(camera.height_px), 0.0, camera, 0.0)
        away_m = (last_m - camera.forward_m if math.isfinite(last_m) else config.farthest_m) / 2
        return _guessed(box, away_m, 2 * away_m / math.sqrt(12), camera, config)
    pixels = math.hypot(config.pixel_std, config.edge_std * (box[3] - box[1]))
    range_m, std_m = foot_range(u, box[3], pixels, camera, config.pitch_std_rad)
    if not (math.isfinite(range_m) and math.isfinite(std_m) and std_m < range_m <= config.farthest_m):
        return _guessed(box, config.farthest_m / 2, config.farthest_m / math.sqrt(12), camera, config)
    x, y = camera.floor_points(u, box[3]).tolist()
    _, bearing_std = _bearing(box, math.hypot(x - camera.forward_m, y), std_m, camera, config)
    return Place(math.atan2(y, x), range_m, std_m, True, bearing_std)


def _guessed(box: Box, away_m: float, std_m: float, camera: CameraGeometry, config: FootConfig) -> Place:
    """A guess of how far from the camera, in the middle of where it may be."""
    bearing, bearing_std = _bearing(box, away_m, std_m, camera, config)
    return Place(bearing, _from_centre(away_m, _ahead((box[0] + box[2]) / 2, camera), camera), std_m, False, bearing_std)


def foot_range(
    u_px: float, v_px: float, pixel_std: float, camera: CameraGeometry, pitch_std_rad: float
) -> tuple[float, float]:
    """Range (m, from the car's centre) of the floor at a pixel, and its standard deviation; nan at the horizon."""
    here = camera.floor_points(u_px, [v_px, v_px + pixel_std])
    nodding = msgspec.structs.replace(camera, pitch_rad=camera.pitch_rad + pitch_std_rad)
    range_m, below_m = np.hypot(here[:, 0], here[:, 1]).tolist()
    nodded_m = math.hypot(*nodding.floor_points(u_px, v_px).tolist())
    return range_m, math.hypot(range_m - below_m, range_m - nodded_m)


def _bearing(box: Box, guess_m: float, guess_std_m: float, camera: CameraGeometry, config: FootConfig) -> tuple[float, float]:
    """Bearing from the car's centre and its deviation: of the box, of the mount, of the range by which the centre is behind."""
    u = (box[0] + box[2]) / 2
    pixels = math.hypot(config.pixel_std, config.centre_std * (box[2] - box[0]))
    bearing = _from_centre_bearing(guess_m, _ahead(u, camera), camera)
    aside = _from_centre_bearing(guess_m, _ahead(u + pixels, camera), camera)
    farther = _from_centre_bearing(guess_m + guess_std_m, _ahead(u, camera), camera)
    return bearing, math.hypot(aside - bearing, farther - bearing, config.yaw_std_rad)


def _ahead(u_px: float, camera: CameraGeometry) -> float:
    """The bearing, from the camera, of what a column of the picture shows near the horizon."""
    return math.atan2(camera.width_px / 2 - u_px, camera.focal_px * math.cos(camera.pitch_rad))


def _from_centre(distance_m: float, bearing_rad: float, camera: CameraGeometry) -> float:
    x, y = distance_m * math.cos(bearing_rad) + camera.forward_m, distance_m * math.sin(bearing_rad)
    return math.hypot(x, y)


def _from_centre_bearing(distance_m: float, bearing_rad: float, camera: CameraGeometry) -> float:
    return math.atan2(distance_m * math.sin(bearing_rad), distance_m * math.cos(bearing_rad) + camera.forward_m)
