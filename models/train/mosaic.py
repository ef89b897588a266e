"""Four parts of pictures put together to one: more things in each picture learnt from, and more of them small and whole.

The idea is that of YOLOv4 (Bochkovskiy et al. 2020). Each part shows one thing that is asked for, at its own size or up to
half of that. Where the horizon is differs from part to part, so nothing is learnt of distances, free floor or doorways.
"""

from __future__ import annotations

import msgspec
import numpy as np

from models.layout import COLUMNS, HEIGHT_PX, WIDTH_PX
from models.train.data import Boxes, Bytes, Example
from models.train.labels import TOO_SMALL_OR_HIDDEN

_MIDDLE = (0.38, 0.62)
_SMALLEST = 0.5
_LEAST_LEFT, _LEAST_SIDE_PX = 0.4, 6.0
"""Of a thing that a part's edge cuts, so much of the box must be left, or it is not asked for."""


def mosaic(examples: list[Example], generator: np.random.Generator) -> Example:
    """One picture of four; its camera, and all that depends on it, is nan or None."""
    middle = generator.uniform(*_MIDDLE, 2) * (WIDTH_PX, HEIGHT_PX)
    u, v = middle.round().astype(int).tolist()
    picture = np.empty((HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)
    found = []
    corners = ((0, 0, u, v), (u, 0, WIDTH_PX, v), (0, v, u, HEIGHT_PX), (u, v, WIDTH_PX, HEIGHT_PX))
    for example, (left, top, right, bottom) in zip(examples, corners, strict=True):
        part, boxes = _part(example, right - left, bottom - top, generator)
        picture[top:bottom, left:right] = part
        box = boxes.box + np.array([left, top, left, top], dtype=np.float32)
        found.append(msgspec.structs.replace(boxes, box=box))
    joined = {name: np.concatenate([getattr(boxes, name) for boxes in found]) for name in Boxes.__struct_fields__}
    nowhere = np.full(4, np.nan, dtype=np.float32)
    return Example(picture, Boxes(**joined), np.full(COLUMNS, np.nan, dtype=np.float32), nowhere)


def _part(example: Example, width: int, height: int, generator: np.random.Generator) -> tuple[Bytes, Boxes]:
    """`width` x `height` pixels of a picture, shrunk, and the boxes in them."""
    import cv2

    scale = max(generator.uniform(_SMALLEST, 1.0), width / WIDTH_PX, height / HEIGHT_PX)
    wide, high = min(WIDTH_PX, round(width / scale)), min(HEIGHT_PX, round(height / scale))
    left, top = _window(example.boxes, wide, high, generator)
    cut = np.ascontiguousarray(example.picture[top : top + high, left : left + wide])
    part = np.asarray(cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return part, _cut(example.boxes, (left, top, wide, high), (width / wide, height / high))


def _window(boxes: Boxes, wide: int, high: int, generator: np.random.Generator) -> tuple[int, int]:
    """Left and top of a window that shows one of the things asked for, somewhere in it."""
    asked = np.flatnonzero(boxes.kind >= 0)
    spare = np.array([WIDTH_PX - wide, HEIGHT_PX - high])
    if not len(asked):
        left, top = generator.integers(0, spare + 1)
        return int(left), int(top)
    low, high_edge = boxes.box[generator.choice(asked)].reshape(2, 2)
    window = np.array([wide, high])
    centre = (low + high_edge) / 2 + generator.uniform(-0.3, 0.3, 2) * np.maximum(window - (high_edge - low), 0.1 * window)
    left, top = np.clip(np.round(centre - window / 2), 0, spare).astype(int)
    return int(left), int(top)


def _cut(boxes: Boxes, window: tuple[int, int, int, int], scale: tuple[float, float]) -> Boxes:
    """What is left of the boxes in the window (left, top, width, height), in the part's pixels."""
    left, top, wide, high = window
    corner, end = np.array([left, top] * 2), np.array([wide, high] * 2)
    box = np.clip(boxes.box - corner, 0, end)
    side = box[:, 2:] - box[:, :2]
    whole = boxes.box[:, 2:] - boxes.box[:, :2]
    shown = side.min(1) > 0
    clear = (side.prod(1) >= _LEAST_LEFT * whole.prod(1)) & ((side * scale).min(1) >= _LEAST_SIDE_PX)
    kind = np.where(clear, boxes.kind, TOO_SMALL_OR_HIDDEN).astype(np.int32)
    cut = boxes.truncated | (side < whole - 0.5).any(1)
    scaled = (box * np.array([*scale, *scale])).astype(np.float32)
    return Boxes(scaled[shown], kind[shown], boxes.range_m[shown], cut[shown].astype(np.int32), boxes.colour[shown],
                 np.full(int(shown.sum()), np.nan, dtype=np.float32), boxes.thing[shown], boxes.variant[shown])
