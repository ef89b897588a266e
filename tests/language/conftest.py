"""A wiring for single nodes: the real bus, the node's steps called by hand."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

import pytest

from robot.bus import Bus, Mailbox, Policy, Publisher, Topic, latest, reliable
from robot.clock import SimulatedClock
from robot.node import LIGHT, Cost

T = TypeVar("T")


class Bench:
    """One node on a bench: `say` a message, then look at what it `heard`."""

    def __init__(self) -> None:
        self.bus = Bus(SimulatedClock())
        self._steps: dict[str, Callable[[Any], Cost | None]] = {}
        self._ticks: list[Callable[[int], None]] = []
        self._ears: dict[str, Mailbox[Any]] = {}

    def publisher(self, topic: Topic[T]) -> Publisher[T]:
        return self.bus.publisher(topic, "node")

    def subscribe(
        self, topic: Topic[T], step: Callable[[T], Cost | None], policy: Policy = latest(), cost: Cost = LIGHT
    ) -> None:
        self._steps[topic.name] = step

    def every(self, period_s: float, step: Callable[[int], None], cost: Cost = LIGHT) -> None:
        self._ticks.append(step)

    def alive(self, topic: Topic[Any]) -> bool:
        return self.bus.alive(topic)

    def listen(self, topic: Topic[Any]) -> None:
        self._ears[topic.name] = self.bus.subscribe(topic, reliable(1000), SimpleQueue())

    def say(self, topic: Topic[T], message: T) -> None:
        self._steps[topic.name](message)

    def tick(self, now_ns: int) -> None:
        for step in self._ticks:
            step(now_ns)

    def heard(self, topic: Topic[T]) -> list[T]:
        messages = []
        while (envelope := self._ears[topic.name].take()) is not None:
            messages.append(envelope.message)
        return messages


@pytest.fixture
def bench() -> Bench:
    return Bench()
