"""Pictures from a camera that is plugged in, for showing things to the eyes without a car."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from robot.errors import SetupError

Picture = npt.NDArray[np.uint8]
WARM_UP = 15
"""Pictures passed over first: a camera needs about half a second to find its exposure."""
APART = 10
"""Every so manieth picture is a view: about a third of a second, in which a hand turns a thing a little."""


class CameraError(SetupError, RuntimeError):
    """There is no camera, or it sends no pictures; the text says what to try."""


class Capture(Protocol):
    """What of `cv2.VideoCapture` is needed."""

    def isOpened(self) -> bool: ...

    def read(self) -> tuple[bool, Any]: ...

    def release(self) -> None: ...


def views(index: int, count: int, opener: Callable[[int], Capture] | None = None) -> Iterator[Picture]:
    """`count` pictures (H, W, 3) RGB of camera `index`, some time apart. CameraError where it has none."""
    capture = (opener or _open)(index)
    try:
        if not capture.isOpened():
            raise CameraError(f"there is no camera {index}: plug one in, or name another with --camera N")
        for number in range(WARM_UP + (count - 1) * APART + 1):
            done, picture = capture.read()
            if not done or picture is None:
                raise CameraError(f"camera {index} sends no pictures: is another program using it?")
            if number >= WARM_UP and (number - WARM_UP) % APART == 0:
                yield np.ascontiguousarray(picture[:, :, ::-1], dtype=np.uint8)
    finally:
        capture.release()


def _open(index: int) -> Capture:
    import cv2

    with suppress(AttributeError):  # OpenCV says on stderr what CameraError says better
        cv2.setLogLevel(0)  # type: ignore[attr-defined]
    return cv2.VideoCapture(index)
