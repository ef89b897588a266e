from __future__ import annotations

import hashlib
import math
import subprocess
import sys
from collections.abc import Iterator

import mujoco
import numpy as np
import pytest

from robot.geometry import CameraGeometry
from robot.sim import car, scene
from robot.sim.codes import CAR, CEILING, FLOOR, NONE, WALL
from robot.sim.footprint import Footprint
from robot.sim.render import Renderer
from robot.sim.shapes import footprint_of
from robot.sim.world import Thing
from tests.sim.homes import drawable, home

pytestmark = pytest.mark.skipif(bool(drawable()), reason=drawable() or "can draw")

CAMERA = CameraGeometry()


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer(scene.compile(home(3), car.document())) as made:
        yield made


def look_at(renderer: Renderer, thing: Thing, from_m: float) -> tuple[float, float, float]:
    """Stand somewhere around a thing with a free view of it, and look at its middle."""
    for yaw in np.linspace(-math.pi, math.pi, 16, endpoint=False):
        x, y = thing.x_m - from_m * math.cos(yaw), thing.y_m - from_m * math.sin(yaw)
        others = [footprint_of(other) for other in home(3).things if other.id != thing.id]
        line = [(thing.x_m + s * (x - thing.x_m), thing.y_m + s * (y - thing.y_m)) for s in np.linspace(0, 1, 20)]
        walls = [piece for wall in home(3).walls for piece in wall.footprints()]
        if all(float(place.distance_m(*point)) > 0.1 for place in [*others, *walls] for point in line):
            renderer.view(x, y, CAMERA.height_m, float(yaw), CAMERA.pitch_rad, hfov_rad=CAMERA.hfov_rad)
            return float(x), float(y), float(yaw)
    pytest.skip("nothing stands free enough")


def test_pictures_have_the_right_shape_and_are_neither_dark_nor_white(renderer: Renderer) -> None:
    start = home(3).start
    renderer.view(start.x_m, start.y_m, CAMERA.height_m, start.yaw_rad, CAMERA.pitch_rad)
    rgb, depth, shown = renderer.rgb(), renderer.depth(), renderer.segmentation()
    assert rgb.shape == (240, 320, 3)
    assert rgb.dtype == np.uint8
    assert depth.shape == (240, 320)
    assert depth.dtype == np.float32
    assert shown.shape == (240, 320)
    assert shown.dtype == np.int32
    assert 40 < rgb.mean() < 215
    assert rgb.std() > 10
    assert rgb.flags.c_contiguous


def test_the_house_is_closed_and_the_car_does_not_see_itself(renderer: Renderer) -> None:
    data = mujoco.MjData(renderer.scene.model)
    mujoco.mj_forward(renderer.scene.model, data)
    renderer.eye(data)
    shown = renderer.segmentation()
    assert not np.isin(shown, [NONE, CAR]).any()
    assert {FLOOR, WALL} <= set(shown.ravel().tolist())


def test_floor_depth_follows_the_camera_geometry(renderer: Renderer) -> None:
    start = home(3).start
    renderer.view(start.x_m, start.y_m, CAMERA.height_m, start.yaw_rad, CAMERA.pitch_rad, hfov_rad=CAMERA.hfov_rad)
    floor = renderer.segmentation()[239] == FLOOR
    angle = CAMERA.pitch_rad + math.atan((239.5 - 120) / CAMERA.focal_px)
    expected = CAMERA.height_m / math.sin(angle) * math.cos(angle - CAMERA.pitch_rad)
    assert floor.any()
    assert np.abs(renderer.depth()[239][floor] - expected).max() < 0.015


def test_the_car_sees_what_a_free_camera_at_its_eye_sees(renderer: Renderer) -> None:
    data, start = mujoco.MjData(renderer.scene.model), home(3).start
    mujoco.mj_forward(renderer.scene.model, data)
    x, y, z = (float(v) for v in data.camera(car.PREFIX + car.EYE).xpos)
    photograph = renderer.photograph(data)
    renderer.view(x, y, z, start.yaw_rad, CAMERA.pitch_rad, hfov_rad=CAMERA.hfov_rad, data=data)
    assert np.abs(photograph.astype(int) - renderer.rgb()).mean() < 0.5


