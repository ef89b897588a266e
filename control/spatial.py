"""How badly a place fits a spatial word: its misfit is 0 where it fits well, 0.5 at the border, and 1 where it doesn't at all.

"Left of", "right of", "behind" and "in front of" are meant in the car's view at the time it was told: speakers take the robot's
perspective (Tenbrink, Maiseyenka & Moratz 2007), so "behind the table" is beyond it. Around the ideal direction such a word
fits well, then worse and worse in proportion to the angle, and from a right angle on not at all (the good, acceptable and bad
regions of Logan & Sadler 1996; the linear fall of Regier & Carlson 2001). Things far apart are not related.
"Between" is judged by the same angles: how far from straight the way from one to the other by the thing is (Bloch, Colliot &
Cesar 2006). All other heeded words mean that two things stand near each other.
"""

from __future__ import annotations

import math

from robot.geometry import wrap
from robot.landmark import RelationName, Side
from robot.poses import Pose

Point = tuple[float, float]

IDEAL_RAD: dict[str, float] = {"behind": 0.0, "left of": math.pi / 2, "in front of": math.pi, "right of": -math.pi / 2}
"""Directions from the other thing, counted from the line of sight to it."""
HEEDED = frozenset({"next to", "between", "under", "above", "on", "at", "with", "opposite", *IDEAL_RAD})

GOOD_RAD, BAD_RAD = math.radians(30), math.radians(90)
NEAR_M, NOT_NEAR_M = 0.6, 1.8  # between near sides, which is all that a map knows
FACING_M, NOT_FACING_M = 1.5, 4.5  # nobody says "left of the sofa" across the whole room
ASIDE_RAD, ASIDE_M = 0.4, 1.0  # so far from straight ahead, by either, a thing is on one side beyond doubt
UNDER_FOOT_M = 0.3  # what is so near to the car is seen in no direction: then the heading counts


def side(name: Side, start: Pose, point: Point) -> float:
    """Misfit of "on your left" and so on, seen from `start`."""
    bearing = start.bearing_to(*point)
    match name:
        case "ahead":
            return _turned(bearing)
        case "behind":
            return _turned(math.pi - abs(bearing))
        case "left" | "right":
            forward_m, left_m = start.to_car(*point)
            aside_m = left_m if name == "left" else -left_m
            return 1.0 - min(1.0, max(0.0, math.atan2(aside_m, abs(forward_m)) / ASIDE_RAD, aside_m / ASIDE_M))
        case "":
            return 0.0


def relation(name: RelationName, point: Point, other: Point, start: Pose) -> float:
    """Misfit of "`point` is left of `other`" and so on seen from `start`; a word that isn't heeded fits always."""
    distance_m = math.dist(point, other)
    if name in IDEAL_RAD:
        sight_rad = _direction(start[:2], other) if math.dist(start[:2], other) > UNDER_FOOT_M else start.heading_rad
        off_rad = _direction(other, point) - sight_rad - IDEAL_RAD[name]
        return max(_turned(off_rad), _ramp(distance_m, FACING_M, NOT_FACING_M)) if distance_m else 1.0
    if name == "opposite":
        return _ramp(distance_m, FACING_M, NOT_FACING_M)
    return _ramp(distance_m, NEAR_M, NOT_NEAR_M) if name in HEEDED else 0.0


def between(point: Point, one: Point, other: Point) -> float:
    """Misfit of "`point` is between `one` and `other`"."""
    if point in (one, other):
        return 1.0
    return _turned(_direction(one, point) - _direction(point, other))


def _turned(angle_rad: float) -> float:
    return _ramp(abs(wrap(angle_rad)), GOOD_RAD, BAD_RAD)


def _ramp(value: float, good: float, bad: float) -> float:
    return min(1.0, max(0.0, (value - good) / (bad - good)))


def _direction(start: Point, end: Point) -> float:
    return math.atan2(end[1] - start[1], end[0] - start[0])
