"""The built shapes of a world's things, each made once."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from robot.sim import foreign, kinds
from robot.sim.footprint import Footprint
from robot.sim.kinds import decor

if TYPE_CHECKING:
    from robot.sim.kinds import Shape
    from robot.sim.world import Decor, Thing, World


_DEPTH_M = {"picture": 0.03, "window": 0.16, "door": 0.04}
"""How far scenery stands out along its own x."""


@lru_cache(maxsize=512)
def _shape(kind: str, colour: str, variant: int, size: kinds.Size, file: str) -> Shape:
    if file:
        return foreign.painted(foreign.read(Path(file)), colour, variant, size)
    return kinds.build(kind, colour, variant, size)


def shape_of(thing: Thing) -> Shape:
    """What a thing looks like and how it is touched; the same object for equal recipes."""
    return _shape(thing.kind, thing.colour, thing.variant, thing.size, thing.shape)


def footprint_of(thing: Thing) -> Footprint:
    """The rectangle a thing covers where the world file puts it."""
    length, width, _ = shape_of(thing).size_m
    return Footprint(thing.x_m, thing.y_m, thing.yaw_rad, length, width)


def decor_shape(item: Decor) -> Shape:
    """What a picture, a window, a rug or an open door looks like."""
    return decor.DECOR[item.kind](item.variant, item.colour, item.length_m, item.height_m)


def decor_footprint(item: Decor) -> Footprint:
    """The rectangle under a piece of scenery."""
    depth = item.height_m if item.kind == "rug" else _DEPTH_M[item.kind]
    ahead = depth / 2 if item.kind in ("picture", "window") else 0.0
    return Footprint(item.x_m + ahead * math.cos(item.yaw_rad), item.y_m + ahead * math.sin(item.yaw_rad), item.yaw_rad,
                     depth, item.length_m)


def obstacles(world: World) -> list[tuple[str, Footprint]]:
    """Everything solid on the floor with its place in the world file: walls, open doors, things."""
    walls = [(f"walls[{i}]", piece) for i, wall in enumerate(world.walls) for piece in wall.footprints()]
    doors = [(f"decor[{i}] (door)", decor_footprint(item)) for i, item in enumerate(world.decor) if item.kind == "door"]
    return [*walls, *doors, *((f"things[{i}] ({t.id})", footprint_of(t)) for i, t in enumerate(world.things))]
