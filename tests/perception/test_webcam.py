from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from perception.webcam import APART, WARM_UP, CameraError, views


class Reel:
    """Plays numbered pictures; ends after `length`."""

    def __init__(self, length: int, opened: bool = True) -> None:
        self.length, self.opened, self.played, self.released = length, opened, 0, False

    def isOpened(self) -> bool:
        return self.opened

    def read(self) -> tuple[bool, Any]:
        self.played += 1
        if self.played > self.length:
            return False, None
        return True, np.full((4, 6, 3), (self.played, 0, 9), dtype=np.uint8)

    def release(self) -> None:
        self.released = True


def test_views_are_apart_and_red_comes_first() -> None:
    reel = Reel(1000)
    taken = list(views(3, 4, lambda index: reel))
    assert [picture[0, 0].tolist() for picture in taken] == [[9, 0, WARM_UP + 1 + APART * n] for n in range(4)]
    assert reel.released


def test_no_camera_is_said_with_its_number() -> None:
    reel = Reel(0, opened=False)
    with pytest.raises(CameraError, match="no camera 3"):
        list(views(3, 4, lambda index: reel))
    assert reel.released


def test_a_camera_that_stops_is_said_and_let_go() -> None:
    reel = Reel(WARM_UP + 3)
    with pytest.raises(CameraError, match="sends no pictures"):
        list(views(0, 4, lambda index: reel))
    assert reel.released


def test_a_machine_without_a_camera_is_told_so() -> None:
    with pytest.raises(CameraError, match="no camera 97"):
        list(views(97, 1))
