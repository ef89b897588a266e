"""Where to look next: the place and heading that show the most floor nobody has looked at, for the time that it takes.

A next-best view (González-Baños & Latombe, Navigation Strategies for Exploring Indoor Environments, IJRR 2002): rays from
places that the car can reach, as far as it knows the walls, count what would come into sight.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import msgspec
import numpy as np

from control.coverage import Coverage
from control.plan import Array, Cell, Mask, Reach, Terrain
from control.sight import HEADINGS, Places, Sight
from robot.poses import Pose


class ExploreConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reach_m: float = 3.2  # how far a view is thought to show things ...
    near_m: float = 1.8  # ... and once all floor has been looked at, but not from near by
    field_rad: float = 1.05  # of the camera, a little less than it is
    least_gain_m2: float = 0.4  # less is the gaps between the marks of a wall
    depth_m: float = 1.0  # floor behind so much that nobody saw yet counts 1/e: a wall may hide it
    home_m: float = 6.0  # people send the car to things near by: a view so far from the search's start counts 1/e
    spacing_m: float = 0.3  # between the places that are weighed
    pace_mps: float = 0.25
    turn_radps: float = 1.0
    settle_s: float = 1.5  # for any view: until the car has turned and a picture has been understood
    keep: float = 1.3  # the view that the car is on its way to counts so much more, so that it doesn't dither ...
    keep_m: float = 0.35  # ... and so do those like it
    keep_rad: float = 0.4
    avoid_m: float = 0.4  # around places that couldn't be reached
    again_m: float = 1.5  # a place so near to a look-around needs no second one
    look_unknown: float = 0.25  # share of unseen floor around the car that calls for a look-around
    look_radius_m: float = 1.2


class View(NamedTuple):
    """A place (odometry frame) and a heading to look from there."""

    x_m: float
    y_m: float
    heading_rad: float


class Explorer:
    """Chooses views one after the other and remembers what was looked at in vain."""

    def __init__(self, config: ExploreConfig, coverage: Coverage) -> None:
        self.config = config
        self.coverage = coverage
        self.view: View | None = None
        self._home: tuple[float, float] | None = None
        self._near = False
        self._vain: Mask = np.zeros((coverage.cells, coverage.cells), bool)
        self._avoided: list[tuple[float, float]] = []
        self._looked: list[tuple[float, float]] = []

    def choose(self, pose: Pose, terrain: Terrain, reach: Reach) -> Cell | None:
        """Where to drive for the best view, which is `view` then; None when all is seen."""
        config = self.config
        self._home = self._home or (pose.x_m, pose.y_m)
        places = self._places(pose, terrain, reach)
        gain = self._sight(terrain).gains(terrain, places, self._wanted(), config.field_rad, config.depth_m)
        worth = np.where(gain >= config.least_gain_m2, gain / self._seconds(pose, terrain, reach, places), 0.0)
        worth *= np.exp(-terrain.distance(*self._home)[places] / config.home_m)[:, None] * self._kept(terrain, places)
        best, heading = divmod(int(np.argmax(worth)), len(HEADINGS))
        if worth[best, heading] <= 0.0:
            self.view = None
            return None
        cell = int(places[0][best]), int(places[1][best])
        self.view = View(*terrain.point(cell), float(HEADINGS[heading]))
        return cell

    def unseen_place(self, terrain: Terrain, reach: Reach) -> Cell | None:
        """The nearest reachable free place that is far from every look-around so far."""
        allowed = terrain.free.copy()
        for x_m, y_m in self._looked:
            allowed &= ~terrain.within(x_m, y_m, self.config.again_m)
        return reach.best(allowed)

    def note_view(self, terrain: Terrain) -> None:
        """The car has taken it: what it still hasn't shown won't be seen from there."""
        if self.view is not None:
            config = self.config
            self._vain |= self._sight(terrain).shown(*self.view, self._wanted(), 1.2 * config.field_rad, config.depth_m)
            self.view = None

    def avoid_view(self) -> None:
        """The car couldn't get there: look from somewhere else."""
        if self.view is not None:
            self._avoided.append((self.view.x_m, self.view.y_m))
            self.view = None

    def look_nearer(self) -> bool:
        """Everything has been looked at: now once more, from near by; false when that has been done."""
        if self._near:
            return False
        self._near = True
        self._vain[:] = False
        self._avoided.clear()
        return True

    def note_look(self, pose: Pose) -> None:
        self._looked.append((pose.x_m, pose.y_m))

    def looked_here(self, pose: Pose) -> bool:
        return any(pose.distance_to(x_m, y_m) < 0.5 * self.config.again_m for x_m, y_m in self._looked)

    def wants_look(self, pose: Pose, terrain: Terrain) -> bool:
        """Whether much of the floor around the car is still unseen."""
        around = terrain.within(pose.x_m, pose.y_m, self.config.look_radius_m)
        share = float(np.mean(terrain.unknown[around])) if around.any() else 1.0
        return share > self.config.look_unknown and not self.looked_here(pose)

    def _sight(self, terrain: Terrain) -> Sight:
        return Sight(self.coverage, terrain, self.config.near_m if self._near else self.config.reach_m)

    def _wanted(self) -> Mask:
        """The coverage's cells that should be looked at."""
        return ~(self.coverage.looked(self._near) | self._vain)

    def _places(self, pose: Pose, terrain: Terrain, reach: Reach) -> Places:
        """Where one can look from: a lattice of reachable free cells, the same each time, and where the car stands."""
        every = max(1, round(self.config.spacing_m / terrain.cell_m))
        row, column = (round(origin_m / terrain.cell_m) for origin_m in (terrain.origin_y_m, terrain.origin_x_m))
        lattice = np.zeros(terrain.shape, bool)
        lattice[-row % every :: every, -column % every :: every] = True
        lattice &= terrain.free & reach.reachable & (terrain.cost < terrain.config.escape_cost)
        for x_m, y_m in self._avoided:
            lattice &= ~terrain.within(x_m, y_m, self.config.avoid_m)
        lattice[terrain.cell(pose.x_m, pose.y_m)] = True
        rows, columns = np.nonzero(lattice)
        return rows, columns

    def _seconds(self, pose: Pose, terrain: Terrain, reach: Reach, places: Places) -> Array:
        """How long each view (places, headings) takes."""
        config = self.config
        x = terrain.origin_x_m + (places[1] + 0.5) * terrain.cell_m - pose.x_m
        y = terrain.origin_y_m + (places[0] + 0.5) * terrain.cell_m - pose.y_m
        way_rad = np.where(np.hypot(x, y) > 0.2, np.arctan2(y, x), pose.heading_rad)
        turn_rad = _angle(way_rad - pose.heading_rad)[:, None] + _angle(HEADINGS - way_rad[:, None])
        return reach.cost[places][:, None] / config.pace_mps + turn_rad / config.turn_radps + config.settle_s

    def _kept(self, terrain: Terrain, places: Places) -> Array:
        """The factor (places, headings) for the view chosen last and those like it."""
        if self.view is None:
            return np.ones((1, 1))
        near = terrain.distance(self.view.x_m, self.view.y_m)[places] <= self.config.keep_m
        alike = _angle(HEADINGS - self.view.heading_rad) <= self.config.keep_rad
        return np.where(near[:, None] & alike, self.config.keep, 1.0)


def _angle(turn_rad: Array) -> Array:
    """Size of the short way round, 0…pi."""
    return np.abs(np.remainder(turn_rad + math.pi, math.tau) - math.pi)
