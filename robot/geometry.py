"""Camera geometry: pixels, bearings, and points on the floor.

The camera looks along the car's x axis, `pitch_rad` below the horizon (positive looks down), `height_m` above the floor and
`forward_m` ahead of the car's centre (midway between the wheels). Pixel (0, 0) is the top-left corner of the top-left pixel.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class CameraGeometry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pinhole camera with square pixels on the car."""

    width_px: int = 320
    height_px: int = 240
    hfov_rad: float = 1.15
    height_m: float = 0.12
    pitch_rad: float = 0.09
    forward_m: float = 0.09

    @property
    def focal_px(self) -> float:
        return self.width_px / 2 / math.tan(self.hfov_rad / 2)

    @property
    def vfov_rad(self) -> float:
        return 2 * math.atan(self.height_px / 2 / self.focal_px)

    @property
    def horizon_px(self) -> float:
        """The row where everything as high as the lens is seen, however far off; outside the picture for a steep pitch."""
        return self.height_px / 2 - math.tan(self.pitch_rad) * self.focal_px

    def rays(self, u_px: npt.ArrayLike, v_px: npt.ArrayLike) -> Array:
        """Directions (…, 3) in the car's frame through pixels; x component along the floor is not normalised."""
        right = (np.asarray(u_px, float) - self.width_px / 2) / self.focal_px
        down = (np.asarray(v_px, float) - self.height_px / 2) / self.focal_px
        cos, sin = math.cos(self.pitch_rad), math.sin(self.pitch_rad)
        return np.stack(np.broadcast_arrays(cos - sin * down, -right, -(sin + cos * down)), axis=-1)

    def floor_points(self, u_px: npt.ArrayLike, v_px: npt.ArrayLike) -> Array:
        """Points (…, 2) on the floor, car's frame (m), that the pixels show; nan at or above the horizon."""
        ray = self.rays(u_px, v_px)
        down = -ray[..., 2]
        scale = np.where(down > 1e-9, self.height_m / np.maximum(down, 1e-9), np.nan)
        points: Array = ray[..., :2] * scale[..., None] + np.array([self.forward_m, 0.0])
        return points

    def project(self, points_m: npt.ArrayLike) -> Array:
        """Pixels (…, 2) of points (…, 3) in the car's frame, floor at z = 0; nan for points behind the camera."""
        offset = np.asarray(points_m, float) - np.array([self.forward_m, 0.0, self.height_m])
        cos, sin = math.cos(self.pitch_rad), math.sin(self.pitch_rad)
        depth = cos * offset[..., 0] - sin * offset[..., 2]
        down = -(sin * offset[..., 0] + cos * offset[..., 2])
        depth = np.where(depth > 1e-9, depth, np.nan)
        u = self.width_px / 2 - offset[..., 1] / depth * self.focal_px
        v = self.height_px / 2 + down / depth * self.focal_px
        return np.stack([u, v], axis=-1)

    def column_bearings(self, columns: int) -> Array:
        """Bearings (columns,) of the centres of equal vertical strips, from left (positive) to right, rad."""
        u = (np.arange(columns) + 0.5) * self.width_px / columns
        return np.arctan2(-(u - self.width_px / 2) / self.focal_px, math.cos(self.pitch_rad))


def wrap(angle_rad: float) -> float:
    """The same angle in (-pi, pi]."""
    wrapped = math.remainder(angle_rad, math.tau)
    return math.pi if wrapped == -math.pi else wrapped
