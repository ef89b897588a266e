"""Crops show what the boxes hold, wherever they lie; places tell where and how large."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.crops import crop, places
from models.layout import CROP_PX, PLACE


@given(st.floats(-40, 330), st.floats(-40, 250), st.floats(0.1, 320), st.floats(0.1, 240))
def test_any_box_gives_a_crop(left: float, top: float, wide: float, high: float) -> None:
    box = np.clip(np.array([left, top, left + wide, top + high]), 0, [320, 240, 320, 240]).astype(np.float32)
    shown = crop(np.full((240, 320, 3), 7, np.uint8), box)
    assert shown.shape == (CROP_PX, CROP_PX, 3)
    assert shown.dtype == np.uint8
    assert shown.min() >= 7  # the picture, and grey beyond its edge


def test_the_thing_fills_the_crop_but_for_the_margin() -> None:
    picture = np.zeros((240, 320, 3), np.uint8)
    picture[80:160, 100:140] = 255
    shown = crop(picture, np.array([100, 80, 140, 160], np.float32), margin=0.25)
    inside = slice(round(CROP_PX / 6) + 1, round(CROP_PX * 5 / 6) - 1)
    assert (shown[inside, inside] == 255).all()
    assert shown[:8].max() == shown[:, :8].max() == 0


def test_beyond_the_picture_is_grey() -> None:
    shown = crop(np.zeros((240, 320, 3), np.uint8), np.array([0, 100, 40, 140], np.float32), margin=0.5)
    assert (shown[:, : CROP_PX // 4 - 2] == 128).all()
    assert (shown[:, CROP_PX // 4 + 2 :] == 0).all()


def test_places_tell_the_size_in_metres() -> None:
    boxes = np.array([[100, 50, 200, 150], [0, 0, 320, 240]], np.float32)
    numbers = places(boxes, np.log(np.array([200.0, 100.0], np.float32)), np.full((2, 3), 96.0, np.float32))
    assert numbers.shape == (2, PLACE)
    assert numbers[:, 4:6] == pytest.approx(np.log([[0.5, 0.5], [3.2, 2.4]]), abs=1e-5)
    assert numbers[1, :4].tolist() == [-1, -1, 1, 1]
    assert numbers[:, 8:] == pytest.approx(np.zeros((2, 3)))
