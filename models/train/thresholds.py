"""Which doorway each column of a picture looks through: labels from the floor plan and the depth picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from models import layout
from models.layout import COLUMNS
from models.train.data import DataError, Example, Floats

if TYPE_CHECKING:
    from models.train.labels import Camera
    from robot.sim.world import World

Array = npt.NDArray[np.float64]

YES, NO, UNKNOWN = 1.0, 0.0, -1.0
STATE, DISTANCE, ANGLE, LEFT, RIGHT = range(5)
FIELDS = 5
"""A label is (COLUMNS, FIELDS): the state, then metres, radians, metres, metres; see models/layout.py."""

_NEAREST_M, _SURE_M = 0.2, 0.3  # nearer, a threshold lies below the picture; between the two nobody is asked
_FARTHEST_M = 5.0  # farther, nobody is asked
_SEEN, _UNSEEN = 0.1, 0.02  # share of a column's pixels that show something beyond the threshold


def of(world: World) -> Array:
    """(D, 2, 2) the two ends (x, y) of every threshold, in the middle of its wall."""
    ends = [(wall.point(opening.at_m - opening.width_m / 2), wall.point(opening.at_m + opening.width_m / 2))
            for wall in world.walls for opening in wall.openings]
    return np.array(ends, dtype=np.float64).reshape(-1, 2, 2)


def labels(thresholds: Array, camera: Camera, points_m: Floats) -> Floats:
    """(COLUMNS, FIELDS) for a picture whose pixels show `points_m` (3, H, W), seen from the floor below the camera."""
    found = np.zeros((COLUMNS, FIELDS), dtype=np.float32)
    if not len(thresholds):
        return found
    rays = _rays(camera)
    ends = thresholds - (camera.x_m, camera.y_m)
    distance, along = _crossings(rays, ends)
    nearest, columns = distance.argmin(0), np.arange(COLUMNS)
    sill, share = distance[nearest, columns], along[nearest, columns]
    crossed = np.isfinite(sill)
    seen = _seen_beyond(points_m, np.where(crossed, sill, np.inf))
    found[:, STATE] = np.where(seen >= _SEEN, YES, np.where(seen > _UNSEEN, UNKNOWN, NO))
    found[crossed & ((sill < _SURE_M) | (sill > _FARTHEST_M)), STATE] = UNKNOWN
    found[~crossed, STATE] = NO
    found[crossed, DISTANCE:] = _shape(rays, ends[nearest], sill, share)[crossed]
    return found


def told(example: Example) -> Floats:
    """(COLUMNS, FIELDS) the label as the eyes tell it: log of pixels below the horizon for metres, camera heights for metres.

    DataError where the picture is an old one, without such labels.
    """
    if example.doorways is None:
        raise DataError("these pictures tell nothing of doorways; make some with `python -m models make-data --doorways`")
    focal_px, height_m = example.camera[:2]
    found = example.doorways.copy()
    found[:, DISTANCE] = np.log(focal_px * height_m / np.clip(found[:, DISTANCE], 0.05, 20.0))
    found[:, [LEFT, RIGHT]] /= height_m
    return found


def perfect(example: Example, spread: float = 0.02, states: tuple[float, ...] = (YES,)) -> Floats:
    """(DOORWAY, COLUMNS) what eyes would say that know the truth, and know that they do: doorways in columns of `states`."""
    found = told(example)
    columns = np.full((layout.DOORWAY, COLUMNS), np.log(spread), dtype=np.float32)
    columns[layout.CROSSED] = np.where(np.isin(found[:, STATE], states), 5.0, -5.0)
    for row, field in ((layout.SILL, DISTANCE), (layout.ANGLE, ANGLE), (layout.LEFT, LEFT), (layout.RIGHT, RIGHT)):
        columns[row] = found[:, field]
    return columns


def mirrored(found: Floats) -> Floats:
    """The labels of the same picture in a mirror."""
    swapped = found[::-1, [STATE, DISTANCE, ANGLE, RIGHT, LEFT]].copy()
    swapped[:, ANGLE] = np.where(swapped[:, DISTANCE] > 0, np.pi - swapped[:, ANGLE], 0.0)
    return swapped


def _rays(camera: Camera) -> Array:
    """(COLUMNS, 2) unit vectors of the world's floor along which the columns look."""
    right = ((np.arange(COLUMNS) + 0.5) / COLUMNS - 0.5) * camera.width_px / camera.focal_px
    angle = camera.yaw_rad - np.arctan2(right, np.cos(camera.pitch_rad))
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _crossings(rays: Array, ends: Array) -> tuple[Array, Array]:
    """Distance (D, COLUMNS) at which each ray crosses each threshold, inf where not, and the share of its length from end 0."""
    start, length = ends[:, None, 0], (ends[:, 1] - ends[:, 0])[:, None]
    across = _cross(rays[None], length)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance, along = _cross(start, length) / across, _cross(start, rays[None]) / across
    hit = (np.abs(across) > 1e-6) & (along >= 0) & (along <= 1) & (distance >= _NEAREST_M)
    return np.where(hit, distance, np.inf), np.where(hit, along, 0.0)


def _shape(rays: Array, ends: Array, sill: Array, share: Array) -> Array:
    """(COLUMNS, 4) distance, angle, and how far the left and the right post are."""
    length = ends[:, 1] - ends[:, 0]
    leftward = _cross(rays, length) > 0  # end 1 is on the left
    towards = np.where(leftward[:, None], length, -length)
    angle = np.arctan2(_cross(rays, towards), (rays * towards).sum(1))
    width = np.hypot(*length.T)
    left = np.where(leftward, 1 - share, share) * width
    return np.stack([sill, angle, left, width - left], axis=1)


def _seen_beyond(points_m: Floats, sill_m: Array) -> Array:
    """(COLUMNS,) the share of each column's pixels that show something farther than its threshold."""
    rows = points_m.shape[1]
    distance = np.hypot(points_m[0], points_m[1]).reshape(rows, COLUMNS, -1)
    return np.asarray((distance > sill_m[None, :, None]).mean((0, 2)))


def _cross(a: Array, b: Array) -> Array:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
