"""The car of launch/car.yaml, all but its eyes and ears, drives a square, and the plant tells what became of it.

Everything between the task and the motor lines is the product's: navigator, safety, motor process, bridge; encoders, gyro,
sonar, bumper and meter through the base to odometry, each node on its own thread.
"""

from __future__ import annotations

import math
import sys

import msgspec

from control.base import BaseNode
from control.drivers.buttons import SwitchConfig
from control.drivers.car import WiredCar, connected
from control.navigate import NavigatorNode
from control.odometry import OdometryNode
from control.safety import SafetyNode
from robot import topics
from robot.bus import queue, reliable
from robot.clock import SystemClock, to_ns
from robot.config import LAUNCH_FOLDER
from robot.messages import Fault, MotorState, Odometry, Task, TaskStatus
from robot.node import Node, Wiring
from robot.threaded_executor import ThreadedExecutor
from tests.vcar.guest.plant import SLOW_STEPS, STEP_S, Plant, Wires
from tests.vcar.guest.report import report

SIDE_M = 0.3
LIMIT_S = 60.0
STANDS_S = 0.6
"""At first, so that odometry learns the gyro's bias."""
IDLE = "nobody tells the car to drive"
"""What safety says when nothing else keeps the car from driving."""


class TaskGiver(Node):
    """Asks for one side and one corner after the other; notes where odometry says that the car ended, and why it ever stood."""

    name = "tasks"

    def __init__(self) -> None:
        self._id = 0
        self.ended: list[tuple[str, str]] = []
        self.last: Odometry | None = None
        self.reasons: set[str] = set()
        self.faults: list[tuple[str, str]] = []
        self._start_ns = sys.maxsize

    def wire(self, wiring: Wiring) -> None:
        self._tasks = wiring.publisher(topics.TASK)
        wiring.subscribe(topics.TASK_STATUS, self._on_status, reliable(64))
        wiring.subscribe(topics.FAULT, self._on_fault, reliable(64))
        wiring.subscribe(topics.ODOMETRY, self._on_odometry)
        wiring.subscribe(topics.MOTORS, self._on_motors, queue(8))
        wiring.every(0.05, self._tick)

    @property
    def over(self) -> bool:
        return len(self.ended) == 8 or any(state != "succeeded" for state, _ in self.ended)

    def _tick(self, now_ns: int) -> None:
        """The next task once the last has ended; the first a moment after safety has nothing more against driving."""
        if now_ns < self._start_ns or len(self.ended) < self._id or self.over:
            return
        if self._id % 2 == 0:
            task = Task(t_ns=now_ns, id=self._id + 1, action="travel", distance_m=SIDE_M)
        else:
            task = Task(t_ns=now_ns, id=self._id + 1, action="turn", angle_rad=math.pi / 2)
        self._id += 1
        self._tasks.publish(task)

    def _on_status(self, status: TaskStatus) -> None:
        if status.id == self._id and status.state != "running":
            self.ended.append((status.state, status.reason))

    def _on_fault(self, fault: Fault) -> None:
        self.faults.append((fault.node, fault.error))

    def _on_odometry(self, odometry: Odometry) -> None:
        self.last = odometry

    def _on_motors(self, motors: MotorState) -> None:
        if self._start_ns == sys.maxsize and motors.reason == IDLE:
            self._start_ns = motors.t_ns + to_ns(STANDS_S)
        if self._start_ns < sys.maxsize:
            self.reasons.add(motors.reason)


def main() -> None:
    config = wired()
    plant = Plant(wires_of(config))
    plant.start()
    tasks = TaskGiver()
    over = _drive(config, tasks)
    truth = plant.stop()
    report(
        "square", over=over, ended=tasks.ended, reasons=sorted(tasks.reasons), faults=tasks.faults, pulses=truth.pulses,
        edges=truth.edges, end=truth.trail[-1],
        extent_m=[max(axis) - min(axis) for axis in list(zip(*truth.trail, strict=True))[:2]],
        driven_s=len(truth.trail) * STEP_S * SLOW_STEPS,
        believed=None if tasks.last is None else [tasks.last.x_m, tasks.last.y_m, tasks.last.heading_rad],
    )


def wired() -> WiredCar:
    """The car of launch/car.yaml; here its I2C bus is number 0."""
    import yaml

    car = yaml.safe_load((LAUNCH_FOLDER / "car.yaml").read_text(encoding="utf-8"))["car"]
    for part in ("inertial", "power"):
        car[part]["bus"] = 0
    return msgspec.convert(car, WiredCar)


def wires_of(config: WiredCar) -> Wires:
    """The plant's end of every wire."""
    motors, bumper = config.motors, config.bumper
    assert motors["driver"] == "l298n" and isinstance(bumper, SwitchConfig) and bumper.when == "open"
    left, right = ((motors[side]["pwm"], motors[side]["in1"], motors[side]["in2"]) for side in ("left", "right"))
    return Wires(
        left=left, right=right, left_encoder=config.wheels.left, right_encoder=config.wheels.right, bumper=bumper.pin,
        trigger=config.sonar.trigger, echo=config.sonar.echo, counts=round(4 * config.wheels.cycles_per_turn),
    )


def _drive(config: WiredCar, tasks: TaskGiver) -> bool:
    """Open the car, build the nodes, drive, and let go of everything."""
    clock = SystemClock()
    with connected(config, clock) as car:
        executor = ThreadedExecutor(clock)
        executor.add("odometry", lambda: OdometryNode(OdometryNode.Config()))
        executor.add("navigator", lambda: NavigatorNode(NavigatorNode.Config()))
        executor.add("safety", lambda: SafetyNode(SafetyNode.Config(), car.motors))
        executor.add("tasks", lambda: tasks)
        executor.add(
            "base", lambda: BaseNode(BaseNode.Config(), car.wheels, car.inertial, car.sonar, car.bumper, car.power)
        )
        try:
            return executor.run(lambda: tasks.over, LIMIT_S)
        finally:
            executor.close()
