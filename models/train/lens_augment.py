"""What a lens and a bumpy floor do to a picture, with the labels following: radial distortion, smear along the columns.

Pure functions: who trains decides how often and how strongly. Distortion is `robot.sim.lens.Lens.distortion`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from models.train.data import Boxes, Bytes, Example, Floats
from robot.sim.lens import warp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

LEAST, MOST = -0.15, 0.08
"""Beyond, the corners of the perfect picture are nowhere in the distorted one, or the other way round by far."""

_STEPS = 8
_EDGE_POINTS = 9


def distorted(example: Example, amount: float) -> Example:
    """The example through a lens with radial distortion, LEAST to MOST; -0.1 is a mild barrel."""
    import cv2

    if not LEAST <= amount <= MOST:
        raise ValueError(f"a distortion of {amount} is outside {LEAST} to {MOST}")
    height, width = example.picture.shape[:2]
    x, y = warp(height, width, amount)
    picture = cv2.remap(np.ascontiguousarray(example.picture), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    columns, boxes = _columns(example, amount), _boxes(example.boxes, amount, (width, height))
    doorways = None if example.doorways is None else example.doorways[columns]
    return msgspec.structs.replace(example, picture=np.asarray(picture, np.uint8), boxes=boxes,
                                   free_m=example.free_m[columns], doorways=doorways)


def regridded(grid: Bytes, top_px: float, amount: float, size: tuple[int, int]) -> Bytes:
    """Labels (R, C) of equal cells that cover the picture from `top_px` down, as the distorted picture shows them."""
    rows, columns = grid.shape
    step = np.array([size[0] / columns, (size[1] - top_px) / rows])
    x, y = np.meshgrid((np.arange(columns) + 0.5) * step[0], top_px + (np.arange(rows) + 0.5) * step[1])
    shown = straightened(np.stack([x.ravel(), y.ravel()], axis=1), amount, size) - (0.0, top_px)
    column, row = np.clip(shown / step, 0, (columns - 1, rows - 1)).astype(np.intp).T
    return np.asarray(grid[row, column].reshape(rows, columns), dtype=np.uint8)


def smeared_down(picture: Bytes, length_px: int) -> Bytes:
    """The picture while the car nods or drives over an edge: smeared along its columns."""
    import cv2

    return np.asarray(cv2.blur(np.ascontiguousarray(picture), (1, length_px), borderType=cv2.BORDER_REPLICATE), np.uint8)


def bent(points_px: Doubles, amount: float, size: tuple[int, int]) -> Doubles:
    """Where points (N, 2) of the perfect picture come to lie in the distorted one; (width, height) in `size`."""
    centre, scale = np.array(size) / 2, size[0] / 2
    straight = (points_px - centre) / scale
    wanted = np.linalg.norm(straight, axis=1, keepdims=True)
    radius = wanted
    for _ in range(_STEPS):  # Newton's method on radius · (1 - amount · radius²) = wanted
        radius = radius - (radius - amount * radius**3 - wanted) / (1.0 - 3.0 * amount * radius**2)
    return np.asarray(straight * (radius / np.maximum(wanted, 1e-12)) * scale + centre, dtype=np.float64)


def straightened(points_px: Doubles, amount: float, size: tuple[int, int]) -> Doubles:
    """The inverse of `bent`: what points of the distorted picture show."""
    centre, scale = np.array(size) / 2, size[0] / 2
    found = (points_px - centre) / scale
    return np.asarray(found * (1.0 - amount * (found**2).sum(axis=1, keepdims=True)) * scale + centre, dtype=np.float64)


def _boxes(boxes: Boxes, amount: float, size: tuple[int, int]) -> Boxes:
    """The boxes around the bent edges, cut off where the picture ends. `truncated` follows."""
    if not len(boxes.box):
        return boxes
    share = np.linspace(0.0, 1.0, _EDGE_POINTS)
    new = []
    for left, top, right, bottom in boxes.box.astype(np.float64):
        x, y = left + share * (right - left), top + share * (bottom - top)
        edges = [np.stack(np.broadcast_arrays(*edge), axis=1) for edge in ((x, top), (x, bottom), (left, y), (right, y))]
        points = bent(np.concatenate(edges), amount, size)
        new.append([*points.min(axis=0), *points.max(axis=0)])
    limits = np.array([*size, *size], dtype=np.float64)
    box = np.clip(np.array(new), 0.0, limits)
    cut = (box[:, :2] <= 0).any(axis=1) | (box[:, 2:] >= limits[2:]).any(axis=1)
    truncated = (boxes.truncated.astype(bool) | cut).astype(np.int32)
    return msgspec.structs.replace(boxes, box=box.astype(np.float32), truncated=truncated)


def _columns(example: Example, amount: float) -> NDArray[np.intp]:
    """For each column of the distorted picture, that of the perfect one which shows the end of its free floor."""
    height, width = example.picture.shape[:2]
    count = len(example.free_m)
    middles = (np.arange(count) + 0.5) * width / count
    rows = _foot_rows(example.free_m, example.camera, height)
    straight = straightened(np.stack([middles, rows], axis=1), amount, (width, height))
    return np.asarray(np.clip(straight[:, 0] * count / width, 0, count - 1), dtype=np.intp)


def _foot_rows(free_m: Floats, camera: Floats, height_px: int) -> Doubles:
    """The row where each column's free floor ends; the horizon's where it doesn't."""
    focal_px, height_m, pitch_rad = (float(number) for number in camera[:3])
    below = np.arctan2(height_m, np.where(np.isfinite(free_m), free_m, 1e3).astype(np.float64))
    rows = height_px / 2 + focal_px * np.tan(below - pitch_rad)
    return np.asarray(np.clip(rows, 0, height_px), dtype=np.float64)
