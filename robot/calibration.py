"""The calibration file: what was measured of one car, and which settings of which nodes follow from it.

`python -m control calibrate` writes it, a launch file names it (`calibration: FILE`), `read` is the only place that reads it.
Each section may be missing: what was not measured stays as the launch file and the program have it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from robot.errors import SetupError

VERSION = 1
"""Of the file's form; a file of another version is refused."""

MISMATCH_V = 3.0
"""At the motors: a third of a metre a second, an ordinary drive."""


class CalibrationError(SetupError, ValueError):
    """A calibration file that can't be used; the text says which, where in it, and what to do."""


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Part of the file."""


class MotorCalibration(_Section, frozen=True, kw_only=True):
    """One motor with its gears and its wheel."""

    reversed: bool = False
    """A positive voltage turned it backwards."""
    dead_v: float
    """Dry friction: the voltage at the motor where the line of speed over voltage meets zero, wheel in the air."""
    start_v: float
    """What it took to break away from rest: more than `dead_v` where friction sticks."""
    volts_per_radps: float
    """The slope of that line: back-EMF and viscous friction."""

    def speed_radps(self, volts: float) -> float:
        """The wheel's speed in the air with so much at the motor."""
        return max(0.0, volts - self.dead_v) / self.volts_per_radps


class MotorsCalibration(_Section, frozen=True, kw_only=True):
    left: MotorCalibration
    right: MotorCalibration
    load_v: float = 0.0
    """What the car's own weight on the floor costs each motor on top of its friction in the air."""

    @property
    def mismatch(self) -> float:
        """How much faster the left wheel turns in the air than the right one with `MISMATCH_V` at both motors: 0.08 is 8 %."""
        left, right = (side.speed_radps(MISMATCH_V) for side in (self.left, self.right))
        return left / right - 1.0


class WheelsCalibration(_Section, frozen=True, kw_only=True):
    """Both wheels; the standard deviations say how well they were measured."""

    radius_m: float
    radius_std_m: float = 0.0
    track_m: float
    track_std_m: float = 0.0
    left_reversed: bool = False
    """The encoder counted backwards while its wheel rolled forwards."""
    right_reversed: bool = False
    left_scale: float = 1.0
    """True angle over the angle that the encoder's configured counts gave."""
    right_scale: float = 1.0


class GyroCalibration(_Section, frozen=True, kw_only=True):
    """The gyro: true turn = (measured - bias) / scale, about z with the sign turned where `reversed`."""

    bias_radps: tuple[float, float, float]
    deviation_radps: tuple[float, float, float]
    """Of one sample at rest."""
    scale: float = 1.0
    reversed: bool = False


class CameraCalibration(_Section, frozen=True, kw_only=True):
    """Where the camera sits and looks; as in `robot.geometry.CameraGeometry`."""

    height_m: float
    pitch_rad: float
    forward_m: float
    hfov_rad: float


class SonarCalibration(_Section, frozen=True, kw_only=True):
    """`forward_m`: of the sonar ahead of the middle between the wheels."""

    forward_m: float


class Calibration(_Section, frozen=True, kw_only=True):
    """All that was measured of one car. `made` is the local date and time, for people."""

    version: int = VERSION
    made: str = ""
    motors: MotorsCalibration | None = None
    wheels: WheelsCalibration | None = None
    gyro: GyroCalibration | None = None
    camera: CameraCalibration | None = None
    sonar: SonarCalibration | None = None


def settings(calibration: Calibration) -> dict[str, Any]:
    """What nodes take over from it, by the name of their setting (`wheels`, `loop`, …)."""
    found: dict[str, Any] = {}
    if calibration.wheels is not None:
        wheels = calibration.wheels
        found["wheels"] = {"radius_m": wheels.radius_m, "track_m": wheels.track_m}
    if calibration.motors is not None:
        found["loop"] = _loop(calibration.motors)
    if calibration.gyro is not None:
        found["gyro"] = msgspec.to_builtins(calibration.gyro)
    if calibration.camera is not None:
        found["camera"] = msgspec.to_builtins(calibration.camera)
    if calibration.sonar is not None:
        found["sonar_forward_m"] = calibration.sonar.forward_m
    return found


