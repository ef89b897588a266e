"""The judge's doorways: a path leads through one or it doesn't."""

from __future__ import annotations

import math

from robot.landmark import Landmark
from robot.sim.doorways import openings, went_through
from robot.sim.generate import generate
from robot.sim.simulator import Truth

WORLD = generate(12, "home")


def stands(x_m: float, y_m: float, yaw_rad: float = 0.0) -> Truth:
    return Truth(t_ns=0, x_m=x_m, y_m=y_m, yaw_rad=yaw_rad, speed_mps=0.0, turn_radps=0.0, path_length_m=0.0, energy_mah=0.0,
                 collisions=())  # fmt: skip


def test_a_path_through_the_middle_goes_through_and_one_beside_it_does_not() -> None:
    for opening in openings(WORLD):
        (ux, uy), x, y = opening.along, opening.x_m, opening.y_m
        through = [stands(x - 0.5 * uy, y + 0.5 * ux), stands(x + 0.5 * uy, y - 0.5 * ux)]
        assert went_through(WORLD, Landmark(kind="door"), through)
        assert not went_through(WORLD, Landmark(kind="door"), through[:1] * 2)
        aside = opening.width_m / 2 + 0.05
        beside = [stands(truth.x_m + aside * ux, truth.y_m + aside * uy) for truth in through]
        assert not went_through(WORLD, Landmark(kind="door"), beside)


def test_the_side_is_that_of_the_doorway_where_the_path_begins() -> None:
    opening = next(openings(WORLD))
    (ux, uy), x, y = opening.along, opening.x_m, opening.y_m
    beyond = stands(x + 0.5 * uy, y - 0.5 * ux)
    start = stands(x - 0.5 * uy, y + 0.5 * ux, math.atan2(uy, ux))  # looking along the wall: the doorway is to the right
    for side, right in (("right", True), ("left", False), ("ahead", False), ("", True)):
        door = Landmark(kind="door", side=side)  # type: ignore[arg-type]  # one of the sides
        assert went_through(WORLD, door, [start, beyond]) is right
