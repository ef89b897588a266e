"""The examination counts what it says."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from models.layout import COLOURS, COLUMNS, EMBEDDING
from models.runtime import Eyes
from models.train.data import Boxes, Example
from models.train.examine import Examination, table
from perception.decode import Found

FOCAL_PX, HEIGHT_M = 247.0, 0.12
KINDS = ("ball", "chair", "sofa")


def eyes() -> Eyes:
    card = SimpleNamespace(scale=20.0, kinds=KINDS, score_gain=1.0, score_shift=0.0)
    return cast("Eyes", SimpleNamespace(card=card, prototypes=np.eye(3, EMBEDDING, dtype=np.float32)))


def example() -> Example:
    """A chair that shows whole, a ball that hardly does, and one too small to ask for; the floor is free for 0.8 m."""
    boxes = Boxes(np.array([[100, 60, 160, 160], [0, 100, 40, 130], [200, 100, 210, 110]], np.float32),
                  np.array([1, 0, 0], np.int32), np.array([0.8, 0.8, 2.0], np.float32), np.array([0, 1, 0], np.int32),
                  np.array([0, 4, 0], np.int32), np.array([0.9, 0.3, 1.0], np.float32), *np.zeros((2, 3), np.int32))
    return Example(np.zeros((240, 320, 3), np.uint8), boxes, np.full(COLUMNS, 0.8, np.float32),
                   np.array([FOCAL_PX, HEIGHT_M, 0.09, 0.0], np.float32))


def found(kinds: list[int], boxes: list[list[float]], scores: list[float]) -> Found:
    colours = np.full((len(kinds), len(COLOURS)), -9.0, np.float32)
    colours[:, 0] = 9.0
    return Found(np.array(boxes, np.float32).reshape(-1, 4), np.array(scores, np.float32), np.array(kinds, np.intp),
                 np.full(len(kinds), math.log(FOCAL_PX / 0.8), np.float32), np.full(len(kinds), -2.0, np.float32),
                 np.eye(3, EMBEDDING, dtype=np.float32)[kinds], colours)


def columns(range_m: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.stack([np.full(COLUMNS, math.log(FOCAL_PX * HEIGHT_M / range_m), np.float32), np.full(COLUMNS, -3.0, np.float32)])


def numbers(seen: Found, free_m: float) -> dict[str, tuple[int, float]]:
    examination = Examination(eyes())
    examination.add(example(), seen, columns(free_m))
    return {line.what: (line.of, line.value) for line in examination.lines()}


def test_what_is_seen_right_counts_and_what_is_too_small_is_not_asked_for() -> None:
    lines = numbers(found([1, 0], example().boxes.box[:2].tolist(), [0.9, 0.8]), 0.8)
    assert lines["AP50, mean of 2 kinds"] == (2, 1.0)
    assert lines["clear: AP50"] == (1, 1.0)
    assert lines["a box on it"] == (2, 1.0)
    assert lines["colour right, given the box, where the thing shows it"] == (2, 0.5)
    assert lines["free floor: median relative error"][1] == pytest.approx(0.0, abs=1e-5)
    assert lines["false free: the map would drive into what is nearer than 1 m"] == (COLUMNS, 0.0)


def test_a_wrong_kind_is_a_box_but_not_a_hit() -> None:
    lines = numbers(found([2], [[100, 60, 160, 160]], [0.9]), 0.8)
    assert lines["clear: a box on it"] == (1, 1.0)
    assert lines["clear: kind right, given the box"] == (1, 0.0)
    assert lines["a box on it"] == (2, 0.5)


def test_floor_said_to_be_free_beyond_something_near_is_counted() -> None:
    lines = numbers(found([], [], []), 1.5)
    assert lines["false free: the map would drive into what is nearer than 1 m"] == (COLUMNS, 1.0)
    assert lines["free floor: median relative error"][1] == pytest.approx(0.7 / 0.8, rel=1e-3)


def test_the_table_sets_examinations_side_by_side() -> None:
    examination = Examination(eyes())
    examination.add(example(), found([1, 0], example().boxes.box[:2].tolist(), [0.9, 0.8]), columns(0.8))
    text = table({"int8": examination, "fp32": examination})
    assert "| AP50, mean of 2 kinds | 2 | 1.000 | 1.000 |" in text
    assert "| chair | 1 | 1.00 | 1.00 |" in text


def test_a_colour_that_does_not_show_is_not_asked_for() -> None:
    shown = example()
    shown.boxes.colour[0] = -1
    examination = Examination(eyes())
    examination.add(shown, found([1, 0], shown.boxes.box[:2].tolist(), [0.9, 0.8]), columns(0.8))
    lines = {line.what: line.of for line in examination.lines()}
    assert lines["colour right, given the box, where the thing shows it"] == 1


def test_a_box_belongs_to_the_thing_it_overlaps_most() -> None:
    """A bottle before a suitcase, and only the suitcase's box: the bottle is not found, rather than taken for a suitcase."""
    shown = example()
    shown.boxes.box[1] = (100, 60, 160, 140)
    examination = Examination(eyes())
    examination.add(shown, found([1], [[100, 60, 160, 162]], [0.9]), columns(0.8))
    lines = {line.what: (line.of, line.value) for line in examination.lines()}
    assert lines["a box on it"] == (2, 0.5)
    assert lines["kind right, given the box"] == (1, 1.0)
