"""A gamepad as Linux gives it: /dev/input/js*, eight bytes an event, no library.

https://docs.kernel.org/input/joydev/joystick-api.html; the names of buttons and axes are those of linux/input-event-codes.h,
asked of the device, because every model numbers them its own way.
"""

from __future__ import annotations

import array
import fcntl
import glob
import os
import struct
from collections.abc import Iterator
from typing import Literal, NamedTuple

EVENT = struct.Struct("IhBB")  # struct js_event: time (ms), value, type, number
BUTTON, AXIS, INITIAL = 0x01, 0x02, 0x80
MOST = 32767
AXES_MOST, BUTTONS_MOST = 0x40, 0x200
JSIOCGAXMAP, JSIOCGBTNMAP = 0x80406A32, 0x84006A34  # _IOR('j', 0x32, 64 bytes), _IOR('j', 0x34, 512 words)
READ_EVENTS = 64

AXES = {0x00: "x", 0x01: "y", 0x02: "z", 0x03: "rx", 0x04: "ry", 0x05: "rz", 0x10: "hat0x", 0x11: "hat0y"}
BUTTONS = {
    0x130: "south", 0x131: "east", 0x133: "north", 0x134: "west", 0x136: "tl", 0x137: "tr", 0x138: "tl2", 0x139: "tr2",
    0x13A: "select", 0x13B: "start", 0x13C: "mode", 0x13D: "thumbl", 0x13E: "thumbr",
}  # fmt: skip
# How the driver of most pads (xpad) numbers them, for a device that can't be asked.
USUAL_AXES = ("x", "y", "z", "rx", "ry", "rz", "hat0x", "hat0y")
USUAL_BUTTONS = ("south", "east", "north", "west", "tl", "tr", "select", "start", "mode", "thumbl", "thumbr")


class Event(NamedTuple):
    """An axis is at `value` (-1…1, right and down positive), or a button is pressed (1) or free (0).

    `initial` ones tell how things stood when the device was opened. `name` is the kernel's, or the number where it has none.
    """

    kind: Literal["axis", "button"]
    name: str
    value: float
    initial: bool


class Joystick:
    """The first device that fits a pattern, opened when asked to, and again once it is back. Never waits, never raises."""

    def __init__(self, pattern: str = "/dev/input/js*") -> None:
        self._pattern = pattern
        self._descriptor = -1
        self._rest = b""
        self._axes: list[str] = []
        self._buttons: list[str] = []
        self.problem = "no gamepad is connected"

    @property
    def connected(self) -> bool:
        return self._descriptor >= 0

    def open(self) -> bool:
        """Look for the device; whether it is open now."""
        for path in sorted(glob.glob(self._pattern)):
            try:
                self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            except OSError as error:
                self.problem = f"{path}: {error.strerror}"
                if isinstance(error, PermissionError):
                    self.problem += "; `sudo usermod -aG input $USER`, then log in again"
                continue
            self._rest, self.problem = b"", ""
            self._axes = self._names(JSIOCGAXMAP, "B", AXES_MOST, AXES) or list(USUAL_AXES)
            self._buttons = self._names(JSIOCGBTNMAP, "H", BUTTONS_MOST, BUTTONS) or list(USUAL_BUTTONS)
            return True
        return False

    def read(self) -> list[Event] | None:
        """What happened since the last call; None where there is no device any more."""
        if not self.connected:
            return None
        try:
            data = os.read(self._descriptor, EVENT.size * READ_EVENTS)
        except BlockingIOError:
            return []
        except OSError:  # ENODEV: unplugged, or out of reach for so long that its receiver gave it up
            data = b""
        if not data:
            self.close()
            self.problem = "the gamepad is gone"
            return None
        return list(self._events(data))

    def close(self) -> None:
        if self.connected:
            os.close(self._descriptor)
            self._descriptor = -1

    def _events(self, data: bytes) -> Iterator[Event]:
        self._rest += data
        whole = len(self._rest) - len(self._rest) % EVENT.size
        for _, value, kind, number in EVENT.iter_unpack(self._rest[:whole]):
            if kind & ~INITIAL == AXIS:
                yield Event("axis", _name(self._axes, number), max(-1.0, value / MOST), bool(kind & INITIAL))
            elif kind & ~INITIAL == BUTTON:
                yield Event("button", _name(self._buttons, number), float(bool(value)), bool(kind & INITIAL))
        self._rest = self._rest[whole:]

    def _names(self, request: int, code: str, size: int, known: dict[int, str]) -> list[str]:
        """What each number is called, as the device itself tells; nothing where it can't be asked."""
        codes = array.array(code, bytes(size * (1 if code == "B" else 2)))
        try:
            fcntl.ioctl(self._descriptor, request, codes, True)
        except OSError:  # no joystick device, such as a pipe
            return []
        return [known.get(each, str(number)) for number, each in enumerate(codes)]


def _name(names: list[str], number: int) -> str:
    return names[number] if number < len(names) else str(number)
