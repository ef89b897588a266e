"""The calibration file: it comes back as it was written, a bad one is refused in one line, and nodes take it over."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.odometry import OdometryNode
from control.safety import SafetyNode
from perception.detector import DetectorNode
from robot.calibration import (
    Calibration,
    CalibrationError,
    CameraCalibration,
    GyroCalibration,
    MotorCalibration,
    MotorsCalibration,
    WheelsCalibration,
    read,
    settings,
    write,
)
from robot.config import LAUNCH_FOLDER, load, node_entries
from robot.geometry import CameraGeometry

MOTOR = MotorCalibration(dead_v=1.0, start_v=1.2, volts_per_radps=0.3)
FULL = Calibration(
    made="20261123-093000",
    motors=MotorsCalibration(left=MOTOR, right=MotorCalibration(reversed=True, dead_v=0.9, start_v=1.1, volts_per_radps=0.28),
                             load_v=0.25),
    wheels=WheelsCalibration(radius_m=0.031, track_m=0.142, right_reversed=True),
    gyro=GyroCalibration(bias_radps=(0.01, -0.02, 0.03), deviation_radps=(0.003, 0.003, 0.003), scale=1.012),
    camera=CameraCalibration(height_m=0.11, pitch_rad=0.1, forward_m=0.08, hfov_rad=1.1),
)


def test_it_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write(FULL, tmp_path / "car.yaml")
    assert read(tmp_path / "car.yaml") == FULL
    assert [path.name for path in tmp_path.iterdir()] == ["car.yaml"]


@given(st.floats(0.006, 0.19), st.floats(0.04, 0.9))
def test_numbers_come_back_to_a_millionth(radius_m: float, track_m: float) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "car.yaml"
        write(Calibration(wheels=WheelsCalibration(radius_m=radius_m, track_m=track_m)), path)
        wheels = read(path).wheels
    assert wheels is not None
    assert (wheels.radius_m, wheels.track_m) == pytest.approx((radius_m, track_m), rel=1e-5)


def test_what_is_impossible_is_not_written_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "car.yaml"
    write(FULL, path)
    with pytest.raises(CalibrationError, match=r"wheels\.radius_m"):
        write(Calibration(wheels=WheelsCalibration(radius_m=0.9, track_m=0.1)), path)
    with pytest.raises(CalibrationError, match=r"wheels\.track_m"):
        write(Calibration(wheels=WheelsCalibration(radius_m=0.03, track_m=float("nan"))), path)
    assert read(path) == FULL


def test_where_it_cannot_be_written_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match=r"can't be written"):
        write(FULL, tmp_path / "nowhere" / "car.yaml")


BAD = {
    "not yaml": ("version: [1", "not valid YAML"),
    "a list": ("- 1", r"\$\.version"),
    "empty": ("", r"\$\.version"),
    "no version": ("wheels: {radius_m: 0.03, track_m: 0.1}", "has no version"),
    "another version": ("version: 7", "of version 7"),
    "unknown key": ("version: 1\nwheels: {radius_m: 0.03, track_m: 0.1, tyres: 2}", r"tyres.*\$\.wheels"),
    "wrong type": ("version: 1\nwheels: {radius_m: wide, track_m: 0.1}", r"\$\.wheels\.radius_m"),
    "missing key": ("version: 1\nwheels: {radius_m: 0.03}", r"track_m.*\$\.wheels"),
    "impossible": ("version: 1\nwheels: {radius_m: 3.0, track_m: 0.1}", r"\$\.wheels\.radius_m"),
    "not a number": ("version: 1\ncamera: {height_m: .nan, pitch_rad: 0, forward_m: 0, hfov_rad: 1}", r"\$\.camera\.height_m"),
}


@pytest.mark.parametrize("text, told", BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_line_that_says_where(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "car.yaml"
    path.write_text(text)
    with pytest.raises(CalibrationError, match=told) as error:
        read(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="calibrate --out"):
        read(tmp_path / "car.yaml")


def configs(*overrides: str) -> dict[str, msgspec.Struct]:
    return {entry.name: entry.config for entry in node_entries(load(LAUNCH_FOLDER / "sim.yaml", overrides))}


def test_nodes_take_it_over(tmp_path: Path) -> None:
    write(FULL, tmp_path / "car.yaml")
    found = configs(f"calibration={tmp_path / 'car.yaml'}")
    odometry, safety, detector = found["odometry"], found["safety"], found["detector"]
    assert isinstance(odometry, OdometryNode.Config) and isinstance(safety, SafetyNode.Config)
    assert isinstance(detector, DetectorNode.Config)
    assert (odometry.wheels.radius_m, odometry.wheels.track_m) == (0.031, 0.142)
    assert safety.wheels == odometry.wheels
    assert odometry.gyro == FULL.gyro
    assert safety.loop.left is not None and safety.loop.right is not None
    assert (safety.loop.left.dead_v, safety.loop.right.dead_v) == pytest.approx((1.25, 1.15))
    assert detector.camera == CameraGeometry(height_m=0.11, pitch_rad=0.1, forward_m=0.08, hfov_rad=1.1)


def test_the_launch_file_has_the_last_word(tmp_path: Path) -> None:
    write(FULL, tmp_path / "car.yaml")
    odometry = configs(f"calibration={tmp_path / 'car.yaml'}", "nodes.odometry.wheels.track_m=0.2")["odometry"]
    assert isinstance(odometry, OdometryNode.Config)
    assert (odometry.wheels.radius_m, odometry.wheels.track_m) == (0.031, 0.2)


def test_without_a_file_nothing_changes() -> None:
    found = configs()
    assert found["odometry"] == OdometryNode.Config()
    assert found["safety"] == SafetyNode.Config()
    assert settings(Calibration()) == {}


def test_a_launch_file_that_names_a_missing_one_says_so(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="no such calibration file"):
        configs(f"calibration={tmp_path / 'gone.yaml'}")


def test_mismatch_is_speed_against_speed() -> None:
    assert FULL.motors is not None
    assert FULL.motors.mismatch == pytest.approx((2.0 / 0.3) / (2.1 / 0.28) - 1)
