"""From a picture of any size to a network's input, and from its boxes back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.registry import Input
from perception.detectors.seen import Floats, Image

GREY = 114
"""What fills a letterbox, as the networks were trained with."""


class Fitted(NamedTuple):
    """A network's input and how many of its pixels a pixel of the picture became."""

    tensor: Floats
    """(1, 3, height, width)."""
    scale: tuple[float, float]
    """Across, down."""


def fit(image: Image, spec: Input) -> Fitted:
    """(H, W, 3) RGB as the network wants it."""
    import cv2

    height, width = image.shape[:2]
    scale = spec.width_px / width, spec.height_px / height
    if spec.fit == "letterbox":
        scale = (min(scale), min(scale))
    size = max(1, int(width * scale[0] + 1e-6)), max(1, int(height * scale[1] + 1e-6))
    planes = cv2.split(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR))
    tensor = np.full((1, 3, spec.height_px, spec.width_px), GREY, dtype=np.float32)
    for channel, plane in enumerate(planes if spec.order == "rgb" else planes[::-1]):
        tensor[0, channel, : size[1], : size[0]] = plane
        tensor[0, channel] -= spec.mean[channel]
        tensor[0, channel] *= 1.0 / spec.std[channel]
    return Fitted(tensor, scale)


def unfit(boxes: Floats, scale: tuple[float, float], width: int, height: int) -> Floats:
    """Boxes (N, 4) of the network's pixels in those of the picture, cut at its edges."""
    back = boxes / np.array([*scale, *scale], dtype=np.float32)
    return np.asarray(np.clip(back, 0.0, np.array([width, height] * 2, dtype=np.float32)), dtype=np.float32)


def grid(width: int, height: int) -> Floats:
    """(height * width, 2) column and row of each cell, row by row."""
    v, u = np.mgrid[0:height, 0:width]
    return np.stack([u.ravel(), v.ravel()], axis=1).astype(np.float32)
