"""What the safety node has heard, turned into the inputs of a decision."""

from __future__ import annotations

import math
from collections import deque

import msgspec

from control.decision import Inputs, recent
from control.stall import Stall, StallConfig
from control.tilt import Tilt
from robot import topics
from robot.board_health import BoardHealth
from robot.bus import Topic
from robot.clock import to_ns
from robot.messages import (
    Battery,
    Bumper,
    EyesHealth,
    Fault,
    Frame,
    Inertial,
    Message,
    Odometry,
    Resume,
    Sonar,
    StopRequest,
    Velocity,
    WheelAngles,
)
from robot.steering import Handover

_NEEDED: tuple[Topic[Message], ...] = (topics.WHEELS, topics.ODOMETRY, topics.SONAR, topics.BUMPER)
"""The car may only move while these speak, each within its topic's `max_age_s`; so must the eyes, where there are any."""


class SituationConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    bumper_hold_s: float = 0.5  # a bumper that bounced off still means that something is there
    sonar_echoes: int = 3  # the nearest of the last echoes counts: a grazed wall gives none now and then
    battery_share: float = 0.2  # of a new reading in the averaged voltage: a start's short sag is no empty battery
    let_go_s: float = 0.25  # a navigator that is silent for so long has let go of the wheel
    picture_s: float = 0.2  # by an older picture nobody drives: one of ten a second may get lost, not two
    tilt_correct_s: float = 1.0  # until the accelerometer has overruled the gyro
    stall: StallConfig = StallConfig()


class Situation:
    """Newest news, and what came since the last decision."""

    def __init__(self, config: SituationConfig, own_name: str) -> None:
        self._config = config
        self._own_name = own_name
        self._heard_ns: dict[str, int] = {}
        self._navigation: Velocity | None = None
        self._teleop: Velocity | None = None
        self._echoes: deque[float] = deque(maxlen=config.sonar_echoes)
        self._bumped_ns: int | None = None
        self._battery_v: float | None = None
        self._board: BoardHealth | None = None
        self._broken: set[str] = set()
        self._blind = ""
        self._stop_ns: int | None = None
        self._tilt = Tilt(config.tilt_correct_s)
        self._stall = Stall(config.stall)
        self._forget()

    def _forget(self) -> None:
        """The next decision hears only of what comes from now on."""
        self._emergency = ""
        self._stop = self._resume = self._restarted = self._released = False

    @property
    def battery_v(self) -> float | None:
        """The battery's voltage, averaged; None while nobody measures it."""
        return self._battery_v

    def inputs(self, now_ns: int, motors: str) -> Inputs:
        """Everything a decision at `now_ns` hangs on; `motors` is what the bridge complains of. What only came is told once."""
        hold_ns = to_ns(self._config.bumper_hold_s)
        board = self._board
        inputs = Inputs(
            now_ns=now_ns, navigation=self._navigation, teleop=self._teleop, emergency=self._emergency, stop=self._stop,
            resume=self._resume, restarted=self._restarted, let_go=self._released or self._let_go(now_ns),
            broken=tuple(sorted(self._broken)), silent=self._silent(now_ns), blind=self._blindness(now_ns), motors=motors,
            stalled=self._stall.which, stop_ns=self._stop_ns, sonar_m=min(self._echoes, default=math.inf),
            bumped=self._bumped_ns is not None and now_ns - self._bumped_ns <= hold_ns, battery_v=self._battery_v,
            under_voltage=board is not None and board.under_voltage, tilt_rad=self._tilt.angle_rad,
            temperature_c=None if board is None else board.temperature_c,
        )
        self._forget()
        return inputs

    def command(self, targets_mps: tuple[float, float], dt_s: float) -> None:
        """What the wheels were told to roll for the last `dt_s`."""
        self._stall.command(targets_mps, dt_s)

    def hear_navigation(self, wish: Velocity) -> None:
        self._navigation = wish
        if wish.speed_mps == 0.0 and wish.turn_radps == 0.0:
            self._released = True  # whoever was driving has let go

    def hear_teleop(self, wish: Velocity) -> None:
        self._teleop = wish

    def hear_handover(self, handover: Handover) -> None:
        """Nobody waits for a person who gave the wheel back; one who only let go of the keys may not be done."""
        if not handover.person:
            self._teleop = None

    def hear_wheels(self, wheels: WheelAngles) -> None:
        self._heard(topics.WHEELS, wheels)
        self._stall.measure(wheels)

    def hear_odometry(self, odometry: Odometry) -> None:
        self._heard(topics.ODOMETRY, odometry)

    def hear_inertial(self, inertial: Inertial) -> None:
        self._tilt.feel(inertial)

    def hear_frame(self, frame: Frame) -> None:
        self._heard(topics.CAMERA, frame)

    def hear_sonar(self, sonar: Sonar) -> None:
        self._heard(topics.SONAR, sonar)
        range_m = 0.0 if math.isnan(sonar.range_m) else sonar.range_m  # a sensor that talks nonsense clears no way
        self._echoes.append(range_m if sonar.echo else math.inf)

    def hear_bumper(self, bumper: Bumper) -> None:
        self._heard(topics.BUMPER, bumper)
        if bumper.pressed:
            self._bumped_ns = bumper.t_ns

    def hear_battery(self, battery: Battery) -> None:
        share, old = self._config.battery_share, self._battery_v
        self._battery_v = battery.voltage_v if old is None else old + share * (battery.voltage_v - old)

    def hear_board(self, board: BoardHealth) -> None:
        self._board = board

    def hear_eyes(self, health: EyesHealth) -> None:
        self._heard(topics.EYES, health)
        self._blind = health.problem

    def hear_stop(self, stop: StopRequest) -> None:
        """Any stop holds until the navigator has let go of the wheel; a latched one until a RESUME as well."""
        self._stop, self._released, self._resume = True, False, False
        self._stop_ns = stop.t_ns
        if stop.latched:
            self._emergency = stop.source or "unknown"

    def hear_resume(self, resume: Resume) -> None:
        self._resume = True

    def hear_fault(self, fault: Fault) -> None:
        if fault.restarting:
            self._broken.add(fault.node)
            return
        self._broken.discard(fault.node)
        if fault.node == self._own_name:
            # Safety itself was built anew and has forgotten whether a stop was latched: a person must say.
            self._restarted = True

    def _heard(self, topic: Topic[Message], message: Message) -> None:
        self._heard_ns[topic.name] = message.t_ns

    def _silent(self, now_ns: int) -> tuple[str, ...]:
        needed = (*_NEEDED, topics.EYES) if topics.EYES.name in self._heard_ns else _NEEDED
        return tuple(topic.name for topic in needed if not self._fresh(topic, now_ns))

    def _fresh(self, topic: Topic[Message], now_ns: int) -> bool:
        heard_ns = self._heard_ns.get(topic.name)
        assert topic.max_age_s is not None
        return heard_ns is not None and recent(heard_ns, now_ns, topic.max_age_s)

    def _blindness(self, now_ns: int) -> str:
        """Why nobody can drive by eye; a car whose camera never spoke has none."""
        seen_ns = self._heard_ns.get(topics.CAMERA.name)
        if seen_ns is not None and not recent(seen_ns, now_ns, self._config.picture_s):
            return self._blind or f"no picture from the camera for {self._config.picture_s:g} s"
        return self._blind

    def _let_go(self, now_ns: int) -> bool:
        return self._navigation is None or not recent(self._navigation.t_ns, now_ns, self._config.let_go_s)
