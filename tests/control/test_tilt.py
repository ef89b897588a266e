"""The tilt: which way is up."""

from __future__ import annotations

import math

import pytest

from control.tilt import Tilt
from robot.messages import Inertial

G = 9.81
STILL = (0.0, 0.0, 0.0)
UPRIGHT = (0.0, 0.0, G)


class Imu:
    def __init__(self) -> None:
        self.tilt = Tilt(1.0)
        self._t_ns = 0

    def feel(self, seconds: float, acceleration: tuple[float, float, float], turn: tuple[float, float, float] = STILL) -> float:
        """Measure so for a while at 50 Hz; returns how far the car leans (degrees)."""
        for _ in range(max(1, round(seconds * 50))):
            self._t_ns += 20_000_000
            self.tilt.feel(Inertial(t_ns=self._t_ns, gyro_radps=turn, acceleration_mps2=acceleration))
        return math.degrees(self.tilt.angle_rad)


def lying(angle_deg: float) -> tuple[float, float, float]:
    """Gravity as a car feels it that was rolled about its x axis."""
    return (0.0, G * math.sin(math.radians(angle_deg)), G * math.cos(math.radians(angle_deg)))


def test_nobody_measures_it() -> None:
    assert Tilt(1.0).angle_rad == 0.0


@pytest.mark.parametrize("angle_deg", [0, 20, 45, 90, 170])
def test_it_is_the_angle_between_the_car_and_the_vertical(angle_deg: float) -> None:
    assert Imu().feel(0.02, lying(angle_deg)) == pytest.approx(angle_deg)
    imu = Imu()
    imu.feel(0.02, UPRIGHT)
    assert imu.feel(30.0, lying(angle_deg)) == pytest.approx(angle_deg, abs=1.0)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_a_fall_is_followed_at_once(axis: int, sign: float) -> None:
    """A quarter turn in 0.4 s, while the accelerometer feels nothing that makes sense."""
    imu = Imu()
    imu.feel(1.0, UPRIGHT)
    turn = tuple(sign * math.pi / 2 / 0.4 if k == axis else 0.0 for k in range(3))
    assert imu.feel(0.2, (0.0, 0.0, 1.0), (turn[0], turn[1], turn[2])) > 40.0
    assert imu.feel(0.2, (0.0, 0.0, 1.0), (turn[0], turn[1], turn[2])) == pytest.approx(90.0, abs=5.0)


def test_the_signs_of_gyro_and_accelerometer_agree() -> None:
    """Rolled to 60° by the gyro, the accelerometer feels 60° too: nothing is left to correct."""
    imu = Imu()
    imu.feel(1.0, UPRIGHT)
    for k in range(30):
        imu.feel(0.02, lying(2.0 * (k + 1)), (math.radians(100.0), 0.0, 0.0))
    assert imu.feel(0.02, lying(60.0)) == pytest.approx(60.0, abs=2.0)


def test_driving_turning_and_a_chattering_wheel_are_no_lean() -> None:
    imu = Imu()
    assert imu.feel(5.0, (1.2, 0.0, G), (0.0, 0.0, 2.5)) < 8.0
    imu = Imu()
    imu.feel(1.0, UPRIGHT)
    for _ in range(50):
        imu.feel(0.02, (-0.2, -2.8, 4.6), (0.0, 0.13, 0.0))
        assert imu.feel(0.02, (-0.4, 4.1, 14.6), (0.1, -0.1, 0.0)) < 8.0


def test_a_biased_gyro_leans_the_car_by_little() -> None:
    assert Imu().feel(60.0, UPRIGHT, (0.05, -0.05, 0.05)) < 5.0


@pytest.mark.parametrize("broken", [(math.nan, 0.0, G), (0.0, 0.0, 0.0), (math.inf, 0.0, 0.0)])
def test_what_makes_no_sense_is_not_believed(broken: tuple[float, float, float]) -> None:
    imu = Imu()
    assert imu.feel(1.0, broken) == 0.0
    imu.feel(1.0, UPRIGHT)
    assert imu.feel(1.0, broken) < 0.1
