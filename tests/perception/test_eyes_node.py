"""The eyes' node on the bus: when it looks, what it says without looking, and what it does with bad pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from perception.detector import CHECK_COST, DetectorNode
from robot import topics
from robot.boards import BOARDS
from robot.messages import Frame, FreeSpace
from robot.node import Node, Wiring
from robot.step_executor import StepExecutor
from tests.control.wires import Bench
from tests.perception.pictures import MS, Image, noisy, odometry, room


class Rig:
    """The node with a camera of ten pictures a second on a car at the speed that is set; keeps what it says of free space."""

    def __init__(self) -> None:
        self.bench = Bench(DetectorNode(DetectorNode.Config()))
        self.said: list[FreeSpace] = []
        self.t_ns, self.x_m = 0, 0.0
        self.speed_mps = 0.0

    def run(self, seconds: float, picture: Callable[[], Any] | Image) -> int:
        """Let time pass; returns how often it looked."""
        for _ in range(round(10 * seconds)):
            self.t_ns += 100 * MS
            self.x_m += 0.1 * self.speed_mps
            self.bench.hear(topics.ODOMETRY, odometry(self.t_ns, self.x_m, speed_mps=self.speed_mps))
            image = picture() if callable(picture) else noisy(picture, self.t_ns // MS)
            self.bench.hear(topics.CAMERA, Frame(t_ns=self.t_ns, image=image))
            self.bench.tick(self.t_ns)
        said = self.bench.said(topics.FREE_SPACE)
        self.said += said
        return sum(not message.repeated for message in said)

    def problem(self) -> str:
        return self.bench.said(topics.EYES)[-1].problem


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_a_standing_car_looks_eight_times_and_goes_on_speaking(rig: Rig) -> None:
    assert rig.run(5.0, room()) == 8
    others = rig.bench.said(topics.DETECTIONS), rig.bench.said(topics.THRESHOLDS), rig.bench.said(topics.SURFACES)
    for said in (rig.said, *others):
        assert [message.repeated for message in said] == [False] * 8 + [True] * (len(said) - 8)
        gaps = np.diff([0, *(message.t_ns for message in said), rig.t_ns])
        assert gaps.max() <= 200 * MS  # far fresher than any reader asks for


def test_what_is_repeated_is_what_was_seen(rig: Rig) -> None:
    rig.run(3.0, room())
    assert rig.said[-1].repeated
    assert any(rig.said[-1].range_m is look.range_m for look in rig.said[:8])


def test_something_that_moves_before_a_standing_car_is_looked_at_at_once(rig: Rig) -> None:
    rig.run(3.0, room())
    assert rig.run(0.1, room(1)) == 1
    assert rig.run(0.4, iter([noisy(room(seed), seed) for seed in range(4)]).__next__) == 4


@pytest.mark.parametrize(("speed_mps", "looks"), [(0.03, 10), (0.1, 10), (0.3, 20)])
def test_the_faster_the_more_often(rig: Rig, speed_mps: float, looks: int) -> None:
    rig.speed_mps = speed_mps
    rig.run(1.0, room())
    assert rig.run(2.0, room()) == looks


def test_without_odometry_every_picture_is_looked_at(rig: Rig) -> None:
    for _ in range(20):
        rig.t_ns += 100 * MS
        rig.bench.hear(topics.CAMERA, Frame(t_ns=rig.t_ns, image=room()))
    assert [message.repeated for message in rig.bench.said(topics.FREE_SPACE)] == [False] * 20


def test_pictures_that_cannot_be_trusted_are_not_looked_at_and_the_flag_is_raised_and_lowered(rig: Rig) -> None:
    rig.speed_mps = 0.2
    rig.run(1.0, room())
    assert rig.problem() == ""
    frozen = room()
    rig.run(1.0, lambda: frozen)
    assert "same picture" in rig.problem()
    assert rig.run(1.0, lambda: frozen) == 0
    assert rig.run(1.0, room()) > 0
    assert rig.problem() == ""


@pytest.mark.parametrize("image", [None, "x", np.zeros((240, 320), np.uint8), np.zeros((320, 240, 3), np.uint8),
                                   np.zeros((240, 320, 3)), np.zeros((0, 0, 3), np.uint8)])
def test_what_is_no_picture_raises_the_flag_at_once(rig: Rig, image: Any) -> None:
    rig.run(0.5, room())
    assert rig.run(0.1, lambda: image) == 0
    assert rig.problem().startswith("the camera sends ")


def test_a_view_with_holes_is_seen_like_its_copy() -> None:
    node = DetectorNode(DetectorNode.Config())
    bench, wide = Bench(node), np.repeat(room(), 2, axis=1)
    bench.hear(topics.CAMERA, Frame(t_ns=1, image=wide[:, ::2]))
    (said,) = bench.said(topics.FREE_SPACE)
    assert np.array_equal(said.range_m, node.look(Frame(t_ns=1, image=room()))[1].range_m)


def test_one_time_far_in_the_future_does_not_blind_the_car_for_ever(rig: Rig) -> None:
    rig.run(0.5, room())
    rig.bench.hear(topics.CAMERA, Frame(t_ns=2**62, image=room()))
    assert "future" in rig.problem()
    rig.speed_mps = 0.3
    assert rig.run(2.0, room()) > 10


def test_a_camera_that_falls_silent_is_told_of(rig: Rig) -> None:
    rig.run(0.5, room())
    rig.bench.tick(rig.t_ns + 1500 * MS)
    assert "no new picture" in rig.problem()


class Camera(Node):
    """The same picture ten times a second, of a car that stands."""

    name = "camera"

    def wire(self, wiring: Wiring) -> None:
        self._frames, self._odometry = wiring.publisher(topics.CAMERA), wiring.publisher(topics.ODOMETRY)
        wiring.every(0.1, self._tick)

    def _tick(self, now_ns: int) -> None:
        self._odometry.publish(odometry(now_ns))
        self._frames.publish(Frame(t_ns=now_ns, image=room()))


def test_in_simulation_a_picture_that_is_not_looked_at_costs_next_to_nothing() -> None:
    executor = StepExecutor(BOARDS["laptop"])
    executor.add("camera", Camera)
    executor.add("detector", lambda: DetectorNode(DetectorNode.Config()))
    executor.run(lambda: False, 0.85)
    busy_ns = executor.busy_ns["detector"]
    executor.run(lambda: False, 1.0)
    assert busy_ns > 8 * 5e-3 * 1e9
    assert executor.busy_ns["detector"] - busy_ns < 10 * (CHECK_COST.seconds + 100e-6) * 1e9
