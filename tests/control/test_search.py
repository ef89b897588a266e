"""From where a thing can be looked at closely."""

from __future__ import annotations

import math

import numpy as np

from control.plan import PlanConfig, Reach, Terrain
from control.search import visible_cell
from robot.messages import Grid
from robot.poses import Pose

HERE = Pose(2.0, 2.0, 0.0)


def two_rooms() -> Terrain:
    """A wall at x = 4 (y 1…5) between two seen rooms, with a doorway at its far end (y 4…5)."""
    log_odds = np.full((140, 160), -2.0, np.float32)
    log_odds[:20], log_odds[100:], log_odds[:, :20], log_odds[:, 140:] = 3.0, 3.0, 3.0, 3.0
    log_odds[20:80, 80:82] = 3.0
    return Terrain(Grid(t_ns=0, log_odds=log_odds, origin_x_m=0.0, origin_y_m=0.0, cell_m=0.05), HERE, [], PlanConfig())


def place_before(x_m: float, y_m: float, doubt_m: float) -> tuple[float, float]:
    terrain = two_rooms()
    cell = visible_cell(terrain, Reach(terrain, terrain.cell(HERE.x_m, HERE.y_m)), x_m, y_m, 0.4, 0.75, doubt_m)
    assert cell is not None
    return terrain.point(cell)


def test_a_thing_in_the_next_room_is_looked_at_from_there() -> None:
    x_m, y_m = place_before(4.7, 2.0, doubt_m=0.0)
    assert x_m > 4.1 and math.hypot(x_m - 4.7, y_m - 2.0) <= 0.75


def test_one_seen_from_far_away_may_be_before_the_wall_that_it_was_put_behind() -> None:
    x_m, y_m = place_before(4.7, 2.0, doubt_m=0.5)
    assert x_m < 4.0 and abs(y_m - 2.0) < 0.7
