"""MPU-6050: gyro and accelerometer on I2C. InvenSense's register map RM-MPU-6000A-00, rev. 4.2.

Its relatives MPU-6000, 6500, 9250 and ICM-20689 have the same registers where they are used here. The chip measures at 1 kHz
behind its own 20 Hz filter, which keeps the motors' shaking out: what is read is never older than a millisecond. At 100 Hz it
would be up to 10 ms, now more, now less, which is a degree of heading at each brisk turn.
"""

from __future__ import annotations

import math
import struct

import msgspec

from control.drivers.i2c import MAIN_BUS, Bus
from control.drivers.i2c_sensor import I2cSensor
from robot.clock import Clock
from robot.messages import Inertial
from robot.parts import PartMissing

SAMPLE_DIVIDER, CONFIG, GYRO_RANGE, ACCELERATION_RANGE, DATA, POWER, WHO_AM_I = 0x19, 0x1A, 0x1B, 0x1C, 0x3B, 0x6B, 0x75
RELATIVES = {0x68: "MPU-6050", 0x70: "MPU-6500", 0x71: "MPU-9250", 0x73: "MPU-9255", 0x98: "ICM-20689"}
SET_UP = (
    (POWER, 0x01),  # awake, clocked by the gyro: 4.28
    (SAMPLE_DIVIDER, 0),  # 1 kHz: 4.2
    (CONFIG, 4),  # 20 Hz low-pass: 4.3
    (GYRO_RANGE, 1 << 3),  # ±500°/s: a car that turns on the spot makes 200
    (ACCELERATION_RANGE, 1 << 3),  # ±4 g: a kerb is hardly more
)
RADPS = math.radians(1 / 65.5)
MPS2 = 9.80665 / 8192
SHAPE = struct.Struct(">hhhhhhh")
"""Acceleration x y z, temperature, gyro x y z."""

Axes = tuple[str, str, str]
Vector = tuple[float, float, float]


class Mpu6050Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="mpu6050"):
    bus: int = MAIN_BUS
    address: int = 0x68  # 0x69 with AD0 high
    axes: Axes = ("x", "y", "z")
    """Which of the chip's axes, as printed on its board, point forward, left and up on the car; "-x" where one points back."""
    gyro_bias_radps: Vector = (0.0, 0.0, 0.0)
    """What it says at rest, in the car's frame: `python -m control calibrate` measures it."""

    def __post_init__(self) -> None:
        names = sorted(axis.lstrip("-") for axis in self.axes)
        if names != ["x", "y", "z"] or _handedness(self.axes) < 0:
            raise ValueError(f"axes {list(self.axes)} can't be: each of x, y, z once, and no mirror image of the chip's own")


class Mpu6050(I2cSensor[Inertial]):
    """A `robot.drivers.InertialSensor`."""

    def __init__(self, config: Mpu6050Config, clock: Clock, bus: Bus | None = None) -> None:
        self._config = config
        self._axes = [("xyz".index(axis[-1]), -1.0 if axis.startswith("-") else 1.0) for axis in config.axes]
        super().__init__("MPU-6050", config.bus, config.address, clock, bus)

    def _set_up(self) -> None:
        who = self._bus.read_byte_data(self._address, WHO_AM_I)
        if who not in RELATIVES:
            raise PartMissing(
                f"at 0x{self._address:02x} on I2C bus {self._number} is no MPU-6050: it calls itself 0x{who:02x}, not 0x68"
            )
        for register, value in SET_UP:
            self._bus.write_byte_data(self._address, register, value)

    def _measure(self, now_ns: int) -> Inertial:
        data = bytes(self._bus.read_i2c_block_data(self._address, DATA, SHAPE.size))
        ax, ay, az, _, gx, gy, gz = SHAPE.unpack(data)
        turn, bias = self._turned((gx, gy, gz), RADPS), self._config.gyro_bias_radps
        return Inertial(
            t_ns=now_ns,
            gyro_radps=(turn[0] - bias[0], turn[1] - bias[1], turn[2] - bias[2]),
            acceleration_mps2=self._turned((ax, ay, az), MPS2),
        )

    def _turned(self, chip: tuple[int, int, int], unit: float) -> Vector:
        """The chip's axes in the car's frame."""
        x, y, z = (sign * unit * chip[index] for index, sign in self._axes)
        return x, y, z


def _handedness(axes: Axes) -> int:
    """1 for a rotation, -1 for a mirror image: the sign of the permutation times those of the axes."""
    order = ["xyz".index(axis[-1]) for axis in axes]
    swaps = sum(order[i] > order[j] for i in range(3) for j in range(i + 1, 3))
    return -1 if (swaps + sum(axis.startswith("-") for axis in axes)) % 2 else 1
