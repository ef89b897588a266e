"""Where the car might look from: everywhere it can drive, most often towards something worth seeing."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import numpy.typing as npt

from models.train.labels import Camera
from models.train.showroom import rarity
from robot.geometry import CameraGeometry
from robot.sim.footprint import Footprint
from robot.sim.grid import CELL_M, Grid
from robot.sim.shapes import decor_footprint, footprint_of
from robot.sim.world import World

_CAMERA_RADIUS_M = 0.05
_TOWARDS_A_THING = 0.85
_NEAREST_M, _FARTHEST_M = 0.1, 4.0


class Poses:
    """Samples cameras in one world. `seen` counts kinds over all worlds: the rarer one is looked at more often.

    `own`: the car's own camera as it is built in, nodding a little; else any camera a car might have.
    """

    def __init__(self, world: World, seen: Counter[str], generator: np.random.Generator, own: bool = False) -> None:
        self._world, self._seen, self._generator, self._own = world, seen, generator, own
        self._prints = [footprint_of(thing) for thing in world.things]
        self._cells = _standing_room(world, self._prints)

    def sample(self) -> tuple[Camera, int | None]:
        """A camera and the index of the thing it was aimed at, if any."""
        if self._world.things and self._generator.random() < _TOWARDS_A_THING:
            index = self._pick()
            return self._towards(self._prints[index]), index
        x, y = self._cells[self._generator.integers(len(self._cells))]
        return self._camera(x, y, self._generator.uniform(-math.pi, math.pi)), None

    def _pick(self) -> int:
        kinds = sorted({thing.kind for thing in self._world.things})
        kind = self._generator.choice(kinds, p=rarity(kinds, self._seen))
        return int(self._generator.choice([i for i, thing in enumerate(self._world.things) if thing.kind == kind]))

    def _towards(self, target: Footprint) -> Camera:
        wanted = math.exp(self._generator.uniform(math.log(_NEAREST_M), math.log(_FARTHEST_M)))
        distance = target.distance_m(self._cells[:, 0], self._cells[:, 1])
        closest = np.argsort(np.abs(distance - wanted))[: max(8, len(distance) // 100)]
        x, y = self._cells[self._generator.choice(closest)]
        bearing = math.atan2(target.y_m - y, target.x_m - x)
        return self._camera(x, y, bearing + self._generator.uniform(-0.5, 0.5))

    def _camera(self, x_m: float, y_m: float, yaw_rad: float) -> Camera:
        generator = self._generator
        x, y = np.array([x_m, y_m]) + generator.uniform(-CELL_M / 2, CELL_M / 2, 2)
        if self._own:
            nod, tip = generator.normal(0.0, 0.004, 2).tolist()
            built = CameraGeometry()
            return Camera(float(x), float(y), built.height_m, yaw_rad, built.pitch_rad + nod, tip, built.hfov_rad)
        usual = generator.random() < 0.8
        pitch = generator.normal(CameraGeometry().pitch_rad, 0.015) if usual else generator.uniform(-0.02, 0.2)
        height = generator.uniform(0.1, 0.14) if usual else generator.uniform(0.08, 0.16)
        return Camera(float(x), float(y), float(height), yaw_rad, float(pitch), float(generator.normal(0.0, 0.012)),
                      float(np.clip(generator.normal(1.15, 0.03), 1.0, 1.3)))


def _standing_room(world: World, prints: list[Footprint]) -> npt.NDArray[np.float64]:
    """(N, 2) middles of the cells where a camera fits and that the car can drive to."""
    bounds = world.bounds
    grid = Grid(bounds.x0_m, bounds.y0_m, bounds.x1_m, bounds.y1_m)
    doors = [decor_footprint(item) for item in world.decor if item.kind == "door"]
    for footprint in [piece for wall in world.walls for piece in wall.footprints()] + prints + doors:
        grid.block(footprint)
    doorway = next(wall.point(opening.at_m) for wall in world.walls for opening in wall.openings)
    free = grid.reached(grid.room_for(_CAMERA_RADIUS_M), *doorway)  # in a showroom the start may be taken
    return np.array([grid.centre(int(row), int(column)) for row, column in np.argwhere(free)])
