"""Going on the way one faces, as people mean it: along a hall that runs not quite straight ahead, around what stands there."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from control.follow import Driver
from control.moves import Moves
from control.passage import along_walls
from control.plan import Array, Cell, Reach, Terrain
from control.routine import Outcome, Routine, pause, until
from control.senses import Senses
from robot.geometry import wrap
from robot.poses import Pose

GLANCE = "time to glance"


class AlongConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    least_m: float = 0.3  # where the way goes on by less than this it ends
    worth: float = 4.0  # metres of easy floor that a metre onward is worth
    cone_rad: float = math.radians(40)  # the way may lead so much aside, as long as no doorway shows where the walls run
    beside_m: float = 0.4  # and may begin so much beside the car
    wide_m: float = 1.0  # along the walls it stays within so much of where it began
    glance_m: float = 0.8  # how often to look aside for what is counted there: the camera looks ahead
    glance_rad: float = math.radians(65)
    glance_s: float = 0.5


class Along:
    """One drive onward from where the car stands when it begins; `glances` are the sides to look to on the way."""

    def __init__(
        self, senses: Senses, moves: Moves, driver: Driver, config: AlongConfig, off_rad: float = 0.0,
        glances: Sequence[float] = (),
    ) -> None:
        """`off_rad`: how far to the left of the car's nose the way leads. `glances`: 1 is to the left, -1 to the right."""
        self._senses = senses
        self._moves = moves
        self._driver = driver
        self._config = config
        self._off_rad = off_rad
        self._glances = glances
        self._start = self._glanced = senses.pose

    def run(self) -> Routine[Outcome]:
        """Go on until the way ends. Odometry must have spoken."""
        here = self._senses.pose
        start = self._start = self._glanced = here._replace(heading_rad=wrap(here.heading_rad + self._off_rad))
        trouble: str | None = None
        while trouble is None:
            yield from self._glance()
            ended = yield from until(self._driver.drive_to(self._farthest), self._is_time_to_glance)
            trouble = None if ended == GLANCE else ended
        gone_m = start.distance_to(self._senses.pose.x_m, self._senses.pose.y_m)
        if trouble and gone_m < self._config.least_m:
            return Outcome(False, f"I can't go on here: {trouble}.")
        return Outcome(True, f"I went {gone_m:.2f} m, then the way ended.")

    def _glance(self) -> Routine[None]:
        """Look aside, and back along the way."""
        heading_rad = self._start.heading_rad
        for side in self._glances:
            yield from self._moves.turn_to(wrap(heading_rad + side * self._config.glance_rad))
            yield from pause(self._senses, self._config.glance_s)
        if self._glances:
            yield from self._moves.turn_to(heading_rad)
        self._glanced = self._senses.pose

    def _is_time_to_glance(self) -> str | None:
        pose = self._senses.pose
        far = self._glanced.distance_to(pose.x_m, pose.y_m) >= self._config.glance_m
        return GLANCE if far and self._glances else None

    def _farthest(self, terrain: Terrain, reach: Reach) -> Cell | None:
        """The free place farthest on that is easy enough to get to; None where the way ends."""
        config, pose = self._config, self._senses.pose
        along_rad = along_walls(self._senses.doorways, self._start.heading_rad)
        way = self._start if along_rad is None else self._start._replace(heading_rad=along_rad)
        onward, beside = _onward(way, terrain)
        here_m, _ = way.to_car(pose.x_m, pose.y_m)
        if along_rad is None:
            most_m = config.beside_m + math.tan(config.cone_rad) * np.maximum(onward, 0.0)
        else:
            most_m = np.full(terrain.shape, config.wide_m)
        allowed = terrain.free & (np.abs(beside) <= most_m) & (onward >= here_m + config.least_m)
        return reach.best(allowed, -config.worth * onward)


def _onward(way: Pose, terrain: Terrain) -> tuple[Array, Array]:
    """(rows, columns) how far on and how far to the side of the way every cell lies (m)."""
    x = terrain.origin_x_m + (np.arange(terrain.shape[1]) + 0.5) * terrain.cell_m - way.x_m
    y = terrain.origin_y_m + (np.arange(terrain.shape[0]) + 0.5) * terrain.cell_m - way.y_m
    cos, sin = math.cos(way.heading_rad), math.sin(way.heading_rad)
    return cos * x[None, :] + sin * y[:, None], cos * y[:, None] - sin * x[None, :]
