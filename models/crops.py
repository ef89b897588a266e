"""What the second look looks at: each thing's part of the picture in one size, and numbers that say where and in what light."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.layout import CROP_PX, HEIGHT_PX, PLACE, WIDTH_PX

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

MARGIN = 0.12
"""So much of the box's width and height is seen on each side of it."""

_OUTSIDE = (128, 128, 128)


def crop(picture: Bytes, box: Floats, margin: float = MARGIN, size_px: int = CROP_PX) -> Bytes:
    """(size_px, size_px, 3) of a picture (H, W, 3) around a box, stretched to a square; grey beyond the picture's edge."""
    import cv2

    height, width = picture.shape[:2]
    side = np.maximum(box[2:] - box[:2], 1.0)
    left, top = np.floor(box[:2] - margin * side).astype(int).tolist()
    right, bottom = np.maximum(np.ceil(box[2:] + margin * side).astype(int), (left + 2, top + 2)).tolist()
    part = picture[max(top, 0) : min(bottom, height), max(left, 0) : min(right, width)]
    beyond = max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0)
    if any(beyond):
        part = np.asarray(cv2.copyMakeBorder(part, *beyond, cv2.BORDER_CONSTANT, value=_OUTSIDE), dtype=np.uint8)
    way = cv2.INTER_AREA if max(right - left, bottom - top) > size_px else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, (size_px, size_px), interpolation=way), dtype=np.uint8)


def places(boxes: Floats, log_scale: Floats, light: Floats) -> Floats:
    """(N, PLACE) numbers around 0: the edges of boxes (N, 4) in the picture, their size in metres and in pixels, the light.

    `log_scale` (N,) is the log of pixels per metre at the thing. `light` (N, 3) is the mean colour of the whole picture: what
    is grey in the light is white in the shade.
    """
    side = np.log(np.maximum(boxes[:, 2:] - boxes[:, :2], 1.0))
    edges = boxes / (np.array([WIDTH_PX, HEIGHT_PX] * 2) / 2) - 1.0
    metres = side - log_scale[:, None]
    rest = np.stack([side.mean(axis=1) - 4.0, log_scale - 5.0], axis=1)
    numbers = np.concatenate([edges, metres, rest, np.log((light + 4.0) / 100.0)], axis=1)
    assert numbers.shape[1] == PLACE
    return np.asarray(numbers, dtype=np.float32)


def mirrored(crops: Bytes, places: Floats) -> tuple[Bytes, Floats]:
    """The same things in a mirror: crops (N, H, W, 3), and their numbers (N, PLACE)."""
    turned = places.copy()
    turned[:, [0, 2]] = -places[:, [2, 0]]
    return crops[:, :, ::-1], turned


def light(picture: Bytes) -> Floats:
    """(3,) the mean colour of a picture."""
    import cv2

    return np.array(cv2.mean(picture)[:3], dtype=np.float32)
