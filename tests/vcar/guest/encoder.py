"""A quadrature encoder that turns with a wheel and moves two GPIO lines."""

from __future__ import annotations

import math
from typing import Protocol


class Wire(Protocol):
    """What of a `Line` is used here."""

    def pull(self, high: bool) -> None: ...


_PHASES = ((False, False), (True, False), (True, True), (False, True))
"""(A, B) in the order of forward turning: A leads B."""


class Encoder:
    """`counts` edges a turn on both lines together; `edges` is how many it has made, forward and backward alike."""

    def __init__(self, a: Wire, b: Wire, counts: int) -> None:
        self._lines = (a, b)
        self._rad = math.tau / counts
        self._count = 0
        self.edges = 0
        self.hold()

    def hold(self) -> None:
        """Drive both lines, whatever pull a program just asked for: the simulated chip takes that for the level."""
        for line, level in zip(self._lines, _PHASES[self._count % 4], strict=True):
            line.pull(level)

    def crossings(self, before_rad: float, after_rad: float) -> list[tuple[float, int]]:
        """The edges while the wheel turns so far: (share of the way, step ±1) each, in order."""
        old, new = math.floor(before_rad / self._rad), math.floor(after_rad / self._rad)
        if new == old:
            return []
        way, sign = after_rad - before_rad, 1 if new > old else -1
        limits = range(old + 1, new + 1) if sign > 0 else range(old, new, -1)
        return [((limit * self._rad - before_rad) / way, sign) for limit in limits]

    def step(self, sign: int) -> None:
        """Go to the next phase: one line changes its level."""
        old = _PHASES[self._count % 4]
        self._count += sign
        new = _PHASES[self._count % 4]
        for line, before, after in zip(self._lines, old, new, strict=True):
            if before != after:
                line.pull(after)
        self.edges += 1
