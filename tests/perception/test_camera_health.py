"""A frozen, silent, late, black or covered camera is told of within about a second, a living one never, and it recovers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from perception.camera_health import CameraHealth, CameraHealthConfig
from perception.motion import Motion
from perception.thumbnail import thumbnail
from robot.poses import Pose
from tests.perception.pictures import MS, Image, noisy, room, surface

BLACK, WHITE_WALL = np.zeros((240, 320, 3), np.uint8), surface(210, 205, 195)


class Watch:
    """Ten pictures a second for a camera's health, and a car at the speed that is set."""

    def __init__(self) -> None:
        self.health = CameraHealth(CameraHealthConfig())
        self.t_ns, self.x_m, self.heading_rad = 0, 0.0, 0.0
        self._grain = iter(range(1_000_000))

    def living(self, picture: Image) -> Iterator[Image]:
        """The picture with new noise each time."""
        while True:
            yield noisy(picture, next(self._grain))

    def show(self, pictures: Iterator[Image], seconds: float, speed_mps: float = 0.0, turn_radps: float = 0.0) -> list[str]:
        """Let time pass; returns what was wrong after each picture."""
        said = []
        for _ in range(round(10 * seconds)):
            self.t_ns += 100 * MS
            self.x_m += 0.1 * speed_mps
            self.heading_rad += 0.1 * turn_radps
            picture = next(pictures)
            motion = Motion(Pose(self.x_m, 0.0, self.heading_rad), speed_mps, turn_radps)
            self.health.tick(self.t_ns)
            self.health.see(self.t_ns, self.t_ns, picture, thumbnail(picture), motion)
            said.append(self.health.problem)
        return said


@pytest.fixture
def watch() -> Watch:
    """A camera that has been well for a while."""
    watch = Watch()
    assert set(watch.show(watch.living(room()), 1.0)) == {""}
    return watch


def still(picture: Image) -> Iterator[Image]:
    while True:
        yield picture.copy()


@pytest.mark.parametrize(("speed_mps", "turn_radps"), [(0.1, 0.0), (-0.1, 0.0), (0.0, 0.3)])
def test_the_same_picture_while_the_car_moves_is_a_frozen_camera(watch: Watch, speed_mps: float, turn_radps: float) -> None:
    said = watch.show(still(room()), 1.0, speed_mps, turn_radps)
    assert said[:5] == [""] * 5
    assert said[-1] == "the camera has shown the same picture for 0.5 s while the car moved; its cable may be loose"


def test_a_frozen_picture_stays_one_when_the_car_then_stands_and_a_living_one_heals_it(watch: Watch) -> None:
    assert watch.show(still(room()), 1.0, 0.2)[-1]
    assert all(watch.show(still(room()), 3.0))
    assert watch.show(watch.living(room()), 0.3)[-1]
    assert watch.show(watch.living(room()), 0.4)[-1] == ""


def test_the_same_picture_before_a_standing_car_is_none(watch: Watch) -> None:
    assert not any(watch.show(still(room()), 5.0))


def test_a_hiccup_is_no_frozen_camera(watch: Watch) -> None:
    picture = still(room())
    assert not any(watch.show(picture, 0.4, 0.3) + watch.show(watch.living(room()), 0.1, 0.3) + watch.show(picture, 0.4, 0.3))


def test_black_is_told_of_after_a_second_whether_the_car_moves_or_not(watch: Watch) -> None:
    for speed_mps in (0.0, 0.3):
        said = watch.show(watch.living(BLACK), 1.5, speed_mps)
        assert said[9] == "" and said[-1] == "the camera has seen only black for 1 s; its lens may be covered, or it is dark"
        assert watch.show(watch.living(room()), 0.7)[-1] == ""


@pytest.mark.parametrize("cover", [surface(12, 8, 8), surface(120, 70, 50), WHITE_WALL, surface(255, 255, 255)],
                         ids=["cap", "hand", "paper", "lamp"])
def test_a_cover_put_before_a_standing_camera_is_noticed(watch: Watch, cover: Image) -> None:
    assert "one even surface" in watch.show(watch.living(cover), 1.3)[-1]
    assert watch.show(watch.living(room()), 0.7)[-1] == ""


@pytest.mark.parametrize(("speed_mps", "turn_radps"), [(0.3, 0.0), (0.0, 1.0)])
def test_a_cover_put_before_a_driving_camera_is_noticed(watch: Watch, speed_mps: float, turn_radps: float) -> None:
    watch.show(watch.living(room()), 1.0, speed_mps, turn_radps)
    assert "one even surface" in watch.show(watch.living(surface(120, 70, 50)), 1.3, speed_mps, turn_radps)[-1]


def test_standing_before_a_white_wall_that_one_drove_up_to_is_no_cover(watch: Watch) -> None:
    said = watch.show(watch.living(room()), 1.0, 0.2) + watch.show(watch.living(WHITE_WALL), 0.5, 0.2)
    said += watch.show(watch.living(WHITE_WALL), 20.0)
    said += watch.show(watch.living(WHITE_WALL), 0.5, 0.0, 1.0) + watch.show(watch.living(room()), 2.0, 0.0, 1.0)
    assert not any(said)


def test_a_camera_that_wakes_up_before_a_wall_is_given_the_benefit_of_the_doubt() -> None:
    watch = Watch()
    assert not any(watch.show(watch.living(WHITE_WALL), 10.0))


def test_silence_is_told_of_after_a_second_and_at_the_start_after_three(watch: Watch) -> None:
    watch.health.tick(watch.t_ns + 900 * MS)
    assert watch.health.problem == ""
    watch.health.tick(watch.t_ns + 1100 * MS)
    assert watch.health.problem == "the camera has sent no new picture for 1 s; its cable may be loose"
    new = CameraHealth(CameraHealthConfig())
    for t_ns in (0, 2900 * MS):
        new.tick(t_ns)
        assert new.problem == ""
    new.tick(3100 * MS)
    assert new.problem == "the camera has sent no new picture for 3 s; its cable may be loose"


def test_late_pictures_are_told_of() -> None:
    health = CameraHealth(CameraHealthConfig())
    picture = room()
    health.see(0, 900 * MS, picture, thumbnail(picture), Motion())
    assert health.problem == ""
    health.see(1, 1100 * MS, picture, thumbnail(picture), Motion())
    assert health.problem == "the camera's pictures come more than 1 s late"


def test_something_odd_now_and_then_keeps_the_car_standing(watch: Watch) -> None:
    for _ in range(5):
        watch.health.refuse(watch.t_ns, "the camera sends a str")
        assert watch.show(watch.living(room()), 0.4)[-1] == "the camera sends a str"
    assert watch.show(watch.living(room()), 0.2)[-1] == ""


def test_only_later_pictures_are_new(watch: Watch) -> None:
    assert [watch.health.is_new(watch.t_ns + more) for more in (-1, 0, 1)] == [False, False, True]
