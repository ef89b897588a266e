"""A thumbnail keeps what is a few pixels wide, and has the same noise in light and shade."""

from __future__ import annotations

import numpy as np
import pytest

from perception.thumbnail import COLUMNS, ROWS, thumbnail
from tests.perception.pictures import noisy, room


@pytest.mark.parametrize("size", [(240, 320), (480, 640), (61, 80)])
def test_any_size_gives_the_same_shape(size: tuple[int, int]) -> None:
    small = thumbnail(np.full((*size, 3), 128, np.uint8))
    assert small.shape == (ROWS, COLUMNS)
    assert small.dtype == np.float32
    assert small == pytest.approx(np.full((ROWS, COLUMNS), 136**0.5), abs=1e-3)


def test_noise_is_the_same_in_light_and_shade() -> None:
    dark, light = (np.std([thumbnail(noisy(np.full((240, 320, 3), grey, np.uint8), seed, 8.0)) for seed in range(4)])
                   for grey in (40, 200))
    assert light == pytest.approx(dark, rel=0.25)


def test_a_post_four_pixels_wide_shows() -> None:
    picture = room()
    with_post = picture.copy()
    with_post[100:180, 81:85] = 255 - picture[100:180, 81:85]
    assert np.abs(thumbnail(with_post) - thumbnail(picture)).max() > 0.5
