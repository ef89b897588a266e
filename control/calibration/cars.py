"""Who puts the car down: a person with the wired car of a launch file, or the simulator's hand.

Simulator and camera are got by name, as a launch file gets its nodes: control knows neither.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, cast

from control.calibration.course import Settings
from control.calibration.person import PersonsBench
from control.calibration.run import Bench
from control.drivers.car import WiredCar, connected
from control.wheels import SpeedLoopConfig
from robot.clock import SystemClock
from robot.config import load, section, variant
from robot.drivers import Car
from robot.terminal import Terminal


def simulated(seed: int) -> Bench:
    """A car of somebody else's parts, and a hand that puts it where it is wanted. SetupError where there is no simulator."""
    randomise, bench = (importlib.import_module(f"robot.sim.{name}") for name in ("randomise", "bench"))
    return cast(Bench, bench.SimulatedBench(randomise.randomised(seed), seed))


@contextmanager
def wired(path: Path, overrides: list[str], sheet_m: float) -> Iterator[tuple[Bench, Settings]]:
    """The car of a launch file, with a person at the terminal. Raises SetupError with what can't be used."""
    config = section(load(path, overrides).car, WiredCar, "$.car")
    clock = SystemClock()
    with ExitStack() as stack:
        terminal = stack.enter_context(Terminal())
        parts = stack.enter_context(connected(config, clock))
        camera = stack.enter_context(closing(_camera(config.camera, clock)))
        car: Car = parts.car(camera)
        loop = SpeedLoopConfig(supply_v=config.supply_v)
        settings = Settings(loop=loop, camera=car.camera.geometry)
        yield PersonsBench(car, clock, terminal, sheet_m), settings


def _camera(values: dict[str, Any], clock: SystemClock) -> Any:
    cameras = importlib.import_module("perception.cameras.connect")
    return cameras.connect(variant(values, cameras.CameraConfig, "$.car.camera"), clock)
