"""The true doorways of a world, and whether a path led through one. For the judge only."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from robot.geometry import wrap

if TYPE_CHECKING:
    from robot.landmark import Landmark
    from robot.sim.simulator import Truth
    from robot.sim.world import Room, World

DEEP_M = 0.3  # so far from a threshold one is in the room
BESIDE_RAD = 0.1  # what lies so near straight ahead or behind is on no side


class Opening(NamedTuple):
    """A doorway: its middle, the direction along its wall, its width."""

    x_m: float
    y_m: float
    along: tuple[float, float]
    width_m: float

    def rooms(self, world: World) -> tuple[Room | None, ...]:
        """What lies on either side of it."""
        ux, uy = self.along
        return tuple(world.room_at(self.x_m - side * uy, self.y_m + side * ux) for side in (-DEEP_M, DEEP_M))


def openings(world: World) -> Iterator[Opening]:
    for wall in world.walls:
        for opening in wall.openings:
            yield Opening(*wall.point(opening.at_m), wall.direction, opening.width_m)


def went_through(world: World, landmark: Landmark, path: Sequence[Truth]) -> bool:
    """Whether the path crosses a doorway that lay on the landmark's side, seen from where the path begins."""
    return any(_crosses(opening, before, after) and _is_on_side(opening, landmark, path[0])
               for opening in openings(world) for before, after in zip(path, path[1:], strict=False))


def _crosses(opening: Opening, before: Truth, after: Truth) -> bool:
    (along0, across0), (along1, across1) = _within(opening, before), _within(opening, after)
    if (across0 > 0) == (across1 > 0):
        return False
    share = across0 / (across0 - across1)
    return abs(along0 + share * (along1 - along0)) <= opening.width_m / 2


def _within(opening: Opening, truth: Truth) -> tuple[float, float]:
    """Where the car is, along the doorway's wall from its middle and across it (m)."""
    dx, dy = truth.x_m - opening.x_m, truth.y_m - opening.y_m
    ux, uy = opening.along
    return ux * dx + uy * dy, -uy * dx + ux * dy


def _is_on_side(opening: Opening, landmark: Landmark, start: Truth) -> bool:
    bearing_rad = wrap(math.atan2(opening.y_m - start.y_m, opening.x_m - start.x_m) - start.yaw_rad)
    match landmark.side:
        case "left":
            return BESIDE_RAD < bearing_rad < math.pi - BESIDE_RAD
        case "right":
            return BESIDE_RAD < -bearing_rad < math.pi - BESIDE_RAD
        case "ahead":
            return abs(bearing_rad) < math.pi / 3
        case "behind":
            return abs(bearing_rad) > 2 * math.pi / 3
    return True
