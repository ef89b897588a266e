"""The detector's node: from a picture on the bus to detections and free space, with the shipped model."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from models.layout import COLUMNS, EMBEDDING
from models.runtime import ModelError
from models.train.data import Example
from models.train.poses import Poses
from models.train.render import pictures
from perception.detector import DetectorNode
from perception.looker import fitted
from robot import topics
from robot.boards import BOARDS
from robot.bus import queue
from robot.geometry import CameraGeometry
from robot.messages import Detections, Frame, FreeSpace
from robot.node import Node, Wiring
from robot.sim.generate import generate
from robot.step_executor import StepExecutor
from tests.sim.homes import drawable

SEED = 500_003
"""A validation world: none of its shapes and textures were trained on."""


@pytest.fixture(scope="module")
def views() -> list[Example]:
    if drawable():
        pytest.skip(drawable())
    world, seen = generate(SEED), Counter[str]()
    return list(pictures(world, 40, seen, Poses(world, seen, np.random.default_rng(1), own=True)))


def frame(image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], t_ns: int = 0) -> Frame:
    return Frame(t_ns=t_ns, image=np.ascontiguousarray(image))


def camera_of(view: Example) -> CameraGeometry:
    return CameraGeometry(hfov_rad=2 * math.atan(160 / float(view.camera[0])), height_m=float(view.camera[1]), forward_m=0.0)


def test_most_clear_things_of_an_unseen_home_are_found(views: list[Example]) -> None:
    node = DetectorNode(DetectorNode.Config())
    clear, found = 0, 0
    for view in views:
        detections, *_ = node.look(frame(view.picture))
        said = {item.kind for item in detections.items}
        area = (view.boxes.box[:, 2:] - view.boxes.box[:, :2]).prod(1)
        wanted = {node.kinds[kind] for kind, a, cut in zip(view.boxes.kind, area, view.boxes.truncated, strict=True)
                  if kind >= 0 and a > 1500 and not cut}
        clear += len(wanted)
        found += len(wanted & said)
    assert clear >= 15
    assert found / clear >= 0.5


def test_free_space_is_about_right(views: list[Example]) -> None:
    errors = []
    for view in views:
        node = DetectorNode(DetectorNode.Config(camera=camera_of(view)))
        space = node.look(frame(view.picture)).space
        errors.append(np.abs(np.log(space.range_m / np.clip(view.free_m, 0.05, 6.0))))
    assert float(np.nanmedian(np.concatenate(errors))) < 0.15


def test_messages_have_the_promised_shapes(views: list[Example]) -> None:
    detections, space, *_ = DetectorNode(DetectorNode.Config(least_score=0.01)).look(frame(views[0].picture, t_ns=7))
    assert detections.t_ns == space.t_ns == 7
    assert detections.embeddings.shape == (len(detections.items), EMBEDDING)
    assert np.linalg.norm(detections.embeddings, axis=1) == pytest.approx(np.ones(len(detections.items)), abs=1e-4)
    assert [item.score for item in detections.items] == sorted((item.score for item in detections.items), reverse=True)
    assert space.bearing_rad.shape == space.range_m.shape == space.log_std.shape == (COLUMNS,)
    assert (np.diff(space.bearing_rad) < 0).all()
    assert (space.log_std > 0).all()
    for item in detections.items:
        left, top, right, bottom = item.box
        assert 0 <= left <= right <= 320 and 0 <= top <= bottom <= 240
        assert item.range_m > 0 and item.range_std_m > 0


class Memory(Node):
    """Keeps what the detector says."""

    name = "memory"

    def __init__(self) -> None:
        self.detections: list[Detections] = []
        self.spaces: list[FreeSpace] = []

    def wire(self, wiring: Wiring) -> None:
        wiring.subscribe(topics.DETECTIONS, self.detections.append, queue(99))
        wiring.subscribe(topics.FREE_SPACE, self.spaces.append, queue(99))


class Film(Node):
    """Publishes a grey picture every `period_s`."""

    name = "camera"

    def __init__(self, period_s: float) -> None:
        self.period_s = period_s

    def wire(self, wiring: Wiring) -> None:
        self.out = wiring.publisher(topics.CAMERA)
        wiring.every(self.period_s, lambda now: self.out.publish(frame(np.full((240, 320, 3), 99, np.uint8), now)))


def watch(period_s: float, max_rate_hz: float, seconds: float) -> Memory:
    memory, executor = Memory(), StepExecutor(BOARDS["laptop"])
    executor.add("camera", lambda: Film(period_s))
    executor.add("detector", lambda: DetectorNode(DetectorNode.Config(max_rate_hz=max_rate_hz)))
    executor.add("memory", lambda: memory)
    executor.run(lambda: False, seconds)
    return memory


def test_every_picture_is_answered_with_its_own_time() -> None:
    memory = watch(0.1, 15.0, 1.05)
    assert [message.t_ns for message in memory.detections] == [n * 100_000_000 for n in range(11)]
    assert [message.t_ns for message in memory.spaces] == [n * 100_000_000 for n in range(11)]


def test_the_rate_is_limited() -> None:
    times = [message.t_ns for message in watch(0.02, 10.0, 1.0).detections]
    assert 9 <= len(times) <= 11
    assert min(np.diff(times)) >= 90_000_000


def test_a_larger_picture_gives_boxes_in_its_own_pixels(views: list[Example]) -> None:
    small = DetectorNode(DetectorNode.Config()).look(frame(views[1].picture))[0]
    large = np.repeat(np.repeat(views[1].picture, 2, axis=0), 2, axis=1)
    camera = CameraGeometry(width_px=640, height_px=480)
    doubled = DetectorNode(DetectorNode.Config(camera=camera)).look(frame(large))[0]
    assert [item.kind for item in doubled.items] == [item.kind for item in small.items]
    for one, two in zip(small.items, doubled.items, strict=True):
        assert two.box == pytest.approx([2 * edge for edge in one.box], abs=2.0)
        assert two.range_m == pytest.approx(one.range_m, rel=0.05)


def test_a_picture_that_fits_is_not_copied() -> None:
    picture = np.zeros((240, 320, 3), np.uint8)
    assert fitted(picture) is picture


def test_a_missing_model_is_told_when_the_node_is_built(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is missing"):
        DetectorNode(DetectorNode.Config(model=str(tmp_path / "none.yaml")))
