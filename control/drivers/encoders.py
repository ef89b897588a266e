"""Wheel encoders: one or two channels a wheel, counted from the kernel's edges."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import msgspec

from control.drivers.lines import Inputs, Pins, Pull
from control.drivers.quadrature import Quadrature, SingleChannel
from robot.clock import Clock
from robot.messages import WheelAngles

Ways = Callable[[], tuple[int, int]]
"""Which way (left, right) was last told to turn: 1 forward, -1 backward."""


class EncoderConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="encoders"):
    """`left` and `right`: GPIO numbers, [A, B] for two channels, [A] for one."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    cycles_per_turn: float
    """Cycles of one channel in a turn of the wheel: slots of the disc, or magnet cycles times the gears."""
    inverted_left: bool = False
    """true where the wheel counts backwards going forward; or swap A and B."""
    inverted_right: bool = False
    counting: Literal[1, 4] = 4
    """Two channels: 4 counts every edge; 1 whole cycles, for discs whose edges are uneven. One channel: every edge, always."""
    pull: Pull = "up"
    """Open-collector encoders need it, the others don't mind."""

    def __post_init__(self) -> None:
        if not self.cycles_per_turn > 0:
            raise ValueError(f"cycles_per_turn is {self.cycles_per_turn:g}; count the disc's slots")
        if not all(1 <= len(lines) <= 2 for lines in (self.left, self.right)):
            raise ValueError("a wheel has one channel or two: left: [5, 6]")
        if len({*self.left, *self.right}) < len(self.left) + len(self.right):
            raise ValueError("one GPIO is wired to two channels")


class Encoders:
    """Both wheels, a `robot.drivers.WheelEncoders`. Each wheel has its own store of edges in the kernel."""

    def __init__(self, config: EncoderConfig, clock: Clock, pins: Pins, ways: Ways = lambda: (1, 1)) -> None:
        """`ways` is asked where a wheel has one channel only. Raises PartError."""
        self._clock, self._ways = clock, ways
        self._wheels = [
            _Wheel(lines, config, inverted, pins)
            for lines, inverted in ((config.left, config.inverted_left), (config.right, config.inverted_right))
        ]

    @property
    def lost(self) -> int:
        """Edges that came faster than they were read and did not fit the kernel's store; counted the way of those before."""
        return sum(wheel.lost for wheel in self._wheels)

    def read(self) -> WheelAngles:
        """The angles as they are now."""
        t_ns = self._clock.now_ns()
        left_rad, right_rad = (wheel.angle_rad(way) for wheel, way in zip(self._wheels, self._ways(), strict=True))
        return WheelAngles(t_ns=t_ns, left_rad=left_rad, right_rad=right_rad)

    def close(self) -> None:
        for wheel in self._wheels:
            wheel.close()


class _Wheel:
    def __init__(self, lines: tuple[int, ...], config: EncoderConfig, inverted: bool, pins: Pins) -> None:
        self._inputs: Inputs = pins.inputs(lines, config.pull)
        self.lost = 0
        quadrature = len(lines) == 2
        self._single = None if quadrature else SingleChannel()
        self._counter = self._single or Quadrature(lines[0], lines[1], self._inputs.levels())
        self._edges = 4 if quadrature else 2
        self._step = self._edges // config.counting if quadrature else 1
        self._sense = -1.0 if inverted else 1.0
        self._rad_per_edge = math.tau / (self._edges * config.cycles_per_turn)

    def angle_rad(self, way: int) -> float:
        if self._single is not None:
            self._single.way = way
        edges = self._inputs.edges()
        self.lost += sum(edge.lost for edge in edges)
        self._counter.count(edges)
        counted = self._counter.position // self._step * self._step
        return self._sense * counted * self._rad_per_edge

    def close(self) -> None:
        self._inputs.close()
