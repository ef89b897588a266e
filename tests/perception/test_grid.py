"""The occupancy grid: what rays, echoes and bumps do to it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.grid import GridConfig, OccupancyGrid
from robot.poses import Pose

BEARINGS = np.linspace(0.55, -0.55, 64).astype(np.float32)
STD = np.full(64, 0.1, np.float32)


def ranges(value: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.full(64, value, np.float32)


def value(grid: OccupancyGrid, x_m: float, y_m: float) -> float:
    return float(grid.log_odds[grid.cell(x_m, y_m)])


@given(x=st.floats(-5, 5), y=st.floats(-5, 5), heading=st.floats(-3.1, 3.1), far=st.floats(0.5, 2.3))
def test_rays_free_the_floor_and_mark_their_ends(x: float, y: float, heading: float, far: float) -> None:
    grid = OccupancyGrid(GridConfig())
    eye = Pose(x, y, heading)
    for _ in range(5):
        grid.add_rays(eye, BEARINGS, ranges(far), STD)
    assert value(grid, *eye.to_world(0.4 * far, 0.0)) < -0.3
    assert value(grid, *eye.to_world(far, 0.0)) > 0.1
    assert value(grid, *eye.to_world(far + 0.8, 0.0)) == 0.0  # nothing is said of what is behind
    assert value(grid, *eye.to_world(-0.3, 0.0)) == 0.0


def test_nothing_is_marked_beyond_the_trusted_range() -> None:
    grid = OccupancyGrid(GridConfig())
    grid.add_rays(Pose(0, 0, 0), BEARINGS, ranges(3.5), STD)
    assert not (grid.log_odds > 0).any()
    assert value(grid, 2.0, 0.0) < 0
    assert value(grid, 3.0, 0.0) == 0.0


def test_rays_from_outside_the_grid_are_ignored() -> None:
    grid = OccupancyGrid(GridConfig(size_m=4.0))
    grid.add_rays(Pose(10.0, 0.0, 0.0), BEARINGS, ranges(1.0), STD)
    grid.add_echo(Pose(10.0, 0.0, 0.0), 0.5, True)
    grid.add_bump(Pose(10.0, 0.0, 0.0))
    assert not grid.log_odds.any()


def test_evidence_is_bounded_so_that_a_second_of_looking_changes_a_mind() -> None:
    grid = OccupancyGrid(GridConfig())
    eye = Pose(0, 0, 0)
    for _ in range(200):
        grid.add_rays(eye, BEARINGS, ranges(1.0), STD)
    assert value(grid, 1.0, 0.0) > 1.0
    for _ in range(20):
        grid.add_rays(eye, BEARINGS, ranges(2.0), STD)
    assert value(grid, 1.0, 0.0) < 0.0


def test_an_echo_marks_its_arc_and_frees_the_cone() -> None:
    grid = OccupancyGrid(GridConfig())
    for _ in range(10):
        grid.add_echo(Pose(0, 0, 0), 0.5, True)
    assert value(grid, 0.5, 0.02) > 0.5
    assert value(grid, 0.3, 0.02) < -0.2
    assert value(grid, 0.3, 0.3) == 0.0  # outside the cone


def test_a_far_echo_marks_nothing() -> None:
    grid = OccupancyGrid(GridConfig())
    grid.add_echo(Pose(0, 0, 0), 1.2, True)
    assert not (grid.log_odds > 0).any()


def test_a_bump_is_right_ahead_and_survives_the_car_standing_there() -> None:
    grid = OccupancyGrid(GridConfig())
    pose = Pose(1.0, 1.0, math.pi / 2)
    grid.add_bump(pose)
    grid.add_car(pose)
    assert value(grid, 1.0, 1.15) == pytest.approx(3.5)
    assert value(grid, 1.0, 1.0) == pytest.approx(-2.5)


def test_marks_fade_and_free_floor_does_not() -> None:
    grid = OccupancyGrid(GridConfig(forget_s=10.0))
    grid.log_odds[0, 0], grid.log_odds[0, 1] = 2.0, -2.0
    grid.fade(10.0)
    assert grid.log_odds[0, 0] == pytest.approx(2.0 / math.e)
    assert grid.log_odds[0, 1] == -2.0
