from __future__ import annotations

import math

import numpy as np
import pytest

from robot.sim.footprint import Footprint
from robot.sim.grid import CELL_M, Grid


def split_room() -> Grid:
    """4 m x 2 m with a wall across its middle, open only in the topmost 0.6 m."""
    grid = Grid(0.0, 0.0, 4.0, 2.0)
    grid.block(Footprint(2.0, 0.7, math.pi / 2, 1.4, 0.1))
    return grid


def goal(grid: Grid, x_m: float, y_m: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    cells = np.zeros_like(grid.blocked)
    cells[grid.cell(x_m, y_m)] = True
    return cells


def test_the_way_leads_around_the_wall() -> None:
    grid = split_room()
    length = grid.drive_m(~grid.blocked, (1.0, 0.3), goal(grid, 3.0, 0.3))
    direct = 2 * math.hypot(0.95, 1.15) + 0.1
    assert direct - 2 * CELL_M <= length <= 1.05 * direct + 2 * CELL_M


def test_a_straight_way_is_as_long_as_it_is() -> None:
    grid = Grid(0.0, 0.0, 4.0, 2.0)
    assert grid.drive_m(~grid.blocked, (0.5, 1.0), goal(grid, 3.5, 1.0)) == pytest.approx(3.0, abs=CELL_M)


def test_a_wide_car_does_not_fit_through() -> None:
    grid = split_room()
    assert grid.reached(grid.room_for(0.2), 1.0, 0.5)[grid.cell(3.0, 0.5)]
    assert not grid.reached(grid.room_for(0.35), 1.0, 0.5)[grid.cell(3.0, 0.5)]
    assert grid.drive_m(grid.room_for(0.35), (1.0, 0.5), goal(grid, 3.0, 0.5)) == math.inf


def test_the_edge_of_the_grid_counts_as_blocked() -> None:
    free = Grid(0.0, 0.0, 1.0, 1.0).room_for(0.2)
    assert free[10, 10]
    assert not free[10, 2]
