"""The eyes' node: pictures become detections, free space, thresholds of doorways and surfaces of the floor.

A picture is looked at when it can be trusted (`camera_health.py`), shows something new (`gate.py`) and is due (`rate.py`).
"""

from __future__ import annotations

import numpy as np

from perception.camera_health import CameraHealth, CameraHealthConfig
from perception.frame_check import flaw
from perception.gate import FrameGate, GateConfig
from perception.looker import Look, Looker, LookerConfig
from perception.motion import Motion, MotionSense
from perception.rate import RateConfig, rate_hz
from perception.thumbnail import Thumbnail, thumbnail
from robot import topics
from robot.lessons import TaughtKinds
from robot.messages import EyesHealth, Frame, Odometry
from robot.node import Cost, Node, Wiring

CHECK_COST = Cost(0.2e-3)
"""Measured: 0.16 ms for a picture that is not looked at: its check, its thumbnail, the gate, and saying the last look again."""

HEALTH_S = 0.5
"""How often the eyes say how they are; a change is said at once."""
WATCH_S = 1.0
"""How often the folder of taught things is looked at."""


class DetectorNode(Node):
    """Looks at the newest picture, at most `max_rate_hz` times a second, less often while little changes."""

    name = "detector"

    class Config(LookerConfig, frozen=True):
        least_score: float = 0.2  # weaker than what is told: a thing seen badly isn't a thing that is missing, to the map
        max_rate_hz: float = 15.0
        rate: RateConfig = RateConfig()
        gate: GateConfig = GateConfig()
        health: CameraHealthConfig = CameraHealthConfig()

    def __init__(self, config: Config) -> None:
        self._config = config
        self.look = Looker(config)
        self._told: TaughtKinds | None = None
        self._health, self._gate = CameraHealth(config.health), FrameGate[Look](config.gate)
        self._motion = MotionSense()
        self._now_ns: int | None = None  # as far as ticks and odometry told
        self._spoke_ns: int | None = None
        self._told_problem = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it can tell apart: what it was trained on, then what it was taught."""
        return self.look.kinds

    def wire(self, wiring: Wiring) -> None:
        self._detections = wiring.publisher(topics.DETECTIONS)
        self._free = wiring.publisher(topics.FREE_SPACE)
        self._thresholds = wiring.publisher(topics.THRESHOLDS)
        self._surfaces = wiring.publisher(topics.SURFACES)
        self._taught_kinds = wiring.publisher(topics.TAUGHT)
        self._eyes_health = wiring.publisher(topics.EYES)
        wiring.subscribe(topics.ODOMETRY, self._on_odometry)
        wiring.subscribe(topics.CAMERA, self._on_frame, cost=self.look.cost)
        wiring.every(HEALTH_S, self._tick)
        if self._config.taught:
            wiring.every(WATCH_S, self._watch)

    def _on_odometry(self, odometry: Odometry) -> None:
        self._motion.hear(odometry)
        self._now_ns = odometry.t_ns

    def _tick(self, now_ns: int) -> None:
        self._now_ns = now_ns
        self._health.tick(now_ns)
        self._tell_health(now_ns)

    def _on_frame(self, frame: Frame) -> Cost:
        problem = flaw(frame, self._config.camera, self._now_ns)
        if problem:
            self._health.refuse(self._now_ns or 0, problem)
        elif self._health.is_new(frame.t_ns):
            frame = Frame(t_ns=frame.t_ns, image=np.ascontiguousarray(frame.image))
            return self._on_picture(frame, thumbnail(frame.image), self._motion.at(frame.t_ns))
        self._tell_change()
        return CHECK_COST

    def _on_picture(self, frame: Frame, small: Thumbnail, motion: Motion) -> Cost:
        """A picture that is one, and new: look at it, say the last look again, or leave it."""
        t_ns, gate = frame.t_ns, self._gate
        self._health.see(t_ns, self._now_ns, frame.image, small, motion)
        self._tell_change()
        shut = gate.shut(t_ns, small, motion)
        if self._health.problem or not self._is_due(t_ns, shut, motion):
            return CHECK_COST
        self._spoke_ns = t_ns
        if shut:
            self._publish(gate.repeat().again(t_ns))
            return CHECK_COST
        look = self.look(frame)
        gate.note(t_ns, small, motion, look)
        self._publish(look)
        return self.look.cost

    def _is_due(self, t_ns: int, shut: bool, motion: Motion) -> bool:
        """Nothing new is said as seldom as may be; what changes before a standing car is looked at as often as may be."""
        config = self._config
        rate = config.rate.least_hz if shut else config.max_rate_hz
        if not (shut or self._gate.stands(motion)):
            rate = rate_hz(motion, config.max_rate_hz, config.rate)
        return self._spoke_ns is None or t_ns - self._spoke_ns >= 0.9e9 / rate  # a little early is not too often

    def _publish(self, look: Look) -> None:
        self._detections.publish(look.detections)
        self._free.publish(look.space)
        self._thresholds.publish(look.thresholds)
        self._surfaces.publish(look.surfaces)

    def _tell_change(self) -> None:
        if self._health.problem != self._told_problem:
            self._tell_health(self._now_ns or 0)

    def _tell_health(self, now_ns: int) -> None:
        self._told_problem = self._health.problem
        self._eyes_health.publish(EyesHealth(t_ns=now_ns, problem=self._told_problem))

    def _watch(self, now_ns: int) -> None:
        """Somebody may teach while the car runs."""
        if self.look.refresh():
            self._gate.forget()
        problem, kinds = self.look.problem, self.look.taught
        if self._told is None or (self._told.kinds, self._told.problem) != (kinds, problem):
            self._told = TaughtKinds(t_ns=now_ns, kinds=kinds, problem=problem)
            self._taught_kinds.publish(self._told)
