"""The low level on the simulated car: base, odometry and safety run for real, and a script says where to drive."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from control.base import BaseNode
from control.odometry import OdometryNode
from control.safety import SafetyNode
from robot import topics
from robot.boards import BOARDS
from robot.messages import MotorState, Odometry, Velocity
from robot.node import Node, Wiring
from robot.sim.car import CarParameters
from robot.sim.drivers import connect
from robot.sim.simulator import Simulator, Truth
from robot.step_executor import StepExecutor
from tests.sim.plane import on_plane

Script = Callable[[float], tuple[float, float] | None]
"""Wished (speed, turn) at a time in seconds, or silence."""


class Pilot(Node):
    name = "pilot"

    def __init__(self, script: Script) -> None:
        self._script = script

    def wire(self, wiring: Wiring) -> None:
        self._wish = wiring.publisher(topics.NAVIGATION)
        wiring.every(0.05, self._tick)

    def _tick(self, now_ns: int) -> None:
        wish = self._script(now_ns / 1e9)
        if wish is not None:
            self._wish.publish(Velocity(t_ns=now_ns, speed_mps=wish[0], turn_radps=wish[1]))


class Driven(NamedTuple):
    """The truth fifty times a second, and what the nodes said last."""

    truths: list[Truth]
    odometry: Odometry
    motors: MotorState
    simulator: Simulator

    def since(self, t_s: float) -> list[Truth]:
        return [truth for truth in self.truths if truth.t_ns >= t_s * 1e9]


def drive(script: Script, for_s: float, parameters: CarParameters | None = None, obstacles: str = "") -> Driven:
    simulator = on_plane(obstacles, parameters)
    car, executor, truths = connect(simulator), StepExecutor(BOARDS["laptop"]), []

    def turn(now_ns: int) -> None:
        simulator.step(now_ns)
        truths.append(simulator.truth())

    executor.every(0.02, turn)
    executor.add("base", lambda: BaseNode(BaseNode.Config(), car.wheels, car.inertial, car.sonar, car.bumper, car.power))
    executor.add("odometry", lambda: OdometryNode(OdometryNode.Config()))
    executor.add("safety", lambda: SafetyNode(SafetyNode.Config(), car.motors))
    executor.add("pilot", lambda: Pilot(script))
    executor.run(lambda: False, for_s)
    odometry, motors = executor.bus.last(topics.ODOMETRY), executor.bus.last(topics.MOTORS)
    assert odometry is not None and motors is not None
    return Driven(truths, odometry, motors, simulator)
