"""How long the camera's light takes to become knowledge: measured on the bus, told in the receipt."""

from __future__ import annotations

from typing import Any

from robot import topics
from robot.boards import Board
from robot.bus import Envelope, Topic


class Latency:
    """An observer of the time from a picture to what was seen in it."""

    def __init__(self) -> None:
        self._ages_ns: list[int] = []

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        if topic is topics.DETECTIONS and not envelope.message.repeated:
            self._ages_ns.append(envelope.published_ns - envelope.message.t_ns)

    @property
    def median_ms(self) -> float | None:
        """Median time from the picture to its detections (ms); None before the first."""
        if not self._ages_ns:
            return None
        return sorted(self._ages_ns)[len(self._ages_ns) // 2] / 1e6

    def describe(self, board: Board) -> str:
        """One line for the receipt."""
        factors = f"{board.name}: modelled compute time {board.network:.3g}x (network), {board.python:.3g}x (rest) the laptop's"
        median_ms = self.median_ms
        return factors if median_ms is None else f"{factors}; picture to detections {median_ms:.0f} ms"