def test_a_thing_ahead_is_seen_ahead_at_its_distance(renderer: Renderer) -> None:
    index, thing = next((i, t) for i, t in enumerate(home(3).things) if t.kind in ("ball", "bin", "box", "traffic cone"))
    x, y, _ = look_at(renderer, thing, 1.0)
    mask = renderer.segmentation() == index
    assert mask.sum() > 200
    _, columns = np.nonzero(mask)
    assert abs(columns.mean() - 160) < 12
    place: Footprint = footprint_of(thing)
    nearest = float(renderer.depth()[mask].min())
    assert float(place.distance_m(x, y)) - 0.12 < nearest < 1.0


def test_looking_up_shows_the_ceiling_and_rolling_tips_the_picture(renderer: Renderer) -> None:
    start = home(3).start
    renderer.view(start.x_m, start.y_m, 1.0, start.yaw_rad, -1.4)
    assert (renderer.segmentation() == CEILING).mean() > 0.9
    renderer.view(start.x_m, start.y_m, 1.0, start.yaw_rad, 0.0, math.pi)
    shown = renderer.segmentation()
    assert (shown[0] == FLOOR).any()
    assert not (shown[-1] == FLOOR).any()


def test_positive_roll_tips_the_camera_to_its_right(renderer: Renderer) -> None:
    start = home(3).start
    renderer.view(start.x_m, start.y_m, 1.0, start.yaw_rad, 0.3, 0.4)
    shown = renderer.segmentation() == FLOOR
    assert shown[:, :80].sum() < shown[:, -80:].sum()


def test_leaving_out_what_is_out_of_sight_changes_no_pixel(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    start = home(3).start
    views = [(yaw, pitch) for yaw in np.linspace(-3, 3, 7) for pitch in (-0.3, 0.09, 0.6)]
    shots = []
    for yaw, pitch in views:
        renderer.view(start.x_m, start.y_m, 0.4, float(yaw), pitch)
        shots.append(renderer.rgb())
    monkeypatch.setattr(renderer, "_in_sight", lambda data, *view: np.ones(data.geom_xpos.shape[0], dtype=bool))
    for (yaw, pitch), shot in zip(views, shots, strict=True):
        renderer.view(start.x_m, start.y_m, 0.4, float(yaw), pitch)
        assert (renderer.rgb() == shot).all()


_HASH = """
import hashlib, sys
from robot.sim import scene
from robot.sim.generate import generate
from robot.sim.render import Renderer
world = generate(3)
with Renderer(scene.compile(world)) as renderer:
    renderer.view(world.start.x_m, world.start.y_m, 0.12, world.start.yaw_rad, 0.09)
    print(hashlib.sha256(renderer.rgb().tobytes() + renderer.depth().tobytes() + renderer.segmentation().tobytes()).hexdigest())
"""


def test_every_process_draws_the_same_picture() -> None:
    runs = [subprocess.run([sys.executable, "-c", _HASH], capture_output=True, text=True, check=True) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout
    start = home(3).start
    with Renderer(scene.compile(home(3))) as again:
        again.view(start.x_m, start.y_m, 0.12, start.yaw_rad, 0.09)
        seen = again.rgb().tobytes() + again.depth().tobytes() + again.segmentation().tobytes()
    assert hashlib.sha256(seen).hexdigest() == runs[0].stdout.strip()


def test_many_renderers_can_come_and_go() -> None:
    built = scene.compile(home(1))
    for _ in range(5):
        with Renderer(built, 64, 48) as short:
            short.view(1.0, 1.0, 0.12, 0.0)
            assert short.rgb().shape == (48, 64, 3)
    with pytest.raises(RuntimeError, match="closed"):
        short.rgb()


def test_two_renderers_do_not_disturb_each_other(renderer: Renderer) -> None:
    start = home(3).start
    renderer.view(start.x_m, start.y_m, 0.12, start.yaw_rad)
    before = renderer.rgb()
    with Renderer(scene.compile(home(1)), 64, 48) as other:
        other.view(1.0, 1.0, 0.12, 0.0)
        other.rgb()
        assert (renderer.rgb() == before).all()
    assert (renderer.rgb() == before).all()


def test_missing_gl_names_the_packages() -> None:
    code = "import sys; sys.modules['OpenGL'] = None\nfrom robot.sim import gl\ntry: gl.context(8, 8)\n" \
           "except gl.MissingGL as error: print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "libegl1 libgl1" in done.stdout
