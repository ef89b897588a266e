"""Says the instruction of the command line (`--say`) once everything runs."""

from __future__ import annotations

from robot import topics
from robot.messages import Instruction
from robot.node import Node, NodeConfig, Wiring


class OpeningNode(Node):
    """Publishes its text once, `after_s` after the start: by then every sensor has spoken."""

    name = "opening"

    class Config(NodeConfig, frozen=True):
        text: str
        after_s: float = 0.5

    def __init__(self, config: Config) -> None:
        self._config = config
        self._waited = False
        self._said = False

    def wire(self, wiring: Wiring) -> None:
        self._opening = wiring.publisher(topics.OPENING)
        wiring.every(self._config.after_s, self._tick)

    def _tick(self, now_ns: int) -> None:
        if self._waited and not self._said:
            self._said = True
            self._opening.publish(Instruction(t_ns=now_ns, text=self._config.text, source="command line"))
        self._waited = True
