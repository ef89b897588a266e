"""GPIO lines through the kernel's character device, `/dev/gpiochip*` (linux/gpio.h, version 2: Linux 5.10 and newer).

The kernel stamps every edge when it happens and keeps up to 1,024 of them until they are read, and it numbers them, so that
those which didn't fit are known by number. So nothing here needs a thread, and nothing is lost while Python is busy. Its
stamps are CLOCK_MONOTONIC, which is what `robot.clock.SystemClock` tells.
"""

from __future__ import annotations

import errno
import fcntl
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from robot.parts import PartError, PartMissing, explained

Pull = Literal["up", "down", "none"]

HEADERS = ("pinctrl-bcm2711", "pinctrl-bcm2835", "pinctrl-rp1")
"""Labels of the chips that have a Raspberry Pi's header: Pi 4, Pi 3 and Zero, Pi 5."""

_READ, _WRITE = 2, 1
_INPUT, _OUTPUT, _RISING, _FALLING = 1 << 2, 1 << 3, 1 << 4, 1 << 5
_PULLS: dict[Pull, int] = {"up": 1 << 8, "down": 1 << 9, "none": 1 << 10}
_DEBOUNCE = 3  # GPIO_V2_LINE_ATTR_ID_DEBOUNCE

_CHIP_INFO = struct.Struct("=32s32sI")
_ATTRIBUTE = struct.Struct("=IIQQ")  # id, padding, value, mask of lines
_CONFIG = struct.Struct("=QI20x")  # flags, number of attributes, then ten of these
_REQUEST = struct.Struct("=256s32s272sII20xi")  # offsets, consumer, config, lines, events, file
_VALUES = struct.Struct("=QQ")  # bits, mask
_EVENT = struct.Struct("=QIIII24x")  # time (ns), 1 rising or 2 falling, line, number in the request, number in the line
EVENTS = 1024


class Edge(NamedTuple):
    """A line changed. `lost`: how many edges of this request, just before this one, were lost."""

    line: int
    rising: bool
    t_ns: int
    lost: int = 0


class Inputs(Protocol):
    """Lines that are read."""

    def edges(self) -> list[Edge]:
        """Every edge since the last call, oldest first; never waits."""

    def levels(self) -> dict[int, bool]:
        """How each line is now."""

    def close(self) -> None: ...


class Output(Protocol):
    """A line that is set."""

    def put(self, high: bool) -> None: ...

    def close(self) -> None: ...


class Pins(Protocol):
    """Where lines are taken from. Raises PartError for those that can't be had."""

    def inputs(self, lines: Sequence[int], pull: Pull, debounce_s: float = 0.0) -> Inputs: ...

    def output(self, line: int) -> Output:
        """The line, low."""


class Chip:
    """A GPIO chip of the kernel's."""

    def __init__(self, path: str = "") -> None:
        """`path`: such as /dev/gpiochip0; without it the one that has a Raspberry Pi's header. Raises PartError."""
        self.path = path or find_header()

    def inputs(self, lines: Sequence[int], pull: Pull, debounce_s: float = 0.0) -> KernelInputs:
        flags = _INPUT | _RISING | _FALLING | _PULLS[pull]
        return KernelInputs(self._request(lines, flags, round(debounce_s * 1e6)), lines)

    def output(self, line: int) -> KernelOutput:
        return KernelOutput(self._request([line], _OUTPUT, 0))

    def low(self, lines: Sequence[int]) -> None:
        """Make the lines outputs that are low, and let go of them: a millisecond, and no library. Raises PartError."""
        os.close(self._request(lines, _OUTPUT, 0))

    def _request(self, lines: Sequence[int], flags: int, debounce_us: int) -> int:
        """A file descriptor for the lines, that never blocks."""
        names = ", ".join(f"GPIO{line}" for line in lines)
        try:
            chip = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
            try:
                answer = fcntl.ioctl(chip, _ioctl(_READ | _WRITE, 0x07, _REQUEST), request(lines, flags, debounce_us))
            finally:
                os.close(chip)
        except OSError as error:
            raise _line_error(error, self.path, names) from None
        descriptor: int = _REQUEST.unpack(answer)[-1]
        os.set_blocking(descriptor, False)
        return descriptor


