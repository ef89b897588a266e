from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from robot.sim import kinds, splits
from robot.sim.floor import REACH_M
from robot.sim.furnish import LEAST_THINGS
from robot.sim.generate import generate
from robot.sim.judge import CAR_M, floor_of
from robot.sim.shapes import footprint_of
from robot.sim.world import WorldKind
from tests.sim.homes import SEEDS, home

CASES = [*((seed, "home") for seed in SEEDS), (4, "office"), (1_000_002, "office")]


@pytest.mark.parametrize(("seed", "kind"), CASES)
def test_the_car_reaches_every_thing_and_every_room(seed: int, kind: WorldKind) -> None:
    world = home(seed, kind)
    floor = floor_of(world)
    reached = floor.reached(floor.room_for(CAR_M), world.start.x_m, world.start.y_m)
    for thing in world.things:
        rows, columns, near = floor.near(footprint_of(thing), REACH_M)
        assert (reached[rows, columns] & near).any(), thing
    for room in world.rooms:
        low, high = floor.cell(room.rect.x0_m, room.rect.y0_m), floor.cell(room.rect.x1_m, room.rect.y1_m)
        assert reached[low[0]:high[0], low[1]:high[1]].mean() > 0.2, room.name


@pytest.mark.parametrize(("seed", "kind"), CASES)
def test_nothing_overlaps_and_everything_is_inside_its_room(seed: int, kind: WorldKind) -> None:
    world = home(seed, kind)
    places = [footprint_of(thing) for thing in world.things]
    assert not any(a.overlaps(b) for i, a in enumerate(places) for b in places[i + 1:])
    walls = [piece for wall in world.walls for piece in wall.footprints()]
    assert not any(place.overlaps(wall) for place in places for wall in walls)
    for thing, place in zip(world.things, places, strict=True):
        room = world.room_at(thing.x_m, thing.y_m)
        assert room is not None
        assert all(room.rect.contains(float(x), float(y)) for x, y in place.corners())


@pytest.mark.parametrize(("seed", "kind"), CASES)
def test_homes_are_furnished_richly_and_by_room(seed: int, kind: WorldKind) -> None:
    world = home(seed, kind)
    assert len(world.things) >= LEAST_THINGS - 1
    assert len({thing.kind for thing in world.things}) >= 15
    for thing in world.things:
        room = world.room_at(thing.x_m, thing.y_m)
        assert room is not None
        assert dict(kinds.KINDS[thing.kind].rooms).get(room.type, 0.0) > 0  # type: ignore[call-overload]
        assert thing.colour in kinds.KINDS[thing.kind].colours


def test_many_homes_show_at_least_thirty_kinds() -> None:
    assert len({thing.kind for seed in SEEDS for thing in home(seed).things}) >= 30


@pytest.mark.parametrize("seed", SEEDS)
def test_shapes_and_textures_are_those_of_the_seeds_split(seed: int) -> None:
    world, split = home(seed), splits.split_of(seed)
    assert {thing.variant for thing in world.things} <= set(splits.variants(split))
    assert {texture.seed for room in world.rooms for texture in (room.floor, room.wall)} <= set(splits.texture_seeds(split))


@pytest.mark.parametrize("seed", SEEDS)
def test_floors_differ_between_rooms(seed: int) -> None:
    floors = [room.floor for room in home(seed).rooms]
    assert len(set(floors)) == len(floors)


def test_furniture_by_a_wall_has_its_back_to_it() -> None:
    world = home(3)
    backed = [t for t in world.things if kinds.KINDS[t.kind].place == "wall_side"]
    assert backed
    for thing in backed:
        room, place = world.room_at(thing.x_m, thing.y_m), footprint_of(thing)
        assert room is not None
        behind = place.length_m / 2 + 0.15
        x, y = thing.x_m - behind * np.cos(thing.yaw_rad), thing.y_m - behind * np.sin(thing.yaw_rad)
        assert not room.rect.contains(x, y), thing


def test_another_process_makes_the_same_world() -> None:
    code = "from robot.sim.generate import generate; import msgspec, hashlib; " \
           "print(hashlib.sha256(msgspec.json.encode(generate(3))).hexdigest())"
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1
    assert generate(3) == home(3)
