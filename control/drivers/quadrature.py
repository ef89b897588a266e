"""Counting the edges of a wheel's encoder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from control.drivers.lines import Edge

CYCLE = ((False, False), (True, False), (True, True), (False, True))
"""(A, B) as the wheel turns forward: A leads."""


class Counter(Protocol):
    """Edges in, position out."""

    position: int
    """Edges forward minus edges backward since start."""

    def count(self, edges: Iterable[Edge]) -> None: ...


class Quadrature:
    """Two channels a quarter of a cycle apart: each edge says which way it went.

    Edges that were lost are taken to have gone the way of the last one before them. An edge to where its line already is was a
    glitch: two edges so close that only one was seen, which is no motion.
    """

    def __init__(self, a: int, b: int, levels: dict[int, bool]) -> None:
        """Lines of the two channels, and how they stand now."""
        self._a = a
        self._phase = CYCLE.index((levels[a], levels[b]))
        self._way = 1
        self.position = 0

    def count(self, edges: Iterable[Edge]) -> None:
        for edge in edges:
            self._go(edge.lost * self._way)
            for way in (1, -1):
                if self._is_next(edge, way):
                    self._way = way
                    self._go(way)
                    break

    def _is_next(self, edge: Edge, way: int) -> bool:
        """Whether the edge is the one that comes next that way round."""
        channel = 0 if edge.line == self._a else 1
        now, then = CYCLE[self._phase], CYCLE[(self._phase + way) % 4]
        return now[channel] != then[channel] and then[channel] == edge.rising

    def _go(self, steps: int) -> None:
        self._phase = (self._phase + steps) % 4
        self.position += steps


class SingleChannel:
    """One channel: each edge counts the way that the motor was last told to turn, for nothing else knows.

    So a wheel that is turned by hand, or that rolls on after it was told to turn round, counts the wrong way.
    """

    def __init__(self, way: int = 1) -> None:
        self.way = way
        """1 forward, -1 backward; set it when the motor is told otherwise."""
        self.position = 0

    def count(self, edges: Iterable[Edge]) -> None:
        for edge in edges:
            self.position += self.way * (1 + edge.lost)
