from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
import pytest

from robot.sim import car, scene
from robot.sim.codes import CAR, FLOOR, SEEN, TOUCHED, WALL
from robot.sim.scene import Scene
from robot.sim.shapes import footprint_of, shape_of
from robot.sim.world import World
from tests.sim.homes import home

mujoco = pytest.importorskip("mujoco")


@pytest.fixture(scope="module")
def built() -> Scene:
    return scene.compile(home(3), car.document())


def test_what_is_seen_is_never_touched_and_the_reverse(built: Scene) -> None:
    seen = built.model.geom_group == SEEN
    touched = built.model.geom_group == TOUCHED
    assert seen.sum() > 100
    assert (built.model.geom_contype[seen] == 0).all()
    assert (built.model.geom_conaffinity[seen] == 0).all()
    assert (built.model.geom_contype[touched] > 0).all()


def test_every_thing_is_seen_and_touched(built: Scene) -> None:
    for index, (thing, body) in enumerate(zip(built.world.things, built.bodies, strict=True)):
        own = built.model.geom_bodyid == body
        assert (own & (built.model.geom_group == TOUCHED)).sum() == len(shape_of(thing).solids)
        assert (own & (built.codes == index)).sum() == len(shape_of(thing).parts)
    assert {FLOOR, WALL, CAR} <= set(built.codes.tolist())


def test_light_things_can_be_pushed_and_heavy_ones_cannot(built: Scene) -> None:
    for thing, body in zip(built.world.things, built.bodies, strict=True):
        mass = shape_of(thing).mass_kg
        assert built.model.body_dofnum[body] == (0 if mass is None else 6), thing
        if mass is not None:
            assert built.model.body_mass[body] == pytest.approx(mass)


def test_things_stay_where_the_world_puts_them_for_a_second(built: Scene) -> None:
    data = mujoco.MjData(built.model)
    mujoco.mj_step(built.model, data, 500)
    for thing, place in zip(built.world.things, built.footprints(data), strict=True):
        put = footprint_of(thing)
        assert math.hypot(place.x_m - put.x_m, place.y_m - put.y_m) < 0.03, thing
        assert place.length_m == pytest.approx(put.length_m, abs=0.05), thing


def test_a_pushed_and_tipped_thing_has_a_new_footprint(built: Scene) -> None:
    data = mujoco.MjData(built.model)
    index, thing = next((i, t) for i, t in enumerate(built.world.things) if shape_of(t).mass_kg is not None)
    address = built.model.jnt_qposadr[built.model.body_jntadr[built.bodies[index]]]
    data.qpos[address:address + 7] = [1.0, 2.0, 0.5, math.cos(math.pi / 4), 0.0, math.sin(math.pi / 4), 0.0]
    mujoco.mj_forward(built.model, data)
    place, (_, width, height) = built.footprints(data)[index], shape_of(thing).size_m
    assert sorted((place.length_m, place.width_m)) == pytest.approx(sorted((height, width)), abs=1e-6)
    assert float(place.distance_m(1.0 + height / 2, 2.0)) == pytest.approx(0.0, abs=1e-6)


def test_the_car_starts_where_the_world_says(built: Scene) -> None:
    data, start = mujoco.MjData(built.model), built.world.start
    mujoco.mj_forward(built.model, data)
    body = data.body(car.PREFIX + car.BODY)
    assert body.xpos[:2] == pytest.approx([start.x_m, start.y_m])
    assert math.atan2(body.xmat[3], body.xmat[0]) == pytest.approx(start.yaw_rad)


def test_walls_stop_a_ball_and_doorways_let_it_through() -> None:
    world = home(3)
    wall = next(w for w in world.walls if w.openings)
    data, built = _rolled(world, wall.point(wall.openings[0].at_m), wall.yaw_rad + math.pi / 2)
    assert _crossed(built, data, wall.direction, wall.point(0.0))
    at = wall.openings[0].at_m + wall.openings[0].width_m
    data, built = _rolled(world, wall.point(at if at < wall.length_m else at - 2 * wall.openings[0].width_m),
                          wall.yaw_rad + math.pi / 2)
    assert not _crossed(built, data, wall.direction, wall.point(0.0))


def _rolled(world: World, through: tuple[float, float], yaw: float) -> tuple[Any, Scene]:
    """A ball, alone in the house, sent at a point of a wall."""
    ball = next(t for seed in (3, 1, 2, 8) for t in home(seed).things if t.kind == "ball")
    x, y = through[0] - 0.4 * math.cos(yaw), through[1] - 0.4 * math.sin(yaw)
    alone = msgspec.structs.replace(world, things=(msgspec.structs.replace(ball, x_m=x, y_m=y),), decor=())
    built = scene.compile(alone)
    data = mujoco.MjData(built.model)
    data.qvel[:2] = 2 * np.array([math.cos(yaw), math.sin(yaw)])
    mujoco.mj_step(built.model, data, 400)
    return data, built


def _crossed(built: Scene, data: Any, direction: tuple[float, float], origin: tuple[float, float]) -> bool:
    x, y = (float(v) for v in data.xpos[built.bodies[0]][:2])
    return (y - origin[1]) * direction[0] - (x - origin[0]) * direction[1] > 0.0


def test_physics_of_a_furnished_home_is_fast_and_quiet(built: Scene) -> None:
    data = mujoco.MjData(built.model)
    mujoco.mj_step(built.model, data, 1000)
    assert np.isfinite(data.qpos).all()
    assert data.warning.number.sum() == 0
    assert (data.tree_asleep >= 0).sum() >= 0.8 * built.model.ntree - 1
