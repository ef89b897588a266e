from __future__ import annotations

import numpy as np
import pytest

from language.speech.motor_noise import GEAR_RATIO, WHEEL_RADIUS_M, MotorNoise, motor_noise, speed_profile
from language.speech.wave import power


def steady(speed_mps: float, seed: int = 1, seconds: float = 2) -> np.ndarray:
    return MotorNoise(np.random.default_rng(seed)).make(np.full((2, int(seconds * 16_000)), speed_mps))


def test_pieces_make_the_whole_without_a_seam() -> None:
    speed = np.full((2, 8000), 0.3)
    noise = MotorNoise(np.random.default_rng(5))
    pieces = np.concatenate([noise.make(part) for part in np.array_split(speed, 7, axis=1)])
    jump = np.abs(np.diff(pieces))
    assert jump[:800].max() > 0
    assert jump.max() < 6 * jump.std() + jump.mean()  # a seam would stand out


def test_it_grows_with_the_speed_and_a_standing_car_is_silent() -> None:
    slow, fast = power(steady(0.15)), power(steady(0.45))
    assert 4 < fast / slow < 100
    assert power(steady(0.0)) == 0.0


@pytest.mark.parametrize("speed_mps", [0.2, 0.4])
def test_the_teeth_follow_the_speed(speed_mps: float) -> None:
    """The loudest line of the gears is where eight teeth a turn of the motor put it, give or take the motors' mismatch."""
    sound = np.sum([np.abs(np.fft.rfft(steady(speed_mps, seed))) ** 2 for seed in range(12)], 0)
    hz = np.fft.rfftfreq(32_000, 1 / 16_000)
    mesh_hz = 8 * speed_mps / WHEEL_RADIUS_M * GEAR_RATIO / (2 * np.pi)
    near = np.abs(hz / mesh_hz - 1) < 0.08
    beside = (np.abs(hz / mesh_hz - 1) < 0.2) & ~near
    assert sound[near].mean() > 5 * sound[beside].mean()


def test_the_same_generator_makes_the_same_and_another_another() -> None:
    one, same, other = (motor_noise(4000, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert motor_noise(0, np.random.default_rng(0)).shape == (0,)


def test_somebodys_drive_has_turns_and_stops_and_no_jumps() -> None:
    speed = speed_profile(60 * 16_000, np.random.default_rng(2))
    assert speed.shape == (2, 960_000)
    assert (speed[1] < -0.05).any() and (np.abs(speed).max(0) < 1e-3).any()
    assert np.abs(np.diff(speed)).max() < 1e-3
    assert (np.abs(speed_profile(16_000, np.random.default_rng(2), stops=False)[0][8000:]) > 0.02).all()
