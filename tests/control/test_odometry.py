"""Odometry: geometry on paper, the filter's promises, and drift on the simulated car."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.odometry import Odometer, OdometryNode
from robot import topics
from robot.calibration import GyroCalibration
from robot.geometry import wrap
from robot.messages import Inertial, MotorState, Odometry, WheelAngles
from robot.sim.car import CarParameters
from tests.control.rig import drive
from tests.control.wires import Bench

STEP = st.tuples(st.floats(-0.02, 0.02), st.floats(-0.2, 0.2))
TICK_NS = 20_000_000


def pose(odometer: Odometer) -> tuple[float, float, float]:
    return odometer.x_m, odometer.y_m, odometer.heading_rad


@given(st.floats(-3, 3))
def test_straight(way_m: float) -> None:
    odometer = Odometer()
    for _ in range(50):
        odometer.move(way_m / 50, 0.0, None, 0.02)
    assert pose(odometer) == pytest.approx((way_m, 0.0, 0.0))


@given(st.floats(0.1, 2.0), st.integers(3, 60), st.sampled_from([-1, 1]))
def test_a_circle_closes_however_coarsely_it_is_cut(radius_m: float, pieces: int, side: int) -> None:
    odometer = Odometer()
    for _ in range(pieces):
        odometer.move(math.tau * radius_m / pieces, side * math.tau / pieces, None, 0.02)
    assert pose(odometer)[:2] == pytest.approx((0.0, 0.0), abs=1e-9)
    assert wrap(odometer.heading_rad) == pytest.approx(0.0, abs=1e-9)


@given(st.lists(STEP, max_size=40))
def test_there_and_back_again(steps: list[tuple[float, float]]) -> None:
    odometer = Odometer()
    for way, turn in steps:
        odometer.move(way, turn, None, 0.02)
    for way, turn in reversed(steps):
        odometer.move(-way, -turn, None, 0.02)
    assert pose(odometer) == pytest.approx((0.0, 0.0, 0.0), abs=1e-9)


@given(st.lists(st.tuples(STEP, st.booleans()), min_size=1, max_size=40))
def test_the_covariance_stays_one_and_grows(steps: list[tuple[tuple[float, float], bool]]) -> None:
    odometer, last = Odometer(), 0.0
    for (way, turn), with_gyro in steps:
        odometer.move(way, turn, turn / 0.02 if with_gyro else None, 0.02)
        values = np.linalg.eigvalsh(odometer.covariance)
        assert np.allclose(odometer.covariance, odometer.covariance.T)
        assert values.min() > -1e-12
        assert odometer.covariance[2, 2] >= last
        last = float(odometer.covariance[2, 2])


def test_standing_teaches_the_bias_and_what_it_did_to_the_heading() -> None:
    odometer = Odometer()
    for _ in range(100):
        odometer.move(0.004, 0.0, 0.03, 0.02)  # straight on, but the gyro says 0.03 rad/s
    assert odometer.heading_rad == pytest.approx(0.06)
    for _ in range(100):
        odometer.stand(0.03)
    assert odometer.bias_radps == pytest.approx(0.03, abs=1e-3)
    assert odometer.heading_rad == pytest.approx(0.0, abs=3e-3)
    assert odometer.y_m == pytest.approx(0.0, abs=3e-3)


def test_stated_errors_are_of_the_size_of_real_ones() -> None:
    rng, noise, misses = np.random.default_rng(1), Odometer().noise, []
    for _ in range(200):
        odometer, x, y, heading = Odometer(), 0.0, 0.0, 0.0
        bias = rng.normal(0, noise.bias_radps)
        for step in range(100):
            way, turn = 0.005, 0.02 * math.sin(step / 10)
            x, y, heading = x + way * math.cos(heading + turn / 2), y + way * math.sin(heading + turn / 2), heading + turn
            rolled = way + rng.normal(0, math.sqrt(noise.distance_m2_per_m * way))
            gyro = turn / 0.02 + bias + rng.normal(0, noise.gyro_radps)
            odometer.move(rolled, 0.0, gyro, 0.02)
        miss = np.array([odometer.x_m - x, odometer.y_m - y, odometer.heading_rad - heading])
        misses.append(miss @ np.linalg.solve(odometer.covariance, miss))
    assert 2.0 < np.mean(misses) < 4.0  # three degrees of freedom


def listen(gyro: bool, still_s: float = 0.0) -> list[Odometry]:
    """A node that hears a car stand, then turn left on the spot at 0.5 rad/s for a second, as wheels and gyro tell it."""
    bench, said = Bench(OdometryNode(OdometryNode.Config())), []
    still = round(still_s * 50)
    for tick in range(still + 51):
        t_ns, turned = tick * TICK_NS, 0.5 * max(0, tick - still) * 0.02
        if gyro:
            rate = 0.02 + (0.5 if tick > still else 0.0)
            bench.hear(topics.INERTIAL, Inertial(t_ns=t_ns, gyro_radps=(0, 0, rate), acceleration_mps2=(0, 0, 9.8)))
        rim = turned * 0.135 / 2 / 0.0325
        bench.hear(topics.WHEELS, WheelAngles(t_ns=t_ns, left_rad=-rim, right_rad=rim))
        said += bench.said(topics.ODOMETRY)
    return said


def test_the_gyro_gives_the_heading_once_its_bias_is_known() -> None:
    last = listen(gyro=True, still_s=2.0)[-1]
    assert last.heading_rad == pytest.approx(0.5, abs=0.003)
    assert last.turn_radps == pytest.approx(0.5, abs=0.01)
    assert last.t_ns == 150 * TICK_NS


def test_a_silent_gyro_leaves_it_to_the_wheels_and_less_sure() -> None:
    with_gyro, without = listen(gyro=True, still_s=2.0)[-1], listen(gyro=False, still_s=2.0)[-1]
    assert without.heading_rad == pytest.approx(0.5, abs=1e-6)
    assert without.covariance[8] > 10 * with_gyro.covariance[8]


def calibrated(bias_radps: float = 0.02, scale: float = 1.0) -> OdometryNode:
    gyro = GyroCalibration(bias_radps=(0.0, 0.0, bias_radps), deviation_radps=(0.003, 0.003, 0.003), scale=scale)
    return OdometryNode(OdometryNode.Config(gyro=gyro))


def hear(bench: Bench, tick: int, gyro_radps: float, rim_rad: float = 0.0) -> list[Odometry]:
    t_ns = tick * TICK_NS
    bench.hear(topics.INERTIAL, Inertial(t_ns=t_ns, gyro_radps=(0.0, 0.0, gyro_radps), acceleration_mps2=(0.0, 0.0, 9.8)))
    bench.hear(topics.WHEELS, WheelAngles(t_ns=t_ns, left_rad=-rim_rad, right_rad=rim_rad))
    return bench.said(topics.ODOMETRY)


def test_a_calibrated_gyro_needs_no_rest_and_has_its_scale() -> None:
    bench, said = Bench(calibrated(bias_radps=0.02, scale=1.05)), []
    for tick in range(51):
        said += hear(bench, tick, 0.5 * 1.05 + 0.02, tick * 0.01)
    assert said[-1].heading_rad == pytest.approx(0.5, abs=1e-6)


def creep(node: OdometryNode, volts: float) -> Odometry:
    """A second of rest, then two seconds of turning at 0.03 rad/s, too slow for a count."""
    bench, said = Bench(node), []
    for tick in range(151):
        moving = tick > 50
        bench.hear(topics.MOTORS, MotorState(t_ns=tick * TICK_NS, left_v=-volts * moving, right_v=volts * moving,
                                             stopped=not moving, reason=""))
        said += hear(bench, tick, 0.02 + 0.03 * moving)
    return said[-1]


def test_motors_that_creep_are_not_taken_for_bias() -> None:
    assert creep(calibrated(), 1.0).heading_rad == pytest.approx(0.06, abs=0.005)


def test_a_car_without_voltage_stands_and_learns_its_bias() -> None:
    assert creep(calibrated(), 0.0).heading_rad == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("seed", [None, 1, 6])
def test_drift_on_the_simulated_car(seed: int | None) -> None:
    """A square of 0.9 m, after two seconds of standing: within 2 % of the way and 1.2 % of the turning."""
    def square(t: float) -> tuple[float, float]:
        if t < 2:
            return 0.0, 0.0
        return (0.3, 0.0) if (t - 2) % 5 < 3.2 else (0.0, 1.2)

    driven = drive(square, 22.0, None if seed is None else CarParameters.sampled(seed))
    truth, said = driven.truths[-1], driven.odometry
    turned = float(np.abs(np.diff(np.unwrap([t.yaw_rad for t in driven.truths]))).sum())
    assert truth.path_length_m > 3.0
    assert math.hypot(said.x_m - truth.x_m, said.y_m - truth.y_m) < 0.02 * truth.path_length_m
    assert abs(wrap(said.heading_rad - truth.yaw_rad)) < 0.012 * turned + 0.02
    assert said.speed_mps == pytest.approx(0.0, abs=0.05)
