"""Where the car was when: pictures are understood some 100 ms after they were taken, when the car is elsewhere."""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

from robot.geometry import wrap
from robot.messages import Odometry


class Pose(NamedTuple):
    """Place and heading in the odometry frame (m, rad)."""

    x_m: float
    y_m: float
    heading_rad: float

    @classmethod
    def of(cls, odometry: Odometry) -> Pose:
        """Where odometry says that the car is."""
        return cls(odometry.x_m, odometry.y_m, odometry.heading_rad)

    def to_world(self, x_m: float, y_m: float) -> tuple[float, float]:
        """A point of the car's frame in the odometry frame."""
        cos, sin = math.cos(self.heading_rad), math.sin(self.heading_rad)
        return self.x_m + cos * x_m - sin * y_m, self.y_m + sin * x_m + cos * y_m

    def to_car(self, x_m: float, y_m: float) -> tuple[float, float]:
        """A point of the odometry frame in the car's frame."""
        dx, dy = x_m - self.x_m, y_m - self.y_m
        cos, sin = math.cos(self.heading_rad), math.sin(self.heading_rad)
        return cos * dx + sin * dy, -sin * dx + cos * dy

    def distance_to(self, x_m: float, y_m: float) -> float:
        return math.hypot(x_m - self.x_m, y_m - self.y_m)

    def bearing_to(self, x_m: float, y_m: float) -> float:
        """Angle from the car's nose to the point, left positive, in (-pi, pi]."""
        return wrap(math.atan2(y_m - self.y_m, x_m - self.x_m) - self.heading_rad)


class PoseHistory:
    """The last poses, to be asked for the pose at the time of a measurement."""

    def __init__(self, depth: int = 100) -> None:
        """`depth` poses are kept: 100 are 2 s of the 50 Hz odometry."""
        self._poses: deque[tuple[int, Pose]] = deque(maxlen=depth)

    def add(self, odometry: Odometry) -> None:
        self._poses.append((odometry.t_ns, Pose.of(odometry)))

    def at(self, t_ns: int) -> Pose | None:
        """The pose at `t_ns`, linear between the two neighbours; the nearest end outside them; None without any pose."""
        later: tuple[int, Pose] | None = None
        for stamp, pose in reversed(self._poses):
            if stamp <= t_ns:
                return pose if later is None else _between((stamp, pose), later, t_ns)
            later = (stamp, pose)
        return None if later is None else later[1]


def _between(early: tuple[int, Pose], late: tuple[int, Pose], t_ns: int) -> Pose:
    share = (t_ns - early[0]) / (late[0] - early[0])
    a, b = early[1], late[1]
    heading = wrap(a.heading_rad + share * wrap(b.heading_rad - a.heading_rad))
    return Pose(a.x_m + share * (b.x_m - a.x_m), a.y_m + share * (b.y_m - a.y_m), heading)
