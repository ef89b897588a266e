"""How far a thing is by the free floor in front of it: the columns under its box say where the floor ends.

A box's own foot is off by a few pixels, and two metres away a pixel is 7 % of the distance. The free floor is measured
column by column, to half of that, and a thing that stands on the floor ends it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import msgspec
import numpy as np

from perception.foot import Box, Place
from robot.geometry import CameraGeometry
from robot.messages import FreeSpace


class UnderConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    inner: float = 0.8  # the share of the box's width that is looked under: beside it, other things end the floor
    highest: float = 0.3  # the floor ends below this share of the box's height, seen from its top …
    overhang: float = 0.15  # … and above its foot, but for this share of its height, for boxes are not exact, …
    overhang_px: float = 4.0  # … and this much more
    quantile: float = 0.1  # of the columns' ranges: a thing is as far as its nearest part


class Floor(NamedTuple):
    """Where the floor in front of a thing ends, from the camera."""

    range_m: float
    log_std: float


def floor(box: Box, space: FreeSpace, camera: CameraGeometry, config: UnderConfig = UnderConfig()) -> Floor | None:
    """`box` in the camera's pixels. None where no column under the box ends at it: something stands before it, or it hangs."""
    left, top, right, bottom = box
    columns = len(space.range_m)
    middles = (np.arange(columns) + 0.5) * (camera.width_px / columns)
    margin = (1 - config.inner) / 2 * (right - left)
    ahead_m = space.range_m * np.cos(space.bearing_rad)
    rows = camera.height_px / 2 + camera.focal_px * np.tan(np.arctan2(camera.height_m, ahead_m) - camera.pitch_rad)
    high, low = top + config.highest * (bottom - top), bottom + config.overhang * (bottom - top) + config.overhang_px
    ends = (np.abs(middles - (left + right) / 2) <= max((right - left) / 2 - margin, 0.51 * camera.width_px / columns))
    ends &= (rows > high) & (rows < low)
    if not ends.any():
        return None
    return Floor(float(np.quantile(space.range_m[ends], config.quantile)), float(np.median(space.log_std[ends])))


def joined(place: Place, found: Floor | None, camera: CameraGeometry, sigmas: float = 3.0) -> Place:
    """The place with the floor's range averaged in, weighted by what each is sure of.

    Where the two disagree it stays as it is, or takes the floor's range if its own foot is cut off and it is a mere guess.
    """
    if found is None:
        return place
    floor_m = _from_centre(found.range_m, place.bearing_rad, camera)
    place_std, difference = place.std_m / place.range_m, math.log(floor_m / place.range_m)
    if abs(difference) > sigmas * math.hypot(found.log_std, place_std):
        return place if place.foot_seen else place._replace(range_m=floor_m, std_m=2 * floor_m * found.log_std)
    weight = place_std**2 / (place_std**2 + found.log_std**2)
    range_m = place.range_m * math.exp(weight * difference)
    return place._replace(range_m=range_m, std_m=range_m * math.sqrt(weight) * found.log_std)


def _from_centre(range_m: float, bearing_rad: float, camera: CameraGeometry) -> float:
    """From the camera's distance to that from the car's centre."""
    return math.hypot(range_m * math.cos(bearing_rad) + camera.forward_m, range_m * math.sin(bearing_rad))
