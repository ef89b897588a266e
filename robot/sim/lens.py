"""What a cheap camera does to a perfect picture: lens, motion, exposure, colour, noise, compression."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]


_GRAIN = 2_000_000


class Lens(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is wrong with the camera; the defaults leave a picture as it is."""

    exposure: float = 1.0
    """Light gathered, before the sensor saturates."""
    white_balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Gains of red, green and blue."""
    gamma: float = 1.0
    """Above 1 lifts the shadows."""
    distortion: float = 0.0
    """Radial: -0.1 is a mild barrel, at half the picture's width from the middle."""
    vignette: float = 0.0
    """Share of light lost in the corners."""
    blur_px: float = 0.0
    """Standard deviation of the defocus."""
    motion_px: float = 0.0
    """Length of the smear while the car turns, along the rows."""
    noise: float = 0.0
    """Standard deviation of the noise at mid grey, in steps of 255; it grows with the root of the light."""
    jpeg_quality: int | None = None
    """1…100, or None for no compression."""

    @staticmethod
    def sampled(rng: Generator) -> Lens:
        """A camera as it may come out of the box, for training."""
        def coin(chance: float) -> bool:
            return bool(rng.random() < chance)

        red, blue = (float(v) for v in rng.uniform(0.88, 1.12, size=2))
        return Lens(
            exposure=float(np.exp(rng.normal(0.0, 0.25))), white_balance=(red, 1.0, blue),
            gamma=float(rng.uniform(0.85, 1.2)), distortion=float(rng.uniform(-0.06, 0.02)) if coin(0.5) else 0.0,
            vignette=float(rng.uniform(0.0, 0.35)), blur_px=float(rng.uniform(0.0, 1.0)) if coin(0.4) else 0.0,
            motion_px=float(rng.uniform(0.0, 7.0)) if coin(0.25) else 0.0, noise=float(rng.uniform(0.0, 8.0)),
            jpeg_quality=int(rng.integers(45, 96)) if coin(0.5) else None,
        )


def photograph(image: Image, lens: Lens, rng: Generator) -> Image:
    """The (H, W, 3) u8 RGB picture as this camera gives it; `rng` makes the noise. The input stays as it is."""
    import cv2

    light = _optics(image.astype(np.float32), lens) if _bends(lens) else image
    gain = _gain(image.shape[0], image.shape[1], lens)
    exposed = np.asarray(cv2.multiply(light, gain, dtype=cv2.CV_32F), np.float32)
    if lens.gamma != 1.0:
        exposed = np.asarray(255.0 * (np.clip(exposed, 0.0, 255.0) / 255.0) ** (1.0 / lens.gamma), np.float32)
    noise = _noise(image, lens.noise, rng) if lens.noise else np.zeros_like(exposed)
    return _compressed(np.asarray(cv2.add(exposed, noise, dtype=cv2.CV_8U), np.uint8), lens.jpeg_quality)


@cache
def _gain(height: int, width: int, lens: Lens) -> NDArray[np.float32]:
    """(H, W, 3) what the light at each pixel is multiplied by: exposure, white balance, vignette."""
    corners = 1.0 - lens.vignette * _radius((height, width))[..., None] ** 2 / 2
    return np.asarray(corners * np.array(lens.white_balance) * lens.exposure, np.float32)


@cache
def _grain() -> NDArray[np.float32]:
    """Unit noise for a few pictures: drawing it anew for each would cost more than drawing the picture."""
    return np.random.default_rng(0x6A1).standard_normal(_GRAIN, dtype=np.float32)


def _noise(image: Image, strength: float, rng: Generator) -> NDArray[np.float32]:
    """Shot noise: it grows with the root of the light. `rng` says where in the grain it is cut from."""
    import cv2

    size = image.size
    if size > _GRAIN // 2:
        raise ValueError(f"noise is made for pictures of up to {_GRAIN // 2} values, not {image.shape}")
    start = int(rng.integers(_GRAIN - size))
    grain = _grain()[start : start + size].reshape(image.shape)
    root = np.sqrt(np.clip(np.arange(256), 8, 255) / 128.0) * strength
    return np.asarray(cv2.multiply(grain, cv2.LUT(image, root.astype(np.float32))), np.float32)


def _bends(lens: Lens) -> bool:
    return bool(lens.distortion or lens.blur_px or lens.motion_px > 1.0)


def _optics(light: NDArray[np.float32], lens: Lens) -> NDArray[np.float32]:
    import cv2

    if lens.distortion:
        x, y = warp(light.shape[0], light.shape[1], lens.distortion)
        light = np.asarray(cv2.remap(light, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.float32)
    if lens.blur_px:
        light = np.asarray(cv2.GaussianBlur(light, (0, 0), lens.blur_px), np.float32)
    if lens.motion_px > 1.0:
        width = math.ceil(lens.motion_px)
        light = np.asarray(cv2.blur(light, (width, 1), borderType=cv2.BORDER_REPLICATE), np.float32)
    return light


def warp(height: int, width: int, amount: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where in the perfect picture each pixel (x, y) of the distorted one looks."""
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    cx, cy, scale = (width - 1) / 2, (height - 1) / 2, width / 2
    u, v = (x - cx) / scale, (y - cy) / scale
    stretch = 1.0 - amount * (u * u + v * v)
    return (u * stretch * scale + cx).astype(np.float32), (v * stretch * scale + cy).astype(np.float32)


def _radius(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """(H, W) distance from the middle, root two in the corners."""
    v, u = (np.linspace(-1.0, 1.0, size, dtype=np.float32) for size in shape)
    return np.asarray(np.hypot(*np.meshgrid(u, v)), dtype=np.float32)


def _compressed(image: Image, quality: int | None) -> Image:
    if quality is None:
        return image
    import cv2

    _, packed = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])
