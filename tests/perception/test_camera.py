"""Every picture of the driver goes onto the bus once."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from perception.camera import CameraNode
from robot import topics
from robot.boards import BOARDS
from robot.bus import queue
from robot.geometry import CameraGeometry
from robot.messages import Frame
from robot.node import Node, Wiring
from robot.step_executor import StepExecutor


class Driver:
    """A camera whose pictures are ready at given times."""

    geometry = CameraGeometry()

    def __init__(self, ready_ns: list[int]) -> None:
        self.waiting = [Frame(t_ns=t_ns, image=np.zeros((240, 320, 3), np.uint8)) for t_ns in ready_ns]
        self.asked = 0

    def read(self) -> Frame | None:
        self.asked += 1
        return self.waiting.pop(0) if self.waiting else None


class Album(Node):
    """Keeps the pictures that it hears of."""

    name = "album"

    def __init__(self) -> None:
        self.times: list[int] = []

    def wire(self, wiring: Wiring) -> None:
        wiring.subscribe(topics.CAMERA, lambda frame: self.times.append(frame.t_ns), queue(10))


def test_each_picture_is_published_once_and_in_order() -> None:
    driver, album, executor = Driver([1, 2, 3]), Album(), StepExecutor(BOARDS["laptop"])
    executor.add("camera", lambda: CameraNode(CameraNode.Config(poll_s=0.01), driver))
    executor.add("album", lambda: album)
    executor.run(lambda: False, 0.2)
    assert album.times == [1, 2, 3]
    assert driver.asked > 10


def test_a_published_picture_can_t_be_painted_over() -> None:
    driver, executor = Driver([1]), StepExecutor(BOARDS["laptop"])
    frame = driver.waiting[0]
    executor.add("camera", lambda: CameraNode(CameraNode.Config(), driver))
    executor.run(lambda: False, 0.1)
    assert not frame.image.flags.writeable


@pytest.mark.parametrize("odd", [
    Frame(t_ns=2, image=cast(Any, None)), Frame(t_ns=2, image=cast(Any, np.zeros((240, 320)))),
    Frame(t_ns=cast(Any, None), image=np.zeros((240, 320, 3), np.uint8)),
])
def test_what_is_no_picture_is_kept_back_and_the_next_one_is_published(odd: Frame) -> None:
    driver, album, executor = Driver([1, 3]), Album(), StepExecutor(BOARDS["laptop"])
    driver.waiting.insert(1, odd)
    executor.add("camera", lambda: CameraNode(CameraNode.Config(poll_s=0.01), driver))
    executor.add("album", lambda: album)
    executor.run(lambda: False, 0.2)
    assert album.times == [1, 3]
