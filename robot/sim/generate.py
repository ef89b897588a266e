"""A world from a seed: the same seed gives the same world, on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from robot.sim import plan, splits, textures
from robot.sim.decorate import Decorator
from robot.sim.floor import Floor
from robot.sim.furnish import Furnisher
from robot.sim.textures import Texture
from robot.sim.world import Light, Lighting, Pose, Room, World, WorldKind

if TYPE_CHECKING:
    from numpy.random import Generator

    from robot.sim.plan import Plan
    from robot.sim.splits import Split

_STREAMS = {"home": 0, "office": 1}
_WET = ("kitchen", "bathroom")
_WET_FLOORS = ("tiles", "checker", "stone", "terrazzo", "concrete", "planks")
_DRY_FLOORS = ("planks", "parquet", "carpet", "concrete", "stone", "tiles")


def generate(seed: int, kind: WorldKind = "home") -> World:
    """A home or an office of three to seven furnished rooms; shapes and textures are those of the seed's split."""
    split = splits.split_of(seed)
    rng = np.random.default_rng([seed, _STREAMS[kind]])
    layout = plan.make(rng, kind)
    floor = Floor(layout.spaces, layout.walls)
    decorator = Decorator(rng, layout, split)
    doors = decorator.doors(floor)
    things = Furnisher(rng, layout, split, floor).furnish()
    return World(
        name=f"{kind}-{seed}", kind=kind, seed=seed, height_m=layout.height_m, start=_start(rng, layout, floor),
        rooms=_rooms(rng, layout, split), walls=layout.walls, things=things,
        decor=(*doors, *decorator.walls(things), *decorator.rugs()), lighting=_lighting(rng),
    )


def _rooms(rng: Generator, layout: Plan, split: Split) -> tuple[Room, ...]:
    """Paint and flooring: no two rooms of a world have the same floor."""
    floors: dict[str, list[str]] = {}
    rooms = []
    for space in layout.spaces:
        wet = space.type in _WET
        families = floors.setdefault("wet" if wet else "dry", [])
        families[:] = families or [str(f) for f in rng.permutation(_WET_FLOORS if wet else _DRY_FLOORS)]
        floor = _texture(rng, textures.FLOORS, families.pop(), split)
        wall = _texture(rng, textures.WALLS, str(rng.choice(list(textures.WALLS), p=_WALL_SHARES)), split)
        rooms.append(Room(space.name, space.type, space.rect, floor, wall))
    return tuple(rooms)


_WALL_SHARES = (0.5, 0.15, 0.1, 0.08, 0.1, 0.07)


def _texture(rng: Generator, families: dict[str, tuple[textures.Colour, ...]], family: str, split: Split) -> Texture:
    colours = families[family]
    base = np.array(colours[int(rng.integers(len(colours)))]) + rng.normal(0.0, 6.0, size=3)
    red, green, blue = (int(c) for c in np.clip(base, 0, 255))
    return Texture(family, (red, green, blue), int(rng.choice(splits.texture_seeds(split))))


def _lighting(rng: Generator) -> Lighting:
    """Daylight from one side, weaker light from the other, warm or cool."""
    warmth = float(rng.uniform(-0.06, 0.06))
    tint = np.array([1 + warmth, 1.0, 1 - warmth])
    ambient = float(rng.uniform(0.42, 0.58))
    turn = float(rng.uniform(-np.pi, np.pi))
    lights = []
    for angle, strength, down in ((turn, rng.uniform(0.3, 0.45), 1.2), (turn + 2.4, rng.uniform(0.12, 0.22), 0.5)):
        direction = np.array([np.cos(angle), np.sin(angle), -down]) / np.hypot(1.0, down)
        lights.append(Light(_rounded(direction), _rounded(strength * tint)))
    return Lighting(_rounded(ambient * tint), tuple(lights))


def _rounded(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[float, float, float]:
    a, b, c = (round(float(v), 3) for v in values)
    return a, b, c


def _start(rng: Generator, layout: Plan, floor: Floor) -> Pose:
    """Somewhere with elbow room, looking roughly at the middle of the room."""
    grid = floor.grid
    free = floor.reached() & grid.room_for(0.3)
    cells = np.argwhere(free)
    row, column = cells[int(rng.integers(len(cells)))]
    x, y = grid.centre(int(row), int(column))
    room = next(space.rect for space in layout.spaces if space.rect.contains(x, y))
    towards = np.arctan2(room.centre[1] - y, room.centre[0] - x) + rng.uniform(-0.8, 0.8)
    return Pose(round(x, 3), round(y, 3), round(float(np.arctan2(np.sin(towards), np.cos(towards))), 4))
