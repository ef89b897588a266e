"""The named colour of what a box holds, from its pixels: for detectors that know nothing of colours.

Each pixel of the box's middle votes for the nearest of some named colours in CIE Lab; what is just as common around the box
is background and doesn't count.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt

from models.layout import COLOURS

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Box = tuple[float, float, float, float]

# sRGB of each name, light and dark where a name spans much.
ANCHORS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "red": ((200, 35, 35), (130, 20, 25)),
    "orange": ((235, 125, 30), (190, 90, 20)),
    "yellow": ((240, 205, 50), (190, 160, 30)),
    "green": ((60, 150, 70), (25, 85, 40), (130, 190, 110)),
    "blue": ((45, 95, 190), (25, 50, 110), (110, 160, 215)),
    "purple": ((120, 60, 150), (75, 35, 95)),
    "pink": ((235, 150, 175), (215, 90, 140)),
    "brown": ((115, 75, 45), (75, 45, 28)),
    "black": ((28, 28, 30), (48, 48, 50)),
    "white": ((240, 240, 238), (215, 215, 213)),
    "grey": ((130, 130, 130), (90, 90, 92), (170, 170, 170)),
    "beige": ((215, 195, 160), (180, 160, 125)),
}


class PixelColourConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    middle: float = 0.6  # of the box's sides: what is farther out is as often background
    around: float = 0.25  # of the box's sides, on the left and the right: what stands beside the thing
    background: float = 0.5  # how much of a colour's share around the box is taken from its share in the middle
    least_share: float = 0.35  # of the votes: less, and the thing is too colourful to have one
    most_pixels: int = 1024  # are asked; more don't tell more


def name(image: Image, box: Box, config: PixelColourConfig = PixelColourConfig()) -> str:
    """The main colour of what `box` (pixels) holds in `image` (H, W, 3) RGB; "" where no colour has enough of it."""
    left, top, right, bottom = box
    aside_x, aside_y = (right - left) * (1 - config.middle) / 2, (bottom - top) * (1 - config.middle) / 2
    inside = _shares(_cut(image, (left + aside_x, top + aside_y, right - aside_x, bottom - aside_y)), config.most_pixels)
    if inside is None:
        return ""
    beside = config.around * (right - left)
    strips = [_cut(image, strip) for strip in ((left - beside, top, left, bottom), (right, top, right + beside, bottom))]
    around = _shares(np.concatenate([strip.reshape(-1, 3) for strip in strips]), config.most_pixels)
    votes = inside if around is None else np.maximum(inside - config.background * around, 0.0)
    best = int(votes.argmax())
    total = float(votes.sum())
    return COLOURS[best] if total > 0.0 and votes[best] >= config.least_share * total else ""


def _cut(image: Image, box: Box) -> Image:
    height, width = image.shape[:2]
    left, right = (int(np.clip(edge, 0, width)) for edge in (box[0], box[2] + 1.0))
    top, bottom = (int(np.clip(edge, 0, height)) for edge in (box[1], box[3] + 1.0))
    return image[top:bottom, left:right]


def _shares(pixels: Image, most: int) -> Floats | None:
    """(COLOURS,) the share of the pixels that is nearest to each name; None of no pixels."""
    flat = pixels.reshape(-1, 3)
    if not len(flat):
        return None
    flat = flat[:: -(-len(flat) // most)]
    anchors, owners = _anchors()
    nearest = np.square(lab(flat)[:, None] - anchors).sum(axis=2).argmin(axis=1)
    return np.asarray(np.bincount(owners[nearest], minlength=len(COLOURS)) / len(flat), dtype=np.float32)


def _anchors() -> tuple[Floats, npt.NDArray[np.intp]]:
    """(A, 3) Lab and (A,) which of COLOURS each is."""
    points = [(shade, COLOURS.index(colour)) for colour, shades in ANCHORS.items() for shade in shades]
    shades = np.array([shade for shade, _ in points], dtype=np.uint8)
    return lab(shades), np.array([owner for _, owner in points], dtype=np.intp)


def lab(rgb: Image) -> Floats:
    """(N, 3) sRGB to CIE L*a*b* (D65; CIE 15:2004)."""
    values = rgb.astype(np.float32) / 255.0
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = root[:, 0], root[:, 1], root[:, 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1).astype(np.float32)


_TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
_WHITE = np.array([0.95047, 1.0, 1.08883])