class KernelInputs:
    def __init__(self, descriptor: int, lines: Sequence[int]) -> None:
        self._descriptor, self._lines = descriptor, tuple(lines)
        self._number = 0

    def edges(self) -> list[Edge]:
        found: list[Edge] = []
        while data := self._read():
            for t_ns, kind, line, number, _ in _EVENT.iter_unpack(data):
                found.append(Edge(line, kind == 1, t_ns, (number - self._number - 1) & 0xFFFFFFFF))
                self._number = number
        return found

    def levels(self) -> dict[int, bool]:
        mask = (1 << len(self._lines)) - 1
        answer = fcntl.ioctl(self._descriptor, _ioctl(_READ | _WRITE, 0x0E, _VALUES), _VALUES.pack(0, mask))
        bits = _VALUES.unpack(answer)[0]
        return {line: bool(bits >> index & 1) for index, line in enumerate(self._lines)}

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _read(self) -> bytes:
        try:
            return os.read(self._descriptor, _EVENT.size * EVENTS)
        except BlockingIOError:
            return b""


class KernelOutput:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def put(self, high: bool) -> None:
        fcntl.ioctl(self._descriptor, _ioctl(_READ | _WRITE, 0x0F, _VALUES), _VALUES.pack(int(high), 1))

    def close(self) -> None:
        if self._descriptor >= 0:
            self.put(False)
            os.close(self._descriptor)
            self._descriptor = -1


def find_header(folder: Path = Path("/dev")) -> str:
    """The chip with the header's pins. Raises PartError where there is none, or where this user may not look."""
    chips = sorted(folder.glob("gpiochip*"))
    for chip in chips:
        try:
            if label(chip) in HEADERS:
                return str(chip)
        except OSError as error:
            raise _line_error(error, str(chip), "its lines") from None
    found = f"there is {', '.join(map(str, chips))}, none of them a Raspberry Pi's" if chips else "there is no /dev/gpiochip0"
    raise PartMissing(f"this computer has no GPIO pins: {found}; add --sim to drive the simulated car")


def label(chip: Path) -> str:
    """What a chip calls itself. Raises OSError."""
    descriptor = os.open(chip, os.O_RDONLY | os.O_CLOEXEC)
    try:
        info = fcntl.ioctl(descriptor, _ioctl(_READ, 0x01, _CHIP_INFO), bytes(_CHIP_INFO.size))
    finally:
        os.close(descriptor)
    name: bytes = _CHIP_INFO.unpack(info)[1]
    return name.rstrip(b"\0").decode()


def request(lines: Sequence[int], flags: int, debounce_us: int) -> bytes:
    """`struct gpio_v2_line_request`, filled in."""
    attributes = [_ATTRIBUTE.pack(_DEBOUNCE, 0, debounce_us, (1 << len(lines)) - 1)] if debounce_us else []
    config = _CONFIG.pack(flags, len(attributes)) + b"".join(attributes)
    offsets = struct.pack(f"={len(lines)}I", *lines)
    return _REQUEST.pack(offsets, b"heed", config, len(lines), EVENTS if flags & _INPUT else 0, 0)


def _ioctl(direction: int, number: int, layout: struct.Struct) -> int:
    return direction << 30 | layout.size << 16 | 0xB4 << 8 | number


def _line_error(error: OSError, path: str, names: str) -> PartError:
    if error.errno in (errno.ENOTTY, errno.EINVAL):
        return PartError(f"{names} of {path} can't be read: it needs Linux 5.10 or newer, and lines that this chip has")
    return explained(
        error, f"{names} of {path}",
        absent="add --sim to drive the simulated car",
        busy="`gpioinfo` says by which; stop it, or wire another pin",
        forbidden="run `sudo usermod -aG gpio $USER`, then log in again",
    )

