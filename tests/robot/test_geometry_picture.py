"""The self-test picture: it draws what is believed, so that a camera that is mounted otherwise shows at once."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot import geometry_picture
from robot.geometry import CameraGeometry
from robot.geometry_picture import HORIZON, SCALE, drawn, floor_line, pitch_of_mark

GREY = np.full((240, 320, 3), 128, np.uint8)


def drawn_horizon(picture: npt.NDArray[np.uint8]) -> float:
    """The row of the line in the believed camera's pixels; the left edge shows nothing else of that colour in all its width."""
    alike = (np.abs(picture.astype(int) - HORIZON).max(axis=2) < 40).mean(axis=1)
    rows = np.flatnonzero(alike > 0.8)
    return float(rows.mean() + 0.5) / SCALE


@pytest.mark.parametrize("pitch_rad", [-0.1, 0.0, 0.09, 0.2])
def test_the_horizon_is_drawn_where_the_geometry_has_it(pitch_rad: float) -> None:
    camera = CameraGeometry(pitch_rad=pitch_rad)
    assert drawn_horizon(drawn(GREY, camera)) == pytest.approx(camera.horizon_px, abs=0.5)


@pytest.mark.parametrize("true_pitch_rad", [0.02, 0.09, 0.17])
def test_a_simulated_camera_of_another_pitch_is_off_by_as_many_pixels(true_pitch_rad: float) -> None:
    pytest.importorskip("mujoco", reason="the simulator is not installed")
    believed = CameraGeometry()
    picture, true_horizon = simulated(CameraGeometry(pitch_rad=true_pitch_rad))
    off_px = drawn_horizon(drawn(picture, believed)) - true_horizon
    assert off_px == pytest.approx(believed.focal_px * (math.tan(true_pitch_rad) - math.tan(believed.pitch_rad)), abs=1.0)


def simulated(camera: CameraGeometry) -> tuple[npt.NDArray[np.uint8], float]:
    """A picture, and its horizon by its depths alone: on a plane 1/depth is linear in the rows, and 0 at the horizon."""
    from robot.sim import codes, scene
    from robot.sim.generate import generate
    from robot.sim.picture import from_start
    from robot.sim.render import Renderer

    with Renderer(scene.compile(generate(500_003))) as renderer:
        picture = from_start(generate(500_003), renderer, camera)
        rows, columns = np.nonzero(renderer.segmentation() == codes.FLOOR)
        slope, start = np.polyfit(rows + 0.5, 1.0 / renderer.depth()[rows, columns], 1)
    return picture, float(-start / slope)


def test_only_the_strip_the_car_drives_over_is_tinted() -> None:
    camera = CameraGeometry()
    inside, outside = ((camera.project([0.6, y, 0.0]) * SCALE).astype(int) for y in (0.05, 0.11))
    picture = drawn(GREY, camera, car_width_m=0.16)
    assert picture[inside[1], inside[0], 0] > 140 > picture[inside[1], inside[0], 2]
    assert (np.abs(picture[outside[1], outside[0]].astype(int) - 128) < 4).all()


@given(pitch=st.floats(-0.3, 0.5), height=st.floats(0.05, 0.4), ahead=st.floats(0.4, 3.0))
def test_a_mark_on_the_floor_gives_the_pitch_back(pitch: float, height: float, ahead: float) -> None:
    camera = CameraGeometry(pitch_rad=pitch, height_m=height)
    row = float(camera.project([ahead, 0.0, 0.0])[1])
    assert pitch_of_mark(CameraGeometry(height_m=height), ahead, row) == pytest.approx(pitch, abs=1e-9)


def test_a_mark_behind_the_lens_is_refused() -> None:
    with pytest.raises(ValueError, match="not in front"):
        pitch_of_mark(CameraGeometry(), 0.05, 200)


def test_lines_behind_the_lens_are_not_drawn() -> None:
    camera = CameraGeometry()
    assert floor_line(camera, (-2.0, -1.0), (0.0, 1.0)) == []
    assert all(v > camera.horizon_px for _, v in floor_line(camera, (-2.0, 0.0), (3.0, 0.5)))


@pytest.mark.parametrize("pitch_rad", [-1.3, -0.6, 0.9, 1.4])
def test_cameras_that_see_no_floor_or_nothing_else_can_be_drawn(pitch_rad: float) -> None:
    assert drawn(GREY, CameraGeometry(pitch_rad=pitch_rad)).shape == (720, 960, 3)


def test_the_believed_camera_is_told_in_words() -> None:
    assert "looks 5.7° up" in geometry_picture.told(CameraGeometry(pitch_rad=-0.1))
