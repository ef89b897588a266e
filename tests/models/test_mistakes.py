"""What the first network takes for a thing where none is, is a mistake; what stands there is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.layout import COLUMNS
from models.runtime import DEFAULT_CARD, read_card
from models.train.data import Boxes, Example, write_shard
from models.train.look_data import KEPT_PX, MISTAKE
from models.train.mistakes import mistakes


def example(said: bool) -> Example:
    """A red ball-like disc on grey floor, `said` to be there or kept from the labels."""
    import cv2

    picture = np.full((240, 320, 3), 150, np.uint8)
    picture[:110] = 210
    cv2.circle(picture, (160, 140), 40, (190, 40, 40), -1)
    box = np.array([[120, 100, 200, 180]], np.float32)[: int(said)]
    one, zero = np.ones(len(box), np.float32), np.zeros(len(box), np.int32)
    return Example(picture, Boxes(box, zero, one, zero, zero, one, zero, zero), np.ones(COLUMNS, np.float32),
                   np.array([250.0, 0.12, 0.09, 0.0], np.float32))


def test_only_what_no_label_covers_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "kinds.txt").write_text("ball\n", encoding="utf-8")
    write_shard(tmp_path, 0, [example(said=True)])
    write_shard(tmp_path, 1, [example(said=False)])
    network = DEFAULT_CARD.parent / read_card(DEFAULT_CARD).network
    right, both = mistakes(network, (tmp_path,), share=0.5, processes=1), mistakes(network, (tmp_path,), processes=1)
    assert len(both.kind) > 2 * len(right.kind)
    assert (both.kind == MISTAKE).all()
    assert both.crops.shape == (len(both.kind), KEPT_PX, KEPT_PX, 3)
    ball = np.array([120, 100, 200, 180])
    assert (np.abs(both.boxes - ball).max(axis=1) < 12).sum() == 1
