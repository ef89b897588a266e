"""What is wired the wrong way round is put right, both in what goes out and in what comes in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from robot.calibration import Calibration, GyroCalibration, MotorCalibration, MotorsCalibration, WheelsCalibration
from robot.corrected import corrected
from robot.drivers import Car
from robot.messages import Inertial, WheelAngles

NONE = (0.0, 0.0, 0.0)


class Motors:
    problem = "the bridge is hot"

    def __init__(self) -> None:
        self.sent: list[tuple[float, float]] = []
        self.closed = False

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        self.sent.append((left_v, right_v))
        return min(left_v, 3.0), max(right_v, -3.0)

    def close(self) -> None:
        self.closed = True


def car() -> Car:
    wheels = SimpleNamespace(read=lambda: WheelAngles(t_ns=5, left_rad=1.0, right_rad=2.0))
    inertial = SimpleNamespace(read=lambda: Inertial(t_ns=5, gyro_radps=(1.0, 2.0, 3.0), acceleration_mps2=(0.1, 0.2, -9.8)))
    silent: Any = SimpleNamespace(read=lambda: None)
    return Car(motors=Motors(), camera=silent, wheels=cast(Any, wheels), inertial=cast(Any, inertial), sonar=silent,
               bumper=silent, power=silent)


def motor(turned: bool) -> MotorCalibration:
    return MotorCalibration(reversed=turned, dead_v=1.0, start_v=1.0, volts_per_radps=0.3)


def test_a_reversed_motor_gets_the_other_sign_and_says_what_was_sent() -> None:
    drivers = car()
    found = corrected(drivers, Calibration(motors=MotorsCalibration(left=motor(False), right=motor(True))))
    assert found.motors.drive(4.0, 4.0) == (3.0, 3.0)
    assert cast(Motors, drivers.motors).sent == [(4.0, -4.0)]
    assert found.motors.problem == "the bridge is hot"
    found.motors.close()
    assert cast(Motors, drivers.motors).closed


def test_encoders_are_turned_and_scaled() -> None:
    wheels = WheelsCalibration(radius_m=0.03, track_m=0.1, left_reversed=True, left_scale=2.0)
    seen = corrected(car(), Calibration(wheels=wheels)).wheels.read()
    assert seen == WheelAngles(t_ns=5, left_rad=-2.0, right_rad=2.0)


def test_a_gyro_that_hangs_upside_down_is_turned_upright() -> None:
    gyro = GyroCalibration(bias_radps=NONE, deviation_radps=NONE, reversed=True)
    seen = corrected(car(), Calibration(gyro=gyro)).inertial.read()
    assert seen == Inertial(t_ns=5, gyro_radps=(1.0, -2.0, -3.0), acceleration_mps2=(0.1, -0.2, 9.8))


def test_nothing_known_nothing_changed() -> None:
    drivers = car()
    assert corrected(drivers, Calibration()) == drivers
