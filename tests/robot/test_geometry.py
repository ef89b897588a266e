"""Camera geometry: what is projected comes back."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from robot.geometry import CameraGeometry, wrap

cameras = st.builds(
    CameraGeometry,
    hfov_rad=st.floats(0.7, 1.6),
    height_m=st.floats(0.08, 0.2),
    pitch_rad=st.floats(-0.1, 0.3),
    forward_m=st.floats(-0.1, 0.15),
)


@given(cameras, st.floats(0.4, 4.0), st.floats(-0.5, 0.5))
def test_a_floor_point_survives_the_round_trip(camera: CameraGeometry, ahead_m: float, bearing_rad: float) -> None:
    point = np.array([ahead_m * math.cos(bearing_rad), ahead_m * math.sin(bearing_rad), 0.0])
    pixel = camera.project(point)
    assert np.allclose(camera.floor_points(pixel[0], pixel[1]), point[:2], atol=1e-6)


@given(cameras)
def test_the_horizon_has_no_floor(camera: CameraGeometry) -> None:
    horizon_px = camera.height_px / 2 - math.tan(camera.pitch_rad) * camera.focal_px
    assert np.isnan(camera.floor_points(camera.width_px / 2, horizon_px - 1)).all()
    assert not np.isnan(camera.floor_points(camera.width_px / 2, horizon_px + 1)).any()


def test_left_of_the_picture_is_left_of_the_car() -> None:
    camera = CameraGeometry()
    u_px, v_px = camera.project([1.0, 0.2, 0.0])
    assert u_px < camera.width_px / 2 < camera.project([1.0, -0.2, 0.0])[0]
    assert v_px > camera.project([2.0, 0.2, 0.0])[1]


def test_behind_the_camera_is_nowhere() -> None:
    assert np.isnan(CameraGeometry().project([-1.0, 0.0, 0.0])).all()


def test_column_bearings_run_from_left_to_right_within_the_field_of_view() -> None:
    camera = CameraGeometry(pitch_rad=0.0)
    bearings = camera.column_bearings(64)
    assert (np.diff(bearings) < 0).all()
    assert np.allclose(bearings, -bearings[::-1])
    assert 0.95 * camera.hfov_rad / 2 < bearings[0] < camera.hfov_rad / 2


@given(st.floats(-100, 100))
def test_wrap_keeps_the_direction(angle_rad: float) -> None:
    wrapped = wrap(angle_rad)
    assert -math.pi < wrapped <= math.pi
    assert math.isclose(math.cos(wrapped), math.cos(angle_rad), abs_tol=1e-9)
    assert math.isclose(math.sin(wrapped), math.sin(angle_rad), abs_tol=1e-9)
