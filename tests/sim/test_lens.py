from __future__ import annotations

import numpy as np
import pytest

from robot.sim.lens import Lens, photograph


def picture() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    y, x = np.mgrid[:60, :80]
    return np.stack([x * 2 + 40, y * 2 + 40, (x // 8 + y // 8) % 2 * 120 + 60], axis=2).astype(np.uint8)


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_a_perfect_lens_changes_nothing() -> None:
    assert (photograph(picture(), Lens(), rng()) == picture()).all()


@pytest.mark.parametrize("lens", [
    Lens(exposure=1.4), Lens(white_balance=(1.2, 1.0, 0.8)), Lens(gamma=1.3), Lens(distortion=-0.1), Lens(vignette=0.5),
    Lens(blur_px=1.5), Lens(motion_px=5.0), Lens(noise=6.0), Lens(jpeg_quality=30),
])
def test_each_fault_changes_the_picture_and_repeats_with_its_seed(lens: Lens) -> None:
    before = picture()
    made = photograph(before, lens, rng())
    assert made.shape == before.shape
    assert made.dtype == np.uint8
    assert (made != before).any()
    assert (made == photograph(before, lens, rng())).all()
    assert (before == picture()).all()


def test_exposure_and_colour_scale_the_light() -> None:
    grey = np.full((10, 10, 3), 100, np.uint8)
    assert (photograph(grey, Lens(exposure=1.5, white_balance=(1.2, 1.0, 0.5)), rng())[0, 0] == [180, 150, 75]).all()
    assert (photograph(grey, Lens(exposure=9.0), rng()) == 255).all()


def test_a_barrel_lens_pulls_a_corner_inwards_and_keeps_the_middle() -> None:
    dot = np.zeros((101, 101, 3), np.uint8)
    dot[50, 50] = 255
    dot[20:23, 20:23] = 255
    seen = photograph(dot, Lens(distortion=-0.2), rng())
    assert seen[50, 50, 0] == 255
    rows, columns = np.nonzero(seen[:45, :45, 0] > 100)
    assert rows.mean() > 22
    assert columns.mean() > 22


def test_noise_has_its_strength() -> None:
    grey = np.full((100, 100, 3), 128, np.uint8)
    assert photograph(grey, Lens(noise=6.0), rng()).std() == pytest.approx(6.0, rel=0.05)


def test_sampled_cameras_differ_and_repeat() -> None:
    one = [Lens.sampled(np.random.default_rng(seed)) for seed in range(20)]
    assert len(set(one)) == 20
    assert one == [Lens.sampled(np.random.default_rng(seed)) for seed in range(20)]
    assert all(photograph(picture(), lens, rng()).shape == picture().shape for lens in one)
