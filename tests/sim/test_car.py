"""The car as drawn: its weight, its camera, how it drives, and that no two kits are alike."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.geometry import CameraGeometry
from robot.sim.car import CAR_GROUP, PREFIX, CarParameters
from robot.sim.drivers import SUPPLY_V, connect
from robot.sim.simulator import Truth
from tests.sim.plane import WALL_AT_1M, on_plane, seconds


def driven(left_duty: float, right_duty: float, for_s: float, parameters: CarParameters | None = None) -> Truth:
    simulator = on_plane(parameters=parameters)
    connect(simulator).motors.drive(SUPPLY_V * left_duty, SUPPLY_V * right_duty)
    simulator.step(seconds(for_s))
    return simulator.truth()


def test_weight() -> None:
    model = on_plane().model
    assert model.body_mass.sum() == pytest.approx(0.86, abs=0.01)


def test_nothing_of_the_car_is_drawn_or_echoes() -> None:
    model = on_plane().model
    own = [i for i in range(model.ngeom) if model.geom(i).name.startswith(PREFIX)]
    assert len(own) == 6
    assert {int(model.geom_group[i]) for i in own} == {CAR_GROUP}


OTHER_EYE = CameraGeometry(height_m=0.2, pitch_rad=0.3, forward_m=0.02, hfov_rad=0.9)


@pytest.mark.parametrize("camera", [CameraGeometry(), OTHER_EYE])
def test_the_eye_is_where_the_geometry_says(camera: CameraGeometry) -> None:
    import mujoco

    from robot.sim import car

    model = mujoco.MjModel.from_xml_string(car.document(camera=camera))
    data = mujoco.MjData(model)
    mujoco.mj_kinematics(model, data)
    mujoco.mj_camlight(model, data)
    eye = data.cam("eye")
    point = np.array([1.3, 0.2, 0.05])
    right, up, back = eye.xmat.reshape(3, 3).T
    offset = point - eye.xpos
    depth = -offset @ back
    focal = camera.height_px / 2 / math.tan(math.radians(float(model.cam("eye").fovy[0])) / 2)
    seen = camera.width_px / 2 + offset @ right / depth * focal, camera.height_px / 2 - offset @ up / depth * focal
    assert seen == pytest.approx(camera.project(point), abs=0.2)


def test_dead_band() -> None:
    assert driven(0.15, 0.15, 2.0).speed_mps < 0.005
    assert driven(0.25, 0.25, 2.0).speed_mps > 0.03


def test_speed_at_half_and_full_duty() -> None:
    assert driven(0.5, 0.5, 3.0).speed_mps == pytest.approx(0.23, abs=0.03)
    assert driven(1.0, 1.0, 3.0).speed_mps == pytest.approx(0.59, abs=0.05)


def test_turns_on_the_spot() -> None:
    truth = driven(-0.4, 0.4, 3.0)
    assert truth.turn_radps > 1.0
    assert math.hypot(truth.x_m, truth.y_m) < 0.02


def test_backwards() -> None:
    assert driven(-0.5, -0.5, 2.0).x_m < -0.2


def test_stands_still_without_voltage() -> None:
    truth = driven(0.0, 0.0, 5.0)
    assert truth.path_length_m < 1e-3
    assert truth.speed_mps < 1e-4


def test_unlike_motors_pull_to_one_side() -> None:
    stronger_right = CarParameters(left_motor=0.95, right_motor=1.05)
    assert driven(0.5, 0.5, 3.0, stronger_right).yaw_rad > 0.1


def test_a_slippery_floor_lets_wheels_spin() -> None:
    grip, ice = driven(1, 1, 0.3), driven(1, 1, 0.3, CarParameters(friction=0.03))
    assert ice.x_m < 0.7 * grip.x_m


def test_same_seed_same_drive_to_the_last_bit() -> None:
    def drive(seed: int) -> tuple[bytes, object]:
        simulator = on_plane(WALL_AT_1M, CarParameters.sampled(3), seed=seed)
        car = connect(simulator)
        car.motors.drive(4.0, 3.5)
        for tick in range(1, 100):
            simulator.step(seconds(0.013 * tick))
        return simulator.data.qpos.tobytes(), (car.inertial.read(), car.sonar.read(), car.power.read())

    assert drive(7) == drive(7)
    assert drive(7)[1] != drive(8)[1]


@given(st.integers(0, 10**9))
def test_sampled_cars_differ_as_kits_do(seed: int) -> None:
    car = CarParameters.sampled(seed)
    assert car == CarParameters.sampled(seed)
    mismatch = abs(car.left_motor - car.right_motor) / ((car.left_motor + car.right_motor) / 2)
    assert 0.05 <= mismatch <= 0.10
    assert 0.6 <= car.charge <= 1.0
    assert CarParameters.sampled(seed, spread=0.0).left_motor == 1.0
