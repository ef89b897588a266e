"""Numbers of the network become boxes, kinds and scores."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.layout import BOX, EMBEDDING, SEEN, THING, VECTOR, cells
from perception.decode import DecodeConfig, Decoder, overlaps

PROTOTYPES = np.eye(3, EMBEDDING, dtype=np.float32)
CENTRES, STRIDES = cells()
Numbers = npt.NDArray[np.float32]


def nothing() -> Numbers:
    numbers = np.zeros((len(CENTRES), SEEN), dtype=np.float32)
    numbers[:, THING] = -10.0
    return numbers


def put(numbers: Numbers, cell: int, box: tuple[float, float, float, float], kind: int, log_odds: float = 3.0) -> None:
    """Make a cell say that `box` (pixels) is a thing of a kind."""
    (u, v), stride = CENTRES[cell], STRIDES[cell]
    numbers[cell, THING] = log_odds
    numbers[cell, BOX] = np.array([u - box[0], v - box[1], box[2] - u, box[3] - v]) / stride
    numbers[cell, VECTOR] = 7.0 * PROTOTYPES[kind]  # any length: only the direction counts


def test_an_empty_picture_shows_nothing() -> None:
    found = Decoder(PROTOTYPES, 10.0)(nothing())
    assert len(found.score) == 0
    assert found.box.shape == (0, 4)
    assert found.vector.shape == (0, EMBEDDING)


@given(cell=st.integers(0, len(CENTRES) - 1), kind=st.integers(0, 2), size=st.floats(4.0, 60.0))
def test_a_box_comes_out_where_it_was_put(cell: int, kind: int, size: float) -> None:
    u, v = CENTRES[cell]
    box = (max(0.0, float(u - size)), max(0.0, float(v - size)), min(320.0, float(u + size)), min(240.0, float(v + size / 2)))
    numbers = nothing()
    put(numbers, cell, box, kind)
    found = Decoder(PROTOTYPES, 10.0)(numbers)
    assert found.box[0] == pytest.approx(box, abs=1e-3)
    assert found.kind.tolist() == [kind]
    assert np.linalg.norm(found.vector[0]) == pytest.approx(1.0, abs=1e-5)


def test_the_score_is_that_of_a_thing_times_that_of_its_kind() -> None:
    numbers = nothing()
    put(numbers, 700, (50, 50, 90, 90), kind=1, log_odds=0.0)
    found = Decoder(PROTOTYPES, 2.0)(numbers)
    assert found.score[0] == pytest.approx(0.5 * np.exp(2) / (np.exp(2) + 2), rel=1e-5)


def test_calibration_changes_the_score_and_not_the_order() -> None:
    numbers = nothing()
    put(numbers, 600, (10, 10, 50, 50), kind=0, log_odds=-1.0)
    put(numbers, 900, (150, 100, 190, 150), kind=1, log_odds=1.0)
    raw, calibrated = Decoder(PROTOTYPES, 50.0)(numbers), Decoder(PROTOTYPES, 50.0, (2.0, 0.5))(numbers)
    assert calibrated.kind.tolist() == raw.kind.tolist() == [1, 0]
    assert calibrated.score == pytest.approx(1 / (1 + np.exp([-2.5, 1.5])), abs=1e-3)


def test_the_better_of_two_equal_boxes_stays() -> None:
    numbers = nothing()
    put(numbers, 600, (100, 100, 140, 150), kind=0, log_odds=1.0)
    put(numbers, 601, (101, 100, 141, 150), kind=0, log_odds=2.0)
    found = Decoder(PROTOTYPES, 10.0)(numbers)
    assert found.box.tolist() == [pytest.approx([101, 100, 141, 150], abs=1e-3)]


def test_two_kinds_may_overlap_more_than_two_of_a_kind() -> None:
    numbers = nothing()
    put(numbers, 600, (100, 100, 140, 150), kind=0, log_odds=1.0)
    put(numbers, 601, (108, 100, 148, 150), kind=1, log_odds=2.0)  # overlap 0.67
    assert Decoder(PROTOTYPES, 10.0)(numbers).kind.tolist() == [1, 0]
    put(numbers, 600, (100, 100, 140, 150), kind=1, log_odds=1.0)
    assert Decoder(PROTOTYPES, 10.0)(numbers).kind.tolist() == [1]


def test_boxes_end_at_the_edge_of_the_picture() -> None:
    numbers = nothing()
    put(numbers, 0, (-30, -20, 400, 300), kind=2)
    assert Decoder(PROTOTYPES, 10.0)(numbers).box.tolist() == [[0, 0, 320, 240]]


def test_a_vector_added_to_the_table_is_a_new_kind() -> None:
    taught = np.concatenate([PROTOTYPES, np.eye(1, EMBEDDING, k=9, dtype=np.float32)])
    numbers = nothing()
    put(numbers, 700, (50, 50, 90, 90), kind=0)
    numbers[700, VECTOR] = taught[3]
    assert Decoder(taught, 10.0)(numbers).kind.tolist() == [3]


def test_only_the_best_candidates_are_looked_at() -> None:
    numbers = nothing()
    numbers[:, THING] = np.linspace(0.0, 5.0, len(numbers))
    numbers[:, VECTOR] = PROTOTYPES[0]
    found = Decoder(PROTOTYPES, 10.0, config=DecodeConfig(candidates=7, same_kind_overlap=1.1, any_kind_overlap=1.1))(numbers)
    assert len(found.score) == 7
    assert found.score[0] == pytest.approx(1 / (1 + np.exp(-5.0)), rel=1e-3)


boxes = st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(1, 100), st.floats(1, 100)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3]))


@given(a=boxes, b=boxes)
def test_overlap_is_symmetric_and_whole_with_itself(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    one, two = np.array([a], dtype=np.float32), np.array([b], dtype=np.float32)
    assert overlaps(one, two)[0, 0] == pytest.approx(overlaps(two, one)[0, 0], abs=1e-6)
    assert overlaps(one, one)[0, 0] == pytest.approx(1.0, abs=1e-4)
    assert 0.0 <= overlaps(one, two)[0, 0] <= 1.0 + 1e-5
