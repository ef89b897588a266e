"""What a video device can do, asked through the kernel's own interface (linux/videodev2.h) without a library."""

from __future__ import annotations

import fcntl
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CAPTURE = 1
"""V4L2_BUF_TYPE_VIDEO_CAPTURE, and the bit V4L2_CAP_VIDEO_CAPTURE."""
MEMORY_TO_MEMORY = 0x0000_8000 | 0x0000_4000
DEVICE_CAPS = 0x8000_0000
DISCRETE = 1
FORMATS_MOST = SIZES_MOST = 64


def _read(letter: str, number: int, size: int, direction: int = 3) -> int:
    """The number of an ioctl call, as asm-generic/ioctl.h makes it; 3 reads and writes, 2 reads."""
    return direction << 30 | size << 16 | ord(letter) << 8 | number


CAPABILITY = struct.Struct("16s32s32sIII12x")
FORMAT = struct.Struct("III32s4sI12x")
SIZE = struct.Struct("I4sI32x")
QUERYCAP = _read("V", 0, CAPABILITY.size, direction=2)
ENUM_FMT = _read("V", 2, FORMAT.size)
ENUM_FRAMESIZES = _read("V", 74, SIZE.size)


class Mode(NamedTuple):
    """A format by its four letters, and the sizes it comes in: (least, most, step) for width and height."""

    fourcc: str
    sizes: tuple[tuple[tuple[int, int, int], tuple[int, int, int]], ...]

    def offers(self, width: int, height: int) -> bool:
        return any(_within(width, wide) and _within(height, high) for wide, high in self.sizes)


class Video(NamedTuple):
    """A video device: the kernel's driver, the camera's own name, whether pictures come out of it, and how."""

    driver: str
    card: str
    captures: bool
    modes: tuple[Mode, ...] = ()

    def mode(self, fourcc: str) -> Mode | None:
        return next((mode for mode in self.modes if mode.fourcc == fourcc), None)


def describe(path: Path) -> Video:
    """Ask the device. Raises OSError where it can't be opened or is no video device."""
    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        answer = fcntl.ioctl(descriptor, QUERYCAP, bytes(CAPABILITY.size))
        driver, card, _, _, every, own = CAPABILITY.unpack(answer)
        able = own if every & DEVICE_CAPS else every
        captures = bool(able & CAPTURE) and not able & MEMORY_TO_MEMORY
        return Video(_text(driver), _text(card), captures, tuple(_modes(descriptor)) if captures else ())
    finally:
        os.close(descriptor)


def _modes(descriptor: int) -> Iterator[Mode]:
    for index in range(FORMATS_MOST):
        question = FORMAT.pack(index, CAPTURE, 0, b"", b"", 0)
        try:
            fourcc = FORMAT.unpack(fcntl.ioctl(descriptor, ENUM_FMT, question))[4]
        except OSError:  # EINVAL: that was the last one
            return
        yield Mode(_text(fourcc), tuple(_sizes(descriptor, fourcc)))


def _sizes(descriptor: int, fourcc: bytes) -> Iterator[tuple[tuple[int, int, int], tuple[int, int, int]]]:
    for index in range(SIZES_MOST):
        try:
            answer = fcntl.ioctl(descriptor, ENUM_FRAMESIZES, SIZE.pack(index, fourcc, 0))
        except OSError:  # EINVAL: that was the last one
            return
        kind = struct.unpack_from("I", answer, 8)[0]
        if kind == DISCRETE:
            width, height = struct.unpack_from("II", answer, 12)
            yield (width, width, 1), (height, height, 1)
        else:
            low_w, high_w, step_w, low_h, high_h, step_h = struct.unpack_from("6I", answer, 12)
            yield (low_w, high_w, max(step_w, 1)), (low_h, high_h, max(step_h, 1))
            return


def _within(value: int, bounds: tuple[int, int, int]) -> bool:
    least, most, step = bounds
    return least <= value <= most and (value - least) % step == 0


def _text(raw: bytes) -> str:
    return raw.split(b"\0")[0].decode("ascii", "replace").strip()
