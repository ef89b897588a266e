"""The camera that a launch file names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from perception.cameras.film import FilmConfig, FilmSource
from perception.cameras.pi import PiCameraConfig, PiCameraSource
from perception.cameras.reader import ReadCamera
from perception.cameras.source import Source
from perception.cameras.v4l2 import V4l2Config, V4l2Source
from robot.clock import Clock
from robot.geometry import CameraGeometry
from robot.messages import Frame


class NoCameraConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="none"):
    """A car that has none: it drives by hand."""

    geometry: CameraGeometry = CameraGeometry()


CameraConfig = V4l2Config | PiCameraConfig | FilmConfig | NoCameraConfig


class NoCamera:
    """A camera that isn't there."""

    problem = ""

    def __init__(self, geometry: CameraGeometry) -> None:
        self.geometry = geometry

    def read(self) -> Frame | None:
        return None

    def close(self) -> None: ...


def connect(config: CameraConfig, clock: Clock) -> ReadCamera | NoCamera:
    """The camera; it opens in its own time, and what is wrong with it stands in its `problem`."""
    if isinstance(config, NoCameraConfig):
        return NoCamera(config.geometry)
    return ReadCamera(_opener(config, clock), config.geometry, clock)


def _opener(config: V4l2Config | PiCameraConfig | FilmConfig, clock: Clock) -> Callable[[], Source]:
    match config:
        case V4l2Config():
            return partial(V4l2Source, config)
        case PiCameraConfig():
            return partial(PiCameraSource, config)
        case _:
            return partial(FilmSource, config, clock)
