"""Wheel speeds and the loop that keeps them, on paper and on the simulated car."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.wheels import MotorLine, SpeedLoop, SpeedLoopConfig, WheelGeometry, WheelSpeeds
from robot.messages import WheelAngles
from robot.sim.car import CarParameters
from tests.control.rig import drive

TICK_NS = 20_000_000


def angles(tick: int, left_rad: float, right_rad: float) -> WheelAngles:
    return WheelAngles(t_ns=tick * TICK_NS, left_rad=left_rad, right_rad=right_rad)


@given(st.floats(-1, 1), st.floats(-5, 5))
def test_geometry_goes_there_and_back(speed_mps: float, turn_radps: float) -> None:
    geometry = WheelGeometry()
    assert geometry.body_speed(*geometry.wheel_speeds(speed_mps, turn_radps)) == pytest.approx((speed_mps, turn_radps))


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_measured_speed_of_even_turning(left_radps: float, right_radps: float) -> None:
    speeds = WheelSpeeds(0.0325, 0.06)
    for tick in range(10):
        speeds.add(angles(tick, left_radps * tick * 0.02, right_radps * tick * 0.02))
    assert speeds.value() == pytest.approx((0.0325 * left_radps, 0.0325 * right_radps), abs=1e-9)


def test_a_repeated_measurement_is_ignored() -> None:
    speeds = WheelSpeeds(0.0325, 0.06)
    for tick in (0, 1, 1, 0):
        speeds.add(angles(tick, tick * 0.1, 0.0))
    assert speeds.value() == pytest.approx((0.0325 * 0.1 / 0.02, 0.0))


@given(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), st.floats(-0.6, 0.6), st.floats(5, 8.4))
def test_zero_is_zero_volts_at_once_and_nothing_exceeds_the_supply(
    left: float, right: float, rolling: float, battery_v: float
) -> None:
    loop = SpeedLoop(SpeedLoopConfig(), WheelGeometry())
    for tick in range(30):
        loop.measure(angles(tick, rolling * tick, rolling * tick))
        assert all(abs(volts) <= 7.4 for volts in loop.volts((left, right), 0.02, battery_v))
    assert loop.volts((0.0, 0.0), 0.02, battery_v) == (0.0, 0.0)


def test_a_held_wheel_does_not_wind_up() -> None:
    loop = SpeedLoop(SpeedLoopConfig(), WheelGeometry())
    for tick in range(500):
        loop.measure(angles(tick, 0.0, 0.0))
        loop.volts((0.3, 0.3), 0.02)
    for tick in range(500, 520):
        loop.measure(angles(tick, 12.0 * (tick - 499) * 0.02, 12.0 * (tick - 499) * 0.02))  # free again, 0.39 m/s
        left, _ = loop.volts((0.3, 0.3), 0.02)
    freed_v = left
    fresh = SpeedLoop(SpeedLoopConfig(), WheelGeometry())
    assert freed_v < fresh.volts((0.3, 0.3), 0.02)[0] + 2.5


def test_turning_about_starts_afresh() -> None:
    loop = SpeedLoop(SpeedLoopConfig(), WheelGeometry())
    for tick in range(200):
        loop.measure(angles(tick, 0.0, 0.0))
        loop.volts((0.2, 0.2), 0.02)
    left, right = loop.volts((-0.2, -0.2), 0.02)
    assert left == right < -1.0


def test_a_lower_battery_gets_more_duty() -> None:
    loop = SpeedLoop(SpeedLoopConfig(), WheelGeometry())
    full = loop.volts((0.2, 0.2), 0.02, 8.2)[0]
    loop.reset()
    assert loop.volts((0.2, 0.2), 0.02, 6.8)[0] > full * 1.15


def test_a_measured_motor_gets_what_its_own_line_says() -> None:
    strong, weak = MotorLine(dead_v=0.9, volts_per_radps=0.28), MotorLine(dead_v=1.3, volts_per_radps=0.34)
    geometry = WheelGeometry(radius_m=0.03)
    loop = SpeedLoop(SpeedLoopConfig(left=strong, right=weak), geometry)
    plain = SpeedLoop(SpeedLoopConfig(), geometry)
    share = 7.4 / (7.4 - 1.6)
    error_v = 0.15 * SpeedLoopConfig().gain_v_per_mps * share  # at rest, both loops push alike for it
    left, right = loop.volts((0.15, 0.15), 0.02)
    assert left == pytest.approx((0.9 + 0.28 * 5) * share + error_v)
    assert right == pytest.approx((1.3 + 0.34 * 5) * share + error_v)
    assert plain.volts((0.15, 0.15), 0.02)[0] == pytest.approx((1.1 + 9.4 * 0.15) * share + error_v)


@pytest.mark.parametrize("seed", [None, 1, 3])
@pytest.mark.parametrize(
    ("speed", "turn"), [(0.05, 0.0), (0.35, 0.0), (-0.15, 0.0), (0.0, 0.3), (0.0, -2.0), (0.15, 0.5)]
)
def test_the_car_does_what_it_is_told(speed: float, turn: float, seed: int | None) -> None:
    parameters = None if seed is None else CarParameters.sampled(seed)
    driven = drive(lambda t: (speed, turn) if t > 0.5 else (0.0, 0.0), 3.0, parameters)
    late = driven.since(1.8)
    forward = [truth.speed_mps * math.copysign(1, speed) for truth in late]
    assert np.mean(forward) == pytest.approx(speed, abs=0.01)
    assert np.std(forward) < 0.015
    assert np.mean([truth.turn_radps for truth in late]) == pytest.approx(turn, abs=0.03 + 0.03 * abs(turn))


def test_a_slow_turn_starts_soon() -> None:
    driven = drive(lambda t: (0.0, 0.3) if t > 0.5 else (0.0, 0.0), 1.5)
    assert driven.since(1.1)[0].turn_radps > 0.2
