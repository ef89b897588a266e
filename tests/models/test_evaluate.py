"""The measures count what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.layout import COLOURS, COLUMNS, EMBEDDING
from models.train.calibrate import fitted
from models.train.data import Boxes, Example
from models.train.evaluate import Tally, table
from perception.decode import Found

KINDS = ("ball", "chair")
FOCAL_PX, HEIGHT_M = 247.0, 0.12


def example() -> Example:
    """A chair, and a ball that the picture cuts off; the floor is free for a metre."""
    boxes = Boxes(np.array([[100, 60, 160, 150], [0, 100, 30, 130]], np.float32), np.array([1, 0], np.int32),
                  np.array([1.0, 0.8], np.float32), np.array([0, 1], np.int32), np.array([0, 4], np.int32),
                  np.array([1.0, 0.4], np.float32))
    camera = np.array([FOCAL_PX, HEIGHT_M, 0.09, 0.0], np.float32)
    return Example(np.zeros((240, 320, 3), np.uint8), boxes, np.ones(COLUMNS, np.float32), camera)


def found(kinds: list[int], boxes: list[list[float]], scores: list[float]) -> Found:
    count = len(kinds)
    colours = np.full((count, len(COLOURS)), -9.0, np.float32)
    colours[:, 0] = 9.0
    return Found(np.array(boxes, np.float32).reshape(-1, 4), np.array(scores, np.float32), np.array(kinds, np.intp),
                 np.full(count, math.log(FOCAL_PX), np.float32), np.full(count, -2.0, np.float32),
                 np.zeros((count, EMBEDDING), np.float32), colours)


def columns(range_m: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    log_rows = np.full(COLUMNS, math.log(FOCAL_PX * HEIGHT_M / range_m), np.float32)
    return np.stack([log_rows, np.full(COLUMNS, -3.0, np.float32)])


def test_seeing_everything_right_is_one_everywhere() -> None:
    tally = Tally(KINDS)
    tally.add(example(), found([1, 0], example().boxes.box.tolist(), [0.9, 0.8]), columns(1.0))
    report = tally.report()
    assert report.map50 == report.recall == report.recall_clear == report.precision == report.kind_right == 1.0
    assert report.free_error == pytest.approx(0.0, abs=1e-5)
    assert report.colour_right == 0.5


def test_a_wrong_kind_and_a_missed_thing_are_counted() -> None:
    tally = Tally(KINDS)
    tally.add(example(), found([0], [[100, 60, 160, 150]], [0.9]), columns(1.3))
    report = tally.report()
    assert report.recall == report.recall_clear == report.precision == report.map50 == 0.0
    assert report.found_as_anything == 0.5
    assert report.kind_right == 0.0
    assert report.free_too_far == 1.0
    assert report.free_error == pytest.approx(math.log(1.3), abs=1e-3)


def test_weak_detections_count_for_precision_over_recall_only() -> None:
    tally = Tally(KINDS)
    tally.add(example(), found([1, 1], [[100, 60, 160, 150], [200, 60, 260, 150]], [0.9, 0.01]), columns(1.0))
    report = tally.report()
    assert report.precision == 1.0
    assert report.kinds["chair"] == (1, 1.0, 1.0)
    assert report.map50 == 0.5


def test_the_table_has_a_line_for_each_number_and_kind() -> None:
    tally = Tally(KINDS)
    tally.add(example(), found([1], [[100, 60, 160, 150]], [0.9]), columns(1.0))
    text = table(tally.report())
    assert "| chair | 1 | 1.00 | 1.00 |" in text
    assert "| map50 | 0.5 |" in text


def test_calibration_finds_the_truth_again() -> None:
    generator = np.random.default_rng(0)
    raw = generator.uniform(0.02, 0.98, 20_000)
    right = 1 / (1 + np.exp(-(1.7 * np.log(raw / (1 - raw)) + 0.6)))
    gain, shift = fitted(raw, (generator.random(len(raw)) < right).astype(float))
    assert gain == pytest.approx(1.7, abs=0.08)
    assert shift == pytest.approx(0.6, abs=0.08)
