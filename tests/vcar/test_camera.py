"""The V4L2 driver against the kernel's test camera, which shows moving bars at 30 pictures a second."""

from __future__ import annotations

import pytest

from tests.vcar.conftest import Boot
from tests.vcar.harness import Outcome


@pytest.fixture(scope="module")
def car(boot: Boot) -> Outcome:
    return boot("camera")


def test_the_camera_gives_pictures_of_the_size_that_the_eyes_want(car: Outcome) -> None:
    camera = car.one("camera")
    assert camera["frames"] == 20
    assert (camera["shape"], camera["kind"]) == ([240, 320, 3], "uint8")
    assert camera["contrast"] > 20.0
    assert camera["moved"] > 0


def test_each_picture_is_handed_out_once_and_young(car: Outcome) -> None:
    camera = car.one("camera")
    assert all(25.0 < apart_ms < 45.0 for apart_ms in camera["apart_ms"])
    assert all(0.0 <= age_ms < 40.0 for age_ms in camera["age_ms"])


def test_a_camera_that_is_not_there_is_told_by_its_name(car: Outcome) -> None:
    assert "/dev/video9" in car.one("no camera")["problem"]
    assert not car.one("no camera")["frame"]
