"""The camera's mounting from a drawn picture of the sheet."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from control.calibration.procedure import Refused
from control.calibration.sheet import find_corners, mount, result
from robot.geometry import CameraGeometry
from robot.messages import Rgb
from robot.sheet import Sheet

SHEET = Sheet()
EDGE_M = 0.35


def seen(points: np.ndarray[tuple[int, int], np.dtype[np.float64]], camera: CameraGeometry, turn_rad: float = 0.0,
         aside_m: float = 0.0) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Pixels of points on a sheet that lies so."""
    cos, sin = math.cos(turn_rad), math.sin(turn_rad)
    x, y = points[:, 0], points[:, 1]
    floor = np.stack([EDGE_M + cos * x - sin * y, aside_m + sin * x + cos * y, np.zeros(len(x))], axis=-1)
    return np.asarray(camera.project(floor), dtype=np.float64)


def drawn(camera: CameraGeometry) -> Rgb:
    """The sheet as this camera sees it, eight times oversampled."""
    import cv2

    fine = 8
    image = np.full((camera.height_px * fine, camera.width_px * fine, 3), 120, np.uint8)

    def fill(corners: list[tuple[float, float]], grey: int) -> None:
        pixels = seen(np.array(corners), camera) * fine
        cv2.fillConvexPoly(image, np.round(pixels).astype(np.int32), (grey, grey, grey))

    long, wide = SHEET.paper_m
    fill([(0.0, wide / 2), (0.0, -wide / 2), (long, -wide / 2), (long, wide / 2)], 240)
    for x, y in SHEET.black():
        a, b = SHEET.cell_m[0] / 2, SHEET.cell_m[1] / 2
        fill([(x - a, y - b), (x - a, y + b), (x + a, y + b), (x + a, y - b)], 15)
    return np.asarray(cv2.resize(image, (camera.width_px, camera.height_px), interpolation=cv2.INTER_AREA), np.uint8)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.09, 0.16), st.floats(0.05, 0.15), st.floats(0.9, 1.3), st.floats(-0.1, 0.1), st.floats(-0.03, 0.03))
def test_the_mounting_follows_from_the_corners(height: float, pitch: float, hfov: float, turn: float, aside: float) -> None:
    camera = CameraGeometry(height_m=height, pitch_rad=pitch, hfov_rad=hfov, forward_m=0.07)
    found = mount(seen(SHEET.corners(), camera, turn, aside), camera, SHEET)
    assert found.height_m == pytest.approx(height, rel=1e-3)
    assert found.pitch_rad == pytest.approx(pitch, abs=1e-3)
    assert found.roll_rad == pytest.approx(0.0, abs=1e-3)
    assert found.off_px < 0.02


@pytest.mark.parametrize("camera", [CameraGeometry(), CameraGeometry(height_m=0.145, pitch_rad=0.11, hfov_rad=1.25),
                                    CameraGeometry(height_m=0.095, pitch_rad=0.07, hfov_rad=1.05, forward_m=0.07)])
def test_pitch_is_within_half_a_degree_from_a_picture(camera: CameraGeometry) -> None:
    image = drawn(camera)
    corners = find_corners(image, SHEET)
    assert corners is not None
    assert np.abs(corners - seen(SHEET.corners(), camera)).max() < 0.6
    believed = CameraGeometry(hfov_rad=1.0)
    found = result([corners] * 5, believed, EDGE_M, SHEET).camera
    assert found.pitch_rad == pytest.approx(camera.pitch_rad, abs=math.radians(0.5))
    assert found.height_m == pytest.approx(camera.height_m, rel=0.03)
    assert found.hfov_rad == pytest.approx(camera.hfov_rad, abs=0.03)
    assert found.forward_m == pytest.approx(camera.forward_m, abs=0.006)


def test_no_sheet_no_corners() -> None:
    assert find_corners(np.full((240, 320, 3), 120, np.uint8), SHEET) is None


def test_corners_on_no_plane_are_refused() -> None:
    corners = seen(SHEET.corners(), CameraGeometry())
    bent = corners + np.random.default_rng(1).normal(0.0, 4.0, corners.shape)
    with pytest.raises(Refused):
        result([bent] * 5, CameraGeometry(), EDGE_M, SHEET)
