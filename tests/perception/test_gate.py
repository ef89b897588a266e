"""The gate shuts for a standing car whose picture stays the same up to noise, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from perception.gate import FrameGate, GateConfig
from perception.motion import Motion
from perception.thumbnail import thumbnail
from robot.poses import Pose
from tests.perception.pictures import MS, Image, noisy, room, surface

CONFIG = GateConfig()
STANDING = Motion(Pose(1.0, 2.0, 3.0), 0.0, 0.0)


def gate_at(picture: Image, noise: float = 3.0) -> FrameGate[int]:
    """A gate that has seen this view often enough; the looks are numbered."""
    gate: FrameGate[int] = FrameGate(CONFIG)
    for look in range(CONFIG.looks):
        small = thumbnail(noisy(picture, look, noise))
        assert not gate.shut(look * 100 * MS, small, STANDING)
        gate.note(look * 100 * MS, small, STANDING, look)
    return gate


def is_shut(gate: FrameGate[int], picture: Image, motion: Motion = STANDING, t_ns: int = 1000 * MS) -> bool:
    return gate.shut(t_ns, thumbnail(picture), motion)


@pytest.mark.parametrize("picture", [room(), room() // 8, surface(128, 120, 110), np.full((240, 320, 3), 250, np.uint8)],
                         ids=["room", "dark room", "wall", "white wall"])
@pytest.mark.parametrize("noise", [0.0, 3.0, 8.0, 12.0])
def test_noise_is_no_news(picture: Image, noise: float) -> None:
    gate = gate_at(picture, noise)
    assert all(is_shut(gate, noisy(picture, 100 + seed, noise)) for seed in range(15))


def lit(picture: Image) -> Image:
    return np.asarray(np.clip(picture * 1.1, 0, 255), np.uint8)


def shifted(picture: Image) -> Image:
    return np.concatenate([picture[:, -1:], picture[:, :-1]], axis=1)


def with_cat(picture: Image) -> Image:
    picture = picture.copy()
    picture[100:112, 200:212] = picture[100:112, 200:212] // 2
    return picture


@pytest.mark.parametrize("change", [lit, shifted, with_cat])
@pytest.mark.parametrize("noise", [0.0, 3.0, 8.0])
def test_light_a_push_and_a_small_thing_are_news(change: Callable[[Image], Image], noise: float) -> None:
    assert not is_shut(gate_at(room(), noise), noisy(change(room()), 100, noise))


def test_a_slow_change_is_noticed_against_the_last_look_not_the_last_picture() -> None:
    gate, shut = gate_at(room(), 0.0), []
    for step in range(60):
        picture = np.clip(room() * (1.0 - 0.004 * step), 0, 255).astype(np.uint8)
        shut.append(is_shut(gate, picture))
    assert shut[0] and not all(shut)


@pytest.mark.parametrize("motion", [
    Motion(STANDING.pose, 0.02, 0.0), Motion(STANDING.pose, 0.0, 0.1), Motion(None, 0.0, 0.0), Motion(),
    Motion(Pose(1.02, 2.0, 3.0), 0.0, 0.0), Motion(Pose(1.0, 2.0, 3.03), 0.0, 0.0),
])
def test_a_car_that_moves_moved_or_may_have_moved_looks(motion: Motion) -> None:
    assert not is_shut(gate_at(room()), noisy(room(), 100), motion)


def test_a_new_view_is_looked_at_a_few_times_before_the_gate_shuts_again() -> None:
    gate = gate_at(room())
    assert not is_shut(gate, room(1))
    assert gate.fresh
    for look in range(CONFIG.looks):
        assert not is_shut(gate, room(1))
        gate.note(1000 * MS, thumbnail(room(1)), STANDING, look)
    assert is_shut(gate, room(1))


def test_what_no_longer_holds_is_forgotten() -> None:
    gate = gate_at(room())
    gate.forget()
    assert gate.fresh and not is_shut(gate, room())


def test_now_and_then_it_looks_anyway() -> None:
    gate = gate_at(room())
    late_ns = (CONFIG.looks - 1) * 100 * MS + int(CONFIG.again_s * 1e9)
    assert is_shut(gate, room(), t_ns=late_ns - MS)
    assert not is_shut(gate, room(), t_ns=late_ns)
    gate.note(late_ns, thumbnail(room()), STANDING, 99)
    assert is_shut(gate, room(), t_ns=late_ns + 100 * MS)


def test_the_last_looks_are_repeated_in_turn() -> None:
    gate = gate_at(room())
    gate.note(900 * MS, thumbnail(room()), STANDING, 8)
    assert [gate.repeat() for _ in range(10)] == [1, 2, 3, 4, 5, 6, 7, 8, 1, 2]
