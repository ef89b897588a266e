"""A node on the bench: hand it messages and ticks, see what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from robot.bus import Bus, Mailbox, Policy, Publisher, Topic, latest
from robot.clock import SimulatedClock
from robot.node import LIGHT, Cost, Node

T = TypeVar("T")


class _NoWake:
    def put(self, mailbox: Mailbox[Any], /) -> None:
        return None


class Bench:
    """A `Wiring` without an executor: every message goes to its step at once, and `tick` runs every periodic step."""

    def __init__(self, node: Node) -> None:
        self.clock = SimulatedClock()
        self._bus = Bus(self.clock)
        self._steps: dict[str, Callable[[Any], Cost | None]] = {}
        self._ticks: list[Callable[[int], None]] = []
        self._said: dict[str, Mailbox[Any]] = {}
        node.wire(self)

    def publisher(self, topic: Topic[T]) -> Publisher[T]:
        self._said[topic.name] = self._bus.subscribe(topic, Policy("queue", 100_000), _NoWake())
        return self._bus.publisher(topic, "node")

    def subscribe(
        self, topic: Topic[T], step: Callable[[T], Cost | None], policy: Policy = latest(), cost: Cost = LIGHT
    ) -> None:
        self._steps[topic.name] = step

    def every(self, period_s: float, step: Callable[[int], None], cost: Cost = LIGHT) -> None:
        self._ticks.append(step)

    def alive(self, topic: Topic[Any]) -> bool:
        return True

    def hear(self, topic: Topic[T], message: T) -> None:
        """Let the node hear a message now."""
        self._steps[topic.name](message)

    def tick(self, now_ns: int) -> None:
        self.clock.wait_until(now_ns)
        for step in self._ticks:
            step(now_ns)

    def said(self, topic: Topic[T]) -> list[T]:
        """What the node has published on the topic since the last time this was asked."""
        mailbox, messages = self._said[topic.name], []
        while (envelope := mailbox.take()) is not None:
            messages.append(envelope.message)
        return messages
