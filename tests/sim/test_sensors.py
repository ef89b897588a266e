"""What the sensors report against what is so."""

from __future__ import annotations

import math

import numpy as np
import pytest

from robot.messages import Sonar
from robot.sim.car import CarParameters
from robot.sim.drivers import connect
from robot.sim.sensors import COUNTS_PER_TURN
from tests.sim.plane import WALL_AT_1M, on_plane, seconds


def sonar_readings(obstacles: str, count: int = 100) -> list[Sonar]:
    simulator = on_plane(obstacles)
    car, readings = connect(simulator), []
    for k in range(count):
        simulator.step(seconds(0.05 * k))
        reading = car.sonar.read()
        assert reading is not None
        readings.append(reading)
    return readings


def test_encoders_count_whole_steps_of_the_way_rolled() -> None:
    simulator = on_plane()
    car = connect(simulator)
    car.motors.drive(4.0, 4.0)
    simulator.step(seconds(2))
    angles = car.wheels.read()
    assert angles is not None
    counts = angles.left_rad / math.tau * COUNTS_PER_TURN
    assert counts == pytest.approx(round(counts), abs=1e-6)
    assert angles.left_rad * 0.0325 == pytest.approx(simulator.truth().x_m, rel=0.03)


def test_the_gyro_has_its_bias_and_scale() -> None:
    simulator = on_plane(parameters=CarParameters(gyro_bias_radps=(0.0, 0.0, 0.03), gyro_scale=1.01))
    car = connect(simulator)

    def mean_rate(start_s: float) -> float:
        rates = []
        for k in range(100):
            simulator.step(seconds(start_s + 0.02 * k))
            inertial = car.inertial.read()
            assert inertial is not None
            rates.append(inertial.gyro_radps[2])
        return float(np.mean(rates))

    assert mean_rate(0.0) == pytest.approx(0.03, abs=0.002)
    car.motors.drive(-3.0, 3.0)
    simulator.step(seconds(4))
    assert mean_rate(4.0) == pytest.approx(1.01 * simulator.truth().turn_radps + 0.03, abs=0.02)


def test_the_accelerometer_feels_gravity() -> None:
    simulator = on_plane()
    inertial = connect(simulator).inertial.read()
    assert inertial is not None
    assert inertial.acceleration_mps2[2] == pytest.approx(9.81, abs=0.4)
    assert abs(inertial.acceleration_mps2[0]) < 0.4


def test_the_sonar_measures_to_a_wall_ahead() -> None:
    readings = sonar_readings(WALL_AT_1M)
    assert all(reading.echo for reading in readings)
    ranges = [reading.range_m for reading in readings]
    assert np.mean(ranges) == pytest.approx(1.0 - 0.11, abs=0.02)
    assert 0.002 < np.std(ranges) < 0.03


def test_the_sonar_sees_across_its_cone_but_not_beyond() -> None:
    box = '<geom type="box" size=".1 .1 .3" pos="1.1 {} .3" group="3"/>'
    assert any(reading.echo for reading in sonar_readings(box.format(0.25), 20))
    assert not any(reading.echo for reading in sonar_readings(box.format(0.8), 20))


def test_nothing_ahead_is_no_echo_even_from_the_floor() -> None:
    assert not any(reading.echo for reading in sonar_readings("", 20))


def test_a_grazed_wall_answers_seldom_or_never() -> None:
    wall = '<geom type="box" size=".05 3 1" pos="1 0 1" euler="0 0 {}" group="3"/>'
    echoes = {angle: np.mean([reading.echo for reading in sonar_readings(wall.format(angle))]) for angle in (20, 60, 80)}
    assert echoes[20] == 1.0
    assert 0.2 < echoes[60] < 1.0
    assert echoes[80] == 0.0


def test_the_bumper_is_pressed_against_a_wall_only() -> None:
    simulator = on_plane(WALL_AT_1M)
    car = connect(simulator)
    car.motors.drive(4.0, 4.0)
    pressed = []
    for until_s in (2.0, 8.0):
        simulator.step(seconds(until_s))
        bumper = car.bumper.read()
        assert bumper is not None
        pressed.append(bumper.pressed)
    assert pressed == [False, True]


def test_the_meter_shows_what_driving_costs() -> None:
    simulator = on_plane()
    car = connect(simulator)
    idle = car.power.read()
    car.motors.drive(5.0, 5.0)
    simulator.step(seconds(2))
    busy = car.power.read()
    assert idle is not None and busy is not None
    assert busy.current_a > idle.current_a + 0.2
    assert busy.voltage_v < idle.voltage_v
    assert busy.charge_mah == pytest.approx(simulator.truth().energy_mah, rel=0.2)
