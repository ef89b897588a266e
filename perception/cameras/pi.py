"""The Raspberry Pi's own camera (CSI ribbon), through picamera2: the Picamera2 manual, chapters 4 to 6.

picamera2 comes with Raspberry Pi OS and can't be had from PyPI: `sudo apt install python3-picamera2`, and a virtual environment
made with --system-site-packages.
"""

from __future__ import annotations

from typing import Any

import msgspec

from perception.cameras.source import Shot, fitted
from robot.geometry import CameraGeometry
from robot.parts import PartBusy, PartError, PartMissing


class PiCameraConfig(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="picamera2"
):
    number: int = 0
    """Which connector, on a board that has two."""
    sensor_px: tuple[int, int] | None = None
    """The sensor's mode, such as [1640, 1232]: small modes of some sensors see only the middle. None leaves it to libcamera."""
    rate_hz: float = 20.0
    upside_down: bool = False
    geometry: CameraGeometry = CameraGeometry()


class PiCameraSource:
    """A `Source`. picamera2 keeps a thread of its own while the camera runs."""

    def __init__(self, config: PiCameraConfig) -> None:
        """Raises PartError."""
        self._geometry = config.geometry
        self._camera = _opened(config)

    def read(self) -> Shot | None:
        try:
            request = self._camera.capture_request()
            try:
                picture, taken_ns = request.make_array("main"), request.get_metadata().get("SensorTimestamp")
            finally:
                request.release()
        except RuntimeError:  # the ribbon came loose, or the camera was closed
            return None
        return Shot(fitted(picture, self._geometry.width_px, self._geometry.height_px), taken_ns)

    def close(self) -> None:
        self._camera.stop()
        self._camera.close()


def _opened(config: PiCameraConfig) -> Any:
    try:
        from libcamera import Transform
        from picamera2 import Picamera2
    except ImportError as error:
        raise PartMissing(
            f"the Pi's camera needs picamera2 ({error}): sudo apt install python3-picamera2, "
            "and a virtual environment made with --system-site-packages"
        ) from None
    known = len(Picamera2.global_camera_info())
    if config.number >= known:
        raise PartMissing(f"there is no camera {config.number} on a ribbon ({known} found): try `rpicam-hello --list-cameras`")
    try:
        camera = Picamera2(config.number)
        camera.configure(camera.create_video_configuration(**_settings(config, Transform)))
        camera.start()
    except RuntimeError as error:
        if "acquire" in str(error).lower():
            raise PartBusy(f"camera {config.number} is in use by another program: {error}") from None
        raise PartError(f"camera {config.number} can't be started: {error}") from None
    return camera


def _settings(config: PiCameraConfig, transform: Any) -> dict[str, Any]:
    """picamera2 names formats by how they lie in a register: its "BGR888" is an array in the order R, G, B."""
    settings: dict[str, Any] = {
        "main": {"size": (config.geometry.width_px, config.geometry.height_px), "format": "BGR888"},
        "controls": {"FrameRate": config.rate_hz},
        "transform": transform(hflip=config.upside_down, vflip=config.upside_down),
        "buffer_count": 3,
    }
    if config.sensor_px is not None:
        settings["sensor"] = {"output_size": config.sensor_px}
    return settings
