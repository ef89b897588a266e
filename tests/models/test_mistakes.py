"""What the first network takes for a thing where none is, is a mistake; what stands there is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.layout import COLUMNS
from models.runtime import DEFAULT_CARD, read_card
from models.train.data import Boxes, Example, write_shard
from models.train.look_data import KEPT_PX, MISTAKE
from models.train.mistakes import mistakes


def example(labels: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Example:
    """A red disc on grey floor, and what the labels (N, 4) say stands there."""
    import cv2

    picture = np.full((240, 320, 3), 150, np.uint8)
    picture[:110] = 210
    cv2.circle(picture, (160, 140), 40, (190, 40, 40), -1)
    one, zero = np.ones(len(labels), np.float32), np.zeros(len(labels), np.int32)
    return Example(picture, Boxes(labels, zero, one, zero, zero, one, zero, zero), np.ones(COLUMNS, np.float32),
                   np.array([250.0, 0.12, 0.09, 0.0], np.float32))


def test_only_what_no_label_covers_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "kinds.txt").write_text("ball\n", encoding="utf-8")
    network = DEFAULT_CARD.parent / read_card(DEFAULT_CARD).network
    write_shard(tmp_path, 0, [example(np.empty((0, 4), np.float32))])
    wrong = mistakes(network, (tmp_path,), processes=1)
    assert 0 < len(wrong.kind) <= 3  # at most three of a picture
    assert (wrong.kind == MISTAKE).all()
    assert wrong.crops.shape == (len(wrong.kind), KEPT_PX, KEPT_PX, 3)
    write_shard(tmp_path, 0, [example(wrong.boxes[:1])])
    right = mistakes(network, (tmp_path,), processes=1)
    assert not (right.boxes == wrong.boxes[0]).all(axis=1).any()
