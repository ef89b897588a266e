"""The only writer of the motors: asks `decide` fifty times a second and turns its answer into voltages."""

from __future__ import annotations

import msgspec

from control.decision import Decision, Limits, decide
from control.interlock import State
from control.situation import Situation, SituationConfig
from control.wheels import SpeedLoop, SpeedLoopConfig, WheelGeometry
from robot import topics
from robot.bus import queue, reliable
from robot.clock import to_s
from robot.drivers import MotorDriver
from robot.messages import MotorState, WheelAngles
from robot.node import Cost, Node, NodeConfig, Wiring

GLANCE = Cost(0.0)
"""What is heard only to note a number or a time costs less than the model of costs can tell."""


class Ramps(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How fast a wish may change, so that tyres grip and nothing tips over. A stop is not slowed by them."""

    speed_up_mps2: float = 0.6
    slow_down_mps2: float = 1.2
    turn_radps2: float = 10.0


class SafetyNode(Node):
    """Stands between every wish and the motors.

    `control/interlock.py` says what stops the car and what must be taken back, docs/safety.md tells it in a table. Near an
    obstacle the car slows, then may only turn and back off.
    """

    name = "safety"
    needs = ("motors",)

    class Config(NodeConfig, frozen=True):
        limits: Limits = Limits()
        situation: SituationConfig = SituationConfig()
        ramps: Ramps = Ramps()
        wheels: WheelGeometry = WheelGeometry()
        loop: SpeedLoopConfig = SpeedLoopConfig()
        period_s: float = 0.02  # the base's sensors speak as often
        wheel_mps: float = 0.5  # the motors hardly give more: beyond it the curve is kept and the speed lowered

    def __init__(self, config: Config, motors: MotorDriver) -> None:
        self._config = config
        self._motors = motors
        self._situation = Situation(config.situation, self.name)
        self._state = State()
        self._loop = SpeedLoop(config.loop, config.wheels)
        self._speed_mps = self._turn_radps = 0.0
        self._last_ns: int | None = None

    def wire(self, wiring: Wiring) -> None:
        situation = self._situation
        self._told = wiring.publisher(topics.MOTORS)
        wiring.subscribe(topics.NAVIGATION, situation.hear_navigation)
        wiring.subscribe(topics.TELEOP, situation.hear_teleop)
        wiring.subscribe(topics.HANDOVER, situation.hear_handover, reliable(8))
        wiring.subscribe(topics.WHEELS, self._on_wheels, queue(4))
        wiring.subscribe(topics.ODOMETRY, situation.hear_odometry)
        wiring.subscribe(topics.SONAR, situation.hear_sonar, queue(4))
        wiring.subscribe(topics.BUMPER, situation.hear_bumper, queue(8))
        wiring.subscribe(topics.BATTERY, situation.hear_battery)
        wiring.subscribe(topics.EYES, situation.hear_eyes)
        wiring.subscribe(topics.BOARD, situation.hear_board)
        wiring.subscribe(topics.INERTIAL, situation.hear_inertial, cost=GLANCE)
        wiring.subscribe(topics.CAMERA, situation.hear_frame, cost=GLANCE)
        for stop in (topics.KEYBOARD_STOP, topics.LANGUAGE_STOP, topics.SPEECH_STOP, topics.BUTTON_STOP):
            wiring.subscribe(stop, situation.hear_stop, reliable(64))
        wiring.subscribe(topics.RESUME, situation.hear_resume, reliable(64))
        wiring.subscribe(topics.FAULT, situation.hear_fault, reliable(64))
        wiring.every(self._config.period_s, self._tick)

    def close(self) -> None:
        self._motors.drive(0.0, 0.0)

    def _on_wheels(self, wheels: WheelAngles) -> None:
        self._situation.hear_wheels(wheels)
        self._loop.measure(wheels)

    def _tick(self, now_ns: int) -> None:
        inputs = self._situation.inputs(now_ns, self._motors.problem)
        self._state, decision = decide(self._state, inputs, self._config.limits)
        dt_s = self._config.period_s if self._last_ns is None else to_s(now_ns - self._last_ns)
        self._last_ns = now_ns
        left_v, right_v = self._volts(decision, dt_s)
        left_v, right_v = self._motors.drive(left_v, right_v)
        self._told.publish(MotorState(
            t_ns=now_ns, left_v=left_v, right_v=right_v, stopped=decision.stopped, reason=decision.reason,
        ))

    def _volts(self, decision: Decision, dt_s: float) -> tuple[float, float]:
        """Voltages for the allowed motion; exactly none when stopped."""
        if decision.stopped:
            self._speed_mps = self._turn_radps = 0.0
            self._loop.reset()
            self._situation.command((0.0, 0.0), dt_s)
            return 0.0, 0.0
        self._approach(decision, dt_s)
        targets = self._wheel_targets()
        volts = self._loop.volts(targets, dt_s, self._situation.battery_v)
        allowed = volts if decision.forward else without_forward(*volts)
        self._situation.command(targets if allowed == volts else (0.0, 0.0), dt_s)
        return allowed

    def _approach(self, decision: Decision, dt_s: float) -> None:
        """Move the set point towards what is allowed; where safety itself took speed away, at once."""
        ramps, old = self._config.ramps, self._speed_mps
        faster = abs(decision.speed_mps) > abs(old) and decision.speed_mps * old >= 0
        rate = ramps.speed_up_mps2 if faster else ramps.slow_down_mps2
        self._speed_mps = _towards(old, decision.speed_mps, rate * dt_s)
        if decision.reason:
            self._speed_mps = min(self._speed_mps, decision.speed_mps)
        self._turn_radps = _towards(self._turn_radps, decision.turn_radps, ramps.turn_radps2 * dt_s)

    def _wheel_targets(self) -> tuple[float, float]:
        left, right = self._config.wheels.wheel_speeds(self._speed_mps, self._turn_radps)
        share = self._config.wheel_mps / max(abs(left), abs(right), self._config.wheel_mps)
        return left * share, right * share


def without_forward(left_v: float, right_v: float) -> tuple[float, float]:
    """The same turn with no push forward in it: the two voltages' mean is taken out where it is positive."""
    push = max(0.0, (left_v + right_v) / 2)
    return left_v - push, right_v - push


def _towards(value: float, target: float, most: float) -> float:
    return value + min(max(target - value, -most), most)
