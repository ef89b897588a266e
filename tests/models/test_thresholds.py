"""The floor plan and the depth picture become labels of doorways."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.layout import COLUMNS
from models.train import thresholds
from models.train.data import Boxes, DataError, Example
from models.train.labels import Camera
from models.train.thresholds import ANGLE, DISTANCE, LEFT, NO, RIGHT, STATE, UNKNOWN, YES
from robot.sim.generate import generate
from robot.sim.world import Opening, Wall

EYE = Camera(0.0, 0.0, 0.12, 0.0, 0.0, 0.0, 1.15)
AHEAD = np.array([[[1.0, -0.5], [1.0, 0.4]]])
FURTHER = np.array([1.0, 0.0])
NONE = np.zeros(0, np.int32)
EMPTY = Boxes(np.zeros((0, 4), np.float32), NONE, np.zeros(0, np.float32), NONE, NONE, np.zeros(0, np.float32), NONE, NONE)


def wall_at(distance_m: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """What the pixels show before an endless wall across the way."""
    depth = np.full((240, 320), distance_m, dtype=np.float32)
    return EYE.points(depth)


def label(thresholds_m: np.ndarray[tuple[int, ...], np.dtype[np.float64]], wall_m: float = 4.0,
          eye: Camera = EYE) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return thresholds.labels(thresholds_m, eye, wall_at(wall_m))


def example(doorways: np.ndarray[tuple[int, ...], np.dtype[np.float32]] | None) -> Example:
    camera = np.array([EYE.focal_px, 0.12, 0.0, 0.0], np.float32)
    return Example(np.zeros((240, 320, 3), np.uint8), EMPTY, np.ones(COLUMNS, np.float32), camera, doorways)


def test_the_ends_of_a_threshold_are_its_posts() -> None:
    world = generate(500_000)
    bare = msgspec.structs.replace(world, walls=(Wall(1.0, 2.0, 1.0, 6.0, openings=(Opening(1.5, 0.9),)),))
    assert thresholds.of(bare) == pytest.approx(np.array([[[1.0, 3.05], [1.0, 3.95]]]))


def test_columns_through_a_doorway_say_where_it_is() -> None:
    found = label(AHEAD)
    inside = found[:, STATE] == YES
    assert 55 <= int(inside.sum()) <= 57 and (found[~inside, STATE] == NO).all()
    ahead = found[COLUMNS // 2]
    assert ahead[DISTANCE] == pytest.approx(1.0, abs=0.01)
    assert ahead[ANGLE] == pytest.approx(math.pi / 2, abs=0.02)
    assert (ahead[LEFT], ahead[RIGHT]) == pytest.approx((0.4, 0.5), abs=0.02)


@given(yaw=st.floats(-0.4, 0.4), x=st.floats(-0.5, 0.6), y=st.floats(-0.4, 0.4))
def test_every_column_tells_of_the_same_posts(yaw: float, x: float, y: float) -> None:
    eye = EYE._replace(x_m=x, y_m=y, yaw_rad=yaw)
    found = label(AHEAD, eye=eye)
    right = ((np.arange(COLUMNS) + 0.5) / COLUMNS - 0.5) * 320 / eye.focal_px
    ray = yaw - np.arctan2(right, 1.0)
    along = ray + found[:, ANGLE]
    for row in np.flatnonzero(found[:, STATE] == YES):
        crossing = np.array([x, y]) + found[row, DISTANCE] * np.array([math.cos(ray[row]), math.sin(ray[row])])
        towards = np.array([math.cos(along[row]), math.sin(along[row])])
        assert crossing + found[row, LEFT] * towards == pytest.approx([1.0, 0.4], abs=1e-4)
        assert crossing - found[row, RIGHT] * towards == pytest.approx([1.0, -0.5], abs=1e-4)


def test_what_stands_before_a_doorway_hides_it() -> None:
    assert (label(AHEAD, wall_m=0.8)[:, STATE] == NO).all()


def test_nobody_is_asked_for_what_is_hardly_seen_or_underfoot_or_far() -> None:
    points = wall_at(0.8)
    points[:2, :12] *= 2.0  # a twentieth of each column looks past
    assert set(thresholds.labels(AHEAD, EYE, points)[20:60, STATE].tolist()) == {UNKNOWN}
    near = label(AHEAD - 0.75 * FURTHER)
    assert near[COLUMNS // 2, STATE] == UNKNOWN
    assert label(FURTHER * 5.0 + AHEAD, wall_m=9.0)[COLUMNS // 2, STATE] == UNKNOWN


def test_the_first_of_two_doorways_counts() -> None:
    found = label(np.concatenate([FURTHER * 1.5 + AHEAD, AHEAD]))
    assert found[COLUMNS // 2, DISTANCE] == pytest.approx(1.0, abs=0.01)


def test_a_world_without_doorways_has_none() -> None:
    assert (label(np.zeros((0, 2, 2))) == 0).all()


def test_a_mirror_swaps_the_posts() -> None:
    found = label(AHEAD)
    there = label(AHEAD * (1.0, -1.0))
    mirrored = thresholds.mirrored(found)
    assert mirrored[:, STATE].tolist() == there[:, STATE].tolist()
    yes = there[:, STATE] == YES
    assert mirrored[yes] == pytest.approx(there[yes], abs=1e-5)


def test_the_eyes_are_told_in_pixels_and_camera_heights() -> None:
    told = thresholds.told(example(label(AHEAD)))[COLUMNS // 2]
    assert told[DISTANCE] == pytest.approx(math.log(EYE.focal_px * 0.12), abs=0.01)
    assert told[LEFT] == pytest.approx(0.4 / 0.12, abs=0.1)


def test_old_pictures_cannot_teach_doorways() -> None:
    with pytest.raises(DataError, match="make-data --doorways"):
        thresholds.told(example(None))
