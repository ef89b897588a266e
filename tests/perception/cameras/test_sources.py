"""Cameras as sources: sizes, films through OpenCV itself, and what is told where there is none."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest

from perception.cameras import v4l2
from perception.cameras.connect import CameraConfig, NoCamera, connect
from perception.cameras.film import FilmConfig, FilmSource
from perception.cameras.pi import PiCameraConfig, PiCameraSource
from perception.cameras.source import fitted
from perception.cameras.v4l2 import V4l2Config, V4l2Source
from robot.clock import SimulatedClock, to_ns
from robot.errors import SetupError
from robot.geometry import CameraGeometry


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Three pictures at 10 Hz: the third is red."""
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (640, 360))
    for bgr in ((0, 0, 0), (90, 90, 90), (0, 0, 250)):
        writer.write(np.full((360, 640, 3), bgr, np.uint8))
    writer.release()
    return path


def test_a_film_is_shown_at_its_pace_in_its_colours_and_again(film: Path) -> None:
    clock = SimulatedClock()
    source = FilmSource(FilmConfig(file=str(film)), clock)
    shots = [source.read() for _ in range(4)]
    assert clock.now_ns() == to_ns(0.3)
    for shot in shots:
        assert shot is not None and shot.picture.shape == (240, 320, 3)
    third, fourth = shots[2], shots[3]
    assert third is not None and third.picture[120, 160, 0] > 200 and third.picture[120, 160, 2] < 50
    assert fourth is not None and fourth.picture.max() < 20
    source.close()


def test_a_film_that_is_shown_once_ends(film: Path) -> None:
    source = FilmSource(FilmConfig(file=str(film), repeat=False), SimulatedClock())
    assert [source.read() is None for _ in range(5)] == [False, False, False, True, True]


def test_a_missing_film_and_one_that_is_none_are_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"there is no film .*nowhere.avi"):
        FilmSource(FilmConfig(file=str(tmp_path / "nowhere.avi")), SimulatedClock())
    (tmp_path / "text.avi").write_text("no film")
    with pytest.raises(SetupError, match="is no film"):
        FilmSource(FilmConfig(file=str(tmp_path / "text.avi")), SimulatedClock())


@pytest.mark.parametrize("shape", [(240, 320), (480, 640), (360, 640), (600, 400), (241, 320)])
def test_every_picture_comes_out_at_the_size_that_was_asked_for_undistorted(shape: tuple[int, int]) -> None:
    height, width = shape
    picture = np.zeros((*shape, 3), np.uint8)
    cv2.circle(picture, (width // 2, height // 2), min(shape) // 4, (255, 255, 255), -1)
    small = fitted(picture, 320, 240)
    assert small.shape == (240, 320, 3) and small.flags.c_contiguous
    rows, columns = np.nonzero(small[:, :, 0] > 127)
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=2)
    assert rows.mean() == pytest.approx(119.5, abs=1.5) and columns.mean() == pytest.approx(159.5, abs=1.5)


def test_a_camera_that_is_not_there_is_told() -> None:
    with pytest.raises(SetupError, match="there is no camera /dev/video99: plug it in"):
        V4l2Source(V4l2Config(device="/dev/video99"))


def test_a_camera_that_may_not_be_used_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "video0").touch()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(SetupError, match="usermod -aG video"):
        V4l2Source(V4l2Config(device=str(tmp_path / "video0")))


