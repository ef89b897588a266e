"""The safety node alone, with motors that only remember: hand it messages and ticks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from control.safety import SafetyNode
from robot import topics
from robot.bus import Bus, Mailbox, Policy, Publisher, Topic, latest
from robot.clock import SimulatedClock, to_s
from robot.messages import Bumper, MotorState, Odometry, Sonar, WheelAngles
from robot.node import LIGHT, Cost

T = TypeVar("T")


class RememberedMotors:
    """A motor driver that remembers its volts."""

    def __init__(self) -> None:
        self.volts = (0.0, 0.0)
        self.problem = ""

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        self.volts = (left_v, right_v)
        return self.volts

    def close(self) -> None:
        self.volts = (0.0, 0.0)


class SafetyBench:
    """The node's `Wiring`, and a car whose wheels roll as they are driven."""

    def __init__(self) -> None:
        self.now_ns = 1_000_000_000
        self.rolling = True
        self.motors = RememberedMotors()
        self._angles = [0.0, 0.0]
        self._steps: dict[str, Callable[[Any], Cost | None]] = {}
        self._bus = Bus(SimulatedClock())
        self._said: Mailbox[MotorState] = self._bus.subscribe(topics.MOTORS, Policy("latest", 1), self)
        SafetyNode(SafetyNode.Config(), self.motors).wire(self)

    def put(self, mailbox: Mailbox[Any], /) -> None:
        """Nobody needs to be woken."""

    def publisher(self, topic: Topic[T]) -> Publisher[T]:
        return self._bus.publisher(topic, "node")

    def subscribe(
        self, topic: Topic[T], step: Callable[[T], Cost | None], policy: Policy = latest(), cost: Cost = LIGHT
    ) -> None:
        self._steps[topic.name] = step

    def every(self, period_s: float, step: Callable[[int], None], cost: Cost = LIGHT) -> None:
        self._tick = step

    def alive(self, topic: Topic[Any]) -> bool:
        return True

    def hear(self, topic: Topic[T], message: T) -> None:
        self._steps[topic.name](message)

    def advance(self, by_ns: int) -> int:
        """Let time pass; returns what time it is."""
        self.now_ns += by_ns
        if self.rolling:
            for side, volts in enumerate(self.motors.volts):
                self._angles[side] += volts * 1.5 * to_s(by_ns)
        return self.now_ns

    def speak(self, silent: Collection[str], range_m: float, pressed: bool) -> None:
        """All sensors that the car needs say what they measure now, but for the silent ones."""
        t = self.now_ns
        if "wheels" not in silent:
            self.hear(topics.WHEELS, WheelAngles(t_ns=t, left_rad=self._angles[0], right_rad=self._angles[1]))
        if "odometry" not in silent:
            self.hear(topics.ODOMETRY, Odometry(
                t_ns=t, x_m=0, y_m=0, heading_rad=0, speed_mps=0, turn_radps=0, covariance=(0.0,) * 9))
        if "sonar" not in silent:
            self.hear(topics.SONAR, Sonar(t_ns=t, range_m=range_m, echo=range_m < 4.0))
        if "bumper" not in silent:
            self.hear(topics.BUMPER, Bumper(t_ns=t, pressed=pressed))

    def tick(self, problem: str) -> MotorState:
        """One tick of the node, whose bridge complains so; returns what it said."""
        self.motors.problem = problem
        self._tick(self.now_ns)
        envelope = self._said.take()
        assert envelope is not None
        state: MotorState = envelope.message
        return state
