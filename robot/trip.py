"""What a drive came to by the car's own senses: how far, how long, how much charge."""

from __future__ import annotations

import math
from typing import Any

from robot.bus import Envelope, Topic
from robot.clock import to_s
from robot.messages import Battery, Odometry


class Trip:
    """An observer of the bus."""

    def __init__(self) -> None:
        self.length_m = 0.0
        self.charge_mah: float | None = None
        """None where nobody measures it."""
        self._began_ns = self._now_ns = 0
        self._last: Odometry | None = None
        self._charge_mah_before: float | None = None

    @property
    def duration_s(self) -> float:
        return to_s(self._now_ns - self._began_ns)

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        self._now_ns = envelope.published_ns
        self._began_ns = self._began_ns or self._now_ns
        match envelope.message:
            case Odometry() as here:
                if self._last is not None:
                    self.length_m += math.hypot(here.x_m - self._last.x_m, here.y_m - self._last.y_m)
                self._last = here
            case Battery(charge_mah=charge_mah):
                if self._charge_mah_before is None:
                    self._charge_mah_before = charge_mah
                self.charge_mah = charge_mah - self._charge_mah_before
