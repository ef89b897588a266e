"""Where to look next: the borders between seen and unseen floor (Yamauchi 1997), near and promising ones first."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from control.plan import Array, Cell, Mask, Reach, Terrain
from robot.poses import Pose


class ExploreConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    window_m: float = 0.8  # unseen floor within this of a border is what going there would show
    least_gain_m2: float = 0.20  # gaps between the marks of a wall show less
    gain_weight: float = 2.0  # metres of detour that a square metre of unseen floor is worth
    most_gain_m2: float = 1.2  # more is not worth more: a doorway shows about so much
    home_weight: float = 0.4  # people send the car to things near by: borders near the search's start come first
    turn_weight: float = 0.4  # metres of detour that a turn by one radian is worth
    keep_m: float = 0.4  # borders so near to the one chosen last ...
    keep_weight: float = 0.8  # ... are worth so many metres more, so that the car doesn't dither between two
    avoid_m: float = 0.5  # borders that couldn't be reached
    second_chances: int = 1  # how often those are tried again, when nothing else is left
    again_m: float = 1.5  # a place so near to a look-around needs no second one
    look_unknown: float = 0.25  # share of unseen floor around the car that calls for a look-around
    look_radius_m: float = 1.2


class Explorer:
    """Chooses borders one after the other and remembers what was looked at from where."""

    def __init__(self, config: ExploreConfig) -> None:
        self.config = config
        self.goal: tuple[float, float] | None = None
        self._home: tuple[float, float] | None = None
        self._avoid: list[tuple[float, float]] = []
        self._looked: list[tuple[float, float]] = []
        self._chances = config.second_chances

    def choose(self, pose: Pose, terrain: Terrain, reach: Reach) -> Cell | None:
        """The border to drive to, or None when all are seen."""
        self._home = self._home or (pose.x_m, pose.y_m)
        gain = _window_sum(terrain.unknown, round(self.config.window_m / terrain.cell_m)) * terrain.cell_m**2
        border = _borders(terrain) & (gain >= self.config.least_gain_m2)
        for x_m, y_m in self._avoid:
            border &= ~terrain.within(x_m, y_m, self.config.avoid_m)
        goal = reach.best(border, self._worth(pose, terrain, gain))
        self.goal = terrain.point(goal) if goal else None
        return goal

    def unseen_place(self, terrain: Terrain, reach: Reach) -> Cell | None:
        """The nearest reachable free place that is far from every look-around so far."""
        allowed = terrain.free.copy()
        for x_m, y_m in self._looked:
            allowed &= ~terrain.within(x_m, y_m, self.config.again_m)
        return reach.best(allowed)

    def give_up_goal(self) -> None:
        """Don't choose this border again."""
        if self.goal is not None:
            self._avoid.append(self.goal)
            self.goal = None

    def forgive(self) -> bool:
        """Let the borders that were given up count again; false when there are none, or they had their chances."""
        if not self._avoid or self._chances == 0:
            return False
        self._avoid.clear()
        self._chances -= 1
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

    def _worth(self, pose: Pose, terrain: Terrain, gain_m2: Array) -> Array:
        config = self.config
        x = terrain.origin_x_m + (np.arange(terrain.shape[1]) + 0.5) * terrain.cell_m - pose.x_m
        y = terrain.origin_y_m + (np.arange(terrain.shape[0]) + 0.5) * terrain.cell_m - pose.y_m
        turn = np.arctan2(y[:, None], x[None, :]) - pose.heading_rad
        turn = np.abs(np.remainder(turn + math.pi, math.tau) - math.pi)
        home = terrain.distance(*self._home) if self._home else 0.0
        kept = terrain.within(*self.goal, config.keep_m) if self.goal else 0.0
        return np.asarray(config.turn_weight * turn - config.gain_weight * np.minimum(gain_m2, config.most_gain_m2)
                          + config.home_weight * home - config.keep_weight * kept)


def _borders(terrain: Terrain) -> Mask:
    """Free cells, clear of obstacles, with an unseen cell beside them."""
    unknown = terrain.unknown
    beside = np.zeros_like(unknown)
    beside[1:] |= unknown[:-1]
    beside[:-1] |= unknown[1:]
    beside[:, 1:] |= unknown[:, :-1]
    beside[:, :-1] |= unknown[:, 1:]
    return np.asarray(terrain.free & beside & (terrain.cost < terrain.config.escape_cost))


def _window_sum(mask: Mask, half: int) -> Array:
    """How many cells of `mask` lie in the square of `half` cells around each cell."""
    padded = np.pad(mask.astype(np.int32), ((half + 1, half), (half + 1, half)))
    total = padded.cumsum(axis=0).cumsum(axis=1)
    side = 2 * half + 1
    count = total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
    return np.asarray(count, np.float64)
