"""A bent picture and its labels stay together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.layout import COLUMNS
from models.train.data import Boxes, Example
from models.train.lens_augment import LEAST, MOST, bent, distorted, regridded, smeared_down, straightened

SIZE = (320, 240)
amounts = st.floats(LEAST, MOST)


def example(left: int, top: int, right: int, bottom: int) -> Example:
    """A white thing on black, and free floor that ends 1 m ahead in the columns where it stands."""
    picture = np.zeros((240, 320, 3), np.uint8)
    picture[top:bottom, left:right] = 255
    zero, one = np.zeros(1, np.int32), np.ones(1, np.float32)
    boxes = Boxes(np.array([[left, top, right, bottom]], np.float32), zero + 3, one, zero, zero, one, zero, zero)
    free = np.full(COLUMNS, 3.0, np.float32)
    free[left * COLUMNS // 320 : right * COLUMNS // 320] = 1.0
    return Example(picture, boxes, free, np.array([247.0, 0.12, 0.09, 0.0], np.float32))


@given(amounts, st.floats(0, 320), st.floats(0, 240))
def test_bending_can_be_undone(amount: float, x: float, y: float) -> None:
    there = bent(np.array([[x, y]]), amount, SIZE)
    assert np.allclose(straightened(there, amount, SIZE), [[x, y]], atol=0.01)


@pytest.mark.parametrize("amount", [-0.1, -0.05, 0.04])
@pytest.mark.parametrize("corner", [(20, 40), (200, 120), (130, 60), (215, 20)])
def test_the_box_is_around_what_is_seen(amount: float, corner: tuple[int, int]) -> None:
    left, top = corner
    seen = distorted(example(left, top, left + 60, top + 80), amount)
    rows, columns = np.nonzero(seen.picture[..., 0] > 128)
    found = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    assert np.allclose(seen.boxes.box[0], found, atol=1.6)


@pytest.mark.parametrize("amount", [-0.1, 0.08])
def test_columns_follow_their_foot(amount: float) -> None:
    straight = example(40, 60, 80, 130)
    seen = distorted(straight, amount)
    row = round(120 + 247 * np.tan(np.arctan2(0.12, 1.0) - 0.09)) - 3
    shown = seen.picture[row, 2::4, 0] > 128
    assert (shown != (seen.free_m == 1.0)).sum() <= 2
    assert (seen.free_m != straight.free_m).any()


def test_no_distortion_changes_nothing() -> None:
    straight = example(40, 60, 80, 130)
    seen = distorted(straight, 0.0)
    assert np.array_equal(seen.picture, straight.picture)
    assert np.array_equal(seen.free_m, straight.free_m)
    assert np.allclose(seen.boxes.box, straight.boxes.box)


def test_a_box_that_is_pushed_out_counts_as_cut_off() -> None:
    assert distorted(example(2, 60, 60, 130), 0.08).boxes.truncated[0] == 1
    assert distorted(example(100, 60, 160, 130), 0.08).boxes.truncated[0] == 0


@pytest.mark.parametrize("amount", [-0.12, 0.05])
def test_a_grid_of_labels_shows_what_its_cells_show(amount: float) -> None:
    straight = example(40, 130, 160, 220)
    seen = distorted(straight, amount)
    cells = regridded((straight.picture[125:240:10, 4::8, 0] > 128).astype(np.uint8), 120.0, amount, SIZE)
    shown = (seen.picture[125:240:10, 4::8, 0] > 128).astype(np.uint8)
    assert (cells != shown).mean() < 0.03
    assert np.array_equal(regridded(cells, 120.0, 0.0, SIZE), cells)


def test_a_smear_along_the_columns_leaves_rows_apart() -> None:
    picture = np.zeros((240, 320, 3), np.uint8)
    picture[100, :] = 250
    seen = smeared_down(picture, 5)
    assert (seen[98:103, 10:300] == 50).all()
    assert not seen[:98].any()


@pytest.mark.parametrize("amount", [-0.3, 0.2, float("nan")])
def test_a_lens_that_can_not_be_is_refused(amount: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        distorted(example(40, 60, 80, 130), amount)
