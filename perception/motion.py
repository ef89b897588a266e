"""How the car moved when a picture was taken, as far as the eyes must know: from odometry, which may also be silent."""

from __future__ import annotations

import math
from typing import NamedTuple

from robot.clock import to_s
from robot.geometry import wrap
from robot.messages import Odometry
from robot.poses import Pose, PoseHistory

STALE_S = 0.5
"""Without news of the odometry for so long nobody knows whether the car moves."""


class Motion(NamedTuple):
    """Where the car was and how fast; unknown, it has no pose and counts as fast."""

    pose: Pose | None = None
    speed_mps: float = math.inf
    turn_radps: float = math.inf


class MotionSense:
    """Hears the odometry, to be asked about the time of a picture."""

    def __init__(self) -> None:
        self._poses = PoseHistory()
        self._newest: Odometry | None = None

    def hear(self, odometry: Odometry) -> None:
        self._newest = odometry
        self._poses.add(odometry)

    def at(self, t_ns: int) -> Motion:
        """The pose at the time of a picture, the newest speeds (both without their sign)."""
        newest = self._newest
        if newest is None or to_s(t_ns - newest.t_ns) > STALE_S:
            return Motion()
        return Motion(self._poses.at(t_ns), abs(newest.speed_mps), abs(newest.turn_radps))


def moved(start: Pose | None, end: Pose | None) -> tuple[float, float]:
    """How far (m) and by which angle (rad) two poses differ; nothing where one is unknown."""
    if start is None or end is None:
        return 0.0, 0.0
    return start.distance_to(end.x_m, end.y_m), abs(wrap(end.heading_rad - start.heading_rad))
