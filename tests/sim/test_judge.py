from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from robot.sim import judge
from robot.sim.footprint import Footprint
from robot.sim.generate import generate
from robot.sim.judge import ARRIVED_M, distance_to_goal_m, goals, pick_goal, shortest_path_m
from robot.sim.shapes import footprint_of
from robot.sim.world import Opening, Pose, Rect, Room, Thing, Wall, World
from tests.sim.homes import SEEDS, home

FLOOR = home().rooms[0].floor


def two_rooms() -> World:
    """Two rooms of 4 m x 4 m side by side, a doorway at the top of the wall between them, a box low in each."""
    rooms = tuple(Room(name, "study", Rect(x, 0.0, x + 4.0, 4.0), FLOOR, FLOOR) for name, x in (("a", 0.0), ("b", 4.0)))
    walls = (Wall(4.0, 0.0, 4.0, 4.0, 0.1, (Opening(3.4, 0.9),)), Wall(0.0, 0.0, 8.0, 0.0), Wall(0.0, 4.0, 8.0, 4.0),
             Wall(0.0, 0.0, 0.0, 4.0), Wall(8.0, 0.0, 8.0, 4.0))
    things = (Thing("box_1", "box", "brown", "medium", 130, 1.0, 1.0, 0.3),
              Thing("box_2", "box", "white", "medium", 131, 6.0, 1.0, 0.0),
              Thing("ball_1", "ball", "red", "medium", 130, 6.0, 3.0, 0.0))
    return World("two", "home", 1, 2.4, Pose(2.5, 1.0), rooms, walls, things)


def test_distance_is_to_the_edge_of_the_nearest_right_thing() -> None:
    world = two_rooms()
    length = footprint_of(world.things[1]).length_m
    assert distance_to_goal_m(world, (7.5, 1.0), "box") == pytest.approx(1.5 - length / 2)
    assert distance_to_goal_m(world, (6.0, 1.0), "box") == 0.0
    assert distance_to_goal_m(world, (6.0, 1.0), "box", "brown") > 4.0
    assert distance_to_goal_m(world, (6.0, 1.0), "zebra") == math.inf


def test_a_pushed_thing_is_judged_where_it_is_now() -> None:
    world = two_rooms()
    now = [footprint_of(thing) for thing in world.things]
    now[2] = Footprint(7.0, 3.5, 0.0, 0.2, 0.2)
    assert distance_to_goal_m(world, (7.0, 3.0), "ball", footprints=now) == pytest.approx(0.4)


def test_the_shortest_path_leads_through_the_doorway() -> None:
    world = two_rooms()
    door = np.array([4.0, 2.95 + judge.CAR_M])
    ball = footprint_of(world.things[2])
    around = float(np.linalg.norm(door - (2.5, 1.0))) + float(ball.distance_m(*door)) - ARRIVED_M
    found = shortest_path_m(world, (2.5, 1.0), "ball")
    assert 0.95 * around < found < 1.1 * around + 0.1
    assert shortest_path_m(world, (6.0, 2.6), "ball") == 0.0
    assert shortest_path_m(world, (2.5, 1.0), "zebra") == math.inf


def test_no_path_leads_through_a_closed_wall() -> None:
    world = two_rooms()
    shut = msgspec.structs.replace(world.walls[0], openings=())
    assert shortest_path_m(msgspec.structs.replace(world, walls=(shut, *world.walls[1:])), (2.5, 1.0), "ball") == math.inf


def test_goals_are_kinds_here_or_one_doorway_away() -> None:
    found = {goal.kind: goal for goal in goals(two_rooms())}
    assert set(found) == {"box", "ball"}
    assert found["ball"].unique
    assert found["ball"].colour == "red"
    assert found["ball"].room == "b"
    assert not found["box"].unique
    assert found["box"].colour is None
    assert found["box"].distance_m < found["ball"].distance_m


@pytest.mark.parametrize("seed", SEEDS)
def test_every_home_has_goals_and_the_same_seed_picks_the_same(seed: int) -> None:
    world = home(seed)
    found = goals(world)
    assert len(found) >= 5
    assert all(math.isfinite(goal.distance_m) for goal in found)
    picked = pick_goal(world, np.random.default_rng(seed))
    assert picked in found
    assert picked == pick_goal(generate(seed), np.random.default_rng(seed))
    straight = distance_to_goal_m(world, (world.start.x_m, world.start.y_m), picked.kind)
    assert picked.distance_m >= straight - ARRIVED_M - 0.1
