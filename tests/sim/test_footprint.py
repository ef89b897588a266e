from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.sim.footprint import Footprint

PLACES = st.builds(Footprint, *(st.floats(-5, 5) for _ in range(2)), st.floats(-4, 4), st.floats(0.05, 2), st.floats(0.05, 2))


def test_distance_is_to_the_edge_of_the_turned_rectangle() -> None:
    table = Footprint(1.0, 2.0, math.pi / 2, 2.0, 1.0)
    assert float(table.distance_m(1.0, 2.9)) == 0.0
    assert float(table.distance_m(1.0, 3.5)) == pytest.approx(0.5)
    assert float(table.distance_m(2.0, 2.0)) == pytest.approx(0.5)
    assert float(table.distance_m(1.8, 3.4)) == pytest.approx(0.5)


@given(PLACES, st.floats(0, 1))
def test_corners_lie_on_the_edge_and_grow_with_it(place: Footprint, by_m: float) -> None:
    assert np.allclose(place.distance_m(*place.corners().T), 0.0, atol=1e-9)
    assert np.allclose(place.distance_m(*place.grown(by_m).corners().T), by_m * math.sqrt(2), atol=1e-9)


@given(PLACES, PLACES)
def test_overlap_agrees_with_points_inside_both(one: Footprint, two: Footprint) -> None:
    share = np.linspace(-0.49, 0.49, 15)
    u, v = (a.ravel() for a in np.meshgrid(share * one.length_m, share * one.width_m))
    x = one.x_m + math.cos(one.yaw_rad) * u - math.sin(one.yaw_rad) * v
    y = one.y_m + math.sin(one.yaw_rad) * u + math.cos(one.yaw_rad) * v
    if (two.distance_m(x, y) == 0.0).any():
        assert one.overlaps(two)
    assert one.overlaps(two) == two.overlaps(one)


def test_touching_is_no_overlap_but_breaks_a_gap() -> None:
    left, right = Footprint(0, 0, 0, 1, 1), Footprint(1, 0, 0, 1, 1)
    assert not left.overlaps(right)
    assert left.overlaps(right, gap_m=0.05)
    assert left.overlaps(Footprint(0.97, 0, 0, 1, 1))
    assert not left.overlaps(Footprint(0.99, 0, 0, 1, 1), gap_m=-0.02)
