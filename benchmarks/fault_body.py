"""A car's body for benchmarks/faults.py: pins in, sensors out, in real time, over memory that two processes share.

The benchmark moves the body and may unplug any part of it; the program under test has drivers that read what the body feels.
"""

from __future__ import annotations

import math
import mmap
import struct
import time
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.pins import Pins
from robot.drivers import Car
from robot.geometry import CameraGeometry
from robot.messages import Battery, Bumper, Frame, Inertial, Sonar, WheelAngles

_LAYOUT = struct.Struct("=qqddqqqqq")
_COUNT_RAD = math.tau / 384  # as the simulated car's encoders
_RADIUS_M = 0.0325


class Camera(IntEnum):
    WELL = 0
    BLOCKED = 1  # reading never returns
    UNPLUGGED = 2  # reading returns nothing


class Felt(NamedTuple):
    """What lies in the shared memory. Times are when each part measured; `version` is odd while it is being written."""

    version: int = 0
    wheels_ns: int = 0
    left_rad: float = 0.0
    right_rad: float = 0.0
    sonar_ns: int = 0
    frame_ns: int = 0
    base_ns: int = 0  # gyro, bumper, power and button
    camera: int = Camera.WELL
    button: int = 0


class Memory:
    def __init__(self, path: Path) -> None:
        """Makes the file where there is none."""
        if not path.exists():
            path.write_bytes(bytes(_LAYOUT.size))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _LAYOUT.size)

    def write(self, felt: Felt) -> None:
        """Only one process writes."""
        version = self._read().version + 1
        self._map[:8] = struct.pack("=q", version)
        _LAYOUT.pack_into(self._map, 0, *felt._replace(version=version))
        self._map[:8] = struct.pack("=q", version + 1)

    def read(self) -> Felt:
        while True:
            felt = self._read()
            if felt.version % 2 == 0 and self._read().version == felt.version:
                return felt

    def _read(self) -> Felt:
        return Felt(*_LAYOUT.unpack_from(self._map))


class Body:
    """Wheels on motors with a dead band, and sensors at their rates, each of which can be unplugged."""

    DEAD_V, VOLTS_PER_MPS, SUPPLY_V, DROP_V, LAG_S = 1.1, 9.4, 7.4, 1.6, 0.06

    def __init__(self, pins: Pins, memory: Memory) -> None:
        self._pins, self._memory = pins, memory
        self._speeds = [0.0, 0.0]
        self._angles = [0.0, 0.0]
        self._moved_ns = time.monotonic_ns()
        self._due_ns = {"wheels": 0, "sonar": 0, "frame": 0}
        self._felt = Felt()
        self.encoders = [True, True]
        self.sonar = True
        self.camera = Camera.WELL
        self.button = False

    def heal(self) -> None:
        """Everything is plugged in again."""
        self.encoders, self.sonar, self.camera, self.button = [True, True], True, Camera.WELL, False

    def move(self) -> None:
        """Up to now, with what is on the pins."""
        now_ns = time.monotonic_ns()
        dt_s = min(0.1, (now_ns - self._moved_ns) / 1e9)
        self._moved_ns = now_ns
        levels = self._pins.read()
        for side, duty in enumerate((levels.left, levels.right)):
            volts = max(0.0, abs(duty) * (self.SUPPLY_V - self.DROP_V) - self.DEAD_V)
            target = math.copysign(volts / self.VOLTS_PER_MPS, duty)
            self._speeds[side] += (target - self._speeds[side]) * (1 - math.exp(-dt_s / self.LAG_S))
            self._angles[side] += self._speeds[side] * dt_s / _RADIUS_M
        self._feel(now_ns)

    def _feel(self, now_ns: int) -> None:
        felt = self._felt._replace(camera=self.camera, button=int(self.button))
        if self._is_due("wheels", now_ns, 0.02):
            left, right = (math.floor(angle / _COUNT_RAD) * _COUNT_RAD for angle in self._angles)
            felt = felt._replace(
                wheels_ns=now_ns, base_ns=now_ns, left_rad=left if self.encoders[0] else felt.left_rad,
                right_rad=right if self.encoders[1] else felt.right_rad)
        if self.sonar and self._is_due("sonar", now_ns, 0.05):
            felt = felt._replace(sonar_ns=now_ns)
        if self._is_due("frame", now_ns, 0.1):
            felt = felt._replace(frame_ns=now_ns)
        if felt != self._felt:
            self._felt = felt
            self._memory.write(felt)

    def _is_due(self, part: str, now_ns: int, period_s: float) -> bool:
        if now_ns < self._due_ns[part]:
            return False
        self._due_ns[part] = now_ns + round(period_s * 1e9)
        return True


class Sensor:
    """A driver: what the memory holds, as a message; None before the body has felt anything."""

    def __init__(self, memory: Memory, message: Callable[[Felt], object]) -> None:
        self._memory, self._message = memory, message

    def read(self) -> object:
        felt = self._memory.read()
        return self._message(felt) if felt.version else None


class BodyCamera:
    def __init__(self, memory: Memory) -> None:
        self.geometry = CameraGeometry()
        self._memory = memory
        self._last_ns = 0
        self._image = np.random.default_rng(0).integers(0, 255, (240, 320, 3), dtype=np.uint8)

    def read(self) -> Frame | None:
        felt = self._memory.read()
        while felt.camera == Camera.BLOCKED:
            time.sleep(0.05)
            felt = self._memory.read()
        if felt.camera == Camera.UNPLUGGED or felt.frame_ns == self._last_ns:
            return None
        self._last_ns = felt.frame_ns
        return Frame(t_ns=felt.frame_ns, image=self._image.copy())


def drivers(memory: Memory, motors: object) -> dict[str, object]:
    """The devices of the program under test, by name."""

    def sensor(message: Callable[[Felt], object]) -> Sensor:
        return Sensor(memory, message)

    car = Car(
        motors=motors, camera=BodyCamera(memory),  # type: ignore[arg-type]
        wheels=sensor(lambda f: WheelAngles(t_ns=f.wheels_ns, left_rad=f.left_rad, right_rad=f.right_rad)),  # type: ignore[arg-type]
        inertial=sensor(lambda f: Inertial(  # type: ignore[arg-type]
            t_ns=f.base_ns, gyro_radps=(0.0, 0.0, 0.0), acceleration_mps2=(0.0, 0.0, 9.81))),
        sonar=sensor(lambda f: Sonar(t_ns=f.sonar_ns, range_m=3.0, echo=True)),  # type: ignore[arg-type]
        bumper=sensor(lambda f: Bumper(t_ns=f.base_ns, pressed=False)),  # type: ignore[arg-type]
        power=sensor(lambda f: Battery(t_ns=f.base_ns, voltage_v=7.8, current_a=0.5, charge_mah=0.0)),  # type: ignore[arg-type]
    )
    return {**car._asdict(), "button": sensor(lambda f: Bumper(t_ns=f.base_ns, pressed=bool(f.button)))}
