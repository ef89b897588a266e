"""Where PortAudio's own thread puts what it recorded, and the node's takes it out: bounded, and what is lost is counted."""

from __future__ import annotations

from collections import deque
from typing import Any, NamedTuple

from robot.clock import Clock, to_ns

LATEST_S = 1.0
"""PortAudio says how old a block is; more than this is one of the hosts that don't know."""


class Block(NamedTuple):
    """What came at once: `at` frames, lost ones too, came before it; `t_ns` is when its first was recorded."""

    at: int
    t_ns: int
    data: bytes
    overflowed: bool


class Capture:
    """A stream's callback. It holds no lock, as the bus holds none: a deque's `append` and `popleft` are atomic."""

    def __init__(self, clock: Clock, rate_hz: float, depth: int) -> None:
        """`depth` blocks wait at most; then the oldest goes."""
        self._now_ns, self._rate_hz = clock.now_ns, rate_hz
        self._blocks: deque[Block] = deque(maxlen=depth)
        self._at = 0

    def __call__(self, data: Any, frames: int, times: Any, status: Any) -> None:
        age_s = times.currentTime - times.inputBufferAdcTime
        if not 0 <= age_s < LATEST_S:
            age_s = frames / self._rate_hz
        self._blocks.append(Block(self._at, self._now_ns() - to_ns(age_s), bytes(data), bool(status.input_overflow)))
        self._at += frames

    def take(self) -> list[Block]:
        """Everything that waits, oldest first."""
        blocks = []
        while self._blocks:
            blocks.append(self._blocks.popleft())
        return blocks
