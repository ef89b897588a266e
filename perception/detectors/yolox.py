"""YOLOX (Ge et al., 2021): anchor-free; a box's centre counts from its cell, its size is a logarithm of strides."""

from __future__ import annotations

import numpy as np

from perception.detectors.fit import grid
from perception.detectors.seen import Candidates, Floats

STRIDES = (8, 16, 32)
OUTPUTS = ("output",)
MOST_OVERLAP = 0.45
SIDE_PX = 416


def decode(outputs: dict[str, Floats], least_score: float) -> Candidates:
    """(1, cells, 5 + classes): box, objectness, probabilities of the classes; the cells of all strides, row by row."""
    rows = outputs[OUTPUTS[0]][0]
    sides = [SIDE_PX // stride for stride in STRIDES]
    cells = np.concatenate([grid(side, side) for side in sides])
    strides = np.repeat(np.array(STRIDES, dtype=np.float32), [side * side for side in sides])
    likely = np.flatnonzero(rows[:, 4] >= least_score)
    scores = rows[likely, 4:5] * rows[likely, 5:]
    row, kind = np.nonzero(scores >= least_score)
    cell = likely[row]
    stride = strides[cell, None]
    centres = (rows[cell, :2] + cells[cell]) * stride
    half = 0.5 * np.exp(np.minimum(rows[cell, 2:4], 10.0)) * stride
    boxes = np.concatenate([centres - half, centres + half], axis=1).astype(np.float32)
    return Candidates(boxes, scores[row, kind], kind)
