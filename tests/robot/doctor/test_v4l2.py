"""A camera's modes, as a kernel with these structures tells them."""

from __future__ import annotations

import errno
import fcntl
import struct
from pathlib import Path

import pytest

from robot.doctor import v4l2
from robot.doctor.v4l2 import CAPABILITY, DEVICE_CAPS, ENUM_FMT, ENUM_FRAMESIZES, FORMAT, QUERYCAP, describe


def kernel(formats: dict[bytes, list[bytes]], able: int = 1) -> object:
    """ioctl of a camera with these formats; their sizes are the last words of v4l2_frmsizeenum, its kind first."""

    def ioctl(descriptor: int, request: int, argument: bytes) -> bytes:
        if request == QUERYCAP:
            answer: bytes = CAPABILITY.pack(b"uvcvideo", b"HD Webcam", b"usb-1.2", 0x60600, DEVICE_CAPS | 0xFF, able)
            return answer
        index: int = struct.unpack_from("I", argument)[0]
        if request == ENUM_FMT and index < len(formats):
            return FORMAT.pack(index, 1, 0, b"some", list(formats)[index], 0)
        if request == ENUM_FRAMESIZES and index < len(sizes := formats[argument[4:8]]):
            return (argument[:8] + sizes[index]).ljust(44, b"\0")
        raise OSError(errno.EINVAL, "Invalid argument")

    return ioctl


def test_the_numbers_of_the_calls_are_the_kernels() -> None:
    assert (QUERYCAP, ENUM_FMT, ENUM_FRAMESIZES) == (0x80685600, 0xC0405602, 0xC02C564A)


def test_formats_and_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "video0").touch()
    discrete = [struct.pack("3I", 1, 640, 480), struct.pack("3I", 1, 320, 240)]
    stepwise = [struct.pack("7I", 3, 32, 1920, 16, 32, 1080, 8)]
    monkeypatch.setattr(fcntl, "ioctl", kernel({b"MJPG": discrete, b"YUYV": stepwise}))
    video = describe(tmp_path / "video0")
    assert (video.driver, video.card, video.captures) == ("uvcvideo", "HD Webcam", True)
    mjpg, yuyv = video.mode("MJPG"), video.mode("YUYV")
    assert mjpg is not None and yuyv is not None
    assert mjpg.offers(320, 240) and mjpg.offers(640, 480) and not mjpg.offers(320, 480)
    assert yuyv.offers(320, 240) and not yuyv.offers(321, 240) and not yuyv.offers(1936, 240)
    assert video.mode("H264") is None


@pytest.mark.parametrize("able", [0x2, 0x8000 | 0x1, 0x4000])
def test_what_codes_or_plays_pictures_is_no_camera(able: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "video10").touch()
    monkeypatch.setattr(fcntl, "ioctl", kernel({b"H264": []}, able))
    video = describe(tmp_path / "video10")
    assert not video.captures and video.modes == ()


def test_a_file_is_no_camera(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    with pytest.raises(OSError, match="ioctl"):
        v4l2.describe(tmp_path / "video0")
