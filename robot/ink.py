"""A canvas: smooth lines, shapes and words on an RGB image.

Everything is drawn `OVERSAMPLING` times too large and shrunk at the end, so every edge is smooth. Coordinates are pixels of the
finished image, x right and y down, fractions allowed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from robot.scenery import Colour, Point

OVERSAMPLING = 2
SUBPIXEL_BITS = 4

PAPER: Colour = (250, 248, 244)
WHITE: Colour = (255, 255, 255)
INK: Colour = (44, 42, 48)
FAINT: Colour = (138, 134, 130)
ACCENT: Colour = (214, 62, 42)
GOOD: Colour = (32, 128, 84)


class Canvas:
    """A sheet of paper of `width` × `height` pixels."""

    def __init__(self, width: int, height: int, colour: Colour = PAPER) -> None:
        import cv2

        self.width = width
        self.height = height
        self._cv2 = cv2
        self._pixels = np.full((height * OVERSAMPLING, width * OVERSAMPLING, 3), colour, np.uint8)
        self._fonts: dict[str, Any] = {}

    def image(self) -> npt.NDArray[np.uint8]:
        """The finished picture, (height, width, 3) RGB."""
        size = (self.width, self.height)
        return np.asarray(self._cv2.resize(self._pixels, size, interpolation=self._cv2.INTER_AREA), np.uint8)

    def polygon(self, points: Iterable[Point], fill: Colour | None = None, edge: Colour | None = None, line: float = 1) -> None:
        corners = self._fixed(points)
        if fill is not None:
            self._cv2.fillPoly(self._pixels, [corners], fill, self._cv2.LINE_AA, SUBPIXEL_BITS)
        if edge is not None:
            self._outline(corners, edge, line, closed=True)

    def line(self, points: Iterable[Point], colour: Colour, width: float = 1) -> None:
        """A line through all points, with round corners and ends."""
        self._outline(self._fixed(points), colour, width, closed=False)

    def dashes(self, start: Point, end: Point, colour: Colour, width: float = 1, dash: float = 6) -> None:
        """A dashed straight line: as long the dashes as the gaps."""
        count = int(math.dist(start, end) / (2 * dash))
        for i in range(count + 1):
            near, far = 2 * i * dash, min((2 * i + 1) * dash, math.dist(start, end))
            if far > near:
                self.line([_between(start, end, near), _between(start, end, far)], colour, width)

    def circle(
        self, centre: Point, radius: float, fill: Colour | None = None, edge: Colour | None = None, line: float = 1
    ) -> None:
        angles = np.linspace(0, math.tau, 49)[:-1]
        self.polygon([(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in angles], fill, edge, line)

    def rounded(self, box: tuple[float, float, float, float], radius: float, fill: Colour) -> None:
        """A filled (left, top, right, bottom) with round corners."""
        left, top, right, bottom = box
        centres = ((right - radius, bottom - radius), (left + radius, bottom - radius),
                   (left + radius, top + radius), (right - radius, top + radius))
        points = [
            (x + radius * math.cos(a), y + radius * math.sin(a))
            for quarter, (x, y) in enumerate(centres)
            for a in np.linspace(0, math.pi / 2, 7) + quarter * math.pi / 2
        ]
        self.polygon(points, fill)

    def paste(self, image: npt.NDArray[np.uint8], left: float, top: float, width: float, height: float) -> None:
        """An RGB image, scaled to `width` × `height`."""
        x, y, w, h = (round(value * OVERSAMPLING) for value in (left, top, width, height))
        scaled = self._cv2.resize(np.ascontiguousarray(image), (w, h), interpolation=self._cv2.INTER_CUBIC)
        self._pixels[y : y + h, x : x + w] = scaled

    def warp(
        self, image: npt.NDArray[np.uint8], mask: npt.NDArray[np.bool_], corner: Point, column: Point, row: Point
    ) -> None:
        """An RGB image in a frame of its own, where `mask` is true: its outer corner goes to `corner`, one pixel right of it is
        `column`, one pixel down is `row`."""
        across = np.subtract(column, corner) * OVERSAMPLING
        down = np.subtract(row, corner) * OVERSAMPLING
        # Warping maps the centres of pixels, we were given a corner.
        origin = np.asarray(corner) * OVERSAMPLING + (across + down) / 2 - 0.5
        matrix = np.column_stack([across, down, origin])
        size = (self._pixels.shape[1], self._pixels.shape[0])
        warped = self._cv2.warpAffine(image, matrix, size, flags=self._cv2.INTER_NEAREST)
        shown = self._cv2.warpAffine(mask.astype(np.uint8), matrix, size, flags=self._cv2.INTER_NEAREST)
        np.copyto(self._pixels, warped, where=shown[..., None] > 0)

    def text(
        self, at: Point, words: str, size: float = 14, colour: Colour = INK, bold: bool = False, halo: Colour | None = None
    ) -> None:
        """Words whose baseline starts at `at`; a `halo` keeps them readable on anything."""
        around = [(dx, dy) for dx in (-1.5, 0, 1.5) for dy in (-1.5, 0, 1.5) if dx or dy] if halo is not None else []
        for dx, dy in around:
            self._put((at[0] + dx, at[1] + dy), words, size, halo or colour, bold)
        self._put(at, words, size, colour, bold)

    def text_width(self, words: str, size: float = 14, bold: bool = False) -> float:
        box = self._cv2.getTextSize((0, 0), words, (0, 0), self._font(), round(size * OVERSAMPLING), weight=_weight(bold))
        return float(box[0] + box[2]) / OVERSAMPLING

    def fitted(self, words: str, width: float, size: float = 14, bold: bool = False) -> str:
        """The words, cut with … where they would be wider than `width`."""
        words = "".join(letter if letter.isprintable() else " " for letter in words[:400])
        if self.text_width(words, size, bold) <= width:
            return words
        while words and self.text_width(words + "…", size, bold) > width:
            words = words[:-1].rstrip()
        return words + "…"

    def _put(self, at: Point, words: str, size: float, colour: Colour, bold: bool) -> None:
        origin = (round(at[0] * OVERSAMPLING), round(at[1] * OVERSAMPLING))
        scaled = round(size * OVERSAMPLING)
        self._cv2.putText(self._pixels, words, origin, colour, self._font(), scaled, weight=_weight(bold))

    def _font(self) -> Any:
        if "sans" not in self._fonts:
            self._fonts["sans"] = self._cv2.FontFace("sans")
        return self._fonts["sans"]

    def _fixed(self, points: Iterable[Point]) -> npt.NDArray[np.int32]:
        # OpenCV counts from a pixel's centre, we count from its corner.
        pixels = np.asarray(list(points), float).reshape(-1, 2) * OVERSAMPLING - 0.5
        fixed: npt.NDArray[np.int32] = np.round(pixels * 2**SUBPIXEL_BITS).astype(np.int32)
        return fixed

    def _outline(self, points: npt.NDArray[np.int32], colour: Colour, width: float, closed: bool) -> None:
        thickness = max(1, round(width * OVERSAMPLING))
        self._cv2.polylines(self._pixels, [points], closed, colour, thickness, self._cv2.LINE_AA, SUBPIXEL_BITS)


def blend(low: Colour, high: Colour, share: float) -> Colour:
    """The colour `share` (0…1) of the way from `low` to `high`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
    return red, green, blue


def along(colours: Sequence[Colour], share: float) -> Colour:
    """The colour at `share` (0…1) of a scale through all `colours`."""
    place = min(max(share, 0.0), 1.0) * (len(colours) - 1)
    index = min(int(place), len(colours) - 2)
    return blend(colours[index], colours[index + 1], place - index)


def _between(start: Point, end: Point, distance: float) -> Point:
    share = distance / max(math.dist(start, end), 1e-9)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _weight(bold: bool) -> int:
    return 600 if bold else 420
