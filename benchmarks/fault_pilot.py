"""Who wants the car of benchmarks/faults.py to drive."""

from __future__ import annotations

import threading

from robot import topics
from robot.messages import Resume, Velocity
from robot.node import Node, NodeConfig, Wiring


class PilotNode(Node):
    """Wants the car to drive on, come what may, and takes back what is latched when the benchmark says so."""

    name = "pilot"
    resume_wanted = threading.Event()

    class Config(NodeConfig, frozen=True):
        speed_mps: float = 0.25
        turn_radps: float = 0.4
        period_s: float = 0.05

    def __init__(self, config: Config) -> None:
        self._config = config

    def wire(self, wiring: Wiring) -> None:
        self._wish = wiring.publisher(topics.NAVIGATION)
        self._resume = wiring.publisher(topics.RESUME)
        wiring.every(self._config.period_s, self._tick)

    def _tick(self, now_ns: int) -> None:
        if self.resume_wanted.is_set():
            self.resume_wanted.clear()
            self._resume.publish(Resume(t_ns=now_ns, source="benchmark"))
            self._wish.publish(Velocity(t_ns=now_ns, speed_mps=0.0, turn_radps=0.0))  # let go, then ask anew
            return
        self._wish.publish(Velocity(t_ns=now_ns, speed_mps=self._config.speed_mps, turn_radps=self._config.turn_radps))
