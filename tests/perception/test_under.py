"""The floor before a thing tells how far it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.foot import Place
from perception.under import Floor, floor, joined
from robot.geometry import CameraGeometry
from robot.messages import FreeSpace

CAMERA = CameraGeometry()
COLUMNS = 80


def free_until(range_m: float, wall_m: float = 3.0, left: int = 30, right: int = 50) -> FreeSpace:
    """Free until the wall, but in some columns only until a thing."""
    ranges = np.full(COLUMNS, wall_m, dtype=np.float32)
    ranges[left:right] = range_m
    bearings = CAMERA.column_bearings(COLUMNS).astype(np.float32)
    return FreeSpace(t_ns=0, bearing_rad=bearings, range_m=ranges, log_std=np.full(COLUMNS, 0.1, np.float32))


def box_of(range_m: float, left_px: float, right_px: float, height_px: float = 60.0) -> tuple[float, float, float, float]:
    """A box whose foot is on the floor so far ahead."""
    foot = CAMERA.height_px / 2 + CAMERA.focal_px * math.tan(math.atan2(CAMERA.height_m, range_m) - CAMERA.pitch_rad)
    return left_px, foot - height_px, right_px, foot


@given(range_m=st.floats(0.4, 2.5), off_px=st.floats(-5, 5))
def test_a_thing_is_as_far_as_the_floor_before_it(range_m: float, off_px: float) -> None:
    left, top, right, bottom = box_of(range_m, 125, 195)
    found = floor((left, top, right, bottom + off_px), free_until(range_m), CAMERA)
    assert found is not None
    assert found.range_m == pytest.approx(range_m, rel=0.02)
    assert found.log_std == pytest.approx(0.1)


def test_what_stands_before_a_thing_does_not_tell_how_far_the_thing_is() -> None:
    assert floor(box_of(2.0, 125, 195, 30), free_until(0.5), CAMERA) is None


def test_a_thing_narrower_than_a_column_is_looked_under_too() -> None:
    assert floor(box_of(1.0, 161, 163), free_until(1.0), CAMERA) is not None


def test_two_ranges_are_averaged_by_their_certainty() -> None:
    place = Place(0.0, 1.0 + CAMERA.forward_m, 0.2, True, 0.02)
    found = joined(place, Floor(1.2, 0.02), CAMERA)
    assert 1.15 < found.range_m - CAMERA.forward_m < 1.2
    assert found.std_m < place.std_m
    assert found.bearing_rad == place.bearing_rad


def test_ranges_that_contradict_each_other_are_not_averaged() -> None:
    place = Place(0.0, 3.0, 0.2, True, 0.02)
    assert joined(place, Floor(0.5, 0.05), CAMERA) == place
    assert joined(place, None, CAMERA) == place


def test_the_floor_decides_where_the_foot_is_cut_off() -> None:
    found = joined(Place(0.0, 3.0, 0.2, False, 0.02), Floor(0.5, 0.05), CAMERA)
    assert found.range_m == pytest.approx(0.5 + CAMERA.forward_m)
    assert found.std_m == pytest.approx(0.1 * found.range_m)
