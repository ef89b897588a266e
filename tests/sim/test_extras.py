from __future__ import annotations

import math

import pytest

from robot.sim import check, extras
from robot.sim.generate import generate
from robot.sim.kinds import NOVELTIES
from robot.sim.world import World, WorldError, dump, load

SEEDS = (1_000_003, 1_000_011)


@pytest.fixture(scope="module", params=SEEDS)
def home(request: pytest.FixtureRequest) -> World:
    return generate(int(request.param))


def test_every_novelty_finds_a_place_and_the_world_stays_good(home: World) -> None:
    more = extras.placed(home, tuple(NOVELTIES))
    assert more.things[: len(home.things)] == home.things
    assert [thing.kind for thing in more.things[len(home.things) :]] == list(NOVELTIES)
    assert check.problems(more) == []


def test_the_first_stands_where_the_car_looks(home: World) -> None:
    mug = extras.placed(home, ("mug",)).things[-1]
    away = math.hypot(mug.x_m - home.start.x_m, mug.y_m - home.start.y_m)
    assert 0.3 < away < 3.0


def test_chance_comes_from_the_seed_alone(home: World) -> None:
    assert extras.placed(home, ("globe",)) == extras.placed(home, ("globe",))
    assert extras.placed(home, ()) == home


def test_a_world_with_novelties_survives_its_file(home: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("world") / "world.yaml"
    more = extras.placed(home, ("drum", "drum"))
    dump(more, path)
    assert load(path) == more
    assert [thing.id for thing in more.things[-2:]] == ["drum_1", "drum_2"]


def test_an_unknown_kind_is_named(home: World) -> None:
    with pytest.raises(WorldError, match="zebra"):
        extras.placed(home, ("mug", "zebra"))
