"""The node of a talk button that one holds while one speaks."""

from __future__ import annotations

from typing import ClassVar, Protocol

from language.speech.pins import ButtonPin
from robot import topics
from robot.node import Node, NodeConfig, Wiring
from robot.speech import Talk


class TalkButton(Protocol):
    def pressed(self) -> bool: ...

    def close(self) -> None: ...


class ButtonNode(Node):
    """A button → BUTTON: "down" and "up". What lasts less than two looks is the bounce of its contacts."""

    name: ClassVar[str] = "button"

    class Config(NodeConfig, frozen=True):
        pin: int = 4  # Broadcom's number; the button connects it to ground
        period_s: float = 0.02

    def __init__(self, config: Config, button: TalkButton | None = None) -> None:
        """Raises PartError where the pin can't be had."""
        self._period_s = config.period_s
        self._button = button or ButtonPin(config.pin)
        self._down = self._seen = False

    def wire(self, wiring: Wiring) -> None:
        self._talk = wiring.publisher(topics.BUTTON)
        wiring.every(self._period_s, self._tick)

    def close(self) -> None:
        self._button.close()

    def _tick(self, now_ns: int) -> None:
        seen, self._seen = self._seen, self._button.pressed()
        if self._seen == seen != self._down:
            self._down = seen
            self._talk.publish(Talk(t_ns=now_ns, button="down" if seen else "up"))
