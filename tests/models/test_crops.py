"""Crops show what the boxes hold, wherever they lie; places tell where and how large."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.crops import crop, mirrored, places
from models.layout import CROP_PX, HEIGHT_PX, PLACE, WIDTH_PX


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


def test_a_mirror_swaps_left_and_right_of_the_crop_and_of_where_it_is() -> None:
    picture = np.random.default_rng(3).integers(0, 256, (HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)
    box = np.array([40.0, 60.0, 121.0, 141.0], np.float32)
    other = np.array([WIDTH_PX - box[2], box[1], WIDTH_PX - box[0], box[3]], np.float32)
    near, shone = np.zeros(1, np.float32), np.full((1, 3), 90.0, np.float32)
    turned, where = mirrored(crop(picture, box)[None], places(box[None], near, shone))
    assert np.abs(where - places(other[None], near, shone)).max() < 1e-6
    there = crop(picture[:, ::-1], other)
    assert np.abs(turned[0].astype(int) - there.astype(int)).mean() < 1.0
