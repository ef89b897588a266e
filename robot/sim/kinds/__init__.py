"""The kinds of household objects, and how to build any of them."""

from __future__ import annotations

from robot.sim.kinds import (
    appliances,
    bathroom,
    belongings,
    containers,
    creatures,
    devices,
    novelties,
    plants,
    seating,
    storage,
    tables,
    toys,
)
from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import COLOURS, SCALES, Form, Kind, Part, Place, Room, Shape, Size, Solid

__all__ = [
    "ALL_KINDS", "COLOURS", "KINDS", "NOVELTIES", "SCALES", "Form", "Kind", "Part", "Place", "Room", "Shape", "Size", "Solid",
    "build",
]  # fmt: skip

_FILES = (seating, tables, storage, appliances, devices, bathroom, containers, belongings, toys, creatures, plants)
KINDS: dict[str, Kind] = {kind.name: kind for file in _FILES for kind in file.KINDS}
"""What generated homes are furnished with, and what networks are trained on."""

NOVELTIES: dict[str, Kind] = {kind.name: kind for kind in novelties.KINDS}
"""What no network has seen; only a world that names them holds them."""

ALL_KINDS: dict[str, Kind] = KINDS | NOVELTIES


def build(kind: str, colour: str, variant: int, size: Size = "medium") -> Shape:
    """The object of this kind, colour, shape variant and size; the same arguments always give the same arrays.

    Any colour of COLOURS will do, not only those that `ALL_KINDS[kind].colours` calls usual. KeyError for an unknown kind,
    colour or size, ValueError for a variant outside the splits' ranges.
    """
    for what, name, known in (("kind", kind, ALL_KINDS), ("colour", colour, COLOURS), ("size", size, SCALES)):
        if name not in known:
            raise KeyError(f"no {what} {name!r}; there are {', '.join(known)}")
    clay = Clay(kind, colour, variant)
    ALL_KINDS[kind].build(clay)
    return clay.finish(SCALES[size])