def test_a_device_that_is_no_camera_is_told(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    with pytest.raises(SetupError, match="fuser"):
        V4l2Source(V4l2Config(device=str(tmp_path / "video0")))


def test_the_first_camera_on_usb_is_taken_not_a_decoder(tmp_path: Path) -> None:
    for number, index, place in ((10, 0, "platform/codec"), (2, 1, "usb1/1-1"), (1, 0, "usb1/1-1"), (0, 0, "platform/isp")):
        device = tmp_path / "devices" / place
        device.mkdir(parents=True, exist_ok=True)
        entry = tmp_path / "class" / f"video{number}"
        entry.mkdir(parents=True)
        (entry / "index").write_text(f"{index}\n")
        (entry / "device").symlink_to(device)
    assert v4l2.usb_camera(tmp_path / "class") == "/dev/video1"
    with pytest.raises(SetupError, match="there is no USB camera"):
        v4l2.usb_camera(tmp_path / "devices")


def test_usb_cameras_are_asked_for_mjpg_before_the_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, float]] = []

    class Capture:
        def __init__(self, device: str, backend: int) -> None:
            assert backend == cv2.CAP_V4L2

        def set(self, wish: int, value: float) -> bool:
            asked.append((wish, value))
            return True

        def isOpened(self) -> bool:
            return True

        def read(self) -> tuple[bool, Any]:
            return True, np.full((480, 640, 3), (1, 2, 3), np.uint8)

        def get(self, wish: int) -> float:
            return 12_345.5 if wish == cv2.CAP_PROP_POS_MSEC else 0.0

        def release(self) -> None: ...

    monkeypatch.setattr(cv2, "VideoCapture", Capture)
    (tmp_path / "video0").touch()
    source = V4l2Source(V4l2Config(device=str(tmp_path / "video0")))
    wishes = dict(asked)
    assert next(iter(wishes)) == cv2.CAP_PROP_FOURCC
    assert wishes[cv2.CAP_PROP_FOURCC] == float(cv2.VideoWriter.fourcc(*"MJPG"))
    assert wishes[cv2.CAP_PROP_FRAME_WIDTH] == 320 and wishes[cv2.CAP_PROP_FPS] == 30
    shot = source.read()
    assert shot is not None and tuple(shot.picture[0, 0]) == (3, 2, 1) and shot.taken_ns == 12_345_500_000


def test_without_picamera2_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libcamera", None)
    with pytest.raises(SetupError, match=r"apt install python3-picamera2.*--system-site-packages"):
        PiCameraSource(PiCameraConfig())


def test_a_picture_of_the_pis_camera_comes_with_its_sensors_time(monkeypatch: pytest.MonkeyPatch) -> None:
    camera = FakePicamera2(0)
    module = ModuleType("picamera2")
    vars(module)["Picamera2"] = lambda number: camera
    vars(module)["Picamera2"].global_camera_info = lambda: [{}]
    monkeypatch.setitem(sys.modules, "picamera2", module)
    monkeypatch.setitem(sys.modules, "libcamera", SimpleNamespace(Transform=dict))
    source = PiCameraSource(PiCameraConfig(sensor_px=(1640, 1232), rate_hz=15.0))
    assert camera.configured["main"] == {"size": (320, 240), "format": "BGR888"}
    assert camera.configured["sensor"] == {"output_size": (1640, 1232)}
    shot = source.read()
    assert shot is not None and shot.taken_ns == 77 and shot.picture.shape == (240, 320, 3) and camera.released == 1
    camera.loose = True
    assert source.read() is None
    source.close()
    with pytest.raises(SetupError, match="no camera 1 on a ribbon"):
        PiCameraSource(PiCameraConfig(number=1))


class FakePicamera2:
    def __init__(self, number: int) -> None:
        self.configured: dict[str, Any] = {}
        self.released, self.loose = 0, False

    def create_video_configuration(self, **settings: Any) -> dict[str, Any]:
        return settings

    def configure(self, settings: dict[str, Any]) -> None:
        self.configured = settings

    def capture_request(self) -> FakePicamera2:
        if self.loose:
            raise RuntimeError("camera frontend has timed out")
        return self

    def make_array(self, name: str) -> Any:
        return np.zeros((240, 320, 3), np.uint8)

    def get_metadata(self) -> dict[str, int]:
        return {"SensorTimestamp": 77}

    def release(self) -> None:
        self.released += 1

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({"driver": "v4l2", "device": "/dev/video3"}, V4l2Config),
        ({"driver": "picamera2", "sensor_px": [1640, 1232]}, PiCameraConfig),
        ({"driver": "film", "file": "x.avi", "geometry": {"height_m": 0.2}}, FilmConfig),
    ],
)
def test_a_launch_file_names_the_camera(settings: dict[str, object], kind: type) -> None:
    assert isinstance(msgspec.convert(settings, CameraConfig), kind)


def test_a_car_without_a_camera_has_none() -> None:
    config = msgspec.convert({"driver": "none", "geometry": {"height_m": 0.2}}, CameraConfig)
    camera = connect(config, SimulatedClock())
    assert isinstance(camera, NoCamera) and camera.read() is None and camera.geometry == CameraGeometry(height_m=0.2)
