"""The built shapes of a world's things, each made once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from robot.sim import kinds
from robot.sim.footprint import Footprint

if TYPE_CHECKING:
    from robot.sim.kinds import Shape
    from robot.sim.world import Decor, Thing


@lru_cache(maxsize=512)
def _shape(kind: str, colour: str, variant: int, size: kinds.Size) -> Shape:
    return kinds.build(kind, colour, variant, size)


def shape_of(thing: Thing) -> Shape:
    """What a thing looks like and how it is touched; the same object for equal recipes."""
    return _shape(thing.kind, thing.colour, thing.variant, thing.size)


def footprint_of(thing: Thing) -> Footprint:
    """The rectangle a thing covers where the world file puts it."""
    length, width, _ = shape_of(thing).size_m
    return Footprint(thing.x_m, thing.y_m, thing.yaw_rad, length, width)


def decor_shape(item: Decor) -> Shape:
    """What a picture, a rug or an open door looks like."""
    raise NotImplementedError
