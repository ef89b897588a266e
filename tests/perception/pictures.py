"""Pictures of a made-up room, with the noise of a real camera, and odometry to go with them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from robot.messages import Odometry

Image = npt.NDArray[np.uint8]
MS = 1_000_000
GRAIN = np.random.default_rng(7).standard_normal(1_000_000, dtype=np.float32)
"""Unit noise for all pictures: drawing it anew for each would take longer than the tests."""


def room(seed: int = 0) -> Image:
    """(240, 320, 3) patches of all colours: something with edges."""
    patches = np.random.default_rng(seed).integers(20, 235, (12, 16, 3), dtype=np.uint8)
    picture: Image = patches.repeat(20, axis=0).repeat(20, axis=1)
    return picture


def surface(*colour: int) -> Image:
    """One colour all over, a fifth lighter on the right than on the left."""
    slope = np.linspace(0.9, 1.1, 320)[None, :, None]
    return np.asarray(np.clip(np.ones((240, 320, 3)) * np.array(colour) * slope, 0, 255), np.uint8)


def noisy(image: Image, seed: int, noise: float = 3.0) -> Image:
    """The picture with shot noise of so many steps of 255 at middle grey."""
    start = seed * 7919 % (GRAIN.size - image.size)
    grain = GRAIN[start : start + image.size].reshape(image.shape)
    noised = image + noise * grain * np.sqrt(np.clip(image, 8, 255) / np.float32(128.0))
    return np.clip(noised, 0, 255).round().astype(np.uint8)


def odometry(t_ns: int, x_m: float = 0.0, speed_mps: float = 0.0, turn_radps: float = 0.0) -> Odometry:
    return Odometry(t_ns=t_ns, x_m=x_m, y_m=0.0, heading_rad=0.0, speed_mps=speed_mps, turn_radps=turn_radps,
                    covariance=(0.0,) * 9)
