"""The reader's thread: only the newest picture, the camera's own time, and every way in which a camera can fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue

import numpy as np
import pytest

from perception.cameras.reader import ReadCamera
from perception.cameras.source import Shot
from robot.clock import SimulatedClock, to_ns
from robot.geometry import CameraGeometry
from robot.parts import PartMissing

PATIENCE_S = 20.0
GEOMETRY = CameraGeometry(width_px=4, height_px=2)
UNPLUGGED = None


def picture(value: int) -> Shot:
    return Shot(np.full((2, 4, 3), value, np.uint8))


class FakeCamera:
    """A camera that takes a picture when a test says so, and says when the reader has come for the next."""

    def __init__(self) -> None:
        self.clock = SimulatedClock(to_ns(100.0))
        self.missing = False
        self.opened = self.closed = 0
        self.asked = threading.Semaphore(0)
        self._shots: SimpleQueue[Shot | Exception | None] = SimpleQueue()
        self.driver = ReadCamera(self.open, GEOMETRY, self.clock, retry_s=0.001)

    def open(self) -> FakeCamera:
        if self.missing:
            self.asked.release()
            raise PartMissing("there is no camera here")
        self.opened += 1
        return self

    def read(self) -> Shot | None:
        self.asked.release()
        shot = self._shots.get()
        if isinstance(shot, Exception):
            raise shot
        return shot

    def close(self) -> None:
        self.closed += 1

    def take(self, *shots: Shot | Exception | None) -> None:
        """These pictures, one after another, until the reader waits for the next."""
        for shot in shots:
            self.wait_for_reader()
            self._shots.put(shot)
        self.wait_for_reader()
        self.asked.release()

    def wait_for_reader(self) -> None:
        assert self.asked.acquire(timeout=PATIENCE_S)

    def end(self) -> None:
        self._shots.put(UNPLUGGED)
        self.driver.close()


@pytest.fixture
def camera() -> Iterator[FakeCamera]:
    fake = FakeCamera()
    yield fake
    fake.end()


def test_a_picture_is_handed_out_once_and_only_the_newest(camera: FakeCamera) -> None:
    assert camera.driver.read() is None and "no picture yet" in camera.driver.problem
    camera.take(picture(1), picture(2), picture(3))
    frame = camera.driver.read()
    assert frame is not None and frame.image[0, 0, 0] == 3 and frame.t_ns == to_ns(100.0)
    assert camera.driver.problem == ""
    assert camera.driver.read() is None


@pytest.mark.parametrize(("said_s", "meant_s"), [(99.97, 99.97), (98.0, 100.0), (100.5, 100.0), (0.02, 100.0)])
def test_the_cameras_own_time_counts_if_it_can_be_true(camera: FakeCamera, said_s: float, meant_s: float) -> None:
    camera.take(picture(1)._replace(taken_ns=to_ns(said_s)))
    frame = camera.driver.read()
    assert frame is not None and frame.t_ns == to_ns(meant_s)


def test_an_unplugged_camera_is_told_and_opened_again(camera: FakeCamera) -> None:
    camera.take(picture(1))
    camera.driver.read()
    camera.missing = True
    camera.wait_for_reader()
    camera._shots.put(UNPLUGGED)
    for _ in range(3):
        camera.wait_for_reader()
    assert camera.driver.problem == "there is no camera here" and camera.driver.read() is None
    assert (camera.opened, camera.closed) == (1, 1)
    camera.missing = False
    until(lambda: camera.opened == 2)
    camera.asked.acquire(blocking=False)
    camera._shots.put(picture(7))
    until(lambda: camera.driver.problem == "")
    frame = camera.driver.read()
    assert frame is not None and frame.image[0, 0, 0] == 7


def test_a_library_that_raises_is_told_and_the_camera_opened_again(camera: FakeCamera) -> None:
    camera.take(picture(1))
    camera.take(ValueError("bad buffer"))
    assert (camera.opened, camera.closed) == (2, 1)
    assert "ValueError: bad buffer" in camera.driver.problem
    camera.take(picture(2))
    assert camera.driver.problem == ""


def test_a_camera_that_hangs_holds_up_nobody(camera: FakeCamera) -> None:
    camera.take(picture(1))
    assert camera.driver.read() is not None
    assert [camera.driver.read() for _ in range(3)] == [None] * 3


def test_close_ends_the_thread_and_lets_go_of_the_camera() -> None:
    camera = FakeCamera()
    camera.take(picture(1))
    camera.end()
    assert not camera.driver._thread.is_alive() and camera.closed == 1


def until(done: Callable[[], bool]) -> None:
    """Wait for the other thread, with a generous limit."""
    limit = threading.Event()
    for _ in range(int(PATIENCE_S / 0.001)):
        if done():
            return
        limit.wait(0.001)
    raise AssertionError("the reader's thread never got there")
