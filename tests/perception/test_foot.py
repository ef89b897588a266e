"""The foot of a box gives bearing and range, with an honest deviation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.foot import foot_range, place, unguessed
from robot.geometry import CameraGeometry

CAMERA = CameraGeometry()


def box_at(x_m: float, y_m: float, camera: CameraGeometry = CAMERA) -> tuple[float, float, float, float]:
    """A box 20 px wide and 30 px high whose foot is on a point of the floor."""
    u, v = camera.project([x_m, y_m, 0.0]).tolist()
    return (u - 10, v - 30, u + 10, v)


def camera_distance(x_m: float, y_m: float) -> float:
    return math.hypot(x_m - CAMERA.forward_m, y_m)


@given(x=st.floats(0.5, 4.0), y=st.floats(-0.25, 0.25))
def test_the_foot_on_the_floor_is_found_again(x: float, y: float) -> None:
    u, v = CAMERA.project([x, y, 0.0]).tolist()
    range_m, std_m = foot_range(u, v, 1.5, CAMERA, 0.01)
    assert range_m == pytest.approx(math.hypot(x, y), rel=1e-6)
    assert std_m > 0


@given(x=st.floats(0.5, 3.0), y=st.floats(-0.25, 0.25))
def test_bearing_and_range_agree_with_the_truth_when_both_sources_do(x: float, y: float) -> None:
    found = place(box_at(x, y), camera_distance(x, y), 0.1, CAMERA)
    assert found.range_m == pytest.approx(math.hypot(x, y), rel=0.02)
    assert found.bearing_rad == pytest.approx(math.atan2(y, x), abs=0.01)
    assert found.foot_seen


def test_a_far_foot_is_less_sure_than_a_near_one() -> None:
    feet = [CAMERA.project([x, 0.0, 0.0]) for x in (0.5, 1.0, 2.0, 4.0)]
    deviations = [foot_range(float(foot[0]), float(foot[1]), 1.5, CAMERA, 0.01)[1] for foot in feet]
    assert deviations == sorted(deviations)
    assert deviations[0] < 0.06
    assert deviations[-1] > 0.5


def test_the_deviation_covers_a_nodding_camera_and_a_blurred_edge() -> None:
    generator = np.random.default_rng(3)
    u, v = CAMERA.project([1.2, 0.0, 0.0]).tolist()
    _, std_m = foot_range(u, v, 1.0, CAMERA, 0.01)
    errors = []
    for _ in range(400):
        nodding = CameraGeometry(pitch_rad=CAMERA.pitch_rad + generator.normal(0.0, 0.01))
        _, v = nodding.project([1.2, 0.0, 0.0]).tolist()
        errors.append(foot_range(u, v + generator.normal(0.0, 1.0), 1.0, CAMERA, 0.01)[0] - 1.2)
    assert np.std(errors) == pytest.approx(std_m, rel=0.3)


def test_a_foot_that_the_picture_cuts_off_is_not_believed() -> None:
    found = place((100, 20, 220, 239.5), 0.4, 0.2, CAMERA)
    assert not found.foot_seen
    assert found.range_m == pytest.approx(0.4 + CAMERA.forward_m, abs=0.01)
    assert found.std_m == pytest.approx(0.08)


def test_a_box_above_the_horizon_gets_the_network_s_distance() -> None:
    found = place((150, 10, 170, 60), 2.0, 0.1, CAMERA)
    assert found.range_m == pytest.approx(2.0 + CAMERA.forward_m, abs=0.01)


def test_two_ranges_that_disagree_make_it_unsure() -> None:
    agreeing = place(box_at(2.0, 0.0), 1.91, 0.1, CAMERA)
    disagreeing = place(box_at(2.0, 0.0), 0.6, 0.1, CAMERA)
    assert disagreeing.std_m > 3 * agreeing.std_m


def test_left_is_positive() -> None:
    assert place(box_at(1.0, 0.3), 1.0, 0.1, CAMERA).bearing_rad > 0 > place(box_at(1.0, -0.3), 1.0, 0.1, CAMERA).bearing_rad


def test_a_foot_that_alone_tells_the_range_is_where_the_floor_is() -> None:
    u, v = CAMERA.project(np.array([1.2, 0.3, 0.0])).tolist()
    found = unguessed((u - 20, v - 60, u + 20, v), CAMERA)
    assert found.foot_seen
    assert found.range_m == pytest.approx(math.hypot(1.2, 0.3), rel=1e-6)
    assert found.bearing_rad == pytest.approx(math.atan2(0.3, 1.2), rel=1e-6)
    assert 0.01 < found.std_m < 0.4


def test_a_foot_that_is_cut_off_is_between_the_camera_and_the_last_floor() -> None:
    found = unguessed((100, 20, 180, CAMERA.height_px), CAMERA)
    last_m, _ = foot_range(140, CAMERA.height_px, 0.0, CAMERA, 0.0)
    assert not found.foot_seen
    assert CAMERA.forward_m < found.range_m < last_m
    assert found.range_m + 2 * found.std_m > last_m
    assert found.range_m - 2 * found.std_m < CAMERA.forward_m


@pytest.mark.parametrize("above_px", [0.5, 10.0, 100.0])
def test_what_stands_on_no_floor_gets_a_wide_guess(above_px: float) -> None:
    horizon = CAMERA.height_px / 2 - CAMERA.focal_px * math.tan(CAMERA.pitch_rad)
    found = unguessed((100, 0, 140, horizon - above_px), CAMERA)
    assert not found.foot_seen
    assert found.std_m > 0.5 * found.range_m
