"""Where the car might look from: everywhere it can drive, most often towards something worth seeing."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import numpy.typing as npt

from models.train import thresholds
from models.train.labels import Camera
from models.train.showroom import rarity
from robot.geometry import CameraGeometry
from robot.sim.footprint import Footprint
from robot.sim.grid import CELL_M, Grid
from robot.sim.shapes import decor_footprint, footprint_of
from robot.sim.world import Rect, World

_CAMERA_RADIUS_M, _CAR_RADIUS_M = 0.05, 0.12
_TOWARDS_A_THING = 0.85
_NEAREST_M, _FARTHEST_M = 0.1, 4.0
_OWN_NEAREST_M = 0.3
_TOWARDS_A_DOORWAY, _ALONG_A_HALL = 0.5, 0.2
_TRIES_FOR_SIGHT = 4
_NEAREST_DOORWAY_M = 0.25


class Poses:
    """Samples cameras in one world. `seen` counts kinds over all worlds: the rarer one is looked at more often.

    `own`: the car's own camera as it is built in, nodding a little; else any camera a car might have.
    """

    def __init__(self, world: World, seen: Counter[str], generator: np.random.Generator, own: bool = False) -> None:
        self._world, self._seen, self._generator, self._own = world, seen, generator, own
        self._prints = [footprint_of(thing) for thing in world.things]
        self._floor, self._cells = _standing_room(world, self._prints, _CAR_RADIUS_M if own else _CAMERA_RADIUS_M)

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
        wanted = self._distance()
        distance = target.distance_m(self._cells[:, 0], self._cells[:, 1])
        closest = np.argsort(np.abs(distance - wanted))[: max(8, len(distance) // 100)]
        x, y = self._cells[self._generator.choice(closest)]
        bearing = math.atan2(target.y_m - y, target.x_m - x)
        return self._camera(x, y, bearing + self._generator.uniform(-0.5, 0.5))

    def _distance(self) -> float:
        """As far as the car is from what it drives to; in training half of all are near by, where most goes wrong."""
        if self._own or self._generator.random() < 0.5:
            return float(self._generator.uniform(_OWN_NEAREST_M, _FARTHEST_M))
        return math.exp(self._generator.uniform(math.log(_NEAREST_M), math.log(_FARTHEST_M)))

    def _camera(self, x_m: float, y_m: float, yaw_rad: float) -> Camera:
        generator = self._generator
        x, y = np.array([x_m, y_m]) + generator.uniform(-CELL_M / 2, CELL_M / 2, 2)
        if self._own:
            nod, tip = generator.normal(0.0, 0.004, 2).tolist()
            built = CameraGeometry()
            return Camera(float(x), float(y), built.height_m, yaw_rad, built.pitch_rad + nod, tip, built.hfov_rad)
        usual = generator.random() < 0.7
        pitch = generator.normal(CameraGeometry().pitch_rad, 0.015) if usual else generator.uniform(-0.03, 0.22)
        height = generator.uniform(0.1, 0.14) if usual else generator.uniform(0.08, 0.2)
        hfov = generator.normal(1.15, 0.03) if usual else generator.uniform(0.95, 1.4)
        return Camera(float(x), float(y), float(height), yaw_rad, float(pitch), float(generator.normal(0.0, 0.012)),
                      float(np.clip(hfov, 0.95, 1.4)))


class DoorwayPoses(Poses):
    """The same, but every other camera is turned roughly towards a doorway, and some look along a hall."""

    def __init__(self, world: World, seen: Counter[str], generator: np.random.Generator, own: bool = False) -> None:
        super().__init__(world, seen, generator, own)
        self._doorways = thresholds.of(world).mean(axis=1)
        self._halls = [room.rect for room in world.rooms if room.type == "hall"]

    def sample(self) -> tuple[Camera, int | None]:
        choice = self._generator.random()
        if choice < _TOWARDS_A_DOORWAY:
            return self._at_doorway(), None
        if choice < _TOWARDS_A_DOORWAY + _ALONG_A_HALL and self._halls:
            return self._along(self._halls[int(self._generator.integers(len(self._halls)))]), None
        return super().sample()

    def _at_doorway(self) -> Camera:
        """Mostly from where it is in sight; now and then from behind a wall, where the car must not see it."""
        middle = self._doorways[self._generator.integers(len(self._doorways))]
        wanted = self._generator.uniform(_NEAREST_DOORWAY_M, _FARTHEST_M)
        closest = np.argsort(np.abs(np.hypot(*(self._cells - middle).T) - wanted))[: max(8, len(self._cells) // 50)]
        for _ in range(_TRIES_FOR_SIGHT):
            x, y = self._cells[self._generator.choice(closest)]
            bearing = math.atan2(middle[1] - y, middle[0] - x)
            if self._floor.line_m(x, y, bearing) > math.hypot(*(middle - (x, y))) - 0.1:
                break
        return self._camera(x, y, bearing + self._generator.uniform(-0.6, 0.6))

    def _along(self, hall: Rect) -> Camera:
        inside = [(x, y) for x, y in self._cells.tolist() if hall.contains(x, y)]
        if not inside:
            return self._at_doorway()
        x, y = inside[int(self._generator.integers(len(inside)))]
        axis = 0.0 if hall.width_m > hall.depth_m else math.pi / 2
        turned = axis + math.pi * int(self._generator.integers(2))
        return self._camera(x, y, turned + float(self._generator.normal(0.0, 0.35)))


def _standing_room(world: World, prints: list[Footprint], radius_m: float) -> tuple[Grid, npt.NDArray[np.float64]]:
    """The floor, and (N, 2) middles of its cells where so much room is around a camera, and that the car can drive to."""
    bounds = world.bounds
    grid = Grid(bounds.x0_m, bounds.y0_m, bounds.x1_m, bounds.y1_m)
    doors = [decor_footprint(item) for item in world.decor if item.kind == "door"]
    for footprint in [piece for wall in world.walls for piece in wall.footprints()] + prints + doors:
        grid.block(footprint)
    doorway = next(wall.point(opening.at_m) for wall in world.walls for opening in wall.openings)
    free = grid.reached(grid.room_for(radius_m), *doorway)  # in a showroom the start may be taken
    return grid, np.array([grid.centre(int(row), int(column)) for row, column in np.argwhere(free)])
