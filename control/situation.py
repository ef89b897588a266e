"""What the safety node has heard, turned into the inputs of a decision."""

from __future__ import annotations

import math
from collections import deque

import msgspec

from control.decision import Inputs
from robot import topics
from robot.bus import Topic
from robot.clock import to_ns
from robot.messages import (
    Battery,
    Bumper,
    EyesHealth,
    Fault,
    Message,
    Odometry,
    Resume,
    Sonar,
    StopRequest,
    Velocity,
    WheelAngles,
)

_NEEDED: tuple[Topic[Message], ...] = (topics.WHEELS, topics.ODOMETRY, topics.SONAR, topics.BUMPER)
"""The car may only move while these speak, each within its topic's `max_age_s`; so must the eyes, where there are any."""


class SituationConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    bumper_hold_s: float = 0.5  # a bumper that bounced off still means that something is there
    sonar_echoes: int = 3  # the nearest of the last echoes counts: a grazed wall gives none now and then
    battery_share: float = 0.2  # of a new reading in the averaged voltage: a start's short sag is no empty battery
    let_go_s: float = 0.25  # a navigator that is silent for so long has let go of the wheel


class Situation:
    """Newest news, and the stops that last."""

    def __init__(self, config: SituationConfig, own_name: str) -> None:
        self._config = config
        self._own_name = own_name
        self._heard_ns: dict[str, int] = {}
        self._navigation: Velocity | None = None
        self._teleop: Velocity | None = None
        self._echoes: deque[float] = deque(maxlen=config.sonar_echoes)
        self._bumped_ns: int | None = None
        self._battery_v: float | None = None
        self._broken: set[str] = set()
        self._latched = ""
        self._told_to_stop = False
        self._blind = ""
        self._stop_ns: int | None = None

    @property
    def battery_v(self) -> float | None:
        """The battery's voltage, averaged; None while nobody measures it."""
        return self._battery_v

    def inputs(self, now_ns: int) -> Inputs:
        """Everything a decision at `now_ns` hangs on."""
        if self._let_go(now_ns):
            self._told_to_stop = False
        hold_ns = to_ns(self._config.bumper_hold_s)
        return Inputs(
            now_ns=now_ns, navigation=self._navigation, teleop=self._teleop, latched=self._latched,
            broken=tuple(sorted(self._broken)), silent=self._silent(now_ns), told_to_stop=self._told_to_stop,
            blind=self._blind, stop_ns=self._stop_ns, sonar_m=min(self._echoes, default=math.inf), battery_v=self._battery_v,
            bumped=self._bumped_ns is not None and now_ns - self._bumped_ns <= hold_ns,
        )

    def hear_navigation(self, wish: Velocity) -> None:
        self._navigation = wish
        if wish.speed_mps == 0.0 and wish.turn_radps == 0.0:
            self._told_to_stop = False  # whoever was driving has let go

    def hear_teleop(self, wish: Velocity) -> None:
        self._teleop = wish

    def hear_wheels(self, wheels: WheelAngles) -> None:
        self._heard(topics.WHEELS, wheels)

    def hear_odometry(self, odometry: Odometry) -> None:
        self._heard(topics.ODOMETRY, odometry)

    def hear_sonar(self, sonar: Sonar) -> None:
        self._heard(topics.SONAR, sonar)
        self._echoes.append(sonar.range_m if sonar.echo else math.inf)

    def hear_bumper(self, bumper: Bumper) -> None:
        self._heard(topics.BUMPER, bumper)
        if bumper.pressed:
            self._bumped_ns = bumper.t_ns

    def hear_battery(self, battery: Battery) -> None:
        share, old = self._config.battery_share, self._battery_v
        self._battery_v = battery.voltage_v if old is None else old + share * (battery.voltage_v - old)

    def hear_eyes(self, health: EyesHealth) -> None:
        self._heard(topics.EYES, health)
        self._blind = health.problem

    def hear_stop(self, stop: StopRequest) -> None:
        """Any stop holds until the navigator has let go of the wheel; a latched one until a RESUME as well."""
        self._told_to_stop, self._stop_ns = True, stop.t_ns
        if stop.latched:
            self._latched = stop.source or "unknown"

    def hear_resume(self, resume: Resume) -> None:
        self._latched = ""

    def hear_fault(self, fault: Fault) -> None:
        if fault.restarting:
            self._broken.add(fault.node)
            return
        self._broken.discard(fault.node)
        if fault.node == self._own_name:
            # Safety itself was built anew and has forgotten whether a stop was latched: a person must say.
            self._latched = "restarted safety node"

    def _heard(self, topic: Topic[Message], message: Message) -> None:
        self._heard_ns[topic.name] = message.t_ns

    def _silent(self, now_ns: int) -> tuple[str, ...]:
        needed = (*_NEEDED, topics.EYES) if topics.EYES.name in self._heard_ns else _NEEDED
        return tuple(topic.name for topic in needed if not self._fresh(topic, now_ns))

    def _fresh(self, topic: Topic[Message], now_ns: int) -> bool:
        heard_ns = self._heard_ns.get(topic.name)
        assert topic.max_age_s is not None
        return heard_ns is not None and now_ns - heard_ns <= to_ns(topic.max_age_s)

    def _let_go(self, now_ns: int) -> bool:
        return self._navigation is None or now_ns - self._navigation.t_ns > to_ns(self._config.let_go_s)
