"""A car of arithmetic for the calibration's tests: motors with dry friction, and drivers that say what it does."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from robot.clock import SimulatedClock, to_s
from robot.drivers import Car
from robot.messages import Battery, Bumper, Inertial, Sonar, WheelAngles

STEP_RAD = math.tau / 384
SUPPLY_V, DROP_V = 7.4, 1.6


class Plant:
    """Two wheels in the air, each |speed| = (|volts| - dead) / slope at once; `pose_m` rolls on as if they touched the floor.

    Every part can be made to misbehave by setting its attribute.
    """

    def __init__(self, dead_v: tuple[float, float] = (1.0, 0.8), slope: tuple[float, float] = (0.3, 0.28)) -> None:
        self.dead_v, self.slope = dead_v, slope
        self.angles = [0.0, 0.0]
        self.volts = (0.0, 0.0)
        self.sent: list[tuple[float, float]] = []
        self.swapped = self.silent = self.pressed = False
        self.problem = ""
        self.gyro: Callable[[float], tuple[float, float, float]] = lambda t_s: (0.01, 0.0, -0.02)
        self.now_ns = 0

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        self.volts = (left_v, right_v)
        self.sent.append(self.volts)
        return self.volts

    def close(self) -> None:
        self.volts = (0.0, 0.0)

    def move(self, dt_s: float) -> None:
        for side, volts in enumerate(self.volts):
            reached = abs(volts) * (SUPPLY_V - DROP_V) / SUPPLY_V
            speed = max(0.0, reached - self.dead_v[side]) / self.slope[side]
            self.angles[1 - side if self.swapped else side] += math.copysign(speed, volts) * dt_s

    def wheels(self) -> WheelAngles | None:
        if self.silent:
            return None
        left, right = (math.floor(angle / STEP_RAD) * STEP_RAD for angle in self.angles)
        return WheelAngles(t_ns=self.now_ns, left_rad=left, right_rad=right)

    def inertial(self) -> Inertial:
        return Inertial(t_ns=self.now_ns, gyro_radps=self.gyro(to_s(self.now_ns)), acceleration_mps2=(0.0, 0.0, 9.8))

    def car(self) -> Car:
        said: dict[str, Callable[[], Any]] = {
            "wheels": self.wheels, "inertial": self.inertial, "camera": lambda: None,
            "sonar": lambda: Sonar(t_ns=self.now_ns, range_m=1.0, echo=True),
            "bumper": lambda: Bumper(t_ns=self.now_ns, pressed=self.pressed),
            "power": lambda: Battery(t_ns=self.now_ns, voltage_v=SUPPLY_V, current_a=1.0, charge_mah=0.0),
        }
        return Car(motors=self, **{name: cast(Any, SimpleNamespace(read=read)) for name, read in said.items()})


class PlantStation:
    """The plant where it stands; `interrupt_s` is when somebody presses a key."""

    def __init__(self, plant: Plant, interrupt_s: float = math.inf) -> None:
        self.plant, self.car, self._interrupt_s = plant, plant.car(), interrupt_s
        self.clock = _Clock(plant)

    def interrupted(self) -> bool:
        return to_s(self.clock.now_ns()) >= self._interrupt_s


class _Clock(SimulatedClock):
    def __init__(self, plant: Plant) -> None:
        super().__init__()
        self._plant = plant

    def wait_until(self, t_ns: int) -> None:
        self._plant.move(to_s(t_ns - self.now_ns()))
        super().wait_until(t_ns)
        self._plant.now_ns = t_ns
