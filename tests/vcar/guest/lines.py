"""The lines of the simulated GPIO chip from outside: what the program drives them to, and what the world pulls them to.

Linux, Documentation/admin-guide/gpio/gpio-sim.rst: each line has a folder in sysfs with `value` (its level now) and `pull` (the
level of an input).
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import struct
from pathlib import Path

CHIP = Path("/sys/devices/platform/gpiosim/gpiochip0")
_PR_SET_TIMERSLACK = 29
_GPIO_GET_LINEINFO, _IS_OUT = 0xC048B402, 2  # linux/gpio.h


class Line:
    """One line by its BCM number."""

    def __init__(self, number: int, chip: Path = CHIP) -> None:
        self.number = number
        folder = chip / f"sim_gpio{number}"
        self._chip = os.open("/dev/gpiochip0", os.O_RDONLY)
        self._value = os.open(folder / "value", os.O_RDONLY)
        self._pull = os.open(folder / "pull", os.O_WRONLY)

    def read(self) -> bool:
        return os.pread(self._value, 1, 0) == b"1"

    def pull(self, high: bool) -> None:
        """Give an input its level; a program that waits for edges gets one."""
        os.write(self._pull, b"pull-up" if high else b"pull-down")

    def driven(self) -> bool:
        """Whether a program has it as an output."""
        info = bytearray(struct.pack("II64x", self.number, 0))
        fcntl.ioctl(self._chip, _GPIO_GET_LINEINFO, info)
        return bool(struct.unpack_from("II", info)[1] & _IS_OUT)

    def close(self) -> None:
        for file in (self._value, self._pull, self._chip):
            os.close(file)


def sleep_exactly() -> None:
    """From now on this thread's sleeps end when they should, not up to 50 µs later, which Linux allows itself otherwise."""
    ctypes.CDLL(None).prctl(_PR_SET_TIMERSLACK, 1, 0, 0, 0)