def _loop(motors: MotorsCalibration) -> dict[str, Any]:
    sides = {"left": motors.left, "right": motors.right}
    return {name: {"dead_v": side.dead_v + motors.load_v, "volts_per_radps": side.volts_per_radps}
            for name, side in sides.items()}


def read(path: Path) -> Calibration:
    """Raises CalibrationError, one line that says what is wrong and where."""
    import yaml

    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CalibrationError(f"{path}: there is no such calibration file; {_again(path)} writes one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CalibrationError(f"{path}: can't be read: {error}") from None
    except yaml.YAMLError as error:
        raise CalibrationError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from None
    return _checked(tree, path)


def _checked(tree: Any, path: Path) -> Calibration:
    version = tree.get("version") if isinstance(tree, dict) else None
    if version != VERSION:
        said = "has no version, so it is none of ours" if version is None else f"is of version {version}, not {VERSION}"
        raise CalibrationError(f"{path}: {said} - at `$.version`; {_again(path)} writes a new one")
    try:
        calibration = msgspec.convert(tree, Calibration)
    except msgspec.ValidationError as error:
        raise CalibrationError(f"{path}: {error}; {_again(path)} writes a new one") from None
    for problem in _impossible(calibration):
        raise CalibrationError(f"{path}: {problem}; {_again(path)} measures anew")
    return calibration


def write(calibration: Calibration, path: Path) -> None:
    """Whole or not at all: a power cut leaves the old file. Raises CalibrationError where it can't be written."""
    import yaml

    for problem in _impossible(calibration):
        raise CalibrationError(f"not written: {problem}")
    tree = {name: section for name, section in msgspec.to_builtins(calibration).items() if section is not None}
    text = "# One car's calibration, written by `python -m control calibrate`: see docs/calibration.md\n"
    text += yaml.safe_dump(_rounded(tree), sort_keys=False, default_flow_style=None, width=120)
    beside = path.with_name(path.name + ".new")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise CalibrationError(f"{path}: can't be written: {error.strerror or error}") from None


def _again(path: Path) -> str:
    return f"`python -m control calibrate --out {path}`"


_LIMITS = {
    "motors.left.dead_v": (0.0, 6.0), "motors.right.dead_v": (0.0, 6.0), "motors.load_v": (-1.0, 4.0),
    "motors.left.start_v": (0.0, 6.0), "motors.right.start_v": (0.0, 6.0),
    "motors.left.volts_per_radps": (0.01, 5.0), "motors.right.volts_per_radps": (0.01, 5.0),
    "wheels.radius_m": (0.005, 0.2), "wheels.track_m": (0.03, 1.0), "wheels.radius_std_m": (0.0, 0.05),
    "wheels.track_std_m": (0.0, 0.2), "wheels.left_scale": (0.02, 50.0), "wheels.right_scale": (0.02, 50.0),
    "gyro.scale": (0.5, 2.0), "camera.height_m": (0.01, 3.0), "camera.pitch_rad": (-1.4, 1.4),
    "camera.forward_m": (-1.0, 1.0), "camera.hfov_rad": (0.1, 3.0), "sonar.forward_m": (-1.0, 1.0),
}  # fmt: skip
"""What a small car can have: beyond lies a slip of the hand, or a measurement that went wrong."""


def _impossible(calibration: Calibration) -> Iterator[str]:
    values = dict(_leaves("", msgspec.to_builtins(calibration)))
    for name, value in values.items():
        low, high = _LIMITS.get(name, (-10.0, 10.0))
        if not math.isfinite(value) or not low <= value <= high:
            yield f"{value} is nothing that a small car has, {low:g} to {high:g} is - at `$.{name}`"


def _leaves(where: str, tree: Any) -> Iterator[tuple[str, float]]:
    """Every number that was measured, with its path."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list | tuple) else ()
    for key, value in pairs:
        path = f"{where}[{key}]" if isinstance(key, int) else f"{where}.{key}".lstrip(".")
        if isinstance(value, float):
            yield path, value
        else:
            yield from _leaves(path, value)


def _rounded(tree: Any) -> Any:
    """Six digits: more than anything here is measured to."""
    if isinstance(tree, dict):
        return {key: _rounded(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_rounded(value) for value in tree]
    return float(f"{tree:.6g}") if isinstance(tree, float) else tree
