"""A mosaic's boxes are where its pixels are."""

from __future__ import annotations

import numpy as np
import pytest

from models.layout import COLUMNS
from models.train.data import Boxes, Example
from models.train.labels import TOO_SMALL_OR_HIDDEN
from models.train.mosaic import mosaic

THING = np.array((250, 10, 10), dtype=np.uint8)


def example(box: tuple[int, int, int, int], kind: int = 3) -> Example:
    """A grey picture with one red thing in it."""
    left, top, right, bottom = box
    picture = np.full((240, 320, 3), 90, dtype=np.uint8)
    picture[top:bottom, left:right] = THING
    one = np.ones(1, np.float32)
    zero = np.zeros(1, np.int32)
    boxes = Boxes(np.array([box], np.float32), np.array([kind], np.int32), one, zero, zero, one, zero, zero)
    return Example(picture, boxes, np.ones(COLUMNS, np.float32), np.array([247, 0.12, 0.09, 0.0], np.float32))


@pytest.mark.parametrize("seed", range(20))
def test_boxes_hold_what_is_red(seed: int) -> None:
    generator = np.random.default_rng(seed)
    lows = generator.integers(0, (230, 150), (4, 2))
    found = mosaic([example((u, v, u + 60, v + 50)) for u, v in lows.tolist()], generator)
    red = found.picture[..., 0] > 200
    assert found.picture.shape == (240, 320, 3)
    inside = np.zeros_like(red)
    for left, top, right, bottom in found.boxes.box.round().astype(int).tolist():
        inside[top:bottom, left:right] = True
        assert red[top + 2 : bottom - 2, left + 2 : right - 2].all()
    assert (red & ~inside).sum() < 0.05 * red.sum()
    assert (found.boxes.kind == 3).sum() >= 3


def test_nothing_is_said_of_distances() -> None:
    found = mosaic([example((100, 100, 160, 150))] * 4, np.random.default_rng(0))
    assert np.isnan(found.free_m).all()
    assert np.isnan(found.camera).all()
    assert found.doorways is None
    assert found.surfaces is None


def test_what_is_not_asked_for_stays_so() -> None:
    found = mosaic([example((0, 0, 300, 200), TOO_SMALL_OR_HIDDEN)] * 4, np.random.default_rng(0))
    assert set(found.boxes.kind.tolist()) == {TOO_SMALL_OR_HIDDEN}


def test_a_thing_that_a_part_hardly_shows_is_not_asked_for() -> None:
    """Things as large as the picture: no part of it can show two fifths of one, unless it is shrunk to half."""
    found = [mosaic([example((0, 0, 320, 240))] * 4, np.random.default_rng(seed)) for seed in range(30)]
    assert TOO_SMALL_OR_HIDDEN in np.concatenate([one.boxes.kind for one in found])
