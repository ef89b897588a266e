"""What the simulator knows becomes boxes and free distances."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.layout import COLOURS, COLUMNS
from models.train.labels import NO_COLOUR, TOO_SMALL_OR_HIDDEN, Camera, boxes, free_distance
from robot.geometry import CameraGeometry
from robot.sim.world import Thing

LEVEL = Camera(0.0, 0.0, 0.12, 0.0, 0.0, 0.0, 1.15)
CHAIR = Thing("chair_1", "chair", "red", "medium", 0, 1.0, 0.0, 0.0)
KINDS = ["ball", "chair"]


def wall_at(distance_m: float, camera: Camera = LEVEL) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The depth picture of an endless wall across the camera's way, and of the floor before it."""
    right = (np.arange(320) + 0.5 - 160) / camera.focal_px
    down = (np.arange(240) + 0.5 - 120) / camera.focal_px
    floor = np.where(down > 0, camera.height_m / np.maximum(down, 1e-9), np.inf)
    return np.broadcast_to(np.minimum(floor, distance_m)[:, None], (240, len(right))).astype(np.float32)


def corners(x0: float, x1: float, half_width: float, height: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([[x, y, z] for x in (x0, x1) for y in (-half_width, half_width) for z in (0.0, height)])


@given(distance=st.floats(0.3, 4.0))
def test_a_wall_ahead_ends_the_free_floor(distance: float) -> None:
    depth = wall_at(distance)
    points = LEVEL.points(depth)
    free = free_distance(points, depth >= distance)
    angles = CameraGeometry(pitch_rad=0.0).column_bearings(COLUMNS)
    assert free == pytest.approx(distance / np.cos(angles), rel=0.02)


def test_what_is_higher_than_the_car_does_not_block() -> None:
    depth = wall_at(1.0)
    points = LEVEL.points(depth)
    high = points[2] > 0.25
    assert np.isnan(free_distance(points, high)).all()


def test_a_columns_nearest_point_counts() -> None:
    depth = wall_at(2.0).copy()
    depth[100:130, 200] = 0.7
    free = free_distance(LEVEL.points(depth), depth < 2.5)
    assert free[50] == pytest.approx(0.7 * math.hypot(1, 40.5 / LEVEL.focal_px), rel=1e-3)
    assert free[49] > 1.9


@given(x=st.floats(0.4, 3.0), y=st.floats(-0.2, 0.2), z=st.floats(0.0, 0.3), pitch=st.floats(-0.05, 0.2),
       roll=st.floats(-0.05, 0.05), yaw=st.floats(-3.0, 3.0))
def test_projecting_undoes_the_view(x: float, y: float, z: float, pitch: float, roll: float, yaw: float) -> None:
    camera = Camera(2.0, -1.0, 0.12, yaw, pitch, roll, 1.15)
    forward, right, down = camera.axes()
    assert np.stack([forward, right, down]) @ np.stack([forward, right, down]).T == pytest.approx(np.eye(3), abs=1e-9)
    point = np.array([2.0 + math.cos(yaw) * x - math.sin(yaw) * y, -1.0 + math.sin(yaw) * x + math.cos(yaw) * y, z])
    u, v = camera.project(point[None])[0]
    offset = point - [2.0, -1.0, 0.12]
    depth = float(forward @ offset)
    ray = forward + (u - 160) / camera.focal_px * right + (v - 120) / camera.focal_px * down
    assert ray * depth == pytest.approx(offset, abs=1e-9)


def test_project_agrees_with_the_car_s_own_geometry() -> None:
    own = CameraGeometry(forward_m=0.0)
    camera = Camera(0.0, 0.0, own.height_m, 0.0, own.pitch_rad, 0.0, own.hfov_rad)
    points = np.array([[1.0, 0.2, 0.0], [2.0, -0.4, 0.3], [0.5, 0.0, 0.1]])
    assert camera.project(points) == pytest.approx(own.project(points))


def test_a_box_holds_the_pixels_of_its_thing() -> None:
    codes = np.full((240, 320), -3, dtype=np.int32)
    codes[80:160, 100:180] = 0
    depth = np.full((240, 320), 2.0, dtype=np.float32)
    depth[80:160, 100:180] = 1.0
    found = boxes(codes, codes >= 0, LEVEL.points(depth), LEVEL, [(CHAIR, corners(1.0, 1.1, 0.17, 0.3))], KINDS)
    assert found.box.tolist() == [[100, 80, 180, 160]]
    assert found.kind.tolist() == [1]
    assert found.range_m[0] == pytest.approx(1.0, abs=0.03)
    assert found.truncated.tolist() == [0]


def test_a_sliver_of_a_hidden_thing_is_not_asked_for() -> None:
    codes = np.full((240, 320), -3, dtype=np.int32)
    codes[80:160, 100:112] = 0
    depth = np.ones((240, 320), dtype=np.float32)
    found = boxes(codes, codes >= 0, LEVEL.points(depth), LEVEL, [(CHAIR, corners(1.0, 1.1, 0.3, 0.3))], KINDS)
    assert found.kind.tolist() == [TOO_SMALL_OR_HIDDEN]


def test_a_near_thing_that_fills_the_picture_is_asked_for() -> None:
    codes = np.zeros((240, 320), dtype=np.int32)
    depth = np.full((240, 320), 0.2, dtype=np.float32)
    found = boxes(codes, codes >= 0, LEVEL.points(depth), LEVEL, [(CHAIR, corners(-0.1, 0.5, 0.6, 1.0))], KINDS)
    assert found.kind.tolist() == [1]
    assert found.truncated.tolist() == [1]


def test_an_empty_picture_has_no_boxes() -> None:
    codes = np.full((240, 320), -3, dtype=np.int32)
    found = boxes(codes, codes >= 0, LEVEL.points(np.ones((240, 320), np.float32)), LEVEL, [], KINDS)
    assert found.box.shape == (0, 4)
    assert found.kind.dtype == np.int32


def test_a_colour_of_which_nothing_shows_is_not_asked_for() -> None:
    codes = np.full((240, 320), -3, dtype=np.int32)
    codes[80:160, 100:180] = 0
    depth = np.ones((240, 320), dtype=np.float32)
    for rows, colour in ((4, NO_COLOUR), (40, COLOURS.index(CHAIR.colour))):
        named = np.zeros((240, 320), dtype=np.bool_)
        named[80 : 80 + rows, 100:180] = True
        found = boxes(codes, named, LEVEL.points(depth), LEVEL, [(CHAIR, corners(1.0, 1.1, 0.17, 0.3))], KINDS)
        assert found.colour.tolist() == [colour]
