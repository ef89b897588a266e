"""What launch/car.yaml says is wired to the car, for checks that compare it with what is found."""

from __future__ import annotations

import json
from typing import Any

from robot.doctor.machine import Machine

FILE_PROBE = """
import json
from robot.config import LAUNCH_FOLDER, load
print(json.dumps(load(LAUNCH_FOLDER / "car.yaml").car))
"""
INERTIAL_ADDRESS, POWER_METER_ADDRESS, PCA9685_ADDRESS = 0x68, 0x40, 0x60
"""Where the parts answer that the file gives no address."""

Addresses = dict[int, list[str]]


def car(machine: Machine) -> dict[str, Any]:
    """The file's `car` section; empty where it can't be read, which the launch itself says best."""
    result = machine.probe(FILE_PROBE)
    try:
        found = json.loads(result.text) if result.ok else {}
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def i2c_parts(car: dict[str, Any], bus: int) -> Addresses:
    """The parts on a bus by address, and what each is."""
    parts: Addresses = {}
    outputs = _section(car, "motors").get("outputs")
    if isinstance(outputs, dict) and outputs.get("via") == "pca9685":
        _add(parts, bus, outputs, PCA9685_ADDRESS, "PCA9685")
    for name, default in (("inertial", INERTIAL_ADDRESS), ("power", POWER_METER_ADDRESS)):
        section = _section(car, name)
        if section.get("driver", "none") != "none":
            _add(parts, bus, section, default, str(section["driver"]).upper())
    return parts


def _section(car: dict[str, Any], name: str) -> dict[str, Any]:
    found = car.get(name)
    return found if isinstance(found, dict) else {}


def _add(parts: Addresses, bus: int, section: dict[str, Any], default: int, name: str) -> None:
    if section.get("bus", 1) == bus:
        parts.setdefault(int(section.get("address", default)), []).append(name)
