"""The doctor in the virtual car: its real pins, bus and camera, as they are, and then with parts taken away."""

from __future__ import annotations

import os
from collections.abc import Iterator

from smbus2 import SMBus

from robot.doctor import camera, gpio, i2c, power
from robot.doctor.check import Check
from robot.doctor.machine import Machine
from tests.vcar.guest.chips import Ina219, Mpu6050
from tests.vcar.guest.report import report


def main() -> None:
    with SMBus(0) as bus:
        Ina219(bus)
        Mpu6050(bus)
    os.symlink("i2c-0", "/dev/i2c-1")
    told("healthy")
    for name in ("gpiochip0", "i2c-0", "i2c-1", *(f"video{number}" for number in range(4))):
        os.unlink(f"/dev/{name}")
    told("stripped")


def told(when: str) -> None:
    for check in examined(Machine()):
        report(f"{when} {check.name}", **check._asdict())


def examined(machine: Machine) -> Iterator[Check]:
    """What hangs on the kernel's devices: the rest is the same as on the host."""
    yield from gpio.checks(machine)
    yield from i2c.checks(machine)
    yield from camera.checks(machine)
    yield from power.checks(machine)
