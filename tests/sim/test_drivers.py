"""The simulated drivers: units, rates, and that no way leads from them to the simulator."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from robot.drivers import Car
from robot.messages import Frame
from robot.sim.drivers import SUPPLY_V, connect
from robot.sim.simulator import Simulator, SimulatorConfig
from tests.reach import Reached, reachable
from tests.sim.plane import on_plane, seconds


def picture(data: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.full((4, 6, 3), round(data.time * 100) % 255, dtype=np.uint8)


def forbidden(reached: Reached) -> bool:
    """Whatever belongs to MuJoCo, or to the simulator's side of the ports."""
    module = type(reached.object).__module__
    return module.startswith("mujoco") or (module.startswith("robot.sim") and module != "robot.sim.drivers")


def running() -> tuple[Simulator, Car]:
    simulator = on_plane(view=picture)
    car = connect(simulator)
    car.motors.drive(3.0, 3.0)
    simulator.step(seconds(1))
    return simulator, car


@pytest.mark.parametrize("part", Car._fields)
def test_no_way_leads_from_a_driver_to_the_simulator(part: str) -> None:
    simulator, car = running()
    found = list(reachable(getattr(car, part), name=part))
    assert len(found) > 2  # the driver, its port and what is in it
    assert [reached.path for reached in found if forbidden(reached)] == []
    assert all(reached.object is not simulator.data.qpos for reached in found)


def test_the_walk_would_find_the_simulator() -> None:
    simulator, car = running()
    car.motors.__dict__["_slip"] = [lambda: simulator]
    assert any(forbidden(reached) for reached in reachable(car.motors))


def test_pictures_and_motors_share_no_wires() -> None:
    _, car = running()
    assert not any(isinstance(reached.object, Frame) for reached in reachable(car.motors))


def test_each_sensor_measures_at_its_rate() -> None:
    simulator = on_plane(view=picture, config=SimulatorConfig(camera_hz=12.5))
    car = connect(simulator)
    stamps: dict[str, set[int]] = {name: set() for name in Car._fields if name != "motors"}
    for k in range(1, 1001):
        simulator.step(seconds(k / 500))
        for name, seen in stamps.items():
            measured = getattr(car, name).read()
            if measured is not None:
                seen.add(measured.t_ns)
    rates = {name: (len(seen) - 1) / ((max(seen) - min(seen)) / 1e9) for name, seen in stamps.items()}
    expected = {"camera": 12.5, "wheels": 50, "inertial": 50, "sonar": 20, "bumper": 50, "power": 5}
    assert rates == pytest.approx(expected)


def test_stamps_follow_the_clock_it_is_stepped_by() -> None:
    simulator = on_plane(start_s=5000.0)
    first = connect(simulator).wheels.read()
    simulator.step(seconds(5001.0))
    later = connect(simulator).wheels.read()
    assert first is not None and first.t_ns == seconds(5000.0)
    assert later is not None and later.t_ns == seconds(5001.0)


def test_a_frame_is_handed_out_once() -> None:
    simulator, car = running()
    frame = car.camera.read()
    assert frame is not None and frame.t_ns == seconds(1)
    assert car.camera.read() is None
    simulator.step(seconds(1.1))
    assert car.camera.read() is not None


def test_volts_beyond_the_battery_are_clipped_and_told() -> None:
    car = connect(on_plane())
    assert car.motors.drive(99.0, -99.0) == (SUPPLY_V, -SUPPLY_V)
    assert car.motors.drive(1.0, -2.0) == (1.0, -2.0)


def test_a_voltage_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a number"):
        connect(on_plane()).motors.drive(math.nan, 0.0)


def test_closed_motors_stand_for_good() -> None:
    simulator, car = running()
    car.motors.close()
    simulator.step(seconds(3))
    assert simulator.truth().speed_mps < 1e-3
    assert car.motors.drive(0.0, 0.0) == (0.0, 0.0)
    with pytest.raises(RuntimeError, match="closed"):
        car.motors.drive(1.0, 1.0)
