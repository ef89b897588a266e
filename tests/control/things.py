"""Things as a map knows them, and where the car stands, for tests of which one is meant."""

from __future__ import annotations

from typing import NamedTuple

from robot.landmark import Landmark
from robot.poses import Pose

HERE = Pose(0.0, 0.0, 0.0)
CHAIR = Landmark(kind="chair")


class Thing(NamedTuple):
    id: int
    kind: str = "chair"
    colour: str = ""
    x_m: float = 2.0
    y_m: float = 0.0
