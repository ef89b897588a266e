"""The emergency stop's button: a switch that opens when it is struck, and stays so until it is turned back."""

from __future__ import annotations

from robot import topics
from robot.clock import to_ns
from robot.drivers import BumperSwitch
from robot.messages import StopRequest
from robot.node import Node, NodeConfig, Wiring


class ButtonNode(Node):
    """Publishes a latched BUTTON_STOP while the button is pressed, again and again: until it is let go, nothing takes it back.

    Wire it normally closed: a broken wire is a pressed button then.
    """

    name = "button"
    needs = ("button",)

    class Config(NodeConfig, frozen=True):
        period_s: float = 0.02
        repeat_s: float = 0.1
        source: str = "button"

    def __init__(self, config: Config, button: BumperSwitch) -> None:
        self._config, self._button = config, button
        self._said_ns: int | None = None

    def wire(self, wiring: Wiring) -> None:
        self._stop = wiring.publisher(topics.BUTTON_STOP)
        wiring.every(self._config.period_s, self._tick)

    def _tick(self, now_ns: int) -> None:
        state = self._button.read()
        if state is None or not state.pressed:
            self._said_ns = None
        elif self._said_ns is None or now_ns - self._said_ns >= to_ns(self._config.repeat_s):
            self._said_ns = now_ns
            self._stop.publish(StopRequest(t_ns=now_ns, source=self._config.source, latched=True))
