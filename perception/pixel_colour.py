"""The named colour of what a box holds, from its pixels: for detectors that know nothing of colours.

Each pixel of the box's middle votes for the nearest of some named colours in CIE Lab, the more so the more colourful it is, as
if the picture were well lit; what is just as common beside the box is background and doesn't count.
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
    most_pixels: int = 256  # are asked; more don't tell more
    light: float = 245.0  # what the brightest tenth of a picture begins at when it is well lit
    most_gain: float = 3.5  # a room at night stays dark
    colourful: float = 0.5  # the power of a pixel's chroma in its vote


def gain(image: Image, config: PixelColourConfig = PixelColourConfig()) -> float:
    """What the picture (H, W, 3) must be multiplied by to look well lit."""
    brightest = float(np.percentile(image[::4, ::4].max(axis=2), 90))
    return float(np.clip(config.light / max(brightest, 1.0), 0.8, config.most_gain))


def name(image: Image, box: Box, config: PixelColourConfig = PixelColourConfig(), brighter: float = 1.0) -> str:
    """The main colour of what `box` (pixels) holds in `image` (H, W, 3) RGB; "" where no colour has enough of it.

    `brighter`: the picture's `gain`.
    """
    left, top, right, bottom = box
    aside_x, aside_y = (right - left) * (1 - config.middle) / 2, (bottom - top) * (1 - config.middle) / 2
    inside = _shares(_cut(image, (left + aside_x, top + aside_y, right - aside_x, bottom - aside_y)), brighter, config)
    if inside is None:
        return ""
    beside = config.around * (right - left)
    strips = [_cut(image, strip) for strip in ((left - beside, top, left, bottom), (right, top, right + beside, bottom))]
    around = _shares(np.concatenate([strip.reshape(-1, 3) for strip in strips]), brighter, config)
    votes = inside if around is None else np.maximum(inside - config.background * around, 0.0)
    best = int(votes.argmax())
    total = float(votes.sum())
    return COLOURS[best] if total > 0.0 and votes[best] >= config.least_share * total else ""


def _cut(image: Image, box: Box) -> Image:
    height, width = image.shape[:2]
    left, right = (int(np.clip(edge, 0, width)) for edge in (box[0], box[2] + 1.0))
    top, bottom = (int(np.clip(edge, 0, height)) for edge in (box[1], box[3] + 1.0))
    return image[top:bottom, left:right]


def _shares(pixels: Image, brighter: float, config: PixelColourConfig) -> Floats | None:
    """(COLOURS,) the votes of the pixels for each name, on average; None of no pixels."""
    flat = pixels.reshape(-1, 3)
    if not len(flat):
        return None
    flat = flat[:: -(-len(flat) // config.most_pixels)]
    anchors, owners = _anchors()
    seen = lab(np.clip(flat * brighter, 0, 255).astype(np.uint8))
    nearest = np.square(seen[:, None] - anchors).sum(axis=2).argmin(axis=1)
    weights = (np.hypot(seen[:, 1], seen[:, 2]) + 10.0) ** config.colourful
    return np.asarray(np.bincount(owners[nearest], weights, minlength=len(COLOURS)) / len(flat), dtype=np.float32)


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
