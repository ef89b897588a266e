"""docs/wiring.md tells of the same wires as launch/car.yaml, at the right places on the header, and its examples are valid."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
import yaml

from control.bridge import bridge_class, settings_of
from control.drivers.bridges import EnabledInputs, TwoInputs
from robot.config import LAUNCH_FOLDER, load
from tests.house import ROOT

TEXT = (ROOT / "docs/wiring.md").read_text(encoding="utf-8")
HEADER = {
    2: 3, 3: 5, 4: 7, 14: 8, 15: 10, 17: 11, 18: 12, 27: 13, 22: 15, 23: 16, 24: 18, 10: 19, 9: 21, 25: 22, 11: 23, 8: 24,
    7: 26, 5: 29, 6: 31, 12: 32, 13: 33, 19: 35, 16: 36, 26: 37, 20: 38, 21: 40,
}  # fmt: skip
"""A Raspberry Pi's 40 pins: GPIO number -> place."""
SECTIONS = {title.split(":")[0]: body for title, body in re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S)}
CAR = load(LAUNCH_FOLDER / "car.yaml").car
SNIPPETS: list[dict[str, Any]] = [yaml.safe_load(block)["motors"] for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.S)]


def wires(section: str) -> list[int]:
    return [int(number) for number in re.findall(r"^\| GPIO(\d+) \|", SECTIONS[section], re.M)]


def test_every_line_is_where_the_header_has_it() -> None:
    rows = re.findall(r"^\| GPIO(\d+) \| pin (\d+) \|", TEXT, re.M)
    assert len(rows) > 20
    assert [(line, place) for line, place in rows if HEADER[int(line)] != int(place)] == []


def test_the_tables_are_the_launch_files() -> None:
    motors = CAR["motors"]
    assert wires("L298N") == [motors[side][name] for side in ("left", "right") for name in ("pwm", "in1", "in2")]
    assert wires("Wheel encoders") == [*CAR["wheels"]["left"], *CAR["wheels"]["right"]]
    assert wires("HC-SR04") == [CAR["sonar"]["trigger"], CAR["sonar"]["echo"]]
    assert wires("Bumper and emergency stop")[0] == CAR["bumper"]["pin"]


@pytest.mark.parametrize("motors", SNIPPETS, ids=lambda motors: str(motors["driver"]))
def test_the_examples_are_valid_and_drive_the_lines_of_their_tables(motors: dict[str, Any]) -> None:
    driver, values = settings_of(motors)
    config = msgspec.convert(values, bridge_class(driver).Config)
    sides: list[EnabledInputs | TwoInputs] = [config.left, config.right]
    assert all(side.in1 != side.in2 for side in sides)
    if "outputs" not in values:
        section = {"tb6612": "TB6612FNG", "drv8833": "DRV8833"}[driver]
        used = {number for side in sides for number in (side.in1, side.in2, getattr(side, "pwm", side.in1))}
        assert used | {values["standby"]} == set(wires(section)) if "standby" in values else used == set(wires(section))


def test_every_driver_has_its_table() -> None:
    for driver in ("l298n", "tb6612", "drv8833", "encoders", "hc_sr04", "mpu6050", "ina219", "ina226", "switch"):
        assert f"`driver: {driver}`" in TEXT
    for camera in ("v4l2", "picamera2", "film", "none"):
        assert f"| `{camera}` |" in TEXT
