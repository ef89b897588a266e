"""A bridge whose pins are a file: they stay as they were when its process is killed, as a GPIO chip's do.

Anybody may look at the file while motors run: `Pins` reads what is on them, when it was put there, and by whom.
"""

from __future__ import annotations

import mmap
import os
import struct
from pathlib import Path
from typing import NamedTuple

from control.bridge import BridgeConfig
from robot.clock import SystemClock
from robot.errors import SetupError

_LAYOUT = struct.Struct("=ddqqq")


class Levels(NamedTuple):
    """What is on the pins: duties, when they were written, how often, and by which process."""

    left: float
    right: float
    t_ns: int
    writes: int
    pid: int

    @property
    def off(self) -> bool:
        return self.left == 0.0 and self.right == 0.0


class Pins:
    """The file, from outside."""

    def __init__(self, path: Path) -> None:
        """Makes the file where there is none."""
        if not path.exists():
            path.write_bytes(bytes(_LAYOUT.size))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _LAYOUT.size)

    def read(self) -> Levels:
        return Levels(*_LAYOUT.unpack_from(self._map))

    def write(self, levels: Levels) -> None:
        _LAYOUT.pack_into(self._map, 0, *levels)


class PinFile:
    """The bridge: `{driver: "benchmarks.pins:PinFile", path: FILE}`."""

    class Config(BridgeConfig, frozen=True):
        path: str

    def __init__(self, config: Config) -> None:
        if not Path(config.path).exists():
            raise SetupError(f"{config.path}: there are no pins")
        self._pins = Pins(Path(config.path))
        self._clock, self._pid = SystemClock(), os.getpid()
        self.off()

    def drive(self, left: float, right: float) -> None:
        writes = self._pins.read().writes + 1
        self._pins.write(Levels(left, right, self._clock.now_ns(), writes, self._pid))

    def off(self) -> None:
        self.drive(0.0, 0.0)

    def close(self) -> None:
        self.off()
