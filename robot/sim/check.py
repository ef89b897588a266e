"""What is wrong with a world that a person has written or edited, in words that say where and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from robot.sim import foreign, kinds, splits, textures
from robot.sim.shapes import obstacles

if TYPE_CHECKING:
    from robot.sim.textures import Texture
    from robot.sim.world import Room, Wall, World

_CAR_M = 0.14
_FARTHEST_M = 200.0
_TOUCHING_M = 0.02
"""Overlaps up to this are taken for touching."""


def problems(world: World) -> list[str]:
    """Every problem found, each as `place in the file: what is wrong; what to do`; empty for a good world."""
    named = [*_numbers("$", msgspec.to_builtins(world)), *_recipes(world), *_names(world)] or list(_walls(world))
    return named or [*_places(world), *_start(world)]


def _numbers(where: str, tree: Any) -> Iterator[str]:
    """Numbers that no world can have."""
    if isinstance(tree, dict | list | tuple):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _numbers(f"{where}.{key}" if isinstance(tree, dict) else f"{where}[{key}]", value)
    elif isinstance(tree, float) and not abs(tree) <= _FARTHEST_M:
        yield f"{where}: {tree} is no number that a world can have; stay within ±{_FARTHEST_M:.0f}"


def _recipes(world: World) -> Iterator[str]:
    """Kinds, colours, sizes, variants and textures that do not exist."""
    for i, thing in enumerate(world.things):
        where = f"things[{i}] ({thing.id})"
        if thing.kind not in kinds.ALL_KINDS:
            yield f"{where}: there is no kind {thing.kind!r}{_instead(thing.kind, kinds.ALL_KINDS)}"
        if thing.colour not in kinds.COLOURS:
            yield f"{where}: there is no colour {thing.colour!r}{_instead(thing.colour, kinds.COLOURS)}"
        yield from _variant(where, thing.variant)
        yield from _file(where, thing.shape)
    for i, item in enumerate(world.decor):
        where = f"decor[{i}] ({item.kind})"
        if item.colour not in kinds.COLOURS:
            yield f"{where}: there is no colour {item.colour!r}{_instead(item.colour, kinds.COLOURS)}"
        if min(item.length_m, item.height_m) < 0.1:
            yield f"{where}: length_m and height_m must be at least 0.1 m"
        yield from _variant(where, item.variant)
    for i, room in enumerate(world.rooms):
        yield from _texture(f"rooms[{i}] ({room.name}).floor", room.floor)
        yield from _texture(f"rooms[{i}] ({room.name}).wall", room.wall)


def _file(where: str, shape: str) -> Iterator[str]:
    try:
        if shape:
            foreign.read(Path(shape))
    except foreign.ForeignError as error:
        yield f"{where}.shape: {error}"


def _variant(where: str, variant: int) -> Iterator[str]:
    try:
        splits.split_of_variant(variant)
    except ValueError as error:
        yield f"{where}: {error}"


def _texture(where: str, texture: Texture) -> Iterator[str]:
    if texture.family not in textures.FAMILIES:
        yield f"{where}: there is no texture family {texture.family!r}{_instead(texture.family, textures.FAMILIES)}"
    if not all(0 <= value <= 255 for value in texture.colour):
        yield f"{where}: colour {list(texture.colour)} must be red, green and blue from 0 to 255"
    if texture.seed < 0:
        yield f"{where}: seed {texture.seed} must be 0 or more"


def _names(world: World) -> Iterator[str]:
    """Names that are used twice, or by the simulator itself."""
    for i, thing in enumerate(world.things):
        if not thing.id or thing.id == "world" or thing.id.startswith("car_") or thing.id.endswith("_scenery"):
            yield f"things[{i}]: the name {thing.id!r} is taken; choose another, such as chair_9"
    for what, names in (("things", [t.id for t in world.things]), ("rooms", [r.name for r in world.rooms])):
        for name, count in Counter(names).items():
            if count > 1:
                yield f"{what}: {name!r} is used {count} times; give each its own name"
    if not world.rooms:
        yield "rooms: a world needs at least one room"


def _walls(world: World) -> Iterator[str]:
    """Walls, rooms and a ceiling of impossible sizes."""
    if not 1.0 <= world.height_m <= 10.0:
        yield f"height_m: {world.height_m} must be between 1 and 10 m"
    for i, wall in enumerate(world.walls):
        if wall.length_m < 1e-3:
            yield f"walls[{i}]: starts and ends at the same point; move one end or remove it"
            continue
        if not 0.01 <= wall.thickness_m <= 1.0:
            yield f"walls[{i}]: thickness_m {wall.thickness_m} must be between 0.01 and 1 m"
        yield from _openings(f"walls[{i}]", wall, world.height_m)
    for i, room in enumerate(world.rooms):
        if room.rect.width_m <= 0 or room.rect.depth_m <= 0:
            yield f"rooms[{i}] ({room.name}): its rectangle is empty; x1_m and y1_m must be larger than x0_m and y0_m"


def _openings(where: str, wall: Wall, height_m: float) -> Iterator[str]:
    end = 0.0
    for opening in sorted(wall.openings, key=lambda o: o.at_m):
        left, right = opening.at_m - opening.width_m / 2, opening.at_m + opening.width_m / 2
        if left < 0 or right > wall.length_m:
            yield (f"{where}: the doorway from {left:.2f} to {right:.2f} m leaves its wall, "
                   f"which is {wall.length_m:.2f} m long; move it or make it narrower")
        if left < end:
            yield f"{where}: two doorways overlap at {left:.2f} m; move one"
        if opening.width_m <= 0 or not 0 < opening.height_m < height_m:
            yield f"{where}: a doorway must be wider than 0 and lower than the ceiling ({height_m} m)"
        end = right


def _places(world: World) -> Iterator[str]:
    """Things outside every room, in a wall, or in one another."""
    everything = obstacles(world)
    scenery = len(everything) - len(world.things)
    for i, thing in enumerate(world.things):
        where, footprint = everything[scenery + i]
        if world.room_at(thing.x_m, thing.y_m) is None:
            yield f"{where}: stands at ({thing.x_m}, {thing.y_m}), outside every room; the rooms are {_extents(world.rooms)}"
        for other, taken in everything[:scenery + i]:
            if footprint.overlaps(taken, -_TOUCHING_M):
                yield f"{where}: overlaps {other}; move it, the two touch near ({taken.x_m:.2f}, {taken.y_m:.2f})"


def _start(world: World) -> Iterator[str]:
    start = world.start
    if world.room_at(start.x_m, start.y_m) is None:
        yield f"start: ({start.x_m}, {start.y_m}) is outside every room; the rooms are {_extents(world.rooms)}"
    for where, footprint in obstacles(world):
        if float(footprint.distance_m(start.x_m, start.y_m)) < _CAR_M:
            yield f"start: the car at ({start.x_m}, {start.y_m}) would touch {where}; it needs {_CAR_M} m around it"


def _extents(rooms: Sequence[Room]) -> str:
    return ", ".join(f"{r.name} x {r.rect.x0_m}…{r.rect.x1_m} y {r.rect.y0_m}…{r.rect.y1_m}" for r in rooms)


def _instead(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(names)}"
