"""The calibration bench: random cars, put on blocks, before a wall, before a sheet; wired anyhow."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from control.calibration.direction import directions
from control.calibration.rest import rest
from control.calibration.run import measure
from control.calibration.sheet import find_corners
from robot.geometry import CameraGeometry
from robot.sheet import Sheet
from robot.sim.bench import TO_WALL_M, SimulatedBench, SimulatedStation
from robot.sim.car import TRACK_M, CarParameters, document
from robot.sim.randomise import SHARE, Wiring, randomised

SEEDS = range(500_000, 500_040)


def drive(station: SimulatedStation, left_v: float, right_v: float, seconds: float) -> None:
    for _ in range(round(seconds / 0.02)):
        station.car.motors.drive(left_v, right_v)
        station.clock.wait_until(station.clock.now_ns() + 20_000_000)


def test_cars_differ_by_a_quarter_and_repeat() -> None:
    cars = [randomised(seed) for seed in SEEDS]
    assert cars == [randomised(seed) for seed in SEEDS]
    tracks = np.array([made.parameters.track_m for made in cars]) / TRACK_M
    pitches = np.array([made.camera.pitch_rad for made in cars]) / CameraGeometry().pitch_rad
    for share in (tracks, pitches):
        assert 1 - SHARE <= share.min() < 0.85
        assert 1.15 < share.max() <= 1 + SHARE
    assert {made.wiring.gyro for made in cars} == {True, False}


def test_the_car_as_drawn_is_what_it_was() -> None:
    assert f'<body name="left" pos="0 {TRACK_M / 2} 0.0325">' in document(CarParameters())
    assert '<body name="right" pos="0 -0.1 0.0325">' in document(CarParameters(track_m=0.2))


@pytest.fixture(name="bench")
def make_bench() -> SimulatedBench:
    pytest.importorskip("mujoco", reason="the simulator is not installed")
    return SimulatedBench(randomised(500_001)._replace(wiring=Wiring(left_motor=True, right_encoder=True, gyro=True)), 500_001)


def test_on_blocks_the_wheels_turn_and_the_car_stays(bench: SimulatedBench) -> None:
    with bench.put("blocks") as station:
        drive(station, 3.0, 3.0, 1.0)
        seen, truth = station.car.wheels.read(), station.simulator.truth()
    assert seen is not None
    assert seen.left_rad < -2.0  # its motor is reversed
    assert seen.right_rad < -2.0  # its encoder is
    assert truth.path_length_m < 0.01


def test_directions_are_found_before_the_wall(bench: SimulatedBench) -> None:
    with bench.put("wall") as station:
        found = measure(directions(), station)
        assert measure(rest(1.0), station).upside_down
        sonar = station.car.sonar.read()
    assert (found.left_motor, found.right_motor, found.left_encoder, found.right_encoder, found.gyro) == (
        True, False, False, True, True)
    assert sonar is not None
    assert sonar.range_m == pytest.approx(TO_WALL_M - 0.11, abs=0.2)


def test_the_sheet_is_seen_from_where_the_car_is_put(bench: SimulatedBench) -> None:
    from robot.sim import gl

    with bench.put("sheet") as station:
        assert gl.context is not None
        frames = []
        for _ in range(30):
            station.clock.wait_until(station.clock.now_ns() + 20_000_000)
            frames += [frame for frame in [station.car.camera.read()] if frame is not None]
    assert len(frames) >= 4
    assert all(find_corners(frame.image, Sheet()) is not None for frame in islice(frames, 3))


def test_every_time_it_is_put_down_a_little_differently(bench: SimulatedBench) -> None:
    with bench.put("wall") as one:
        first = one.simulator.truth()
    with bench.put("wall") as other:
        second = other.simulator.truth()
    assert (first.x_m, first.yaw_rad) != (second.x_m, second.yaw_rad)
