"""The truth that drives are scored by. Only the simulator and evaluators may look here: no node of the car ever does."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from robot.sim.grid import Grid
from robot.sim.shapes import footprint_of, obstacles

if TYPE_CHECKING:
    from numpy.random import Generator

    from robot.sim.footprint import Footprint
    from robot.sim.world import Room, Thing, Wall, World

CAR_M = 0.14
"""Radius of the circle in which the car turns."""

ARRIVED_M = 0.5
"""A drive succeeds when the car's middle stops this close to the edge of the right thing."""


class Goal(msgspec.Struct, frozen=True):
    """A kind of thing to send the car to, from where it starts."""

    kind: str
    colour: str | None
    """The colour that all things of this kind here have, or None when they differ."""
    unique: bool
    """True when the world has only one thing of this kind."""
    distance_m: float
    """Shortest drive from the start to the nearest of them."""
    room: str
    """Where the nearest of them stands."""


def distance_to_goal_m(world: World, xy_m: tuple[float, float], kind: str, colour: str | None = None,
                       footprints: Sequence[Footprint] | None = None) -> float:
    """From a point to the edge of the nearest right thing (0 over it); infinite when the world has none.

    `footprints` is where the things are now (`Scene.footprints`), since the car pushes some; else where they started.
    """
    distances = [float(place.distance_m(*xy_m)) for _, place in _right(world, kind, colour, footprints)]
    return min(distances, default=math.inf)


def shortest_path_m(world: World, start_xy_m: tuple[float, float], kind: str, colour: str | None = None,
                    within_m: float = ARRIVED_M) -> float:
    """Length of the shortest drive of a car of `CAR_M` to within `within_m` of a right thing; infinite if there is none."""
    floor = floor_of(world)
    free = floor.room_for(CAR_M)
    # The start counts as free: a car that stands there does stand there.
    free[floor.cell(*start_xy_m)] = True
    goals = np.zeros_like(free)
    for _, place in _right(world, kind, colour, None):
        rows, columns, near = floor.near(place, within_m)
        goals[rows, columns] |= near
    return floor.drive_m(free, start_xy_m, goals & free)


def floor_of(world: World) -> Grid:
    """The true floor with everything that stands on it."""
    bounds = world.bounds
    grid = Grid(bounds.x0_m - 0.2, bounds.y0_m - 0.2, bounds.x1_m + 0.2, bounds.y1_m + 0.2)
    for _, footprint in obstacles(world):
        grid.block(footprint)
    return grid


def goals(world: World) -> tuple[Goal, ...]:
    """The kinds that stand in the start room or in a room one doorway away, nearest first; all can be reached."""
    near = _near_rooms(world)
    count = Counter(thing.kind for thing in world.things)
    found = []
    for kind in sorted({thing.kind for thing in world.things if _room_name(world, thing) in near}):
        distance = shortest_path_m(world, (world.start.x_m, world.start.y_m), kind)
        if math.isfinite(distance):
            found.append(_goal(world, kind, count[kind] == 1, distance))
    return tuple(sorted(found, key=lambda goal: (goal.distance_m, goal.kind)))


def pick_goal(world: World, rng: Generator, least_m: float = 1.0) -> Goal:
    """One of the goals, each kind as likely, preferring those that need at least `least_m` of driving."""
    candidates = goals(world)
    far = [goal for goal in candidates if goal.distance_m >= least_m] or list(candidates)
    if not far:
        raise ValueError(f"{world.name} has nothing to drive to in the start room or the next")
    return far[int(rng.integers(len(far)))]


def _right(world: World, kind: str, colour: str | None,
           footprints: Sequence[Footprint] | None) -> list[tuple[Thing, Footprint]]:
    places = [footprint_of(thing) for thing in world.things] if footprints is None else footprints
    return [(thing, place) for thing, place in zip(world.things, places, strict=True)
            if thing.kind == kind and colour in (None, thing.colour)]


def _goal(world: World, kind: str, unique: bool, distance_m: float) -> Goal:
    start = (world.start.x_m, world.start.y_m)
    things = [thing for thing, _ in _right(world, kind, None, None)]
    nearest = min(things, key=lambda thing: float(footprint_of(thing).distance_m(*start)))
    colours = {thing.colour for thing in things}
    return Goal(kind, colours.pop() if len(colours) == 1 else None, unique, distance_m, _room_name(world, nearest) or "")


def _room_name(world: World, thing: Thing) -> str | None:
    room = world.room_at(thing.x_m, thing.y_m)
    return room.name if room else None


def _near_rooms(world: World) -> set[str]:
    """The start room and those that a doorway connects with it."""
    start = world.room_at(world.start.x_m, world.start.y_m)
    near = {start.name} if start else set()
    for wall in world.walls:
        for opening in wall.openings:
            sides = {room.name for room in _sides(world, wall, opening.at_m)}
            if start and start.name in sides:
                near |= sides
    return near


def _sides(world: World, wall: Wall, along_m: float) -> list[Room]:
    (x, y), (ux, uy) = wall.point(along_m), wall.direction
    step = wall.thickness_m
    rooms = (world.room_at(x - side * uy * step, y + side * ux * step) for side in (-1, 1))
    return [room for room in rooms if room]
