"""`python -m control motors-off`: every pin of a launch file's motor bridge low, whatever left it high.

For systemd's `ExecStopPost`: when the program and its motor process were killed together, a GPIO chip may keep its outputs
driven (Linux does so on a Raspberry Pi without `dtparam=strict_gpiod`). Works while nothing else runs; while something does,
the pins are that process's, and the command says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from control.bridge import open_bridge, settings_of
from robot.config import ConfigError, LaunchFile


def bridge_settings(launch: LaunchFile) -> dict[str, Any]:
    """`$.car.motors` of a launch file: `{driver: name, setting: value, …}`. Raises ConfigError where there is none."""
    motors = launch.car.get("motors")
    if not isinstance(motors, dict):
        raise ConfigError(f"launch file {launch.name}: no motors - at `$.car.motors`; the simulated car has no pins to put low")
    return motors


def motors_off(settings: dict[str, Any], file: Path) -> str:
    """Put every pin low; returns the sentence that says so. Raises SetupError with what the bridge complains of."""
    driver, _ = settings_of(settings)
    open_bridge(settings).close()
    return f"motors off: every pin of the {driver} in {file} is low"
