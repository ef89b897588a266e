"""The real INA219, MPU-6050 and switch drivers against chips and lines whose values are known."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from control.drivers.buttons import Button, SwitchConfig
from control.drivers.ina import Ina219Config, PowerSensor
from control.drivers.lines import Chip
from control.drivers.mpu6050 import Mpu6050, Mpu6050Config
from robot.clock import SystemClock
from tests.vcar.guest.chips import GRAVITY_MPS2, Ina219
from tests.vcar.guest.chips import Mpu6050 as Gyro
from tests.vcar.guest.lines import Line
from tests.vcar.guest.report import report

VOLTS = (0.0, 3.3, 6.004, 7.4, 8.396, 12.6)
AMPERES = (-1.5, -0.0001, 0.0, 0.0123, 0.45, 3.1999)
TURNS_DPS = ((0.0, 0.0, 0.0), (10.0, -20.0, 90.0), (0.1, 0.0, -250.0), (499.0, -499.0, 1.0))
PUSHES_MPS2 = ((0.0, 0.0, GRAVITY_MPS2), (3.0, -2.0, 9.5), (-39.0, 39.0, 0.0), (0.01, 0.0, -GRAVITY_MPS2))


def main() -> None:
    from smbus2 import SMBus

    with SMBus(0) as bus:
        _meter(Ina219(bus))
        _gyro(Gyro(bus))
    _bumper()


def _meter(chip: Ina219) -> None:
    driver = PowerSensor(Ina219Config(bus=0), SystemClock())
    for volts in VOLTS:
        for amperes in AMPERES:
            chip.set(volts, amperes)
            time.sleep(0.1)
            battery = driver.read()
            assert battery is not None
            report("ina219", volts=volts, amperes=amperes, voltage_v=battery.voltage_v, current_a=battery.current_a)
    driver.close()


def _gyro(chip: Gyro) -> None:
    driver = Mpu6050(Mpu6050Config(bus=0), SystemClock())
    for turn_dps, push_mps2 in zip(TURNS_DPS, PUSHES_MPS2, strict=True):
        x, y, z = map(math.radians, turn_dps)
        chip.set((x, y, z), push_mps2)
        felt = driver.read()
        assert felt is not None
        report("mpu6050", turn_dps=turn_dps, push_mps2=push_mps2, gyro_dps=_degrees(felt.gyro_radps),
               acceleration_mps2=felt.acceleration_mps2)  # fmt: skip
    driver.close()


def _bumper() -> None:
    """A normally closed switch: low at rest. It is pressed for 20 ms between two looks; then for 2 ms, which is bouncing."""
    driver, line = Button(SwitchConfig(pin=4, when="open"), SystemClock(), Chip()), Line(4)
    line.pull(False)
    time.sleep(0.1)
    driver.read()
    seen = [driver.read().pressed]
    for pressed_s in (0.02, 0.002):
        line.pull(True)
        time.sleep(pressed_s)
        line.pull(False)
        time.sleep(0.05)
        seen.append(driver.read().pressed)
    line.pull(True)
    time.sleep(0.05)  # this kernel's clock for such things ticks every 10 ms
    seen += [driver.read().pressed, driver.read().pressed]
    report("bumper", seen=seen)
    driver.close()


def _degrees(radians: Sequence[float]) -> list[float]:
    return [math.degrees(value) for value in radians]
