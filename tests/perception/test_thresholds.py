"""Columns that look through a doorway vote for where it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.layout import COLUMNS, CROSSED, SILL
from models.train import thresholds as truth
from models.train.data import Floats
from models.train.labels import Camera
from perception.thresholds import ThresholdConfig, see
from robot.geometry import CameraGeometry
from robot.messages import Threshold
from tests.models.test_thresholds import example

CAR = CameraGeometry(pitch_rad=0.0)
EYE = Camera(CAR.forward_m, 0.0, CAR.height_m, 0.0, 0.0, 0.0, CAR.hfov_rad)


def columns(*doorways: tuple[tuple[float, float], tuple[float, float]]) -> Floats:
    """What perfect eyes say of these thresholds (ends in the car's frame) in an otherwise empty world."""
    points = EYE.points(np.full((240, 320), 9.0, np.float32))
    return truth.perfect(example(truth.labels(np.array(doorways, float).reshape(-1, 2, 2), EYE, points)))


def posts(item: Threshold) -> list[float]:
    return [*item.left, *item.right]


def test_a_doorway_ahead_is_seen_where_it_is() -> None:
    (item,) = see(7, columns(((1.5, -0.5), (1.5, 0.4))), CAR).items
    assert posts(item) == pytest.approx([1.5, 0.4, 1.5, -0.5], abs=0.01)
    assert item.log_odds == pytest.approx(4.0)
    assert item.columns > 20
    assert item.std_m < 0.2


@given(x=st.floats(0.8, 2.2), y=st.floats(-0.3, 0.3), turn=st.floats(-0.9, 0.9), width=st.floats(0.7, 1.2))
@settings(max_examples=50)
def test_a_doorway_anyhow_is_seen_where_it_is(x: float, y: float, turn: float, width: float) -> None:
    reach = width / 2 * np.array([-math.sin(turn), math.cos(turn)])
    left, right = (x + reach[0], y + reach[1]), (x - reach[0], y - reach[1])
    (item,) = see(0, columns((left, right)), CAR).items
    assert posts(item) == pytest.approx([*left, *right], abs=0.01)


def test_two_doorways_are_two() -> None:
    found = see(0, columns(((1.5, 0.1), (1.5, 0.9)), ((1.8, -0.9), (1.8, -0.1))), CAR).items
    assert sorted(round(item.left[0], 2) for item in found) == [1.5, 1.8]


def test_nothing_is_seen_where_no_column_is_sure() -> None:
    said = columns(((1.5, -0.5), (1.5, 0.4)))
    said[CROSSED] = -0.1
    message = see(3, said, CAR)
    assert message.items == ()
    assert message.t_ns == 3
    assert message.log_odds.shape == message.bearing_rad.shape == (COLUMNS,)


def test_a_single_column_and_a_far_threshold_say_nothing() -> None:
    one = columns(((1.5, -0.5), (1.5, 0.4)))
    one[CROSSED, 41:] = one[CROSSED, :40] = -5.0
    assert see(0, one, CAR).items == ()
    assert see(0, columns(((4.0, -0.5), (4.0, 0.4))), CAR).items == ()


def test_votes_that_disagree_are_not_mixed() -> None:
    said = columns(((1.5, -0.5), (1.5, 0.4)))
    said[SILL, ::5] -= math.log(2.0)  # every fifth column says twice as far
    (item,) = [item for item in see(0, said, CAR, ThresholdConfig(max_range_m=2.5)).items if item.columns > 20]
    assert posts(item) == pytest.approx([1.5, 0.4, 1.5, -0.5], abs=0.05)


def test_a_higher_camera_tells_the_same_metres() -> None:
    said = columns(((1.5, -0.5), (1.5, 0.4)))
    (item,) = see(0, said, CameraGeometry(pitch_rad=0.0, height_m=0.24)).items
    assert item.left[0] - CAR.forward_m == pytest.approx(2 * (1.5 - CAR.forward_m), abs=0.02)


def test_columns_between_the_posts_that_see_none_speak_against_it() -> None:
    said = columns(((1.5, -0.5), (1.5, 0.4)))
    said[CROSSED, 36:] = -5.0
    (item,) = see(0, said, CAR).items
    assert -3.0 < item.log_odds < 0.0
    assert item.columns > 5
