"""Whether what the camera sent is a picture at all: its type, its shape, its time."""

from __future__ import annotations

from typing import Any

import numpy as np

from robot.clock import to_s
from robot.geometry import CameraGeometry
from robot.messages import Frame

LEAST_SIDE_PX, MOST_SIDE_PX = 16, 8192
ASPECT = 0.02
"""How much the ratio of the sides may differ from the camera's that was described: rounding to whole pixels."""
AHEAD_S = 1.0
"""A picture that was taken so far in the future has a wrong time."""


def keeps_its_promise(frame: Frame) -> bool:
    """Whether a frame's fields are what its type says, whatever a driver put there: an (H, W, 3) array of bytes, an int."""
    image: Any = frame.image
    return _is_colour(image) and type(frame.t_ns) is int


def flaw(frame: Frame, camera: CameraGeometry, now_ns: int | None) -> str:
    """What is wrong with a frame, as part of a sentence; "" where nothing is. `now_ns` is None where it isn't known."""
    image: Any = frame.image  # whatever a driver put there
    if not _is_colour(image):
        return f"the camera sends {_described(image)} and no colour pictures of 8 bits"
    height, width = image.shape[:2]
    if not LEAST_SIDE_PX <= min(width, height) <= max(width, height) <= MOST_SIDE_PX:
        return f"the camera sends pictures of {width}x{height} pixels, not of {camera.width_px}x{camera.height_px}"
    if abs(width * camera.height_px / (height * camera.width_px) - 1.0) > ASPECT:
        return f"the camera sends pictures of {width}x{height} pixels, not of the shape of {camera.width_px}x{camera.height_px}"
    if type(frame.t_ns) is not int or frame.t_ns < 0:
        return f"the camera sends pictures with the time {frame.t_ns!r}, which is none"
    if now_ns is not None and to_s(frame.t_ns - now_ns) > AHEAD_S:
        return "the camera sends pictures whose time lies in the future"
    return ""


def _is_colour(image: object) -> bool:
    return isinstance(image, np.ndarray) and image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 3


def _described(image: object) -> str:
    if isinstance(image, np.ndarray):
        return f"arrays of shape {image.shape} and type {image.dtype}"
    return f"a {type(image).__name__}"
