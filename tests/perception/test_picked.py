"""Which box is the one that is shown."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.decode import Found
from perception.imprint import TeachingError
from perception.picked import pick, pick_same


def found(*boxes: tuple[float, float, float, float], score: float = 0.9) -> Found:
    count = len(boxes)
    zeros = np.zeros(count, dtype=np.float32)
    return Found(np.array(boxes, dtype=np.float32).reshape(-1, 4), zeros + score, np.zeros(count, dtype=np.intp), zeros, zeros,
                 np.zeros((count, 48), dtype=np.float32), np.zeros((count, 12), dtype=np.float32))


MIDDLE = (130.0, 90.0, 190.0, 150.0)


ASIDE = (0.0, 90.0, 60.0, 150.0)


def scored(scores: list[float], *boxes: tuple[float, float, float, float]) -> Found:
    return found(*boxes)._replace(score=np.array(scores, dtype=np.float32))


def turned(seen: Found, *axes: int) -> Found:
    """The same things with vectors along these axes."""
    return seen._replace(vector=np.eye(48, dtype=np.float32)[list(axes)])


def test_the_most_central_box_is_meant() -> None:
    assert pick(found((0, 60, 120, 200), MIDDLE, (220, 60, 320, 200))) == 1


def test_what_is_surely_a_thing_is_meant_rather_than_a_doubtful_one_nearer_the_middle() -> None:
    assert pick(scored([0.97, 0.3], (150, 90, 230, 150), (140, 100, 180, 140))) == 0


@pytest.mark.parametrize("apart_px", [61, 100])
def test_two_things_about_as_central_are_told_apart_by_nobody(apart_px: float) -> None:
    left, right = 160 - apart_px / 2, 160 + apart_px / 2
    two = found((left - 30, 90, left + 30, 150), (right - 25, 90, right + 35, 150))
    with pytest.raises(TeachingError, match="I see two things there: hold yours in the middle, or nearer"):
        pick(two)


def test_two_boxes_of_one_thing_are_no_two_things() -> None:
    assert pick(found(MIDDLE, (130.0, 90.0, 190.0, 175.0))) == 0


@given(st.integers(0, 10_000))
def test_what_is_picked_is_large_enough_sure_enough_and_near_the_middle(seed: int) -> None:
    generator = np.random.default_rng(seed)
    low = generator.uniform(0, 240, (6, 2))
    boxes = np.concatenate([low, low + generator.uniform(1, 200, (6, 2))], axis=1)
    seen = scored(generator.uniform(0, 1, 6).tolist(), *((a, b, c, d) for a, b, c, d in boxes.tolist()))
    try:
        row = pick(seen)
    except TeachingError as refused:
        assert str(refused).endswith(".")
        return
    left, top, right, bottom = seen.box[row].tolist()
    assert seen.score[row] >= 0.2 and 768 <= (right - left) * (bottom - top) <= 0.85 * 76_800
    assert math.hypot(left + right - 320, top + bottom - 240) < 0.5 * 400


def test_the_same_thing_is_meant_in_all_views() -> None:
    both = found(MIDDLE, ASIDE)
    assert pick_same([turned(both, 3, 5), turned(both, 3, 7), turned(found(MIDDLE), 3)]) == [0, 0, 0]
    assert pick_same([turned(both, 3, 5)]) == [0]
    assert pick_same([]) == []


def test_views_in_which_now_one_thing_is_in_the_middle_and_now_the_other_are_refused() -> None:
    both = found(MIDDLE, ASIDE)
    with pytest.raises(TeachingError, match="now one in the middle and now the other"):
        pick_same([turned(both, 3, 5), turned(both, 3, 5), turned(both, 5, 3)])


def test_a_second_box_of_what_was_picked_is_no_other_thing() -> None:
    both = found(MIDDLE, (130.0, 90.0, 190.0, 175.0))
    assert pick_same([turned(found(MIDDLE), 3), turned(found(MIDDLE), 3), turned(both, 5, 3)]) == [0, 0, 0]


def test_a_speck_in_the_middle_is_not_meant() -> None:
    assert pick(found((158, 118, 164, 124), (100, 80, 180, 150))) == 1


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (found(), "see nothing"),
        (found(MIDDLE, score=0.1), "see nothing"),
        (found((150, 110, 165, 125)), "too small"),
        (found((0, 2, 313, 240)), "fills the whole picture"),
        (found((0, 0, 60, 60)), "middle of the picture"),
        (found((270, 80, 320, 160)), "middle of the picture"),
    ],
)
def test_a_picture_that_shows_nothing_clearly_is_refused_with_the_reason(seen: Found, why: str) -> None:
    with pytest.raises(TeachingError, match=why):
        pick(seen)
