"""Doorways in one picture: every column that looks through one votes for where the whole of it is."""

from __future__ import annotations

import math
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from models.layout import ANGLE, ANGLE_SPREAD, COLUMNS, CROSSED, LEFT, POST_SPREAD, RIGHT, SILL, SILL_SPREAD, WIDTH_PX
from robot.geometry import CameraGeometry
from robot.messages import Floats, Threshold, Thresholds

Points = npt.NDArray[np.float64]

_CLEAR = 4.0  # log-odds beyond which a column says nothing more


class ThresholdConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    least_log_odds: float = 0.0  # a column less sure than this does not vote
    least_columns: int = 3  # fewer columns that agree are an accident
    max_range_m: float = 3.5  # farther, a threshold is within eight pixels of the horizon
    together_m: float = 0.35  # votes whose middles are this near, ...
    together_share: float = 0.12  # ... plus this share of their range, are for one doorway
    bearing_std_rad: float = 0.02


class Votes(NamedTuple):
    """What N columns say, in the car's frame."""

    left: Points
    """(N, 2) where the left post stands (m)."""
    right: Points
    """(N, 2)."""
    range_m: Points
    """(N,) from the camera to where the line of sight crosses the threshold."""
    std_m: Points
    """(N,) how sure the middle is."""
    log_odds: Points
    """(N,)."""


def see(t_ns: int, columns: Floats, camera: CameraGeometry, config: ThresholdConfig = ThresholdConfig()) -> Thresholds:
    """`columns` (DOORWAY, COLUMNS), the network's third output, for a picture taken by `camera`."""
    cast = votes(columns, camera, config)
    chosen = np.flatnonzero((cast.log_odds > config.least_log_odds) & (cast.range_m < config.max_range_m))
    bearing = camera.column_bearings(COLUMNS)
    found = [_threshold(group, bearing, cast.log_odds, camera.forward_m)
             for group in _grouped(Votes(*(field[chosen] for field in cast)), config)]
    return Thresholds(t_ns=t_ns, items=tuple(sorted(found, key=lambda item: -item.log_odds)),
                      bearing_rad=bearing.astype(np.float32), log_odds=columns[CROSSED])


def votes(columns: Floats, camera: CameraGeometry, config: ThresholdConfig = ThresholdConfig()) -> Votes:
    """What every column says, however unsure it is."""
    numbers = columns.astype(np.float64)
    bearing = camera.column_bearings(COLUMNS)
    range_m = camera.focal_px * WIDTH_PX / camera.width_px * camera.height_m * np.exp(-numbers[SILL])
    crossing = _polar(range_m, bearing) + np.array([camera.forward_m, 0.0])
    leftwards = _polar(np.ones(COLUMNS), bearing + numbers[ANGLE])
    left_m, right_m = (np.maximum(numbers[post], 0.0) * camera.height_m for post in (LEFT, RIGHT))
    deviation = math.sqrt(2) * np.exp(numbers)
    along = range_m * np.minimum(deviation[SILL_SPREAD], 1.0)
    posts = camera.height_m * deviation[POST_SPREAD] / math.sqrt(2)
    swing = np.abs(left_m - right_m) / 2 * np.minimum(deviation[ANGLE_SPREAD], 1.0)
    std_m = np.sqrt(along**2 + posts**2 + swing**2 + (range_m * config.bearing_std_rad) ** 2)
    return Votes(crossing + leftwards * left_m[:, None], crossing - leftwards * right_m[:, None], range_m, std_m,
                 numbers[CROSSED])


def _grouped(cast: Votes, config: ThresholdConfig) -> list[Votes]:
    """The surest vote gathers those that agree with it, then the surest of the rest, until none is left."""
    middle = (cast.left + cast.right) / 2
    sure = _sureness(cast)
    left = np.ones(len(sure), dtype=bool)
    groups = []
    while left.any():
        best = int(np.argmax(np.where(left, sure, -1.0)))
        reach = config.together_m + config.together_share * cast.range_m[best]
        agree = left & (np.hypot(*(middle - middle[best]).T) < reach)
        left &= ~agree
        if agree.sum() >= config.least_columns:
            groups.append(Votes(*(field[agree] for field in cast)))
    return groups


def _threshold(group: Votes, bearing_rad: Points, log_odds: Points, forward_m: float) -> Threshold:
    """The mean of votes that agree, and what all columns between its posts say to it."""
    weight = _sureness(group)
    left, right = (np.average(post, axis=0, weights=weight) for post in (group.left, group.right))
    most, least = (math.atan2(post[1], post[0] - forward_m) for post in (left, right))
    between = (bearing_rad <= most) & (bearing_rad >= least)
    said = log_odds[between] if between.any() else group.log_odds
    return Threshold(left=(float(left[0]), float(left[1])), right=(float(right[0]), float(right[1])),
                     log_odds=float(np.clip(said, -_CLEAR, _CLEAR).mean()),
                     std_m=float(np.average(group.std_m, weights=weight)), columns=len(weight))


def _sureness(cast: Votes) -> Points:
    return np.asarray(1.0 / (1.0 + np.exp(-cast.log_odds)) / cast.std_m**2)


def _polar(range_m: Points, angle_rad: Points) -> Points:
    return np.stack([range_m * np.cos(angle_rad), range_m * np.sin(angle_rad)], axis=1)
