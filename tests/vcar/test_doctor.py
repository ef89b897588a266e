"""The doctor against real device nodes: what it says of a car that is well, and of one whose parts are gone."""

from __future__ import annotations

import pytest

from tests.vcar.conftest import Boot
from tests.vcar.harness import Outcome


@pytest.fixture(scope="module")
def car(boot: Boot) -> Outcome:
    return boot("doctor")


@pytest.mark.parametrize(
    ("check", "state", "says"),
    [
        ("healthy GPIO", "ok", "Raspberry Pi 4 Model B Rev 1.4 (vcar): /dev/gpiochip0"),
        ("healthy lgpio", "ok", "0.2.2.0"),
        ("healthy GPIO library", "ok", "rpi-lgpio"),
        ("healthy strict_gpiod", "warn", "leaves its pins as they are"),
        ("healthy I2C", "ok", "/dev/i2c-1: 0x40 INA219, 0x60 unknown, 0x68 MPU-6050"),
        ("healthy camera", "warn", "/dev/video0: vivid has no MJPG, only YUYV"),
        ("healthy power", "warn", "no vcgencmd"),
        ("stripped GPIO", "fail", "no /dev/gpiochip*"),
        ("stripped I2C", "fail", "the bus is switched off"),
        ("stripped camera", "fail", "no camera"),
    ],
)
def test_what_is_there_and_what_is_not(car: Outcome, check: str, state: str, says: str) -> None:
    row = car.one(check)
    assert row["state"] == state, row
    assert says in row["detail"]
    assert bool(row["mend"]) == (state != "ok")
