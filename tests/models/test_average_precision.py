"""Detections are matched and counted as the usual measure does it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.average_precision import average_precision, match, resampled


def overlap(*rows: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array(rows, dtype=np.float32)


def kinds(*values: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.array(values, dtype=np.intp)


def test_a_true_box_is_found_once() -> None:
    assert match(overlap([0.9], [0.8]), kinds(1, 1), kinds(1)).true.tolist() == [0, -1]


def test_the_wrong_kind_or_too_little_overlap_is_a_miss() -> None:
    assert match(overlap([0.9, 0.4]), kinds(1), kinds(0, 1)).true.tolist() == [-1]


def test_a_box_that_nobody_asks_for_does_not_count() -> None:
    assert match(overlap([0.9]), kinds(1), kinds(-2)).true.tolist() == [-2]


def test_without_true_boxes_everything_is_wrong() -> None:
    assert match(np.zeros((2, 0), np.float32), kinds(0, 1), kinds()).true.tolist() == [-1, -1]


@pytest.mark.parametrize(("hits", "total", "expected"), [
    ([True, True], 2, 1.0),
    ([True, False, True], 2, 0.5 * 1.0 + 0.5 * 2 / 3),
    ([False, True], 1, 0.5),
    ([True], 4, 0.25),
    ([], 3, 0.0),
])
def test_average_precision_by_hand(hits: list[bool], total: int, expected: float) -> None:
    scores = np.linspace(1.0, 0.5, len(hits), dtype=np.float32)
    assert average_precision(scores, np.array(hits, dtype=bool), total) == pytest.approx(expected)


def test_the_order_of_the_scores_decides() -> None:
    hits = np.array([True, False])
    assert average_precision(np.array([0.9, 0.1], np.float32), hits, 1) == 1.0
    assert average_precision(np.array([0.1, 0.9], np.float32), hits, 1) == 0.5


def test_nothing_to_find_has_no_precision() -> None:
    assert math.isnan(average_precision(np.zeros(0, np.float32), np.zeros(0, bool), 0))


@given(seed=st.integers(0, 1000), pictures=st.integers(1, 6), found=st.integers(0, 12))
def test_a_resampling_is_what_its_pictures_would_give(seed: int, pictures: int, found: int) -> None:
    rng = np.random.default_rng(seed)
    scores, hits = rng.permutation(found).astype(np.float32), rng.random(found) < 0.5
    of = rng.integers(0, pictures, found)
    totals = np.bincount(of[hits], minlength=pictures) + rng.integers(0, 2, pictures)
    drawn = rng.integers(0, 2, pictures)
    weights = np.stack([np.ones(pictures), drawn]).astype(np.float32)
    everything, some = resampled(scores, hits, of, totals.astype(np.float32), weights)
    kept = drawn[of] > 0
    assert everything == pytest.approx(average_precision(scores, hits, int(totals.sum())), abs=1e-5, nan_ok=True)
    expected = average_precision(scores[kept], hits[kept], int((totals * drawn).sum()))
    assert some == pytest.approx(expected, abs=1e-5, nan_ok=True)
