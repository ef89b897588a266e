"""What lines do over a while, seen from outside, and what it makes a motor do."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tests.vcar.guest.lines import Line, sleep_exactly

STRIDE_S = 203e-6
"""Odd, so that no frequency of a PWM falls in step with it."""


def watch(lines: Sequence[Line], seconds: float) -> list[tuple[bool, ...]]:
    """The levels of all lines together, again and again for so long."""
    sleep_exactly()
    seen = []
    for _ in range(round(seconds / STRIDE_S)):
        seen.append(tuple(line.read() for line in lines))
        time.sleep(STRIDE_S)
    return seen


def duties(seen: Sequence[tuple[bool, ...]]) -> list[float]:
    """For each line the share of the time that it was high, in percent."""
    return [round(100 * sum(levels) / len(seen), 1) for levels in zip(*seen, strict=True)]
