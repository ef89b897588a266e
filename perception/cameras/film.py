"""A film as a camera: for a car without one, and to drive the eyes with what was filmed before."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import numpy as np

from perception.cameras.source import Shot, fitted
from robot.clock import Clock, to_ns
from robot.geometry import CameraGeometry
from robot.parts import PartError, PartMissing


class FilmConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="film"):
    file: str
    repeat: bool = True
    geometry: CameraGeometry = CameraGeometry()


class FilmSource:
    """A `Source` at the pace of the film."""

    def __init__(self, config: FilmConfig, clock: Clock) -> None:
        """Raises PartError where the file isn't there or is no film."""
        import cv2

        if not Path(config.file).exists():
            raise PartMissing(f"there is no film {config.file}: name one that is there as `car.camera.file`")
        self._film = cv2.VideoCapture(config.file)
        if not self._film.isOpened():
            raise PartError(f"{config.file} is no film that OpenCV can read: try MJPG or H.264 in .avi or .mp4")
        self._config, self._clock = config, clock
        rate_hz = self._film.get(cv2.CAP_PROP_FPS)
        self._period_ns = to_ns(1 / rate_hz) if math.isfinite(rate_hz) and rate_hz > 0 else to_ns(0.1)
        self._next_ns = clock.now_ns()
        self._shown = 0

    def read(self) -> Shot | None:
        import cv2

        done, picture = self._film.read()
        if not done and self._shown and self._config.repeat:
            self._film.set(cv2.CAP_PROP_POS_FRAMES, 0)
            done, picture = self._film.read()
        if not done:
            return None
        self._shown += 1
        self._clock.wait_until(self._next_ns)
        self._next_ns += self._period_ns
        rgb = np.ascontiguousarray(picture[:, :, ::-1], dtype=np.uint8)
        return Shot(fitted(rgb, self._config.geometry.width_px, self._config.geometry.height_px))

    def close(self) -> None:
        self._film.release()
