"""USB cameras, and all others that Linux shows as /dev/video*, through OpenCV.

They are asked for MJPG: raw pictures (YUYV) fill a USB 2 bus, and what is left is 16 to 19 of 30 pictures a second.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from perception.cameras.source import Shot, fitted
from robot.clock import NS_PER_S
from robot.geometry import CameraGeometry
from robot.parts import PartBusy, PartForbidden, PartMissing

CLASS = Path("/sys/class/video4linux")


class V4l2Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="v4l2"):
    device: str = ""
    """Such as /dev/video0, or a name under /dev/v4l/by-id that stays when others are plugged in; "" is the first on USB."""
    width_px: int = 320  # asked for; what it gives instead is cut and scaled
    height_px: int = 240
    rate_hz: float = 30.0  # nobody needs so many, but the newest is then young
    geometry: CameraGeometry = CameraGeometry()


class V4l2Source:
    """A `Source` over `cv2.VideoCapture`."""

    def __init__(self, config: V4l2Config) -> None:
        """Raises PartError where there is none, or another program has it."""
        self._geometry = config.geometry
        device = config.device or usb_camera()
        check(device)
        self._capture = _capture(device, config)
        if not self._capture.isOpened():
            raise PartBusy(f"the camera {device} can't be opened: `fuser {device}` says which program uses it")

    def read(self) -> Shot | None:
        import cv2

        done, picture = self._capture.read()
        if not done or picture is None:
            return None
        taken_ms = self._capture.get(cv2.CAP_PROP_POS_MSEC)  # of the buffer, by the monotonic clock
        rgb = np.ascontiguousarray(picture[:, :, ::-1], dtype=np.uint8)
        taken_ns = round(taken_ms * NS_PER_S / 1000) if taken_ms > 0 else None
        return Shot(fitted(rgb, self._geometry.width_px, self._geometry.height_px), taken_ns)

    def close(self) -> None:
        self._capture.release()


def check(device: str) -> None:
    """Raises PartError where it isn't there or may not be used."""
    if not os.path.exists(device):
        raise PartMissing(f"there is no camera {device}: plug it in; `ls /dev/v4l/by-id` shows those on USB")
    if not os.access(device, os.R_OK | os.W_OK):
        raise PartForbidden(f"the camera {device} may not be used: run `sudo usermod -aG video $USER`, then log in again")


def usb_camera(known: Path = CLASS) -> str:
    """The first camera on USB: other devices of that name are a Pi's decoders. Raises PartMissing."""
    for entry in sorted(known.glob("video*"), key=lambda path: int("0" + path.name.removeprefix("video"))):
        with suppress(OSError):
            first = (entry / "index").read_text(encoding="ascii").strip() == "0"
            if first and "/usb" in str((entry / "device").resolve()):
                return f"/dev/{entry.name}"
    raise PartMissing("there is no USB camera: plug it in, or name one as `car.camera.device`")


def _capture(device: str, config: V4l2Config) -> Any:
    import cv2

    with suppress(AttributeError):  # OpenCV says on stderr what our errors say better
        cv2.setLogLevel(0)  # type: ignore[attr-defined]
    wishes = [
        cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"), cv2.CAP_PROP_FRAME_WIDTH, config.width_px,
        cv2.CAP_PROP_FRAME_HEIGHT, config.height_px, cv2.CAP_PROP_FPS, round(config.rate_hz),
    ]  # fmt: skip
    capture = cv2.VideoCapture(device, cv2.CAP_V4L2)
    for wish, value in zip(wishes[::2], wishes[1::2], strict=True):
        capture.set(wish, value)
    return capture
