"""Coverage: which floor the camera has looked at."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from control.coverage import Coverage, CoverageConfig
from robot.messages import FreeSpace
from robot.poses import Pose

BEARINGS = np.linspace(0.5, -0.5, 64).astype(np.float32)


def picture(range_m: float) -> FreeSpace:
    ranges, log_std = np.full(64, range_m, np.float32), np.full(64, 0.1, np.float32)
    return FreeSpace(t_ns=0, bearing_rad=BEARINGS, range_m=ranges, log_std=log_std)


def looked(coverage: Coverage, x_m: float, y_m: float, near: bool = False) -> bool:
    cell = [math.floor((at - coverage.origin_m) / coverage.config.cell_m) for at in (y_m, x_m)]
    return bool(coverage.looked(near)[cell[0], cell[1]])


def look(eye: Pose, range_m: float, pictures: int = 3) -> Coverage:
    coverage = Coverage(CoverageConfig())
    for _ in range(pictures):
        coverage.add(eye, picture(range_m))
    return coverage


def test_what_lies_before_the_end_of_the_rays_is_looked_at_and_what_lies_behind_is_not() -> None:
    coverage = look(Pose(1.0, 2.0, math.pi / 2), 1.5)
    assert looked(coverage, 1.0, 2.5) and looked(coverage, 1.0, 3.4)
    assert looked(coverage, 1.0, 3.6)  # the front of the thing that ends the ray
    assert not looked(coverage, 1.0, 4.0)
    assert not looked(coverage, 1.0, 1.5) and not looked(coverage, 2.5, 2.5)  # behind the car, beside the picture


def test_one_picture_is_not_enough() -> None:
    assert not look(Pose(0.0, 0.0, 0.0), 2.0, pictures=2).looked(False).any()


def test_far_floor_was_not_looked_at_from_near_by() -> None:
    coverage = look(Pose(0.0, 0.0, 0.0), 5.0)
    assert looked(coverage, 3.0, 0.0) and not looked(coverage, 3.0, 0.0, near=True)
    assert looked(coverage, 1.8, 0.0, near=True)
    assert not looked(coverage, 4.0, 0.0)


@given(st.floats(-20, 20), st.floats(-20, 20), st.floats(-4, 4), st.floats(0.05, 6))
def test_the_edge_of_the_map_is_no_obstacle(x_m: float, y_m: float, heading_rad: float, range_m: float) -> None:
    coverage = look(Pose(x_m, y_m, heading_rad), range_m)
    reach_m = min(range_m + coverage.config.beyond_m, coverage.config.reach_m)
    rows, columns = np.nonzero(coverage.looked(False))
    x, y = (coverage.origin_m + (index + 0.5) * coverage.config.cell_m for index in (columns, rows))
    assert np.all(np.hypot(x - x_m, y - y_m) <= reach_m + coverage.config.cell_m)


def test_walls_are_remembered_until_rays_cross_them() -> None:
    coverage = look(Pose(0.0, 0.0, 0.0), 1.5)
    row, column = (math.floor((at - coverage.origin_m) / coverage.config.cell_m) for at in (0.0, 1.55))
    assert coverage.stands()[row, column]
    assert not coverage.stands()[row, column - 4]
    for _ in range(coverage.config.most_ends):
        coverage.add(Pose(0.0, 0.0, 0.0), picture(3.0))
    assert not coverage.stands().any()  # what ends so far away is unsure
