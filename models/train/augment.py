"""Makes a rendered picture look as if another camera had taken it, and mirrors it."""

from __future__ import annotations

import msgspec
import numpy as np

from models.train import thresholds
from models.train.data import Boxes, Bytes, Example

_NOISE_PX = 512


class Augmenter:
    """Random mirror, exposure, white balance, contrast, blur, noise and JPEG. Labels follow."""

    def __init__(self, generator: np.random.Generator) -> None:
        self._generator = generator
        self._noise = self._generator.normal(size=(_NOISE_PX, _NOISE_PX, 3)).astype(np.float32)

    def __call__(self, example: Example) -> Example:
        if self._chance(0.5):
            example = mirrored(example)
        return msgspec.structs.replace(example, picture=self.picture(example.picture))

    def picture(self, picture: Bytes) -> Bytes:
        """A picture of any size, at most 512x512, as another camera would have taken it; not mirrored."""
        return self.spoiled(self.lit(np.ascontiguousarray(picture)))

    def spoiled(self, picture: Bytes) -> Bytes:
        """Blurred, grainy, compressed, grey; none of it or all."""
        if self._chance(0.3):
            picture = self._blur(picture)
        if self._chance(0.5):
            picture = self._grain(picture)
        if self._chance(0.25):
            picture = self._compress(picture)
        if self._chance(0.03):
            picture = np.repeat(picture.mean(2, keepdims=True).astype(np.uint8), 3, axis=2)
        return picture

    def _chance(self, probability: float) -> bool:
        return bool(self._generator.random() < probability)

    def lit(self, picture: Bytes) -> Bytes:
        """Exposure, gamma, and a gain for each colour, as one table of 256 values per colour."""
        import cv2

        generator = self._generator
        gain = np.exp(generator.normal(0.0, 0.25) + generator.normal(0.0, 0.06, 3))
        gamma = np.exp(generator.normal(0.0, 0.18))
        lift = generator.uniform(-0.04, 0.06)
        levels = (np.arange(256)[:, None] / 255.0) ** gamma * gain * (1 - abs(lift)) + lift
        table = np.clip(levels * 255.0, 0, 255).astype(np.uint8)[:, None, :].reshape(1, 256, 3)
        return np.asarray(cv2.LUT(picture, table), dtype=np.uint8)

    def _blur(self, picture: Bytes) -> Bytes:
        """Out of focus, or smeared sideways as when the car turns."""
        import cv2

        if self._chance(0.5):
            return np.asarray(cv2.GaussianBlur(picture, (0, 0), self._generator.uniform(0.4, 1.3)), dtype=np.uint8)
        return np.asarray(cv2.blur(picture, (int(self._generator.integers(2, 9)), 1)), dtype=np.uint8)

    def _grain(self, picture: Bytes) -> Bytes:
        height, width = picture.shape[:2]
        top = int(self._generator.integers(0, _NOISE_PX - height))
        left = int(self._generator.integers(0, _NOISE_PX - width))
        strength = self._generator.uniform(1.0, 9.0)
        noisy = picture + strength * self._noise[top : top + height, left : left + width]
        return np.clip(noisy, 0, 255).astype(np.uint8)

    def _compress(self, picture: Bytes) -> Bytes:
        import cv2

        quality = [cv2.IMWRITE_JPEG_QUALITY, int(self._generator.integers(35, 90))]
        return np.asarray(cv2.imdecode(cv2.imencode(".jpg", picture, quality)[1], cv2.IMREAD_COLOR), dtype=np.uint8)


def mirrored(example: Example) -> Example:
    """The example as seen in a mirror."""
    width = example.picture.shape[1]
    box = example.boxes.box.copy()
    box[:, [0, 2]] = width - box[:, [2, 0]]
    boxes: Boxes = msgspec.structs.replace(example.boxes, box=box)
    camera = example.camera * np.array([1, 1, 1, -1], dtype=np.float32)
    doorways = None if example.doorways is None else thresholds.mirrored(example.doorways)
    surfaces = None if example.surfaces is None else example.surfaces[:, ::-1]
    return Example(example.picture[:, ::-1], boxes, example.free_m[::-1], camera, doorways, surfaces)
