"""A picture made small and grey, in units in which a camera's noise is everywhere about the same.

Light arrives in grains, so noise grows with the root of the light; the root of the light plus a constant therefore has the
same noise in dark and in bright places (Anscombe, "The transformation of Poisson, binomial and negative-binomial data", 1948).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

ROWS, COLUMNS = 30, 40
"""Cells of 8x8 pixels of the network's picture: noise averages out, and what is a few pixels wide still shows."""

READ_NOISE = 8.0
"""Grey below which noise no longer falls with the light: the sensor's own."""

Thumbnail = npt.NDArray[np.float32]


def thumbnail(image: npt.NDArray[np.uint8]) -> Thumbnail:
    """(ROWS, COLUMNS) roots of each cell's mean grey (2.8 black, 16.2 white) of an (H, W, 3) RGB picture."""
    import cv2

    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    mean = cv2.resize(grey.astype(np.float32), (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)  # not rounded to whole steps
    light: Thumbnail = np.asarray(mean, np.float32) + np.float32(READ_NOISE)
    return np.sqrt(light, out=light)
