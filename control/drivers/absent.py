"""Parts that a car does without: `driver: none` in its launch file, so that nobody forgets one unawares."""

from __future__ import annotations

import msgspec

from robot.clock import Clock
from robot.messages import Bumper


class AbsentConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="none"):
    """There is none."""


class Nothing:
    """A sensor that isn't there and measures nothing. Odometry does without a gyro, the safety node without a power meter."""

    def read(self) -> None:
        return None


class NoBumper:
    """A switch that isn't there: nobody can press it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def read(self) -> Bumper:
        return Bumper(t_ns=self._clock.now_ns(), pressed=False)
