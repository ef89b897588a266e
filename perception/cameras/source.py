"""Where pictures come from, one after another."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]


class Shot(NamedTuple):
    """A picture (H, W, 3) RGB, and when it was taken (ns on the monotonic clock), None where the camera doesn't tell."""

    picture: Picture
    taken_ns: int | None = None


class Source(Protocol):
    """A camera that is open. Each call may wait for the next picture, so only the reader's thread calls it."""

    def read(self) -> Shot | None:
        """The next picture; None where there are no more: unplugged, broken, over."""

    def close(self) -> None: ...


def fitted(picture: Picture, width_px: int, height_px: int) -> Picture:
    """The picture at another size: what is too wide or too high for its shape is cut off evenly, then it is scaled."""
    import cv2

    height, width = picture.shape[:2]
    if (width, height) == (width_px, height_px):
        return np.ascontiguousarray(picture)
    keep_w, keep_h = min(width, height * width_px // height_px), min(height, width * height_px // width_px)
    left, top = (width - keep_w) // 2, (height - keep_h) // 2
    cut = picture[top : top + keep_h, left : left + keep_w]
    scaled: Picture = cv2.resize(cut, (width_px, height_px), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return scaled
