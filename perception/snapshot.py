"""One picture from a camera that is plugged in here, for commands; the car itself has a driver for its camera."""

from __future__ import annotations

import numpy as np

from perception.detectors.seen import Image
from robot.errors import SetupError

SETTLING_FRAMES = 10
"""A camera that has just been opened takes a few pictures to find its exposure."""


def snapshot(number: int) -> Image:
    """(H, W, 3) RGB from camera `number` (0 is the first); SetupError where there is none or it gives no picture."""
    import cv2

    camera = cv2.VideoCapture(number)
    try:
        if not camera.isOpened():
            raise SetupError(f"camera {number} can't be opened: is it plugged in, and is nothing else using it?")
        for _ in range(SETTLING_FRAMES):
            there, picture = camera.read()
            if not there or picture is None:
                raise SetupError(f"camera {number} gives no pictures; unplug it, plug it in again")
    finally:
        camera.release()
    return np.ascontiguousarray(picture[:, :, ::-1], dtype=np.uint8)
