"""The node that reads the keyboard."""

from __future__ import annotations

from typing import ClassVar

from robot import topics
from robot.drivers import Keyboard
from robot.messages import Key
from robot.node import Node, NodeConfig, Wiring

PERIOD_S = 0.02  # part of what passes between the release of a key and the motors' stop


class KeyboardNode(Node):
    """Polls a `robot.drivers.Keyboard` and publishes KEYS. Who built the keyboard closes it."""

    name: ClassVar[str] = "keyboard"
    needs: ClassVar[tuple[str, ...]] = ("keyboard",)

    def __init__(self, config: NodeConfig, keyboard: Keyboard) -> None:
        self._keyboard = keyboard

    def wire(self, wiring: Wiring) -> None:
        self._keys = wiring.publisher(topics.KEYS)
        wiring.every(PERIOD_S, self._tick)

    def _tick(self, now_ns: int) -> None:
        for name in self._keyboard.read():
            self._keys.publish(Key(t_ns=now_ns, name=name))
