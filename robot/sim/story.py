"""What the picture of a simulated drive shows: the true plan of the home and the true path."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from robot import scenery
from robot.clock import to_s
from robot.sim.kinds import COLOURS
from robot.sim.shapes import footprint_of

if TYPE_CHECKING:
    from robot.program import Landmark
    from robot.sim.footprint import Footprint
    from robot.sim.simulator import Truth
    from robot.sim.world import Rect, Thing, World


def plan(world: World, goal: Landmark | None) -> scenery.Scenery:
    """The home from above; things of the goal's kind are marked."""
    walls = [piece for wall in world.walls for piece in wall.footprints()]
    return scenery.Scenery(
        floors=tuple(
            scenery.Floor(corners=_corners(room.rect), colour=room.floor.colour, name=room.name.replace("_", " "))
            for room in world.rooms
        ),
        walls=tuple(
            scenery.Wall(start=_end(piece, -1), end=_end(piece, 1), thickness_m=piece.width_m) for piece in walls
        ),
        things=tuple(_thing(thing, goal) for thing in world.things),
    )


def path(truths: Sequence[Truth]) -> tuple[scenery.Waypoint, ...]:
    return tuple(scenery.Waypoint(to_s(truth.t_ns), truth.x_m, truth.y_m, truth.yaw_rad) for truth in truths)


def at(path: Sequence[scenery.Waypoint], t_s: float | None) -> scenery.Waypoint | None:
    """Where the car was at a time; None for no time or no path."""
    if t_s is None or not path:
        return None
    return min(path, key=lambda point: abs(point.t_s - t_s))


def _thing(thing: Thing, goal: Landmark | None) -> scenery.Thing:
    place = footprint_of(thing)
    right = goal is not None and thing.kind == goal.kind and goal.colour in ("", thing.colour)
    return scenery.Thing(
        x_m=place.x_m, y_m=place.y_m, length_m=place.length_m, width_m=place.width_m, heading_rad=place.yaw_rad,
        label=thing.kind, colour=COLOURS[thing.colour], goal=right,
    )  # fmt: skip


def _end(piece: Footprint, side: int) -> tuple[float, float]:
    half = side * piece.length_m / 2
    return piece.x_m + half * math.cos(piece.yaw_rad), piece.y_m + half * math.sin(piece.yaw_rad)


def _corners(rect: Rect) -> tuple[tuple[float, float], ...]:
    return (rect.x0_m, rect.y0_m), (rect.x1_m, rect.y0_m), (rect.x1_m, rect.y1_m), (rect.x0_m, rect.y1_m)
