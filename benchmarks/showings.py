"""Things that no network of ours has seen, shown to the standing car in furnished homes, with or without something beside them.

Each is put in front of the car, as near to the middle of its view as a person who doesn't look through the camera gets it, and
looked at five times, as it is turned and moved a little.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from models.runtime import DEFAULT_CARD, Eyes
from perception.decode import Decoder, Floats, Found
from robot.geometry import CameraGeometry
from robot.sim import kinds, scene, splits
from robot.sim.generate import generate
from robot.sim.grid import Grid
from robot.sim.judge import floor_of
from robot.sim.kinds import NOVELTIES
from robot.sim.render import Renderer
from robot.sim.shapes import footprint_of, obstacles
from robot.sim.world import Thing, World

VIEWS = 5
_PLACES = 8
_NEAREST_M, _FARTHEST_M = 0.35, 0.9
_ASIDE_RAD = 0.1
"""How far from the middle of the view a person puts a thing, and …"""
_WOBBLE_RAD, _SHIFT_M = 0.02, 0.03
"""… how much it moves from look to look. Standard deviations."""
_ROOM_M, _APART_M = 0.15, 1.0
_GAP_M = (0.02, 0.25)
_LARGEST_M = 0.6
_LEAST_PX = 60
_TRIES = 200
_CAMERA = CameraGeometry()


class Showing(NamedTuple):
    """One thing, shown."""

    views: list[Found]
    """What the network found in each look, whatever it is."""
    truth: Floats
    """(VIEWS, 4) the thing's visible box in the network's pixels."""
    crowded: bool
    """Whether something was put beside it."""


class _Place(NamedTuple):
    x_m: float
    y_m: float
    yaw_rad: float
    shown: int
    """Index of the thing that is meant."""
    crowded: bool


def showings(seed: int, card: Path = DEFAULT_CARD) -> list[Showing]:
    """All showings of one world; the first half of them with nothing beside the thing but what stood there anyway."""
    generator, eyes = np.random.default_rng([17, seed]), Eyes(card)
    decode = Decoder(eyes.prototypes[:1], eyes.card.scale, (eyes.card.score_gain, eyes.card.score_shift))
    world, places = _furnished(generate(seed), generator)
    with Renderer(scene.compile(world)) as renderer:
        shown = [_shown(place, world, renderer, eyes, decode, generator) for place in places]
    return [showing for showing in shown if showing is not None]


def _furnished(world: World, generator: np.random.Generator) -> tuple[World, list[_Place]]:
    places: list[_Place] = []
    for number in range(_PLACES):
        crowded, floor = number >= _PLACES // 2, floor_of(world)
        cells = np.argwhere(floor.room_for(_ROOM_M))
        for _ in range(_TRIES):
            row, column = generator.choice(cells).tolist()
            x, y = floor.centre(row, column)
            if any(math.hypot(x - place.x_m, y - place.y_m) < _APART_M for place in places):
                continue
            found = _beside(_placed(world, floor, (x, y), generator), crowded, generator)
            if found is not None:
                world, yaw, shown = found
                places.append(_Place(x, y, yaw, shown, crowded))
                break
    return world, places


def _placed(world: World, floor: Grid, car: tuple[float, float],
            generator: np.random.Generator) -> tuple[World, float, int] | None:
    """The world with a thing in front of a car that stands there, the car's heading, and the thing's index."""
    yaw = float(generator.uniform(-math.pi, math.pi))
    thing = _thing(str(generator.choice(list(NOVELTIES))), world, generator)
    size = footprint_of(thing)
    away = float(generator.uniform(_NEAREST_M, _FARTHEST_M)) + max(size.length_m, size.width_m) / 2
    bearing = yaw + float(generator.normal(0.0, _ASIDE_RAD))
    thing = msgspec.structs.replace(thing, x_m=car[0] + away * math.cos(bearing), y_m=car[1] + away * math.sin(bearing))
    if floor.line_m(*car, bearing) < away or not _fits(world, thing):
        return None
    return msgspec.structs.replace(world, things=(*world.things, thing)), yaw, len(world.things)


def _beside(placed: tuple[World, float, int] | None, crowded: bool,
            generator: np.random.Generator) -> tuple[World, float, int] | None:
    """The same, with something more right beside the thing where it is to be crowded."""
    if placed is None or not crowded:
        return placed
    world, yaw, index = placed
    thing = world.things[index]
    for _ in range(_TRIES // 4):
        other = _thing(str(generator.choice(list(kinds.ALL_KINDS))), world, generator)
        size, own = footprint_of(other), footprint_of(thing)
        if max(size.length_m, size.width_m) > _LARGEST_M:
            continue
        away = (max(size.length_m, size.width_m) + max(own.length_m, own.width_m)) / 2 + float(generator.uniform(*_GAP_M))
        way = float(generator.uniform(-math.pi, math.pi))
        other = msgspec.structs.replace(other, x_m=thing.x_m + away * math.cos(way), y_m=thing.y_m + away * math.sin(way))
        if _fits(world, other):
            return msgspec.structs.replace(world, things=(*world.things, other)), yaw, index
    return None


def _thing(kind: str, world: World, generator: np.random.Generator) -> Thing:
    colour = str(generator.choice(kinds.ALL_KINDS[kind].colours))
    variant = int(generator.choice(splits.variants(splits.split_of(world.seed))))
    turned = float(generator.uniform(-math.pi, math.pi))
    return Thing(f"{kind.replace(' ', '_')}_{900 + len(world.things)}", kind, colour, "medium", variant, 0.0, 0.0, turned)


def _fits(world: World, thing: Thing) -> bool:
    footprint = footprint_of(thing)
    return world.room_at(thing.x_m, thing.y_m) is not None and not any(
        footprint.overlaps(taken) for _, taken in obstacles(world))


def _shown(place: _Place, world: World, renderer: Renderer, eyes: Eyes, decode: Decoder,
           generator: np.random.Generator) -> Showing | None:
    """None where something hides the thing."""
    views, truth = [], []
    for x, y, yaw in _looks(place, world.things[place.shown], generator):
        renderer.view(x, y, _CAMERA.height_m, yaw, _CAMERA.pitch_rad, 0.0, _CAMERA.hfov_rad)
        rows, columns = np.nonzero(renderer.segmentation() == place.shown)
        if len(rows) < _LEAST_PX:
            return None
        truth.append((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
        views.append(decode(eyes(renderer.rgb())[0]))
    return Showing(views, np.array(truth, dtype=np.float32), place.crowded)


def _looks(place: _Place, thing: Thing, generator: np.random.Generator) -> Iterator[tuple[float, float, float]]:
    """Cameras (x, y, heading): that a thing is turned by hand looks, from the car, as if the car went round it."""
    away = math.hypot(thing.x_m - place.x_m, thing.y_m - place.y_m)
    for _ in range(VIEWS):
        turned = float(generator.normal(0.0, _SHIFT_M)) / away
        dx, dy = place.x_m - thing.x_m, place.y_m - thing.y_m
        x = thing.x_m + dx * math.cos(turned) - dy * math.sin(turned)
        y = thing.y_m + dx * math.sin(turned) + dy * math.cos(turned)
        yield x, y, place.yaw_rad + turned + float(generator.normal(0.0, _WOBBLE_RAD))
