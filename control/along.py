"""Going on the way one faces, as people mean it: along a hall that runs not quite straight ahead, around what stands there."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from control.follow import Driver
from control.plan import Array, Cell, Reach, Terrain
from control.routine import Outcome, Routine
from control.senses import Senses


class AlongConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    least_m: float = 0.3  # where the way goes on by less than this it ends
    worth: float = 4.0  # metres of easy floor that a metre onward is worth
    cone_rad: float = math.radians(30)  # the way may bend so much
    beside_m: float = 0.4  # and may begin so much beside the car


class Along:
    """One drive onward from where the car stands when it begins."""

    def __init__(self, senses: Senses, driver: Driver, config: AlongConfig) -> None:
        self._senses = senses
        self._driver = driver
        self._config = config
        self._start = senses.pose

    def run(self) -> Routine[Outcome]:
        """Go on until the way ends. Odometry must have spoken."""
        self._start = start = self._senses.pose
        trouble = yield from self._driver.drive_to(self._farthest)
        gone_m = start.distance_to(self._senses.pose.x_m, self._senses.pose.y_m)
        if trouble and gone_m < self._config.least_m:
            return Outcome(False, f"I can't go on here: {trouble}.")
        return Outcome(True, f"I went {gone_m:.2f} m, then the way ended.")

    def _farthest(self, terrain: Terrain, reach: Reach) -> Cell | None:
        """The free place farthest on that is easy enough to get to; None where the way ends."""
        config = self._config
        onward, beside = self._onward(terrain)
        here_m, _ = self._start.to_car(self._senses.pose.x_m, self._senses.pose.y_m)
        cone = np.abs(beside) <= config.beside_m + math.tan(config.cone_rad) * np.maximum(onward, 0.0)
        return reach.best(terrain.free & cone & (onward >= here_m + config.least_m), -config.worth * onward)

    def _onward(self, terrain: Terrain) -> tuple[Array, Array]:
        """(rows, columns) how far on and how far to the side of the start every cell lies (m)."""
        x = terrain.origin_x_m + (np.arange(terrain.shape[1]) + 0.5) * terrain.cell_m - self._start.x_m
        y = terrain.origin_y_m + (np.arange(terrain.shape[0]) + 0.5) * terrain.cell_m - self._start.y_m
        cos, sin = math.cos(self._start.heading_rad), math.sin(self._start.heading_rad)
        return cos * x[None, :] + sin * y[:, None], cos * y[:, None] - sin * x[None, :]
