"""How sure the place of a foot is: an ellipse on the floor, as long and as wide as the errors are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.foot import place
from robot.geometry import CameraGeometry

CAMERA = CameraGeometry()


def box_at(x_m: float, y_m: float) -> tuple[float, float, float, float]:
    """A box 20 px wide and 30 px high whose foot is on a point of the floor."""
    u, v = CAMERA.project([x_m, y_m, 0.0]).tolist()
    return (u - 10, v - 30, u + 10, v)


def camera_distance(x_m: float, y_m: float) -> float:
    return math.hypot(x_m - CAMERA.forward_m, y_m)


@given(x=st.floats(0.5, 3.0), y=st.floats(-0.4, 0.4))
def test_the_covariance_is_an_ellipse_that_points_at_the_car(x: float, y: float) -> None:
    found = place(box_at(x, y), camera_distance(x, y), 0.1, CAMERA)
    along = np.array([math.cos(found.bearing_rad), math.sin(found.bearing_rad)])
    across = np.array([-along[1], along[0]])
    covariance = found.covariance()
    assert np.allclose(covariance, covariance.T)
    assert along @ covariance @ along == pytest.approx(found.std_m**2)
    assert across @ covariance @ across == pytest.approx((found.range_m * found.bearing_std_rad) ** 2)
    assert (np.linalg.eigvalsh(covariance) > 0).all()


def test_a_wide_box_says_less_of_where_its_middle_is() -> None:
    narrow, wide = (place((160 - half, 60, 160 + half, 180), 0.8, 0.1, CAMERA) for half in (8, 120))
    assert wide.bearing_std_rad > 2 * narrow.bearing_std_rad > 0.01


def test_the_deviation_of_the_bearing_covers_boxes_that_are_off_and_a_guessed_range() -> None:
    generator = np.random.default_rng(5)
    left, top, right, bottom = box_at(1.0, 0.3)
    expected = place((left, top, right, bottom), camera_distance(1.0, 0.3), 0.2, CAMERA)
    pixels, away_m = math.hypot(1.5, 0.07 * (right - left)), camera_distance(1.0, 0.3)
    found = []
    for _ in range(400):
        off, guess_m = generator.normal(0.0, pixels), away_m * (1 + generator.normal(0.0, 0.2))
        turned = generator.normal(0.0, 0.01)
        found.append(place((left + off, top, right + off, bottom), guess_m, 0.2, CAMERA).bearing_rad + turned)
    assert np.std(found) == pytest.approx(expected.bearing_std_rad, rel=0.25)
