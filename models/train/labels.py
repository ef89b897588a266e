"""From what the renderer knows to what the eyes should say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from models.layout import COLOURS, COLUMNS
from models.train.data import Boxes, Floats

if TYPE_CHECKING:
    from robot.sim.world import Thing

Array = npt.NDArray[np.float64]

TOO_SMALL_OR_HIDDEN = -2
NO_COLOUR = -1
_LOWEST_M, _HIGHEST_M = 0.015, 0.22
_LEAST_PIXELS, _LEAST_SIDE_PX = 40, 5.0
_LEAST_NAMED = 0.15
_LEAST_VISIBLE, _LEAST_INSIDE, _LEAST_OF_PICTURE = 0.25, 0.12, 0.12


class Camera(NamedTuple):
    """Where the picture was taken from, and through what; angles as `robot.sim.render.Renderer.view` takes them."""

    x_m: float
    y_m: float
    height_m: float
    yaw_rad: float
    pitch_rad: float
    roll_rad: float
    hfov_rad: float
    width_px: int = 320
    height_px: int = 240

    @property
    def focal_px(self) -> float:
        return self.width_px / 2 / math.tan(self.hfov_rad / 2)

    def axes(self) -> Array:
        """(3, 3) rows: where the camera's forward, right and down point in the world."""
        cy, sy = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        cp, sp = math.cos(self.pitch_rad), math.sin(self.pitch_rad)
        forward, up, right = np.array([cy * cp, sy * cp, -sp]), np.array([cy * sp, sy * sp, cp]), np.array([sy, -cy, 0.0])
        tipped = math.cos(self.roll_rad) * up + math.sin(self.roll_rad) * right
        return np.stack([forward, np.cross(forward, tipped), -tipped])

    def points(self, depth_m: Floats) -> Floats:
        """(3, H, W) what each pixel shows, as seen from the spot on the floor below the camera (world's axes)."""
        right = ((np.arange(self.width_px) + 0.5 - self.width_px / 2) / self.focal_px).astype(np.float32)
        down = ((np.arange(self.height_px) + 0.5 - self.height_px / 2) / self.focal_px).astype(np.float32)
        forward_axis, right_axis, down_axis = self.axes().astype(np.float32)[:, :, None, None]
        points = (forward_axis + right_axis * right + down_axis * down[:, None]) * depth_m
        points[2] += np.float32(self.height_m)
        return np.asarray(points, dtype=np.float32)

    def project(self, points_m: Array) -> Array:
        """Pixels (N, 2) of world points (N, 3); nan for points behind the camera."""
        forward, right, down = self.axes() @ (points_m - [self.x_m, self.y_m, self.height_m]).T
        depth = np.where(forward > 0.01, forward, np.nan)
        return np.stack([self.width_px / 2 + right / depth * self.focal_px,
                         self.height_px / 2 + down / depth * self.focal_px], axis=1)


def free_distance(points_m: Floats, solid: npt.NDArray[np.bool_]) -> Floats:
    """(COLUMNS,) horizontal distance to the nearest solid point at the car's height; nan where the picture shows none."""
    height = points_m[2]
    hit = solid & (height > _LOWEST_M) & (height < _HIGHEST_M)
    distance = np.where(hit, np.hypot(points_m[0], points_m[1]), np.inf)
    nearest = distance.min(0).reshape(COLUMNS, -1).min(1)
    return np.where(np.isfinite(nearest), nearest, np.nan).astype(np.float32)


def boxes(codes: npt.NDArray[np.int32], named: npt.NDArray[np.bool_], points_m: Floats, camera: Camera,
          things: list[tuple[Thing, Array]], kinds: list[str]) -> Boxes:
    """Boxes of every thing that shows a pixel. `things` come with the corners (8, 3) of the block that holds them.

    `named` (H, W) are the pixels that wear the colour their thing is named after.
    """
    distance = np.hypot(points_m[0], points_m[1])
    rows = []
    for code in np.flatnonzero(np.bincount(codes[codes >= 0], minlength=1)):
        thing, corners = things[code]
        mask = codes == code
        box = _box(mask)
        near = distance[mask]
        whole = camera.project(corners)
        asked = near.size >= _LEAST_PIXELS and _recognisable(box, camera, whole)
        kind = kinds.index(thing.kind) if asked else TOO_SMALL_OR_HIDDEN
        near_m = float(np.partition(near, near.size // 20)[near.size // 20])
        rows.append((box, kind, near_m, _cut(box, camera), _colour(thing, named[mask]), _shown(box, whole), code,
                     thing.variant))
    edges, numbers, ranges, cut, colours, shown, which, variants = list(zip(*rows, strict=True)) or ((),) * 8
    return Boxes(np.array(edges, np.float32).reshape(-1, 4), np.array(numbers, np.int32), np.array(ranges, np.float32),
                 np.array(cut, np.int32), np.array(colours, np.int32), np.array(shown, np.float32),
                 np.array(which, np.int32), np.array(variants, np.int32))


def _colour(thing: Thing, named: npt.NDArray[np.bool_]) -> int:
    """The colour the thing is named after; NO_COLOUR where hardly any pixel shows it: only a red chair's steel legs."""
    return COLOURS.index(thing.colour) if named.mean() >= _LEAST_NAMED else NO_COLOUR


def _box(mask: npt.NDArray[np.bool_]) -> Array:
    u, v = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
    return np.array([u[0], v[0], u[-1] + 1, v[-1] + 1], dtype=np.float64)


def _shown(box: Array, whole: Array) -> float:
    """The share of the whole thing's box that its visible box covers; nan where a part of it is behind the camera."""
    return float((box[2:] - box[:2]).prod() / max((whole.max(0) - whole.min(0)).prod(), 1e-6))


def _recognisable(box: Array, camera: Camera, whole: Array) -> bool:
    """Large enough, not too hidden behind other things, not too far out of the picture.

    `whole` (8, 2): the pixels of the corners of the block that holds the thing, nan behind the camera.
    """
    size = box[2:] - box[:2]
    picture = camera.width_px * camera.height_px
    if size.min() < _LEAST_SIDE_PX:
        return False
    if np.isnan(whole).any():
        return bool(size.prod() >= _LEAST_OF_PICTURE * picture)
    low, high = whole.min(0), whole.max(0)
    limits = np.array([camera.width_px, camera.height_px])
    inside = np.clip(high, 0, limits) - np.clip(low, 0, limits)
    visible = size.prod() >= _LEAST_VISIBLE * inside.prod()
    whole_enough = size.prod() >= _LEAST_INSIDE * (high - low).prod()
    return bool(visible and (whole_enough or size.prod() >= _LEAST_OF_PICTURE * picture))


def _cut(box: Array, camera: Camera) -> bool:
    return bool(box[0] <= 0 or box[1] <= 0 or box[2] >= camera.width_px or box[3] >= camera.height_px)
