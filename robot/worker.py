"""One node at work: its mailboxes, its ticks and its voice, whichever executor runs it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from robot.bus import Bus, Mailbox, Policy, Publisher, Topic, Wake, latest
from robot.clock import to_ns
from robot.node import LIGHT, Cost, Node

T = TypeVar("T")


class NodeOverflow(RuntimeError):
    """A reliable mailbox was full: the node is too slow for what it promised to keep."""


class Tick:
    """A periodic step of a node; `next_ns` is None until it is scheduled for the first time."""

    def __init__(self, period_s: float, step: Callable[[int], None], cost: Cost) -> None:
        if period_s <= 0:
            raise ValueError(f"a tick's period must be positive, not {period_s} s")
        self.period_ns = to_ns(period_s)
        self.step = step
        self.cost = cost
        self.next_ns: int | None = None

    def due(self, now_ns: int) -> bool:
        """Whether it is time; it is, too, where the clock was set back and the next time is further off than a period."""
        return self.next_ns is None or not 0 < self.next_ns - now_ns <= self.period_ns

    def advance(self, now_ns: int) -> None:
        """Set the next due time after `now_ns`, on the tick's own grid; what was missed is skipped."""
        due_ns = now_ns if self.next_ns is None or self.next_ns > now_ns else self.next_ns
        missed = max(0, (now_ns - due_ns) // self.period_ns)
        self.next_ns = due_ns + (missed + 1) * self.period_ns


class Subscription(NamedTuple):
    mailbox: Mailbox[Any]
    step: Callable[[Any], Cost | None]
    cost: Cost


class Worker:
    """A node's wiring: implements `robot.node.Wiring` and keeps what the executor needs to run the node."""

    def __init__(self, name: str, build: Callable[[], Node], bus: Bus, wake: Wake) -> None:
        self.name = name
        self.subscriptions: dict[int, Subscription] = {}
        self.ticks: list[Tick] = []
        self.failures = 0
        self.node: Node | None = None
        self._build = build
        self._bus = bus
        self._wake = wake

    def start(self) -> None:
        """Build and wire the node; raises what its constructor raises."""
        self.node = self._build()
        self.node.wire(self)

    def stop(self) -> None:
        """Close the node and let go of its mailboxes."""
        for subscription in self.subscriptions.values():
            self._bus.unsubscribe(subscription.mailbox)
        self.subscriptions.clear()
        self.ticks.clear()
        node, self.node = self.node, None
        if node is not None:
            node.close()

    def take(self, mailbox: Mailbox[Any]) -> tuple[Any, Subscription] | None:
        """The mailbox's next message and what to do with it; None when it is empty or no longer ours."""
        subscription = self.subscriptions.get(id(mailbox))
        if subscription is None:
            return None
        if mailbox.overflowed:
            raise NodeOverflow(f"{self.name} let {mailbox.overflowed} messages of {mailbox.topic.name} overflow")
        envelope = mailbox.take()
        return None if envelope is None else (envelope.message, subscription)

    # ---- robot.node.Wiring

    def publisher(self, topic: Topic[T]) -> Publisher[T]:
        return self._bus.publisher(topic, self.name)

    def subscribe(
        self, topic: Topic[T], step: Callable[[T], Cost | None], policy: Policy = latest(), cost: Cost = LIGHT
    ) -> None:
        mailbox = self._bus.subscribe(topic, policy, self._wake)
        self.subscriptions[id(mailbox)] = Subscription(mailbox, step, cost)

    def every(self, period_s: float, step: Callable[[int], None], cost: Cost = LIGHT) -> None:
        self.ticks.append(Tick(period_s, step, cost))

    def alive(self, topic: Topic[Any]) -> bool:
        return self._bus.alive(topic)


def backoff_s(failures: int) -> float:
    """How long a node that has raised `failures` times in a row stands before its restart: 0.5 s, doubling, at most 8 s."""
    return min(8.0, 0.5 * 2.0 ** max(0, failures - 1))


Observer = Callable[[Topic[Any], Any], None]
"""Called with (topic, envelope) for everything published: the recorder, the trace, the progress line."""

Outbox = deque[tuple[Publisher[Any], Any]]
