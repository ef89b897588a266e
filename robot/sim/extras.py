"""Further things put into a world where the car sees them as it starts: for showing it something it was never taught."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
import numpy as np

from robot.sim import kinds, splits, spots
from robot.sim.shapes import footprint_of, obstacles
from robot.sim.world import Pose, Thing, World, WorldError

_STREAM = 0x3A7
_GAP_M = 0.3
"""Around it, so that the car can pass."""
_NEAREST_M, _FARTHEST_M = 0.6, 2.2
_ASIDE_RAD = 0.4
_TRIES = 60


def placed(world: World, names: Sequence[str]) -> World:
    """The same world and one more thing of each kind named: straight ahead of the start if there is room, else where there is.

    Chance comes from the world's seed alone. WorldError where a kind is unknown or finds no place.
    """
    unknown = [name for name in names if name not in kinds.ALL_KINDS]
    if unknown:
        raise WorldError(f"there is no kind {unknown[0]!r} to put into the world; there are {', '.join(kinds.ALL_KINDS)}")
    generator = np.random.default_rng([world.seed, _STREAM])
    for name in names:
        draft = _draft(world, name, generator)
        thing = next((guess for guess in _guesses(world, draft, generator) if _fits(world, guess)), None)
        if thing is None:
            raise WorldError(f"{world.name} has no room for a {name}; take another seed")
        world = msgspec.structs.replace(world, things=(*world.things, thing))
    return world


def _draft(world: World, name: str, generator: np.random.Generator) -> Thing:
    colour = str(generator.choice(kinds.ALL_KINDS[name].colours))
    variant = int(generator.choice(splits.variants(splits.split_of(world.seed))))
    stem = name.replace(" ", "_")
    number = next(n for n in range(1, 1000) if all(t.id != f"{stem}_{n}" for t in world.things))
    return Thing(f"{stem}_{number}", name, colour, "medium", variant, 0.0, 0.0, 0.0)


def _guesses(world: World, draft: Thing, generator: np.random.Generator) -> Iterator[Thing]:
    """Straight ahead of the car, the nearest first; then aside; then anywhere, its own room first."""
    start, size = world.start, footprint_of(draft)
    for aside_rad in (0.0, _ASIDE_RAD / 2, -_ASIDE_RAD / 2, _ASIDE_RAD, -_ASIDE_RAD):
        for distance_m in (np.linspace(_NEAREST_M, _FARTHEST_M, 9) + math.hypot(size.length_m, size.width_m) / 2).tolist():
            angle = start.yaw_rad + aside_rad
            turned = float(generator.uniform(-math.pi, math.pi))
            yield _at(draft, start.x_m + distance_m * math.cos(angle), start.y_m + distance_m * math.sin(angle), turned)
    for room in sorted(world.rooms, key=lambda room: not room.rect.contains(start.x_m, start.y_m)):
        poses: Iterator[Pose] = spots.anywhere(generator, room.rect, size.length_m, size.width_m)
        yield from (_at(draft, pose.x_m, pose.y_m, pose.yaw_rad) for pose in islice(poses, _TRIES))


def _at(draft: Thing, x_m: float, y_m: float, yaw_rad: float) -> Thing:
    return msgspec.structs.replace(draft, x_m=round(x_m, 3), y_m=round(y_m, 3), yaw_rad=round(yaw_rad, 4))


def _fits(world: World, thing: Thing) -> bool:
    """Away from walls, doors, things and the car."""
    footprint, room = footprint_of(thing), world.room_at(thing.x_m, thing.y_m)
    clear = float(footprint.distance_m(world.start.x_m, world.start.y_m)) > _GAP_M
    return clear and room is not None and not any(footprint.overlaps(taken, _GAP_M) for _, taken in obstacles(world))
