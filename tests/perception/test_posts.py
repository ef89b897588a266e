"""A threshold's ends are bare only where the floor around them is known to be free."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.grid import GridConfig, OccupancyGrid
from perception.posts import is_bare


def floor(log_odds: float) -> OccupancyGrid:
    grid = OccupancyGrid(GridConfig(size_m=6.0))
    grid.log_odds[:] = log_odds
    return grid


@given(x=st.floats(-2, 2), y=st.floats(-2, 2), outward=st.floats(-math.pi, math.pi), ahead=st.floats(-0.05, 0.25),
       left=st.floats(-0.1, 0.1))
def test_anything_that_stands_about_there_is_a_post(x: float, y: float, outward: float, ahead: float, left: float) -> None:
    grid = floor(-2.0)
    assert is_bare(grid, (x, y), outward)
    cos, sin = math.cos(outward), math.sin(outward)
    for dx in (-0.025, 0.025):  # a post is no point
        for dy in (-0.025, 0.025):
            grid.log_odds[grid.cell(x + cos * ahead - sin * left + dx, y + sin * ahead + cos * left + dy)] = 2.0
    assert not is_bare(grid, (x, y), outward)


@pytest.mark.parametrize("log_odds", [0.0, -0.5, 2.0])
def test_nobody_knows_where_the_floor_is_not_known_to_be_free(log_odds: float) -> None:
    assert not is_bare(floor(log_odds), (0.0, 0.0), 0.0)


def test_a_wall_inside_the_doorway_is_no_post() -> None:
    grid = floor(-2.0)
    grid.log_odds[grid.cell(-0.4, 0.0)] = 2.0
    assert is_bare(grid, (0.0, 0.0), 0.0)


def test_outside_the_grid_nobody_knows() -> None:
    assert not is_bare(floor(-2.0), (2.95, 0.0), 0.0)
