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


@given(cameras, st.floats(0, 320), st.floats(0.5, 300))
def test_a_pixel_below_the_horizon_survives_the_round_trip(camera: CameraGeometry, u_px: float, below_px: float) -> None:
    v_px = camera.horizon_px + below_px
    point = camera.floor_points(u_px, v_px)
    if point[0] > camera.forward_m + 0.01:  # else it is below the lens, or behind it
        assert np.allclose(camera.project([*point, 0.0]), (u_px, v_px), atol=1e-5)


@given(cameras, st.floats(0, 320))
def test_nothing_above_the_horizon_is_floor_whatever_the_column(camera: CameraGeometry, u_px: float) -> None:
    assert np.isnan(camera.floor_points(u_px, camera.horizon_px - 1)).all()
    assert not np.isnan(camera.floor_points(u_px, camera.horizon_px + 1)).any()


@given(cameras, st.floats(0, 320))
def test_the_floor_is_the_farther_the_higher_it_is_in_the_picture(camera: CameraGeometry, u_px: float) -> None:
    ahead = camera.floor_points(u_px, camera.horizon_px + np.linspace(1.0, 100.0, 50))[:, 0]
    assert (np.diff(ahead) < 0).all()


@given(cameras, st.floats(1.0, 50.0), st.floats(-0.3, 0.3))
def test_what_is_as_high_as_the_lens_lies_on_the_horizon(camera: CameraGeometry, ahead_m: float, left_m: float) -> None:
    assert math.isclose(camera.project([ahead_m, left_m, camera.height_m])[1], camera.horizon_px, abs_tol=1e-6)


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
