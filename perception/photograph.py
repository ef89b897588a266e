"""Picture files: read whole and checked, so that a damaged one is told and never half seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from perception.detectors.seen import Image
from perception.picture_header import HeaderError, size
from robot.errors import SetupError

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".ppm")
LEAST_SIDE_PX, MOST_PIXELS = 16, 40_000_000
MOST_BYTES = 200_000_000


class PictureError(SetupError, ValueError):
    """A file is not a picture that can be used; the text names it and says why."""


def read(path: Path) -> Image:
    """(H, W, 3) RGB, grey pictures and transparent ones included; PictureError where that can't be had."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PictureError(f"{path}: {path.stat().st_size} bytes are too many for a picture")
        data = path.read_bytes()
    except OSError as error:
        raise PictureError(f"{path}: {error.strerror or error}") from error
    try:
        return decoded(data)
    except PictureError as error:
        raise PictureError(f"{path}: {error}") from error


def decoded(data: bytes) -> Image:
    """What the bytes of a picture file show; PictureError, without a name, where they don't."""
    import cv2

    if not data:
        raise PictureError("is empty")
    try:
        _check_size(*size(data))
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
    except HeaderError as error:
        raise PictureError(str(error)) from error
    except cv2.error as error:
        raise PictureError("is damaged") from error
    if pixels is None:
        raise PictureError("is damaged")
    if pixels.dtype != np.uint8:
        raise PictureError(f"has {8 * pixels.itemsize} bits a channel; 8 can be used: convert it first")
    _check_size(pixels.shape[1], pixels.shape[0])
    return _rgb(pixels)


def in_folder(folder: Path) -> list[Path]:
    """The picture files of a folder, by name; PictureError where there are none."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise PictureError(f"{folder}: {error.strerror or error}") from error
    if not files:
        raise PictureError(f"{folder}: no pictures ({' '.join(SUFFIXES)})")
    return files


def _rgb(pixels: npt.NDArray[Any]) -> Image:
    import cv2

    if pixels.ndim == 2 or pixels.shape[2] == 1:
        code = cv2.COLOR_GRAY2RGB
    else:
        code = cv2.COLOR_BGRA2RGB if pixels.shape[2] == 4 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(pixels, code), dtype=np.uint8)


def _check_size(width: int, height: int) -> None:
    if min(width, height) < LEAST_SIDE_PX:
        raise PictureError(f"has {width}x{height} pixels: too small to show anything ({LEAST_SIDE_PX} a side is the least)")
    if width * height > MOST_PIXELS:
        raise PictureError(f"has {width}x{height} pixels: {MOST_PIXELS / 1e6:.0f} million is the most")
