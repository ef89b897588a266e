"""A node: a plain class that says what it hears, what it says and how often it ticks.

    class Odometer(Node):
        name = "odometry"
        needs = ()                                # names of the drivers it is built with (fields of `robot.drivers.Car`)
        follows = {}                              # settings that are another node's in any case

        class Config(NodeConfig, frozen=True):    # its section of the launch file
            wheel_base_m: float = 0.135

        def __init__(self, config: Config) -> None: ...

        def wire(self, wiring: Wiring) -> None:
            self._odometry = wiring.publisher(topics.ODOMETRY)
            wiring.subscribe(topics.WHEELS, self._on_wheels, queue(8))
            wiring.every(0.02, self._tick)

Its methods are step functions: they never start a thread, never sleep, never read a clock (`_tick` is told the time).
A node that raises is closed, built anew and wired again after a back-off, and the car stands meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Protocol, TypeVar

import msgspec

from robot.bus import Policy, Publisher, Topic, latest

T = TypeVar("T")


class Cost(msgspec.Struct, frozen=True):
    """What one step costs on the laptop profile: modelled compute time, scaled by the board's factor for `work`."""

    seconds: float
    work: Literal["python", "network"] = "python"


LIGHT = Cost(50e-6)


class NodeConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every node's section in the launch file."""


class Wiring(Protocol):
    """What an executor offers a node."""

    def publisher(self, topic: Topic[T]) -> Publisher[T]:
        """The topic's one publisher. In simulation what a step publishes leaves when the step's modelled time is over."""

    def subscribe(
        self, topic: Topic[T], step: Callable[[T], Cost | None], policy: Policy = latest(), cost: Cost = LIGHT
    ) -> None:
        """Call `step(message)` for each message that the policy keeps. A step that returns a `Cost` cost that, not `cost`."""

    def every(self, period_s: float, step: Callable[[int], None], cost: Cost = LIGHT) -> None:
        """Call `step(now_ns)` periodically; ticks missed while the node was busy are not made up for."""

    def alive(self, topic: Topic[Any]) -> bool:
        """Whether the topic spoke within its `max_age_s`."""


class Node:
    """Base of all nodes. The constructor takes its `Config`, then the drivers in `needs` by name."""

    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    follows: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
    """Names of nodes, and which of their settings this one takes over; a launch file can't give it others."""
    Config: ClassVar[type[NodeConfig]] = NodeConfig

    def wire(self, wiring: Wiring) -> None:
        """Subscribe, take publishers, ask for ticks. Called once, before anything runs."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what was taken; also called when the node raised. Nothing by default."""
