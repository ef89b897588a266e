"""Doorways as places on the way: going through one, and counting them in passing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from robot.geometry import wrap
from robot.landmark import Landmark
from robot.messages import Doorway, MapObject
from robot.poses import Pose

BESIDE_M = 1.5  # a doorway farther to the side than this belongs to another room
BEGUN_M = 0.15  # the one that the car stands in already doesn't count
PAST_M = 0.6  # a doorway is passed when its middle is so far behind
ABREAST_M = 0.1  # it counts as reached so much before the car is level with its middle
GONE_M = 0.8  # from so far on the way itself shows where it leads
LEVEL_M = 0.6  # a doorway so little ahead or behind is beside the car
SAME_M = 0.6  # doorways of one wall are farther apart
BEFORE_M = 0.7  # where to line up before a threshold: both posts are in the picture from there
BEYOND_M = 0.8  # and where to stop behind it
ALONG_RAD = math.radians(50)  # a doorway on the side leads off at least so much across the way


DOOR_ID = 1_000_000  # things of the map count from 0; doorways, as things, from here
VAGUE_M = 0.3  # how exactly a doorway counts as known: never so that it would be an obstacle


class Passage(NamedTuple):
    """A way through a doorway: points to stand on before and behind it (m, odometry frame), and the heading through it."""

    before: tuple[float, float]
    beyond: tuple[float, float]
    heading_rad: float


def as_thing(door: Doorway) -> MapObject:
    """A doorway as a thing of the map, so that it can be looked for and told from others like every thing."""
    return MapObject(id=DOOR_ID + door.id, kind="door", colour="", x_m=door.x_m, y_m=door.y_m, std_m=VAGUE_M,
                     log_odds=door.log_odds, seen=door.seen, last_seen_ns=door.last_seen_ns)  # fmt: skip


def passage(door: Doorway, pose: Pose, towards_rad: float | None = None) -> Passage:
    """The way through from the side on which the car stands, or that which leads rather towards a heading."""
    if towards_rad is None:
        forward = math.cos(door.heading_rad) * (door.x_m - pose.x_m) + math.sin(door.heading_rad) * (door.y_m - pose.y_m)
    else:
        forward = math.cos(door.heading_rad - towards_rad)
    heading_rad = wrap(door.heading_rad + (0.0 if forward >= 0 else math.pi))
    middle = Pose(door.x_m, door.y_m, heading_rad)
    return Passage(middle.to_world(-BEFORE_M, 0.0), middle.to_world(BEYOND_M, 0.0), heading_rad)


def is_through(door: Doorway, way: Passage, pose: Pose) -> bool:
    """Whether the car stands behind the threshold now, as seen from where it came."""
    return Pose(door.x_m, door.y_m, way.heading_rad).to_car(pose.x_m, pose.y_m)[0] > 0.1


def abreast(
    landmark: Landmark, doors: Sequence[Doorway], start: Pose, pose: Pose, beyond_m: float = -ABREAST_M
) -> Doorway | None:
    """The doorway that the landmark means, once the car, on its way from `start`, is level with it, or `beyond_m` past it.

    Doorways on the landmark's side (either, where none was said) count in the order in which they come by.
    """
    if start.distance_to(pose.x_m, pose.y_m) > GONE_M:
        # The straight line to where the car is lies within the hall, so every doorway is on its own side of it.
        way = start._replace(heading_rad=math.atan2(pose.y_m - start.y_m, pose.x_m - start.x_m))
    else:
        way = start._replace(heading_rad=way_rad(doors, start, pose))
    gone_m, _ = way.to_car(pose.x_m, pose.y_m)
    places = [(_beside(door, landmark, way), number) for number, door in enumerate(doors)]
    passed = sorted((place, number) for place, number in places if place is not None)
    wanted = max(1, landmark.ordinal, landmark.count)
    if len(passed) < wanted or gone_m < passed[wanted - 1][0] + beyond_m:
        return None
    return doors[passed[wanted - 1][1]]


def way_rad(doors: Sequence[Doorway], start: Pose, pose: Pose) -> float:
    """Where the way leads: as the car looked or went, and true to the walls."""
    heading_rad = start.heading_rad
    if start.distance_to(pose.x_m, pose.y_m) > GONE_M:
        heading_rad = math.atan2(pose.y_m - start.y_m, pose.x_m - start.x_m)
    along_rad = along_walls(doors, heading_rad)
    return heading_rad if along_rad is None else along_rad


def along_walls(doors: Sequence[Doorway], heading_rad: float) -> float | None:
    """The direction along the walls that is nearest to a heading: walls meet at right angles, and doorways lie in them.

    None while no doorway is known.
    """
    if not doors:
        return None
    wall_rad = max(doors, key=lambda door: (door.log_odds, -door.id)).heading_rad
    nearest = min((wall_rad + quarters * math.pi / 2 for quarters in range(4)), key=lambda way: abs(wrap(way - heading_rad)))
    return wrap(nearest)


def _beside(door: Doorway, landmark: Landmark, way: Pose) -> float | None:
    """How far along the way the doorway comes by on the side that was said, or None if it doesn't."""
    along_m, aside_m = way.to_car(door.x_m, door.y_m)
    if along_m < BEGUN_M or not _is_on_side(landmark, aside_m):
        return None
    across = abs(math.sin(door.heading_rad - way.heading_rad))
    return along_m if across >= math.sin(ALONG_RAD) or not landmark.side else None


def beside(landmark: Landmark, doors: Iterable[Doorway], pose: Pose) -> Doorway | None:
    """The nearest doorway that the car stands beside, on the landmark's side where one was said."""
    level = []
    for door in doors:
        along_m, aside_m = pose.to_car(door.x_m, door.y_m)
        if abs(along_m) <= LEVEL_M and _is_on_side(landmark, aside_m):
            level.append((abs(along_m), door))
    return min(level, key=lambda one: one[0])[1] if level else None


def _is_on_side(landmark: Landmark, aside_m: float) -> bool:
    if abs(aside_m) > BESIDE_M:
        return False
    return {"left": aside_m > 0, "right": aside_m < 0}.get(landmark.side, True)
