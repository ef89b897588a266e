"""A generated world, emptied and filled again with kinds that pictures are still short of, anywhere, facing any way.

Eyes that learn from homes alone learn that what stands by a bed is a lamp, and hardly meet a bathtub.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType

import msgspec
import numpy as np
import numpy.typing as npt

from robot.sim import kinds, splits, spots
from robot.sim.floor import Floor
from robot.sim.shapes import decor_footprint, footprint_of
from robot.sim.world import Room, Thing, World

Look = tuple[str, kinds.Size, int]
"""A colour, a size, a shape variant."""
_THINGS = 40
_TRIES = 5
_GAP_M = 0.1
_COMMON = 20
"""A kind seen this often less is looked for twice as eagerly, while there are few pictures."""


def showroom(world: World, seen: Counter[str], generator: np.random.Generator,
             names: tuple[str, ...] = tuple(kinds.KINDS), looks: Mapping[str, Look] = MappingProxyType({})) -> World:
    """The same rooms, other things: of these kinds. `seen` counts the kinds in all pictures so far.

    All things of a kind named in `looks` look the same.
    """
    floor = Floor(world.rooms, world.walls)
    for item in world.decor:
        if item.kind == "door":
            floor.stand(decor_footprint(item))
    things: list[Thing] = []
    for draft in _drafts(world, seen, generator, names, looks):
        room = world.rooms[int(generator.integers(len(world.rooms)))]
        placed = _placed(draft, room, floor, generator)
        if placed is not None:
            things.append(msgspec.structs.replace(placed, id=f"{draft.kind}_{len(things)}"))
    return msgspec.structs.replace(world, name=f"showroom-{world.seed}", things=tuple(things))


def rarity(names: list[str], seen: Counter[str]) -> npt.NDArray[np.float64]:
    """How eagerly each kind should be looked for; sums to 1."""
    weights = np.array([1.0 / (_COMMON + seen[name]) for name in names])
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _drafts(world: World, seen: Counter[str], generator: np.random.Generator, names: tuple[str, ...],
            looks: Mapping[str, Look]) -> list[Thing]:
    """Things without a place, the large ones first: they find none later."""
    sizes, split = list(kinds.SCALES), splits.split_of(world.seed)
    chosen = generator.choice(names, _THINGS, p=rarity(list(names), seen))
    drafts = [
        Thing("", str(name), str(generator.choice(kinds.ALL_KINDS[str(name)].colours)),
              sizes[int(generator.integers(len(sizes)))], int(generator.choice(splits.variants(split))), 0.0, 0.0, 0.0)
        for name in chosen
    ]
    drafts = [_looking(draft, looks.get(draft.kind)) for draft in drafts]
    return sorted(drafts, key=lambda draft: -footprint_of(draft).length_m * footprint_of(draft).width_m)


def _looking(draft: Thing, look: Look | None) -> Thing:
    return msgspec.structs.replace(draft, colour=look[0], size=look[1], variant=look[2]) if look else draft


def _placed(draft: Thing, room: Room, floor: Floor, generator: np.random.Generator) -> Thing | None:
    size, inner = footprint_of(draft), room.rect.inset(0.06)
    if math.hypot(size.length_m, size.width_m) > min(inner.width_m, inner.depth_m) - 0.1:
        return None
    guess = spots.by_wall if generator.random() < 0.3 else spots.anywhere
    for pose in islice(guess(generator, inner, size.length_m, size.width_m), _TRIES):
        thing = msgspec.structs.replace(draft, x_m=pose.x_m, y_m=pose.y_m, yaw_rad=pose.yaw_rad)
        if floor.take(footprint_of(thing), room.rect, _GAP_M):
            return thing
    return None
